"""x does not depend on where a file begins: `pytest tests/test_where_files_begin.py`."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.where_files_begin import judge_beginnings
from scaffolder.bugs.bug import Edit
from tests.bugs.blind import BUGS
from tests.bugs.edits import EDITS
from tests.bugs.edits.edit import HealthyEdit
from tests.bugs.planting import imported
from tests.examples import ROOT
from tests.rendered import Rendered, said

KIND = "series-forecasting"
PAST = "        return dict(zip(self.channels, steps, strict=True))\n\n    def future"
FILLED = (
    "    times, filled = map(str, frame[time]), frame.select(pl.all().forward_fill())\n"
)


def beside(values: str) -> str:
    """One more input for each step of the past."""
    more = PAST.replace("strict=True))", f'strict=True)) | {{"more": {values}}}')
    return judged(HealthyEdit("", "", KIND, "", (Edit("read.py", PAST, more),)))


def smoothed(how: str) -> str:
    more = f"    filled = filled.with_columns(pl.exclude(time).{how})\n"
    edit = Edit("read.py", FILLED, FILLED + more)
    return judged(HealthyEdit("", "", KIND, "", (edit,)))


def judged(edit: Any) -> str:
    with imported(ROOT / "generated_examples" / KIND, KIND, edit) as planted:
        return said(judge_beginnings, planted.project)


@pytest.mark.parametrize(
    "values",
    (
        "np.arange(now - lookback, now) // 24 % 7.0",
        "np.cos(2 * np.pi * np.arange(now - lookback, now) / 168)",
        "np.arange(now - lookback, now) % 12 == 0.0",
    ),
)
def test_a_clock_that_starts_with_the_file_is_found(values: str):
    assert "where the file begins" in beside(values)


def test_a_clock_that_is_read_and_means_of_the_past_are_free():
    hours = "np.array([int(t[11:13]) for t in self.times[now - lookback : now]]) / 24"
    assert not beside(hours)
    assert not smoothed("ewm_mean(span=24)")
    mean = "pl.exclude(time).cum_sum() / pl.int_range(1, pl.len() + 1)"
    assert not smoothed(f"sub({mean})")


@pytest.mark.parametrize("id", ("H26", "H27", "H30"))
def test_strangers_are_free(id: str):
    assert not judged(EDITS[id])


def test_the_hour_by_the_number_of_the_step_is_found():
    assert "where the file begins" in judged(next(b for b in BUGS if b.id == "Q19"))


@pytest.mark.parametrize(("unit", "gap"), (("days", 0), ("days", 5), ("hours", 3)))
def test_data_of_days_with_gaps_are_free(tmp_path: Path, unit: str, gap: int):
    begin = datetime(2024, 1, 3)
    rows = [
        f"{begin + i * timedelta(**{unit: 1})},{i % 7 + i / 100},{i % 5}"
        for i in range(600)
    ]
    kept = [row for i, row in enumerate(rows) if not gap or i % 97 > gap]
    (tmp_path / "t.csv").write_text("\n".join(["when,a,b", *kept]))
    made = Rendered(tmp_path, KIND, data=str(tmp_path / "t.csv"))
    stand(made.name)
    assert not said(judge_beginnings, Generated.of(made.name, threads=1))
