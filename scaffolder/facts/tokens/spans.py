"""Texts with spans of letters, in JSON or in .ann files beside: how they become CoNLL."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from scaffolder.errors import DataError
from scaffolder.facts.commands import python, text
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import entries, files_below, first_bytes, said

NEEDED = (
    "Needed: CoNLL, a token and its tag a line and an empty line after each sentence"
)
FIELDS = ("spans", "entities", "label", "labels")
TEXTS = ("text", "data", "content", "sentence")
STANDOFF = re.compile(rb"(?:[TREAMN#]\d+|\*)\t\S+")  # "T1\tDrug 10 17\taspirin"
PIECES = r'r"\w+|[^\w\s]"'
# of words (place, word) and spans (begin, end, label): the lines of a sentence
LINES = (
    'tag = lambda before, at, word, spans: next((("B-" if before <= a else "I-") + label'
    ' for a, b, label in spans if at < b and at + len(word) > a), "O"); lines = lambda words,'
    ' spans: "".join(w + " " + tag(before, at, w, spans) + "\\n" for before, (at, w) in'
    ' zip([0, *(at + len(w) for at, w in words)], words)) + "\\n"'
)


def is_span(said: Any) -> bool:
    if isinstance(said, dict):
        return bool({"start", "start_offset", "start_char"} & said.keys())
    return isinstance(said, list) and [type(v) for v in said[:2]] == [int, int]


def field_of(record: dict[str, Any]) -> str:
    """The field that lists the spans; "" of a record without any."""
    listed = (n for n in FIELDS if isinstance(record.get(n), list) and record[n])
    return next((name for name in listed if is_span(record[name][0])), "")


def of_records(file: Path, record: dict[str, Any], in_array: bool) -> str:
    """What such a file is, and the command that makes tokens of it."""
    found = "holds texts with spans of letters, as doccano and Prodigy write."
    name = next((n for n in TEXTS if isinstance(record.get(n), str)), "")
    span = record[field_of(record)][0]
    if not name or isinstance(span, dict) and not {"label", "labels"} & span.keys():
        return f"{found} {NEEDED}; export the annotations so, and name that file."
    rows = f'open({text(file.name)}, encoding="utf-8-sig")'
    rows = (
        f"json.load({rows})"
        if in_array
        else f"map(json.loads, filter(str.strip, {rows}))"
    )
    written = f"{file.name.partition('.')[0]}.conll"
    judged = ' if r.get("answer", "accept") == "accept"' * ("answer" in record)
    code = (
        f"import json, re; {LINES}; spans = lambda r: {_spans(record)}; words = lambda r:"
        f" {_words(record, name)}; print(*(lines(words(r), spans(r)) for r in {rows}{judged}),"
        f' sep="", file=open({text(written)}, "w"))'
    )
    only = " (of what is accepted; rejected and ignored records are left out)"
    return (
        f"{found} {NEEDED}; write it{only * bool(judged)}: {python(file.parent, code)} and name"
        f" {file.parent / written}."
    )


def _spans(record: dict[str, Any]) -> str:
    name = field_of(record)
    span = record[name][0]
    if isinstance(span, list):
        return f"[s[:3] for s in r[{text(name)}] or []]"
    begin = next(key for key in span if key in ("start", "start_offset", "start_char"))
    label = 's["label"]' if "label" in span else 's["labels"][0]'
    end = begin.replace("start", "end")
    return f'[(s["{begin}"], s["{end}"], {label}) for s in r.get({text(name)}) or []]'


def _words(record: dict[str, Any], name: str) -> str:
    tokens = record.get("tokens")
    if isinstance(tokens, list) and tokens and {"text", "start"} <= set(tokens[0]):
        return '[(t["start"], t["text"]) for t in r["tokens"] if t["text"].strip()]'
    return f"[(m.start(), m.group()) for m in re.finditer({PIECES}, r[{text(name)}])]"


# --- .ann files of brat beside the texts


def refuse(path: Path) -> None:
    """DataError where such files stand beside texts."""
    if path.is_file():
        found = [path] if path.suffix == ".txt" and _is_standoff(path) else []
        folder = path.parent
    else:
        found = [f for f in files_below(path, (".ann",), 3) if _is_standoff(f)]
        folder = path
    if not found:
        return
    first = found[0].with_suffix(".ann").name
    parts = [e.name for e in entries(folder) if e.is_dir() and split_of(e)]
    files = {part: f"{split_of(Path(part))}.conll" for part in parts}
    files = files or {".": "tokens.conll"}
    raise DataError(
        f"{said(len(found), 'text')} of {folder} with spans of letters in a file beside, such"
        f" as {first}: brat's standoff annotations, which are not read. {NEEDED}; write it (a"
        " span in pieces becomes several, relations are left out):"
        f" {python(folder, _code(files))} and name {folder / next(iter(files.values()))}. For a"
        " language model copy the .txt files into a folder of their own, and name that."
    )


def _is_standoff(file: Path) -> bool:
    beside, other = file.with_suffix(".ann"), file.with_suffix(".txt")
    if not (beside.is_file() and other.is_file()):
        return False
    return bool(STANDOFF.match(first_bytes(beside, 200).lstrip(b"\xef\xbb\xbf")))


def _code(files: dict[str, str]) -> str:
    return (
        f'import re; from pathlib import Path; {LINES}; read = lambda p: open(p, newline="",'
        ' encoding="utf-8").read(); spans = lambda p: [(int(a), int(b), mid.split()[0]) for line'
        ' in read(p).splitlines() if line[:1] == "T" for mid in [line.split("\\t")[1]] for piece'
        ' in mid.partition(" ")[2].split(";") for a, b in [piece.split()]]; document = lambda p:'
        ' "-DOCSTART- O\\n\\n" + "".join(lines([(s.start() + m.start(), m.group()) for m in'
        f' re.finditer({PIECES}, s.group())], spans(p)) for s in re.finditer(r"[^\\r\\n]+",'
        ' read(p.with_suffix(".txt")))); [print(*map(document, sorted(Path(part).rglob("*.ann")'
        f')), sep="", file=open(name, "w")) for part, name in {text(files)}.items()]'
    )
