"""Browse thousands of examples: a page that carries its own data and asks no network (recipe 1.1)."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ..chance import mix
from ..contract import Example, Project
from ..place import here
from ..report.words import text
from . import thumbnails
from .attributes import PARTS
from .label_noise import PLACE as DOUBTS
from .outliers import apart
from .query import numeric

MOST = 1500  # examples the page carries
EACH = 4  # lowest and highest ones along each axis, which it carries for sure
ROOM = 12_000_000  # letters of pictures and sounds
SHORT = 40  # letters of a cell
HERE = Path(__file__).parent
STYLE = (HERE.parent / "report" / "page.css", HERE / "browse.css")


def write(path: Path, project: Project, frame: pl.DataFrame, found: list[str]) -> Path:
    """One HTML file: the sentences found, a histogram of each column, the examples."""
    frame = with_doubts(frame.with_columns(apart(frame)), path.parent / DOUBTS)
    order = shown(frame, project.config.seed)
    examples = [e for part in PARTS for e in getattr(project.splits, part)]
    page = {
        "columns": [c for c in frame.columns if c != "id"],
        "numeric": numeric(frame),
        "all": len(frame),
        "rows": carried(frame, order, examples, thumbnails.of(project)),
        "key": here().package,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html(page, found), encoding="utf-8")
    return path


def with_doubts(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """What a simple model says of each label, where it was asked."""
    if not path.exists():
        return frame
    said = pl.read_parquet(path).select("id", "doubt", "says")
    return frame.join(said, on="id", how="left", maintain_order="left")


def shown(frame: pl.DataFrame, seed: int) -> list[int]:
    """Rows of the frame: the extremes of each axis and others by chance, in an order of chance."""
    kept: dict[int, None] = {}
    for axis in numeric(frame):
        ranked = frame[axis].arg_sort(nulls_last=True).to_list()
        known = len(ranked) - frame[axis].null_count()
        kept |= dict.fromkeys(ranked[:EACH] + ranked[max(0, known - EACH) : known])
    generator = np.random.default_rng(mix(seed))
    chance = generator.permutation(len(frame)).tolist()
    chosen = set([*dict.fromkeys([*kept, *chance])][:MOST])
    return [i for i in chance if i in chosen]


def carried(
    frame: pl.DataFrame,
    order: list[int],
    examples: list[Example],
    draw: thumbnails.Draw,
) -> list[dict[str, Any]]:
    """Until the page is full."""
    rows, room = [], ROOM
    for i in order:
        shown = draw(examples[i])
        room -= len(shown)
        if room < 0:
            break
        rows.append({"html": shown} | cells(frame.row(i, named=True)))
    return rows


def cells(row: dict[str, Any]) -> dict[str, Any]:
    """As JSON takes them, with as many digits as a person reads."""

    def short(value: Any) -> Any:
        if isinstance(value, float):
            return float(f"{value:.4g}") if math.isfinite(value) else None
        return value

    return {name: short(value) for name, value in row.items()}


def html(page: dict[str, Any], found: list[str]) -> str:
    style = "".join(file.read_text("utf-8") for file in STYLE)
    name, script = text(here().package), (HERE / "browse.js").read_text("utf-8")
    # "</script>" in the data must not end the script
    data = json.dumps(page, allow_nan=False).replace("<", "\\u003c")
    items = "".join(f"<li>{text(sentence)}</li>" for sentence in found)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{name}: look</title>
<style>{style}</style>
</head>
<body>
<header><h1>{name}</h1><p>Become one with the data: look at thousands of examples before any net.</p></header>
<main>
<section><h2>What was found</h2><ul>{items}</ul></section>
<section><h2>Every axis</h2><p class="lead">Press a bar to see the examples in it.</p><p id="legend"></p><div id="axes"></div></section>
<section><h2>Examples</h2>
<form id="ask">
<label>where <input id="where" size="38" autocomplete="off"></label>
<label>sort by <select id="sort"><option value="">chance</option></select></label>
<label><input type="checkbox" id="down"> highest first</label>
<output id="count"></output>
</form>
<p id="wrong" role="alert"></p>
<div id="grid"></div>
<button id="more" type="button">more</button>
</section>
<section><h2>Notes</h2><p class="lead">What do you see? They stay in this browser until you save them.</p>
<textarea id="notes" rows="6" aria-label="notes"></textarea><p><a id="save" download="notes.md">Save as notes.md</a></p></section>
</main>
<footer>Written by <code>{text(here().python)} look</code>. The steps are those of Andrej Karpathy's
<i>A Recipe for Training Neural Networks</i> (2019).</footer>
<script>const page = {data};
{script}</script>
</body>
</html>
"""
