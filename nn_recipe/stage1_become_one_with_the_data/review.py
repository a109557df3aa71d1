"""A list to go through: what is broken, and labels that a simple model doubts, each to keep, to
change or to leave out; the page makes the lines of labels_patch.csv of it (1.3, 1.6).
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from ..contract import Example, Project
from ..printable import escaped
from . import thumbnails
from .copies_to_see import PLACE as COPIES
from .corrections import patch_of, place_of
from .corrupt_samples import PLACE as CORRUPT
from .label_noise import PLACE as DOUBTS
from .readable import everything

MOST = 200  # of a list that a person goes through
ROOM = 4_000_000  # letters of pictures and sounds
WORDS = ("classes", "numbers")  # answers that can be changed by a word
READS = "The loader reads labels_patch.csv in the folder of the project"
READS_NOT = (
    "<b>Nothing reads labels_patch.csv yet: <code>recipe add corrections</code></b>"
)
HERE = Path(__file__).parent


def to_review(runs: Path, project: Project) -> list[dict[str, Any]]:
    """id, what is the matter, the answer given, what it could be, and the example as HTML.

    What is only odd is listed below, and its answer is kept unless you say so.
    """
    examples = {e.id: e for e in everything(project.splits)}
    draw, room, found = thumbnails.of(project), ROOM, []
    word = project.target.answers_are in WORDS
    for id, what, proposed, *beside in (*copied(runs), *doubted(runs), *corrupt(runs)):
        example = examples.get(id)
        if any(one["id"] == id for one in found) or len(found) == MOST:
            continue
        shows = [e for e in (example, *map(examples.get, beside)) if e and room > 0]
        drawn = "".join(drawing(each, draw) for each in shows)
        room -= len(drawn)
        given = str(example.answer) if example and word else ""
        shown = {"shown": escaped(id), "what": escaped(what), "given": escaped(given)}
        found.append({"id": id, **shown, "says": proposed, "drawn": drawn})
    return found


def drawing(example: Example, draw: thumbnails.Draw) -> str:
    try:
        return draw(example)
    except Exception:  # what is odd may not be drawn
        return ""


def copied(runs: Path) -> Iterator[tuple[str, str, str, str]]:
    """Copies that contradict each other or stand on both sides of a split, and near ones; the last
    is the id of the other, to be seen beside it (1.2)."""
    path = runs / COPIES
    if path.exists():
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                yield row["id"], row["what"], row["says"], row.get("other", "")


def doubted(runs: Path) -> Iterator[tuple[str, str, str]]:
    """Suspects of 1.6, most doubtful first, with the answer a model gives."""
    path = runs / DOUBTS
    if path.exists():
        for row in pl.read_parquet(path).filter("suspect").iter_rows(named=True):
            what = f"{row['given']}, a model says {row['says']} ({row['doubt']:.2f})"
            yield row["id"], what, row["says"]


def corrupt(runs: Path) -> Iterator[tuple[str, str, str]]:
    """Broken ones of 1.3 are proposed to be left out; odd ones to be kept."""
    path = runs / CORRUPT
    if path.exists():
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["verdict"] != "left out":
                    broken = row["verdict"] == "broken"
                    yield row["id"], row["what"], "(leave out)" * broken


def page_of(runs: Path, project: Project) -> dict[str, Any] | None:
    """None where no corrections can be, or there is nothing to go through."""
    path = place_of(project)
    rows = to_review(runs, project) if path else []
    if path is None or not rows:
        return None
    word = project.target.answers_are in WORDS
    names = getattr(project.target, "names", []) if word else []
    before = path.read_text("utf-8-sig", "replace") if path.exists() else ""
    return {
        "rows": rows,
        "names": [str(name) for name in names],
        "word": word,  # an answer is one word or number
        "read": patch_of(project) is not None,
        "before": before.strip("\r\n"),  # what the file says already stays
    }


def html(review: dict[str, Any] | None) -> str:
    if not review:
        return ""
    says = READS if review["read"] else READS_NOT
    return (HERE / "review.html").read_text("utf-8").replace("READS", says)
