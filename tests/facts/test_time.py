"""When a row was, where no single column says so: `pytest tests/facts/test_time.py`."""

import math
import random
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from nn_recipe import timeline
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


def by_day_and_clock(path: Path, names: str, day: str, clock: str) -> Path:
    """440 hours of a buoy; `clock` is a format, or a number to begin the hours of a day at."""
    rows = [f"{names},swell,draught"]
    for i in range(440):
        t = datetime(2019, 9, 25) + timedelta(hours=i)
        of_day = t.hour + int(clock) if clock.isdigit() else f"{t:{clock}}"
        values = f"{3 + 2 * math.sin(i / 4):.3f},{50 + 9 * math.cos(i / 5):.3f}"
        rows.append(f"{t:{day}},{of_day},{values}")
    path.write_text("\n".join(rows) + "\n")
    return path


@pytest.mark.parametrize(
    ("names", "day", "clock", "form", "last"),
    [
        ("Day,UTC", "%d.%m.%Y", "%H:%M", "%d.%m.%Y + %H:%M", "07:00"),
        ("date,clock", "%Y-%m-%d", "%I:%M %p", "%Y-%m-%d + %I:%M %p", "07:00"),
        ("on,at", "%m/%d/%Y", "%H.%M.%S", "%m/%d/%Y + %H.%M.%S", "07:00"),
        ("Datum,Stunde", "%d.%m.%Y", "0", "%d.%m.%Y + %H", "07:00"),
        ("Date,HR", "%Y-%m-%d", "1", "%Y-%m-%d + %H", "08:00"),  # from 1 to 24
    ],
)
def test_a_day_and_a_clock_in_two_columns_are_one_time_for_facts_and_project(
    tmp_path: Path, names, day, clock, form, last
):
    path = by_day_and_clock(tmp_path / "buoy.csv", names, day, clock)
    facts = read(path)
    assert (facts.kind.value, facts.shape) == ("series-forecasting", (2, 440))
    assert facts.split_column.value == names.replace(",", " + ")
    assert facts.settings["time_format"].value == form
    made = Rendered(tmp_path, "series-forecasting", data=str(path))
    line = made.module("read").timeline(path, made.config())
    assert (line.channels, len(line.times)) == (["swell", "draught"], 440)
    assert str(line.times[-1]) == f"2019-10-13 {last}:00"
    frame = pl.read_csv(path, infer_schema=False)
    assert timeline.of_rows(frame, made.config())[-1] == line_end(line)


def line_end(line) -> datetime:
    return datetime.fromisoformat(line.times[-1])


def test_a_clock_beside_days_of_their_own_is_no_part_of_the_time(tmp_path: Path):
    """The days of the low tide, each with its hour and what was caught."""
    rows = [f"{d},{i * 5 % 24},{i % 17 + i / 9:.2f}" for i, d in every_day(300)]
    (tmp_path / "t.csv").write_text("\n".join(["date,hour,catch", *rows]) + "\n")
    facts = read(tmp_path / "t.csv")
    assert facts.split_column.value == "date" and facts.shape == (2, 300)


def test_hours_of_uneven_days_are_inputs(tmp_path: Path):
    """Three calls a day, at any hour."""
    chance = random.Random(2)
    rows = [
        f"{day},{chance.randrange(24)},{chance.random():.3f},{chance.random():.3f}"
        for _, day in every_day(150)
        for _ in range(3)
    ]
    (tmp_path / "t.csv").write_text("\n".join(["date,hour,wait,price", *rows]) + "\n")
    facts = read(tmp_path / "t.csv")
    assert (facts.kind.value, facts.target.value) == ("tabular-regression", "price")
    assert facts.split_column.value == "date"
    assert "hour" not in [proposal.value for proposal in facts.drop]


def every_day(count: int) -> list[tuple[int, str]]:
    return [*enumerate(days("%Y-%m-%d", count))]


def panel(path: Path, header: str, one: list, other: list, share: float = 1) -> Path:
    """A row for each of 120 days and each pair, or a share of them by chance."""
    rows = [
        f"{day},{a},{b},{(i * 7 + j * 3 + k) % 50}"
        for j, a in enumerate(one)
        for k, b in enumerate(other)
        for i, day in every_day(120)
    ]
    chance = random.Random(1)
    kept = [row for row in rows if chance.random() < share]
    path.write_text("\n".join([header, *kept]) + "\n")
    return path


