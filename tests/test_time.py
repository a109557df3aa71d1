"""When a row was, where no single column says so: `pytest tests/test_time.py`."""

import math
import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scaffolder import new
from scaffolder.errors import AnswerError, DataError
from scaffolder.facts import read
from scaffolder.say import Say

from .rendered import Rendered


def in_parts(path: Path, hours: int = 400) -> Path:
    begin = datetime(2011, 12, 20)
    rows = ["No,year,month,day,hour,wind,dust"]
    for i in range(hours):
        t = begin + timedelta(hours=i)
        values = f"{3 + 2 * math.sin(i / 4):.3f},{50 + 9 * math.cos(i / 5):.3f}"
        rows.append(f"{i + 1},{t.year},{t.month},{t.day},{t.hour},{values}")
    path.write_text("\n".join(rows) + "\n")
    return path


def test_a_time_in_several_columns_is_one_time_for_facts_and_project(tmp_path: Path):
    path = in_parts(tmp_path / "air.csv")
    facts = read(path)
    assert facts.kind.value == "series-forecasting"
    assert facts.split_column.value == "year + month + day + hour"
    assert facts.shape == (2, 400)
    made = Rendered(tmp_path, "series-forecasting", data=str(path))
    line = made.module("read").timeline(path, made.config())
    assert line.channels == ["wind", "dust"] and len(line.times) == 400
    assert str(line.times[-1]) == "2012-01-05 15:00:00"


def test_a_time_on_which_most_rows_collide_is_refused(tmp_path: Path):
    rows = [f"{i % 20},{i / 7:.3f}" for i in range(400)]
    (tmp_path / "t.csv").write_text("day,load\n" + "\n".join(rows) + "\n")
    with pytest.raises(DataError, match="5 % have one of their own"):
        read(tmp_path / "t.csv", kind="series-forecasting")


def test_rows_in_the_order_of_a_time_in_parts_are_split_by_it(tmp_path: Path):
    path = in_parts(tmp_path / "air.csv")
    facts = read(path, kind="tabular-regression", target="dust")
    assert facts.split.value == "time"
    made = Rendered(tmp_path, "tabular-regression", data=str(path), target="dust")
    splits = made.load()
    number = [[int(e.id.split(":")[1]) for e in part] for part in splits_of(splits)]
    assert max(number[0]) < min(number[1]) and max(number[1]) < min(number[2])
    assert sum(map(len, number)) == 400
    assert "hour" in made.inputs().cells(made.inputs().encode(splits.train[0].raw))


def splits_of(splits) -> list:
    return [splits.train, splits.validation, splits.test]


def walk(path: Path, kept: bool, numbered: bool) -> Path:
    """A random walk as an answer, in its order or shuffled."""
    chance, level, rows = random.Random(0), 50.0, []
    for i in range(300):
        level += chance.gauss(0, 1)
        number = f"{i}," if numbered else ""
        rows.append(f"{number}{chance.random():.4f},{chance.random():.4f},{level:.3f}")
    if not kept:
        chance.shuffle(rows)
    names = ("number," if numbered else "") + "heat,wind,load"
    path.write_text("\n".join([names, *rows]) + "\n")
    return path


@pytest.mark.parametrize("numbered", [False, True])
def test_rows_in_an_order_that_no_column_tells_are_noticed(
    tmp_path: Path, numbered: bool
):
    path = walk(tmp_path / "t.csv", True, numbered)
    said = " ".join(read(path, kind="tabular-regression", target="load").sentences)
    assert "alike answers" in said
    assert ("--split-column number" in said) == numbered


def test_rows_in_no_order_have_neighbours_by_chance(tmp_path: Path):
    path = walk(tmp_path / "t.csv", False, False)
    said = " ".join(read(path, kind="tabular-regression", target="load").sentences)
    assert "alike answers" not in said


def test_a_horizon_decides_the_kind_and_is_refused_elsewhere(tmp_path: Path):
    path = in_parts(tmp_path / "air.csv")
    flags = {"data": str(path), "horizon": 6}
    assert (
        new.design({"name": "x", **flags}, Say(quiet=True), True).answers.horizon == 6
    )
    with pytest.raises(AnswerError, match="--horizon 6"):
        given = {"name": "x", "kind": "tabular-regression", "target": "dust", **flags}
        new.design(given, Say(quiet=True), True)
