"""Verdicts in words: the table, the sentence for each failure, and the JSON."""

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .ledger.experiment import Record
from .ledger.rows import ROWS
from .ledger.strict_json import plain, strict
from .printable import document, escaped

NARROW = 72  # characters; on less a table of five columns breaks words
LONGEST = 60  # letters of a value in a table
# A sign, a word and a colour: any one of them is enough to read the verdict.
MARKS = {
    "holds": ("✓", "green"),
    "fails": ("✗", "bold red"),
    "unclear": ("?", "yellow"),
    "waived": ("~", "magenta"),
    "stale": ("↻", "yellow"),
    "not applicable": ("–", "dim"),
    "": ("·", "dim"),
}


def mark(verdict: str) -> str:
    """The verdict with its sign, in rich's markup; nothing measured yet if it is empty."""
    sign, style = MARKS[verdict]
    return f"[{style}]{sign} {verdict or 'not yet measured'}[/]"


def number(value: Any) -> str:
    """A measured value for a cell: four digits say more than sixteen, the first of many enough."""
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "–"}[value]
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, dict):
        return listed([f"{name} {number(item)}" for name, item in value.items()], 1)
    if isinstance(value, list | tuple):
        return listed([number(item) for item in value], 4)
    return str(value) if len(str(value)) <= LONGEST else f"{str(value)[:LONGEST - 1]}…"


def listed(words: list[str], most: int) -> str:
    """The first few, with "…" if there are more."""
    shown = ", ".join(words[:most]) or "none"
    return f"{shown}, …" if len(words) > most and not shown.endswith("…") else shown


def verdicts(records: Sequence[Record]) -> None:
    """Hypothesis, expected, measured, verdict; then a sentence for everything that fails."""
    console = Console(highlight=False)
    rows = [cells(record) for record in records]
    if console.width < NARROW:
        for id, hypothesis, expected, measured, verdict in rows:
            console.print(f"{id} {verdict}: {hypothesis}")
            console.print(f"[dim]expected {expected}, measured {measured}[/]")
    else:
        table = Table(box=None, padding=(0, 1), header_style="bold")
        for column in ("", "hypothesis", "expected", "measured", "verdict"):
            table.add_column(column, vertical="top", overflow="fold")
        for row in rows:
            table.add_row(*row)
        console.print(table)
    for record in records:
        if record.verdict in ("fails", "unclear"):
            console.print(
                f"\n{mark(record.verdict)}  [bold]{record.id} {record.check}[/]"
            )
            console.print(escape(sentence(record)), highlight=False)


def cells(record: Record) -> tuple[str, ...]:
    expected = number(record.expected.get("value"))
    shown = (record.id, record.hypothesis, expected, number(record.measured))
    return (*map(escape, map(escaped, shown)), mark(record.verdict))


def aside(text: str) -> None:
    """To stderr, beside whatever the command puts out."""
    if text:
        print(escaped(text), file=sys.stderr)


def sentence(record: Record) -> str:
    """Why, where to look first, and the picture of it."""
    parts = [record.because]
    if record.look_at:
        first, *others = (place.rstrip(".") for place in record.look_at)
        parts.append("Look first at " + "; then at ".join([first, *others]) + ".")
    if unnamed := [file for file in record.evidence if file not in record.because]:
        parts.append(f"Drawn in {', '.join(unnamed)}.")
    return escaped(" ".join(parts))


def remarks(records: Iterable[Record]) -> None:
    """One sentence for each verdict, below what a verb has printed."""
    console = Console(highlight=False)
    for record in records:
        head = f"{mark(record.verdict)}  {record.id} {record.check}: "
        console.print(head + escape(sentence(record)))


def refuse(why: str) -> int:
    """Say why a gate stops this; exit code 1."""
    print(escaped(why), file=sys.stderr)
    return 1


def as_json(value: Any) -> None:
    """Print strict JSON: what an agent reads."""
    print(document(strict(plain(value)), indent=1))


def exit_code(records: Iterable[Record]) -> int:
    """1 if a gate fails, whatever the advice says."""
    return int(any(r.verdict == "fails" and ROWS[r.id].blocks for r in records))
