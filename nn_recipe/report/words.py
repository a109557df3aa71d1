"""Numbers, verdicts and text as HTML. Everything that comes from outside is escaped here."""

import math
from collections.abc import Mapping
from html import escape
from typing import Any

from ..say import MARKS, number

CHIPS = {verdict: verdict.replace(" ", "-") or "open" for verdict in MARKS}


def text(value: Any) -> str:
    return escape(str(value), quote=True)


def chip(verdict: str) -> str:
    """The verdict as a sign, a word and a colour."""
    sign = MARKS[verdict][0]
    return f'<span class="chip {CHIPS[verdict]}">{sign} {verdict or "not yet measured"}</span>'


def traced(shown: str, source: str) -> str:
    """A number that says, when pointed at, which row it is."""
    return f'<span class="traced" data-source="{text(source)}" title="{text(source)}">{shown}</span>'


def value(measured: Any) -> str:
    """A measured value in full: one number, or a small table of named ones."""
    if isinstance(measured, dict):
        rows = (
            f"<dt>{text(name)}</dt><dd>{value(item)}</dd>"
            for name, item in measured.items()
        )
        return f"<dl>{''.join(rows)}</dl>"
    return text(number(measured))


def interval(estimate: Mapping[str, float | None]) -> str:
    """ "0.941 [0.921, 0.960]": two digits of the interval's half width are worth printing."""
    middle, ends = ranged(estimate)
    return f"{middle} <small>{ends}</small>" if ends else middle


def ranged(estimate: Mapping[str, float | None]) -> tuple[str, str]:
    """The value and its interval, "" where it has none."""
    middle, low, high = (estimate.get(key) for key in ("value", "low", "high"))
    if middle is None:
        return "–", ""
    if low is None or high is None or not high > low:
        return f"{middle:.4g}", ""
    places = max(0, 1 - math.floor(math.log10((high - low) / 2)))
    return f"{middle:.{places}f}", f"[{low:.{places}f}, {high:.{places}f}]"


def moment(iso: str) -> str:
    """2026-11-23T20:46:15+01:00 as "2026-11-23 20:46"."""
    return text(iso[:16].replace("T", " "))


def section(title: str, body: str, lead: str = "") -> str:
    intro = f'<p class="lead">{lead}</p>' if lead else ""
    return f"<section><h2>{text(title)}</h2>{intro}{body}</section>" if body else ""


def table(head: list[str], rows: list[list[str]]) -> str:
    """Cells are HTML already; the head is text."""
    top = "".join(f"<th>{text(name)}</th>" for name in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
