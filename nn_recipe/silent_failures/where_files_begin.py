"""x of a window is made of its own rows and times, wherever the file happens to begin."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import torch

from .. import table_files, timeline
from ..contract import Example, Project
from ..findings import Findings
from ..place import here
from .forecast_origin import FIELDS

CUT = 11  # rows at the beginning: not a whole number of hours, days, weeks, months
# of the spread of x: a mean over all that came before moves by less, CUT rows of many
MOVES = 0.05
MOST = 100  # windows that are looked at
WHERE = "read.py: take the hour, or the day, from the time that is written, not from the row's number"


def judge_beginnings(project: Project, findings: Findings) -> None:
    """The same moments of the same file, without its first rows, have the same x.

    New data begin whenever somebody cut them off. An hour that is counted from the first row is
    right in the file that was split, in training, validation and test, and in no other one.
    """
    config = project.config
    if project.target.answers_are != "series" or not timeline.columns(config):
        return  # without times nobody knows which rows are the same
    whole = by_id(project)
    try:
        cut = by_id(shortened(project))
    except ValueError:
        return  # so few rows are refused
    both = [id for id in whole if id in cut][-MOST:]
    if not both:
        return
    x, other = (
        torch.stack([project.inputs.encode(known[id].raw) for id in both])
        for known in (whole, cut)
    )
    x, other = x.double().nan_to_num(), other.double().nan_to_num()
    moved = (x - other).square().mean().sqrt() / x.std().clamp_min(1e-9)
    findings.demand(
        bool(moved <= MOVES),
        f"Without the first {CUT} rows of its file the x of a window, {both[0]} among {len(both)}, "
        f"is another, by {moved:.2g} of its spread: it depends on where the file begins.",
        WHERE,
    )


def by_id(project: Project) -> dict[str, Example]:
    """Windows of the later part: what fills gaps at the beginning may come from before a cut."""
    parts: list[Sequence[Example]] = [project.splits.validation, project.splits.test]
    return {part[i].id: part[i] for part in parts for i in range(len(part))[-MOST:]}


def shortened(project: Project) -> Project:
    config, given = project.config, {}
    with tempfile.TemporaryDirectory() as folder:
        for name in FIELDS:
            if path := getattr(config, name, ""):
                like = here().resolve(path)
                given[name] = str(Path(folder, like.name))
                frame = pl.DataFrame(
                    table_files.read(like, config), infer_schema_length=None
                )
                late = timeline.of_rows(frame, config).rank("dense") > CUT
                rows = frame.filter(late).to_dicts()
                table_files.write(rows, Path(given[name]), like, config)
        return project.again(**given)
