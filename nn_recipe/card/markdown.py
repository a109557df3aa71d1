"""Numbers, tables and text as Markdown. Everything that comes from outside is escaped here."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..place import here
from ..printable import escaped
from ..report.words import ranged

ACTS = re.compile(r"([\\`*_\[\]|])")  # on what stands around it


def text(value: Any) -> str:
    """On one line, as it was written: no mark-up, no HTML, no cell that ends early."""
    one_line = " ".join(escaped(str(value)).split())
    return ACTS.sub(r"\\\1", one_line).replace("&", "&amp;").replace("<", "&lt;")


def code(value: Any) -> str:
    """As code; what ends it, or a cell, is left out."""
    one_line = " ".join(escaped(str(value)).split())
    return f"`{one_line.replace('`', '').replace('|', '/')}`" if one_line else ""


def interval(estimate: Mapping[str, float | None]) -> str:
    """ "0.941 [0.921, 0.960]"."""
    return " ".join(filter(None, ranged(estimate)))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Cells are Markdown already. A blank line before and after it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def source(*files: str, experiments: Sequence[int] = ()) -> str:
    """Where the numbers above stand."""
    shown = [*dict.fromkeys(map(code, filter(None, files)))]
    if experiments:
        shown.append(ledger(*experiments))
    return f"<sub>From {', '.join(shown)}.</sub>" if shown else ""


def ledger(*experiments: int) -> str:
    """Lines of it, by the number that an expectation and its verdict share."""
    word = "experiment" if len(experiments) == 1 else "experiments"
    return f"{code('runs/ledger.jsonl')}, {word} {', '.join(map(str, experiments))}"


def missing(what: str, verb: str) -> str:
    """A section without data names the command that measures them."""
    lead = f"{what}: " if what else ""
    return f"{lead}not measured: `{here().python} {verb}`."


def section(title: str, *parts: str) -> str:
    return "\n\n".join([f"## {title}", *filter(None, parts)])
