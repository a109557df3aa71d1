"""Whether there is anything to learn from: pictures with boxes that have an area."""

from __future__ import annotations

from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.boxes.found import Marked
from scaffolder.facts.listing import said, some
from scaffolder.facts.tables import answers


def must_be_enough(
    path: Path, found: dict[str, list[Marked]], kept: dict[str, list[Marked]]
) -> None:
    if len(kept.get("train", ())) >= answers.FEWEST:
        return
    wrong = [f"{m.listed.id}: {m.wrong}" for m in found.get("train", ()) if m.wrong]
    reasons = f" Left out: {some(wrong, 3)}." if wrong else ""
    raise DataError(
        f"Found {said(len(kept.get('train', ())), 'picture')} with boxes in {path}.{reasons}"
        f" Needed: {answers.FEWEST} and more, with a picture for each annotation."
    )


def must_be_learnable(path: Path, train: list[Marked], first: int) -> None:
    if not any(marked.usable(first) for marked in train):
        raise DataError(
            f"No training picture of {path} has a box with an area. Needed: boxes as left, top,"
            " right, bottom (COCO: left, top, width, height); export them again."
        )
