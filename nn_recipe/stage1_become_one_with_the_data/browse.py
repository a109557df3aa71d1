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
from ..report.page import framed
from ..report.words import text
from . import notes, review, thumbnails
from .attributes import PARTS
from .label_noise import PLACE as DOUBTS
from .outliers import apart
from .query import numeric

MOST = 1500  # examples the page carries
EACH = 4  # lowest and highest ones along each axis, which it carries for sure
ROOM = 12_000_000  # letters of pictures and sounds
HERE = Path(__file__).parent


def write(path: Path, project: Project, frame: pl.DataFrame, found: list[str]) -> Path:
    """One HTML file: the sentences found, a histogram of each column, the examples."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = html(contents(project, frame, path.parent), found)
    path.write_text(whole, encoding="utf-8")
    return path


def contents(
    project: Project, frame: pl.DataFrame, runs: Path, start: int = 0
) -> dict[str, Any]:
    """What the page carries: the examples from `start` on in the order of `shown`, each once."""
    frame = with_doubts(frame.with_columns(apart(frame)), runs / DOUBTS)
    ranked = shown(frame, project.config.seed)
    order = ranked[start : start + MOST]
    examples = [e for part in PARTS for e in getattr(project.splits, part)]
    drawn = carried([examples[i] for i in order], thumbnails.of(project))
    after = start + len(drawn)
    free, said = notes.read(runs / notes.PLACE)
    return {
        "columns": [c for c in frame.columns if c != "id"],
        "numeric": numeric(frame),
        "all": len(frame),
        "rows": [cells(frame.row(i, named=True)) for i in order[: len(drawn)]],
        "drawn": drawn,
        "key": here().package,
        "next": after if after < len(frame) else None,
        "notes": free,
        "answers": said,
        "review": review.page_of(runs, project),
    }


def with_doubts(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """What a simple model says of each label, where it was asked; of tags, of the most doubtful."""
    if not path.exists():
        return frame
    said = pl.read_parquet(path).select("id", "doubt", "says")
    said = said.sort("doubt", descending=True, maintain_order=True).unique(
        "id", keep="first", maintain_order=True
    )
    return frame.join(said, on="id", how="left", maintain_order="left")


def shown(frame: pl.DataFrame, seed: int) -> list[int]:
    """All rows of the frame by chance; the extremes of each axis are among the first that fit a page."""
    kept: dict[int, None] = {}
    for axis in numeric(frame):
        ranked = frame[axis].arg_sort(nulls_last=True).to_list()
        known = len(ranked) - frame[axis].null_count()
        kept |= dict.fromkeys(ranked[:EACH] + ranked[max(0, known - EACH) : known])
    generator = np.random.default_rng(mix(seed))
    chance = generator.permutation(len(frame)).tolist()
    first = set([*dict.fromkeys([*kept, *chance])][:MOST])
    return [i for i in chance if i in first] + [i for i in chance if i not in first]


def carried(examples: list[Example], draw: thumbnails.Draw) -> list[str]:
    """As many of them as the page has room for, and one at least."""
    drawn, room = [], ROOM
    for example in examples:
        drawn.append(draw(example))
        room -= len(drawn[-1])
        if room < 0:
            return drawn[:-1] or drawn
    return drawn


def cells(row: dict[str, Any]) -> dict[str, Any]:
    """As JSON takes them, with as many digits as a person reads."""

    def short(value: Any) -> Any:
        if isinstance(value, float):
            return float(f"{value:.4g}") if math.isfinite(value) else None
        return value

    return {name: short(value) for name, value in row.items()}


def html(page: dict[str, Any], found: list[str]) -> str:
    style, script = (
        "".join((HERE / f"{n}.{end}").read_text("utf-8") for n in ("browse", "review"))
        for end in ("css", "js")
    )
    # "</script>" in the data must not end the script; a date is told in letters
    data = json.dumps(page, allow_nan=False, default=str).replace("<", "\\u003c")
    items = "".join(f"<li>{text(sentence)}</li>" for sentence in found)
    body = (HERE / "browse.html").read_text("utf-8")
    body = body.replace("REVIEW", review.html(page.get("review")))
    body = body.replace("FOUND", items)
    lead = "Become one with the data: look at thousands of examples before any net."
    script = f"<script>const page = {data};\n{script}</script>\n"
    return framed("look", lead, body, style=style, script=script)