@pytest.mark.parametrize(
    ("header", "one", "other", "names"),
    [
        ("day,depot,grade,litres", [3, 7, 11], [1, 2, 4, 5], ("3-1", "7-5")),
        (
            "date,kind,port,tons",
            ["ore", "oil"],
            ["Vigo", "Riga"],
            ("oil-Riga", "ore-Vigo"),
        ),
        ("date,region,fleet,km", ["N", "S"], [20, 40, 60], ("N-20", "S-60")),
    ],
)
def test_two_columns_name_a_series_together_for_facts_and_project(
    tmp_path: Path, header, one, other, names
):
    path = panel(tmp_path / "t.csv", header, one, other)
    facts = read(path)
    assert facts.kind.value == "series-forecasting"
    keys = header.split(",")[1:3]
    assert facts.settings["series"].value == " + ".join(keys)
    assert facts.shape == (len(one) * len(other), 120)
    made = Rendered(tmp_path, "series-forecasting", data=str(path))
    line = made.module("read").timeline(path, made.config())
    assert {*names} <= {*line.channels} and len(line.channels) == facts.shape[0]
    frame = pl.read_csv(path, infer_schema=False)
    assert timeline.names(frame, made.config()) == keys


def contest(folder: Path, first: int, steps: int) -> Path:
    """150 days of two pumps for training; the test file asks for `steps` from day `first`."""
    folder.mkdir()
    dates = days("%Y-%m-%d", 400)
    values = [
        f"{d},{p},{i % 2},{i % 7 + p}" for p in (1, 2) for i, d in enumerate(dates)
    ]
    train = [row for i, row in enumerate(values) if i % 400 < 150]
    asked = [
        r.rsplit(",", 1)[0]
        for i, r in enumerate(values)
        if 0 <= i % 400 - first < steps
    ]
    for name, header, rows in (
        ("train", "date,station,rain,flow", train),
        ("test", "date,station,rain", asked),
    ):
        (folder / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n")
    return folder


def test_a_test_file_without_values_tells_what_to_forecast_and_how_far(tmp_path: Path):
    facts = read(contest(tmp_path / "few", 150, 12))
    assert (facts.kind.value, facts.target.value) == ("series-forecasting", "flow")
    assert facts.settings["horizon"].value == 12
    assert facts.settings["test_data"].value == "" and "test" not in facts.counts
    assert "It asks for the 12 steps after the last one" in " ".join(facts.sentences)
    made = Rendered(tmp_path, "series-forecasting", data=str(tmp_path / "few"))
    assert len(made.load().test) > 0 and made.config().horizon == 12


def test_steps_within_training_or_beyond_its_length_are_no_horizon(tmp_path: Path):
    for name, first, steps in (("within", 140, 12), ("far", 150, 200)):
        facts = read(contest(tmp_path / name, first, steps))
        assert facts.target.value == "flow" and facts.settings["horizon"].value == 7
        assert facts.settings["test_data"].value == ""


def test_what_was_not_sold_may_have_no_row(tmp_path: Path):
    path = panel(
        tmp_path / "t.csv", "date,store,item,sold", [1, 2, 3], [5, 6, 7, 8], 0.4
    )
    facts = read(path)
    assert facts.settings["series"].value == "store + item"
    assert facts.shape == (12, 120)


def test_measured_numbers_are_no_names_of_series(tmp_path: Path):
    """Four soundings a day, at any depth and by any crew, at no time of the day."""
    chance = random.Random(5)
    rows = [
        f"{day},{chance.randrange(30)},{chance.randrange(9) / 2},{chance.gauss(7, 1):.2f}"
        for _, day in every_day(200)
        for _ in range(4)
    ]
    (tmp_path / "t.csv").write_text("\n".join(["date,depth,wind,salt", *rows]) + "\n")
    facts = read(tmp_path / "t.csv", target="salt")
    assert facts.kind.value == "tabular-regression"
    assert "name a series" not in " ".join(facts.sentences)


def test_a_column_that_names_series_may_be_the_answer_by_name(tmp_path: Path):
    path = panel(tmp_path / "t.csv", "day,depot,grade,litres", ["a", "b"], ["x", "y"])
    facts = read(path, target="grade")
    assert facts.kind.value == "tabular-classification"


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
    assert facts.columns[1].role == "time"
    assert facts.settings["series"].value == "column_1 + column_3"
    assert facts.shape == (4, 300)


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
