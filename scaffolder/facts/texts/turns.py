"""Conversations as records, a list of turns in each: who speaks, and what is said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffolder.errors import DataError
from scaffolder.facts.commands import python, text
from scaffolder.facts.files.source import with_siblings
from scaffolder.facts.listing import said
from scaffolder.facts.written.cells import raw

if TYPE_CHECKING:
    import polars as pl

WHO = ("role", "from", "speaker", "author")
WHAT = ("content", "value", "text", "utterance")
READ = {"JSONL": "read_ndjson(f, infer_schema_length=None)", "JSON": "read_json(f)"}
READ |= {"Parquet": "read_parquet(f)"}


def refuse(path: Path, format: str, nested: Sequence[str]) -> None:
    """DataError where a column holds the turns of chats; says how they become a text."""
    if not nested:
        return
    frame = raw(path, format)
    for name in nested:
        if fields := of_turns(frame[name].dtype):
            raise DataError(told(path, format, frame[name], *fields))


def of_turns(dtype: Any) -> tuple[str, str] | None:
    """The names of who speaks and of what is said, of a list of such records."""
    import polars as pl

    inner: Any = dtype.inner if isinstance(dtype, pl.List) else None
    names = [f.name for f in inner.fields] if isinstance(inner, pl.Struct) else []
    who = [name for name in WHO if name in names]
    what = [name for name in WHAT if name in names]
    return (who[0], what[0]) if who and what else None


def told(path: Path, format: str, chats: pl.Series, who: str, what: str) -> str:
    every = [
        [(turn[who], turn[what]) for turn in chat if turn[what]]
        for chat in chats.drop_nulls().to_list()
    ]
    speakers = ", ".join(sorted({str(turn[0]) for chat in every for turn in chat}))
    systems = [turn[1] for chat in every for turn in chat if turn[0] == "system"]
    same = len(set(systems)) == 1 and len(systems) > 1
    copies = len(every) - len(set(map(tuple, every)))
    parts = with_siblings(format, path, Path.is_file).splits.values()
    command = python(path.parent, code(format, chats.name, who, what, parts, same))
    home = path.with_name(f"{path.name.partition('.')[0]}_chats.txt")
    notes = ["; all begin with the same system turn, which is left out"] * same
    notes += [f"; {copies:,} say the same as another and are written once"] * (
        copies > 0
    )
    return (
        f"{chats.name} of {path} holds chats as lists of turns ({who} and {what}):"
        f" {said(len(every), 'conversation')} of {speakers}{''.join(notes)}. Who speaks is no"
        " class of a text. Needed for a language model: plain text with a mark before each"
        f" turn; write it: {command} and name {home} with --task language-model."
    )


def code(format: str, name: str, who: str, what: str, parts: Any, same: bool) -> str:
    """Python that writes the chats of each part, an empty line between them."""
    files = [part.name for part in parts]
    kept = f"if m[{text(what)}]" + f' and m[{text(who)}] != "system"' * same
    return (
        "import polars as pl; turn = lambda m: "
        f'm[{text(who)}] + ": " + m[{text(what)}]; chats = lambda t: dict.fromkeys('
        f'"\\n".join(turn(m) for m in c {kept}) for c in t[{text(name)}].drop_nulls()'
        '.to_list()); [open(f.partition(".")[0] + "_chats.txt", "w", encoding="utf8")'
        f'.write("\\n\\n".join(chats(pl.{READ[format]}))) for f in {text(files)}]'
    )
