"""Texts with an answer each: cells of a table, lines that begin with a label, or files in folders."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from .contract import Example
from .tables import Table, unpacked

ENDINGS = (".txt", ".md", ".text")


@dataclass(frozen=True)
class Passages(Sequence[Example]):
    """`raw` is the text; that of a file is read when it is asked for."""

    ids: list[str]  # "reviews.csv:17", or "train/pos/17.txt"
    sources: Sequence[str | Path]  # the text itself, or its file
    answers: Sequence[str | None]
    encoding: str  # of files that are not UTF-8

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, i: Any) -> Any:
        source = self.sources[i]
        if isinstance(source, Path):
            source = decoded(unpacked(source), self.encoding)
        return Example(self.ids[i], source, self.answers[i])

    def answered(
        self, same: dict[str, str], drop: Sequence[str], left_out: dict[str, str]
    ) -> "Passages":
        """Those with an answer, each in one spelling, and not in `drop`: ids or folders."""
        kept = []
        for i, (id, answer) in enumerate(zip(self.ids, self.answers, strict=True)):
            if answer is None or {id, answer} & set(drop):
                left_out[id] = "no answer" if answer is None else "named in `drop`"
            else:
                kept.append(i)
        answers = [self.answers[i] or "" for i in kept]
        return replace(
            self,
            ids=[self.ids[i] for i in kept],
            sources=[self.sources[i] for i in kept],
            answers=[same.get(answer, answer) for answer in answers],
        )

    def unanswered(self) -> "Passages":
        return replace(self, answers=[None] * len(self))


def in_table(
    table: Table, text: Sequence[str], target: str, left_out: dict[str, str]
) -> Passages:
    """The rows that have a text: the columns `text`, one after the other."""
    if absent := [name for name in text if name not in table.frame.columns]:
        raise ValueError(
            f"Found the columns {table.frame.columns}, needed {absent}: correct `text` in "
            "config.py"
        )
    cells = table.frame.select(text).iter_rows()
    whole = [" ".join(cell for cell in row if cell) for row in cells]
    kept = [i for i, one in enumerate(whole) if one]
    left_out |= {
        id: "no text" for id, one in zip(table.ids, whole, strict=True) if not one
    }
    answers = table.column(target)
    return Passages(
        [table.ids[i] for i in kept],
        [whole[i] for i in kept],
        [answers[i] for i in kept],
        "",
    )


def lines(path: Path, label: str, encoding: str) -> Table:
    """A column for each named group of `label`, and `text`; no label where a line has none."""
    pattern = re.compile(rf"(?:{label}\s+)?(?P<text>.*)")
    stored = unpacked(path)
    if encoding == "utf-16":
        stored = stored.decode(encoding).encode()
    texts = [decoded(line, encoding).strip("\ufeff\r ") for line in stored.split(b"\n")]
    found = [pattern.fullmatch(line) for line in texts if line]
    rows = [match.groupdict() for match in found if match]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(pattern.groupindex, pl.String))
    return Table(frame, [f"{path.name}:{i + 1}" for i in range(len(frame))])


def in_files(place: Path, encoding: str) -> Passages:
    """A file, or each below a folder; the answer is the name of the folder right below it."""
    inside = sorted(f for f in place.rglob("*") if f.is_file() and is_text(f))
    files = inside if place.is_dir() else [place]
    home = place if place.is_dir() else place.parent
    parts = [file.relative_to(home).parts for file in files]
    return Passages(
        ["/".join([home.name, *names]) for names in parts],
        files,
        [names[0] if len(names) > 1 else None for names in parts],
        encoding,
    )


def is_text(file: Path) -> bool:
    """By its name: .txt and the like, or no ending at all, as mails and posts are stored."""
    name = file.name.removesuffix(".gz")
    plain = "." not in name or name.rpartition(".")[2].isdigit()
    return not name.startswith(".") and (plain or name.lower().endswith(ENDINGS))


def decoded(raw: bytes, encoding: str) -> str:
    """UTF-8 if the bytes are that; files are put together from lines of several encodings."""
    try:
        return raw.decode("utf8")
    except UnicodeDecodeError:
        return raw.decode(encoding, "replace")
