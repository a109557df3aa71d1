"""When a row was, where no single column says so: `pytest tests/facts/test_time.py`."""

import math
import random
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from scaffolder import new
from scaffolder.errors import AnswerError, DataError
from scaffolder.facts import read
from scaffolder.facts.written import dates
from scaffolder.say import Say

from ..rendered import Rendered


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


def measured(path: Path, name: str, times: list) -> Path:
    chance = random.Random(0)
    rows = [
        f"{t},{math.sin(i / 4):.4f},{chance.random():.6f}" for i, t in enumerate(times)
    ]
    path.write_text("\n".join([f"{name},level,flow", *rows]) + "\n")
    return path


def days(form: str, count: int = 300) -> list[str]:
    return [f"{datetime(2020, 1, 1) + timedelta(days=i):{form}}" for i in range(count)]


@pytest.mark.parametrize("newest_first", [False, True])
def test_rows_in_either_order_of_a_date_are_split_by_time(
    tmp_path: Path, newest_first: bool
):
    times = days("%Y-%m-%d")[:: -1 if newest_first else 1]
    path = measured(tmp_path / "t.csv", "date", times)
    asked = {"target": "level", "kind": "tabular-regression"}
    facts = read(path, **asked)
    assert (facts.split.value, facts.split_column.value) == ("time", "date")
    made = Rendered(tmp_path, data=str(path), **asked)
    parts = [[e.raw["date"] for e in part] for part in splits_of(made.load())]
    assert max(parts[0]) < min(parts[1]) and max(parts[1]) < min(parts[2])


@pytest.mark.parametrize(
    "form",
    ["%d/%m/%Y %H:%M", "%m/%d/%Y", "%-d.%-m.%Y", "%d.%m.%y", "%d-%b-%Y", "%Y-%-m-%-d"]
    + ["%-m/%-d/%Y %-I:%M:%S %p", "%d/%m/%YT%H:%M:%S"],
)
@pytest.mark.parametrize("newest_first", [False, True])
def test_a_date_with_the_day_or_the_month_first_is_sorted_as_a_time(
    tmp_path: Path, form: str, newest_first: bool
):
    times = days(form)[:: -1 if newest_first else 1]
    path = measured(tmp_path / "t.csv", "date", times)
    asked = {"target": "level", "kind": "tabular-regression"}
    facts = read(path, **asked)
    assert (facts.split.value, facts.split_column.value) == ("time", "date")
    splits = Rendered(tmp_path, data=str(path), **asked).load()
    at = {cell: place for place, cell in enumerate(days(form))}
    parts = [[at[e.raw["date"]] for e in part] for part in splits_of(splits)]
    assert max(parts[0]) < min(parts[1]) and max(parts[1]) < min(parts[2])
    assert sum(map(len, parts)) == 300


def test_the_cells_say_whether_days_or_months_stand_first(tmp_path: Path):
    times = random.Random(0).sample(days("%m/%d/%Y", 500), 500)  # in no order
    path = measured(tmp_path / "t.csv", "date", times)
    column, *_ = read(path, target="level", kind="tabular-regression").columns
    assert (column.role, column.time_format) == ("time", "%m/%d/%Y")


def test_a_date_that_may_be_read_in_two_ways_is_said_and_refused(tmp_path: Path):
    both = [d for d in days("%d/%m/%Y", 360) if int(d[:2]) <= 12]
    times = random.Random(0).sample(both, len(both))
    path = measured(tmp_path / "t.csv", "date", times)
    asked = {"target": "level", "kind": "tabular-regression"}
    said = " ".join(read(path, **asked).sentences)
    assert "whether the day or the month stands first" in said
    by = {"split": "time", "split_column": "date", "name": "x", "data": str(path)}
    with pytest.raises(AnswerError, match="--split-column date.*the year first"):
        new.design({**by, **asked}, Say(quiet=True), True)


def test_a_version_of_three_numbers_is_no_date(tmp_path: Path):
    times = [f"{1 + i % 9}.{1 + i % 7}.{10 + i % 17}" for i in range(120)]
    path = measured(tmp_path / "t.csv", "version", times)
    column, *_ = read(path, target="level", kind="tabular-regression").columns
    assert column.role != "time"


