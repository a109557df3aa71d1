"""WebAnno TSV, as INCEpTION exports it: the name of a span stands beside each of its tokens."""

from __future__ import annotations

import shlex
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.listing import entries, first_bytes
from scaffolder.facts.tokens.spans import NEEDED

MARK = b"#FORMAT=WebAnno TSV"
# "CITY[2]" goes on after "CITY[2]"; a name without a number is a span of one token
PROGRAM = (
    '/^$/ {print ""; last = ""} /^[0-9]+-[0-9]+\\t/ {name = $4; sub(/\\[.*/, "", name);'
    ' print $3, (name == "_" || name == "" ? "O" : ($4 == last && $4 ~ /\\[/ ? "I-" : "B-")'
    " name); last = $4}"
)


def refuse(path: Path) -> None:
    files = [path] if path.is_file() else [e for e in entries(path) if e.is_file()]
    found = [f for f in files if f.suffix == ".tsv" and begins(f)]
    if not found:
        return
    folder, names = found[0].parent, " ".join(shlex.quote(f.name) for f in found[:1])
    into = folder / found[0].with_suffix(".conll").name
    if len(found) > 1:
        names, into = "*.tsv", folder / "annotations.conll"
    raise DataError(
        f"{found[0]} is WebAnno TSV, as INCEpTION exports it. {NEEDED}; of its first layer: cd"
        f" {shlex.quote(str(folder))}; awk -F'\\t' '{PROGRAM}' {names} >"
        f" {shlex.quote(into.name)} and name {into}."
    )


def begins(file: Path) -> bool:
    return first_bytes(file, len(MARK), unpack=False) == MARK
