"""The origin of a forecast: nothing after it reaches the input, and no border is crossed."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from torch import Tensor

from .. import table_files, timeline
from ..contract import Example, Project, Some
from ..findings import Findings
from ..place import here
from ..specimen import same_bits, some

MOST = 100  # windows of each split, and
NEAR = 20  # those next to a border, where looking ahead shows
FILES = 10**9  # rows, more than a file has: here the numbers of the next file begin
FIELDS = ("data", "validation_data", "test_data")  # of the config, that name files
WINDOWS = "load.py and split.py: cut the time first, windows second"
NEXT = "read.py: where a past ends and its future begins; split.py: at which moments"
AHEAD = "read.py and data.py: fill, smooth and scale from the past alone"

Change = Callable[[pl.DataFrame, pl.Series], pl.DataFrame]  # cells, number of each row
Covered = tuple[float, float, float, float]  # rows of raw: first, last; of answer: same


def judge_origins(project: Project, findings: Findings) -> int:
    """The files are read with other cells in them, and the windows tell where they look.

    First each cell holds the number of its row in time, so that raw and answer say which
    rows they cover. Then all that comes after an origin is changed: no bit of an earlier x,
    and of what was measured in training, may move. Gives the number of windows looked at.
    """
    if project.target.answers_are != "series":
        return 0
    splits = loaded(project, numbered).splits
    parts = {p: getattr(splits, p) for p in ("train", "validation", "test")}
    since = getattr(project.target, "since_last", False)
    covered = {
        p: {e.id: covered_by(e, since) for e in part} for p, part in parts.items()
    }
    covered = {part: rows for part, rows in covered.items() if rows}
    judge_windows(covered, findings)
    judge_borders(covered, bool(splits.left_out), findings)
    if not findings.faults:
        last = max(rows[3] for rows in covered["train"].values())
        middle = float(np.median([rows[1] for rows in covered["validation"].values()]))
        judge_future(project, covered, last, findings)
        judge_future(project, covered, middle, findings)
    return sum(map(len, covered.values()))


def numbered(cells: pl.DataFrame, number: pl.Series) -> pl.DataFrame:
    """Every cell is the number of its row."""
    return cells.select(pl.lit(number.cast(pl.String)).alias(c) for c in cells.columns)


def sampled(windows: Sequence[Example]) -> list[Example]:
    ends = {*range(min(NEAR, len(windows))), *range(len(windows))[-NEAR:]}
    return [*(windows[i] for i in sorted(ends)), *some(windows, MOST)]


def covered_by(example: Example, since_last: bool) -> Covered:
    """`since_last`: an answer says how far its rows are from the last one of the past."""
    past, future = (  # of the series that are forecast: others may be known ahead
        np.stack([side[series] for series in example.answer if series in side])
        for side in (example.raw, example.answer)
    )
    future = future + past[:, -1:] if since_last else future
    # of each step its newest value: what fills a gap of one channel is older
    past, future = newest(past), newest(future)
    ends = [f(rows) for rows in (past, future) for f in (np.nanmin, np.nanmax)]
    first, last, begin, end = map(float, ends)
    return first, last, begin, end


def newest(values: np.ndarray) -> np.ndarray:
    """[channels, steps] -> [steps that have a value]"""
    return np.nanmax(values[:, np.isfinite(values).any(0)], axis=0)


def judge_windows(covered: dict[str, dict[str, Covered]], findings: Findings) -> None:
    """The answer begins one row after the past ends."""
    for part in covered.values():
        for id, (_, last, begin, _) in part.items():
            findings.demand(
                0 < begin - last < 2 or bool(findings.faults),
                f"The input of {id} goes up to row {last:.0f} in time, its answer begins with "
                f"row {begin:.0f}, expected the next one.",
                NEXT,
            )


def judge_borders(
    covered: dict[str, dict[str, Covered]], left_out: bool, findings: Findings
) -> None:
    """All of training lies just before all of validation, and that before all of the test.

    Between them no window is lost: the next one begins no farther on than windows do.
    """
    for earlier, later in (("train", "validation"), ("validation", "test")):
        if not (earlier in covered and later in covered):
            continue
        last = max(rows[3] for rows in covered[earlier].values())
        first = min(rows[0] for rows in covered[later].values())
        findings.demand(
            last < first,
            f"Windows of {earlier} reach up to row {last:.0f} in time, those of {later} begin "
            f"with row {first:.0f}: expected no row in common.",
            WINDOWS,
        )
        ends = np.unique([rows[3] for rows in covered[earlier].values()])
        stride = np.diff(ends).min() if len(ends) > 1 else 1.0
        findings.demand(
            first - last <= stride or first >= FILES or left_out,
            f"Windows of {earlier} end with row {last:.0f} in time, those of {later} begin with "
            f"row {first:.0f}, and nothing says who was left out: expected the next row.",
            WINDOWS,
        )


def judge_future(
    project: Project,
    covered: dict[str, dict[str, Covered]],
    origin: float,
    findings: Findings,
) -> None:
    """Other numbers after `origin` change nothing before it.

    The two rows up to it are empty, in both readings: something has to be filled there.
    """

    def emptied(cells: pl.DataFrame, number: pl.Series) -> pl.DataFrame:
        kept = ~number.is_between(origin - 1, origin)
        return cells.select(pl.when(kept).then(c).alias(c) for c in cells.columns)

    def changed(cells: pl.DataFrame, number: pl.Series) -> pl.DataFrame:
        kept, later = emptied(cells, number), number > origin
        other = (pl.all().cast(pl.Float64, strict=False) * 3 + 1000).cast(pl.String)
        return kept.select(pl.when(later).then(other).otherwise(pl.all()).name.keep())

    one, other = loaded(project, emptied), loaded(project, changed)
    findings.demand(
        measured(one) == measured(other),
        "What Inputs and Target measure in training depends on values that come later.",
        f"{AHEAD}; Inputs.from_training, Target.from_training",
    )
    ours, theirs = (encoded(changed, covered, origin) for changed in (one, other))
    for id in ours.keys() & theirs.keys():
        findings.demand(
            same_bits(ours[id], theirs[id]) or bool(findings.faults),
            f"The input of {id} changes when values after row {origin:.0f} in time change, "
            "expected the same bits.",
            AHEAD,
        )


def measured(project: Project) -> str:
    """What x and y mean, as training has it."""
    state = project.state()
    return str((state["inputs"], state["target"]))


def encoded(
    project: Project, covered: dict[str, dict[str, Covered]], origin: float
) -> dict[str, Tensor]:
    """x of the windows whose input ends at the origin or before it."""
    return {
        example.id: project.inputs.encode(example.raw)
        for part, rows in covered.items()
        for example in getattr(project.splits, part)
        if example.id in rows and rows[example.id][1] <= origin
    }


def loaded(project: Project, change: Change) -> Project:
    """The project as it were if the files held what `change` makes of their cells."""
    config, given = project.config, {}
    with tempfile.TemporaryDirectory() as folder:
        for i, name in enumerate(FIELDS):
            if path := getattr(config, name, ""):
                like = here().resolve(path)
                given[name] = str(Path(folder, like.name))
                rows = changed(table_files.read(like, config), i, config, change)
                table_files.write(rows, Path(given[name]), like, config)
        read = project.again(**given)
        parts = (read.splits.train, read.splits.validation, read.splits.test)
        train, validation, test = map(sampled, parts)
        three = Some(train, validation, test, read.splits.left_out)
        return read.having(splits=three)


def changed(
    rows: list[table_files.Row], file: int, config: Any, change: Change
) -> list[Any]:
    """Other numbers in the same rows; times and names of series stay."""
    frame = pl.DataFrame(rows, infer_schema_length=None)
    number = timeline.of_rows(frame, config).rank("dense").cast(pl.Int64) + FILES * file
    beside = [*timeline.columns(config), *timeline.names(frame, config)]
    cells = frame.drop(beside, strict=False)
    return frame.with_columns(change(cells, number)).to_dicts()