def test_seconds_since_1970_are_a_time_whatever_they_are_called(tmp_path: Path):
    times = [1_600_000_000 + 60 * i for i in range(300)]
    assert read(measured(tmp_path / "t.csv", "ts", times)).shape == (2, 300)


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("quarter", [f"{1950 + i // 4}Q{i % 4 + 1}" for i in range(200)]),
        ("week", [f"{2000 + i // 50}-W{i % 50 + 1:02d}" for i in range(200)]),
    ],
)
def test_quarters_and_weeks_are_named_with_the_way_on(tmp_path: Path, name, times):
    path = measured(tmp_path / "t.csv", name, times)
    assert f"{name} is a time, such as {times[0]}" in " ".join(read(path).sentences)
    with pytest.raises(DataError, match="write the first day in its place"):
        read(path, kind="series-forecasting")


def test_a_date_and_a_clock_in_two_columns_are_named(tmp_path: Path):
    rows = [
        f"{16 + i // 24}/12/2006,{i % 24:02d}:00:00,{i / 7:.3f}" for i in range(240)
    ]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["Date,Time,power", *rows]) + "\n")
    with pytest.raises(DataError, match="write Date and Time in one column"):
        read(path, kind="series-forecasting")


def test_two_columns_that_name_the_series_together_are_named(tmp_path: Path):
    rows = [
        f"{day},{shop},{item},{(day_ * 7 + shop * item) % 50}"
        for shop in range(1, 4)
        for item in range(1, 6)
        for day_, day in enumerate(days("%Y-%m-%d", 100))
    ]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["date,shop,item,pieces", *rows]) + "\n")
    with pytest.raises(DataError, match="shop and item name a series together"):
        read(path, kind="series-forecasting")


def test_a_table_on_its_side_is_named(tmp_path: Path):
    names = ",".join(f"{d.month}/{d.day}/{d:%y}" for d in dates_of(60))
    rows = [f"c{i % 3}," + ",".join(str(i * j) for j in range(60)) for i in range(30)]
    (tmp_path / "t.csv").write_text("\n".join([f"country,{names}", *rows]) + "\n")
    said = " ".join(read(tmp_path / "t.csv", target="country").sentences)
    assert "a table on its side (1/22/20, 1/23/20 and 58 more)" in said


def dates_of(count: int) -> list[datetime]:
    return [datetime(2020, 1, 22) + timedelta(days=i) for i in range(count)]


def test_one_channel_is_forecast_from_the_past_of_the_others_and_facts_say_so(
    tmp_path: Path,
):
    path = measured(tmp_path / "t.csv", "date", days("%Y-%m-%d"))
    said = " ".join(read(path, target="level").sentences)
    assert "level is forecast from its own past and that of flow: --drop" in said


def timed(path: Path, name: str, times: list[int]) -> Path:
    rows = [f"{t},{i * 37 % 1009},{i * 61 % 101}" for i, t in enumerate(times)]
    path.write_text("\n".join([f"{name},people,fare", *rows]) + "\n")
    return path


@pytest.mark.parametrize(
    "times",
    [
        [1_500_000_000 + i * i * 7 for i in range(300)],
        [1_500_000_000_000 + i * i * 7000 for i in range(300)],
        [int(day) for day in days("%Y%m%d")],
    ],
)
def test_times_in_digits_order_the_rows_and_are_no_input(tmp_path: Path, times: list):
    path = timed(tmp_path / "t.csv", "date", times)
    asked = {"target": "fare", "kind": "tabular-regression"}
    facts = read(path, **asked)
    assert (facts.split.value, facts.split_column.value) == ("time", "date")
    assert [p.value for p in facts.drop] == ["date"]
    parts = splits_of(Rendered(tmp_path, data=str(path), **asked).load())
    assert max(int(e.raw["date"]) for e in parts[0]) < min(
        int(e.raw["date"]) for e in parts[2]
    )


