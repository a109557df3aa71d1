"""The fixed batch in motion: each example a dot that goes where its prediction goes (recipe 2.14).

An SVG that moves by itself, so that the report needs no script.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from ..place import relative
from ..printable import escaped
from .dynamics import MOST
from .style import BLUE, FAINT, GREY, INK, numbers, shortened

FRAMES = 60  # looks that are shown, evenly chosen
SECONDS, REST = (
    8,
    0.2,
)  # of one run through training; the share of it that the end stands still
LEFT, ACROSS, ROW, TOP = 230, 500, 13, 34  # pixels


def predictions_in_motion(
    steps: Sequence[int],
    ids: Sequence[str],
    watch: Any,
    truth: Sequence[str],
    path: str | Path,
    name: str = "watched value",
) -> str:
    """`watch` is [step, example], as for `prediction_dynamics`; returns the path as the project sees it."""
    values = numbers(watch)[:, :MOST]
    looks = np.unique(np.linspace(0, len(steps) - 1, FRAMES).round().astype(int))
    values = np.nan_to_num(values[looks])
    low, high = values.min(), values.max()
    x = LEFT + ACROSS * (values - low) / ((high - low) or 1.0)
    times = ";".join(f"{t:.4g}" for t in [*np.linspace(0, 1 - REST, len(looks)), 1])
    pairs = zip(truth, ids, strict=True)
    said = [f"{shortened(t, 16)}  {shortened(i, 20)}" for t, i in pairs]
    rows = [row(TOP + ROW * i, said[i], x[:, i], times) for i in range(values.shape[1])]
    height = TOP + ROW * len(rows) + 8
    ends = [(LEFT, "start", f"{low:.3g}"), (LEFT + ACROSS, "end", f"{high:.3g}")]
    head = "".join(word(x, 12, end, anchor) for x, anchor, end in ends)
    head += word(LEFT + ACROSS / 2, 12, name, "middle")
    head += word(4, 12, f"steps {steps[0]} to {steps[-1]}", "start")
    along = LEFT + ACROSS * np.linspace(0, 1, len(looks))
    clock = ";".join(f"{place:.1f}" for place in [*along, along[-1]])
    bar = f'<circle cy="20" r="3" style="fill: {GREY}">{animated("cx", clock, times)}</circle>'
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + ACROSS + 12} {height}" '
        f'font-family="DejaVu Sans, sans-serif" font-size="9">{head}'
        f"{line(20)}{bar}{''.join(rows)}</svg>\n",
        encoding="utf-8",
    )
    return relative(path)


def row(y: float, said: str, x: np.ndarray, times: str) -> str:
    way = ";".join(f"{value:.1f}" for value in [*x, x[-1]])
    dot = f'<circle cx="{x[-1]:.1f}" cy="{y}" r="4" style="fill: {BLUE}">'
    label = word(LEFT - 10, y + 3, said, "end")
    return f"{label}{line(y)}{dot}{animated('cx', way, times)}</circle>"


def animated(what: str, values: str, times: str) -> str:
    return (
        f'<animate attributeName="{what}" dur="{SECONDS / (1 - REST):g}s" '
        f'repeatCount="indefinite" keyTimes="{times}" values="{values}"/>'
    )


def line(y: float) -> str:
    ends = f'x1="{LEFT}" x2="{LEFT + ACROSS}" y1="{y}" y2="{y}"'
    return f'<line {ends} style="stroke: {FAINT}"/>'


def word(x: float, y: float, said: str, anchor: str) -> str:
    text = escape(escaped(said))
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" style="fill: {INK}">{text}</text>'
