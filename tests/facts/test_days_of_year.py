"""Days counted within a year, and times of day as 930: `pytest tests/facts/test_days_of_year.py`."""

import math
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read

from .test_places import carried_out

FIRST = datetime(2019, 11, 3)  # over the end of a year, and 2020 has a day more
STEPS = 1200


def station(path: Path, header: str, row, every: timedelta) -> Path:
    """A level that follows the day; -999 where the gauge was frozen."""
    lines = [header]
    for i in range(STEPS):
        level = -999 if i % 50 == 7 else f"{4 + math.sin(i / 4):.2f}"
        lines.append(f"{row(FIRST + i * every)},{10 + i % 9}.5,{level}")
    path.write_text("\n".join(lines) + "\n")
    return path


def with_clock(t: datetime) -> str:
    return f"{t:%Y},{int(f'{t:%j}')},{int(f'{t:%H%M}')}"


def with_hour(t: datetime) -> str:
    return f"{t:%Y},{t:%j},{t.hour}"


def day_alone(t: datetime) -> str:
    return f"{t:%Y},{int(f'{t:%j}')}"


@pytest.mark.parametrize(
    ("header", "row", "every", "noun"),
    [
        ("Year,DOY,HHMM", with_clock, timedelta(minutes=30), "30 minutes"),
        ("year,day_of_year,hour", with_hour, timedelta(hours=1), "1 hour"),
        ("YEAR,JDAY", day_alone, timedelta(days=1), "1 day"),
    ],
)
def test_a_day_of_the_year_is_a_time_with_the_command(
    tmp_path: Path, header, row, every, noun
):
    path = station(tmp_path / "t.csv", f"{header},air,level", row, every)
    names = header.replace(",", ", ")
    for told in (
        read(path).target.reason,
        " ".join(read(path, target="level").sentences),
    ):
        assert f"{names} are one time, the day counted within its year" in told
    carried_out(" ".join(read(path, target="level").sentences))
    facts = read(tmp_path / "t_times.csv", target="level")
    assert facts.kind.value == "series-forecasting"
    assert f"{STEPS:,} steps of {noun} from 2019-11-03" in " ".join(facts.sentences)


def test_who_asks_for_a_forecast_is_told_the_same(tmp_path: Path):
    path = station(
        tmp_path / "t.csv", "year,doy,hhmm,air,level", with_clock, timedelta(minutes=30)
    )
    with pytest.raises(DataError, match="year, doy, hhmm are one time") as told:
        read(path, target="level", kind="series-forecasting")
    carried_out(str(told.value))
    assert read(tmp_path / "t_times.csv", target="level").kind.value.startswith(
        "series"
    )


def test_a_time_that_is_no_clock_stays_a_number(tmp_path: Path):
    lines = [f"{2001 + i % 9},{i % 360 + 1},{i % 97},{i % 7}.5" for i in range(300)]
    (tmp_path / "t.csv").write_text("\n".join(["year,doy,time,y", *lines]) + "\n")
    told = " ".join(read(tmp_path / "t.csv").sentences)
    assert "year, doy are one time" in told


def test_days_without_a_year_are_an_input(tmp_path: Path):
    lines = [f"{i % 360 + 1},{i % 97},{i % 7}.5" for i in range(300)]
    (tmp_path / "t.csv").write_text("\n".join(["doy,depth,y", *lines]) + "\n")
    assert "one time" not in " ".join(read(tmp_path / "t.csv").sentences)


@pytest.mark.parametrize(("sign", "said"), [("-9999", True), ("-12", False)])
def test_a_sign_for_missing_in_the_answer_is_no_cap(
    tmp_path: Path, sign: str, said: bool
):
    cells = [
        sign if i % 20 == 3 else f"{math.sin(i) * 5 + i % 7:.3f}" for i in range(600)
    ]
    lines = [f"{i * 37 % 101},{i * 53 % 89}.5,{cell}" for i, cell in enumerate(cells)]
    (tmp_path / "t.csv").write_text("\n".join(["a,b,flow", *lines]) + "\n")
    told = " ".join(read(tmp_path / "t.csv", target="flow").sentences)
    assert ("it looks capped" in told) is not said
    assert ("add '-9999' to `missing` in config.py" in told) is said