def test_digits_that_are_no_dates_stay_numbers(tmp_path: Path):
    path = timed(tmp_path / "t.csv", "date", [20_009_900 + i for i in range(0, 900, 3)])
    facts = read(path, target="fare", kind="tabular-regression")
    assert facts.split.value == "chance" and not facts.drop


def test_days_in_digits_are_a_time_also_where_no_header_names_them(tmp_path: Path):
    """Three elements a day, one a row, and a last column that says little."""
    lines = [
        f"S1,{day},{name},{i % 17 - 3},{'' if name == 'TMIN' else '0700'}"
        for i, day in enumerate(days("%Y%m%d"))
        for name in ("TMAX", "TMIN")
    ]
    lines += [line.replace("S1", "S2") for line in lines]
    (tmp_path / "t.csv").write_text("\n".join(lines) + "\n")
    facts = read(tmp_path / "t.csv")
    assert facts.columns[1].role == "time" and not facts.target.value
    assert "Every answer in 'column_5' is '0700'" in facts.target.reason
    told = "column_1 and column_3 name a series together"
    assert any(told in sentence for sentence in facts.sentences)


def months(form: str) -> list[str]:
    return [
        f"{datetime(2001 + i // 48, i // 4 % 12 + 1, 1):{form}}" for i in range(300)
    ]


@pytest.mark.parametrize(
    "times",
    [
        days("%Y/%m/%d %I:%M:%S %p GMT+2"),
        days("%Y-%m-%dT%H:%M:%SZ"),
        days('"%B %d, %Y"'),
        days("%-d %B %Y"),
        [day.upper() for day in days("%d%b%Y")],
        days("%d%b%Y:%H:%M:%S"),
        months("%b-%Y"),
        months("%b-%y"),
        months("%Y-%m"),
        months("%m/%Y"),
    ],
    ids=lambda times: times[0],
)
def test_months_and_times_with_a_zone_order_the_rows(tmp_path: Path, times: list[str]):
    path = measured(tmp_path / "t.csv", "issued", times)
    facts = read(path, target="level", kind="tabular-regression")
    assert (facts.split.value, facts.split_column.value) == ("time", "issued")
    cells = pl.Series(times).str.strip_chars('"')
    read_, form = dates.read(cells.rename("issued")) or (cells, "")
    assert read_.is_sorted() and not read_.null_count()
    assert facts.columns[0].time_format in ("", form)


def test_a_date_of_two_digits_a_year_is_one_under_any_name(tmp_path: Path):
    times = random.Random(0).sample(days("%-d.%-m.%y"), 300)
    path = measured(tmp_path / "t.csv", "Eingang", times)
    column, *_ = read(path, target="level", kind="tabular-regression").columns
    assert (column.role, column.time_format) == ("time", "%d.%m.%y")


def test_times_of_two_zones_are_no_texts_and_no_order(tmp_path: Path):
    zones = [f"{t} GMT+{1 + i // 150}" for i, t in enumerate(days("%Y/%m/%d %H:%M:%S"))]
    path = measured(tmp_path / "t.csv", "Timestamp", zones)
    asked = {"target": "level", "kind": "tabular-regression"}
    facts = read(path, **asked)
    assert facts.split.value == "chance" and facts.columns[0].role == "time"
    assert "not all of its cells are written alike" in " ".join(facts.sentences)
    by = {"split": "time", "split_column": "Timestamp", "name": "x", "data": str(path)}
    with pytest.raises(AnswerError, match="--split-column Timestamp.*one zone"):
        new.design({**by, **asked}, Say(quiet=True), True)


@pytest.mark.parametrize(
    "cells",
    [
        ["May-05", "Oct-10", "Dec-14"],
        ["12-2", "14-6", "10-3"],
        ["Row 2001", "Aisle 17"],
    ],
)
def test_ranges_and_places_are_no_months(tmp_path: Path, cells: list[str]):
    times = [cells[i % len(cells)] for i in range(120)]
    path = measured(tmp_path / "t.csv", "size", times)
    column, *_ = read(path, target="level", kind="tabular-regression").columns
    assert column.role == "category"
