"""What `scaffolder.facts` says of series: `pytest tests/facts/test_series.py`.

Each test writes a small file of values over time and claims one thing about its facts.
"""

import gzip
import math
import random
from collections.abc import Callable, Iterable
from contextlib import chdir
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import polars as pl
import pytest

from scaffolder.errors import DataError
from scaffolder.facts import Facts, read

BEGIN = datetime(2024, 1, 1)
HOUR = timedelta(hours=1)


def value(hour: int) -> float:
    """A day of 24 hours, and a little of everything else."""
    chance = random.Random(hour)
    return round(10 + 5 * math.sin(hour / 24 * math.tau) + chance.gauss(0, 0.5), 3)


def rows(
    hours: Iterable[int] = range(480), form: str = "%Y-%m-%d %H:%M:%S"
) -> list[str]:
    return [f"{BEGIN + h * HOUR:{form}},{value(h)},{value(h + 7)}" for h in hours]


def wide(lines: list[str], header: str = "when,power,heat") -> str:
    return "\n".join([header, *lines]) + "\n"


def facts_of(folder: Path, text: str | bytes, name: str = "s.csv", **asked) -> Facts:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return read(folder / name, **asked)


def said(facts: Facts) -> str:
    return " ".join(facts.sentences)


def setting(facts: Facts, name: str):
    return facts.settings[name].value


def test_a_regular_time_beside_numbers_is_a_series_and_says_why(tmp_path):
    facts = facts_of(tmp_path, wide(rows()))
    assert facts.kind.value == "series-forecasting"
    assert "steps of 1 hour" in facts.kind.reason
    assert "--task tabular-regression" in facts.kind.reason
    assert (facts.split.value, facts.split_column.value) == ("time", "when")
    assert (setting(facts, "step"), setting(facts, "period")) == ("1h", 24)
    assert (setting(facts, "lookback"), setting(facts, "horizon")) == (48, 24)


@pytest.mark.parametrize(
    "form",
    [
        "%Y-%m-%dT%H:%M:%SZ",
        "%d.%m.%Y %H:%M",
        "%m/%d/%Y %H:%M",
        "%d/%m/%Y %H:%M:%S",
        "%Y%m%d%H%M",
        "%d %b %Y %H:%M",
        "%m/%d/%Y %I:%M:%S %p",
    ],
)
def test_the_format_of_the_time_is_found(tmp_path, form):
    header = "timestamp,power,heat"
    facts = facts_of(tmp_path, wide(rows(form=form), header))
    assert (setting(facts, "time_format"), setting(facts, "step")) == (form, "1h")


def test_of_two_formats_that_read_all_times_the_one_with_even_steps_is_meant(tmp_path):
    ten_days = rows(range(240), "%m/%d/%Y %H:%M")  # as day/month it leaps at midnight
    facts = facts_of(tmp_path, wide(ten_days))
    assert setting(facts, "time_format") == "%m/%d/%Y %H:%M"


@pytest.mark.parametrize(
    ("times", "step"),
    [
        ([f"{1990 + i // 12}-{i % 12 + 1:02d}" for i in range(144)], "1mo"),
        ([f"{1990 + i // 4}-{i % 4 * 3 + 1:02d}-01" for i in range(80)], "3mo"),
        ([str(1_700_000_000 + 900 * i) for i in range(200)], "900i"),
        ([str(i) for i in range(200)], "1i"),
        ([f"{BEGIN + timedelta(days=7 * i):%Y-%m-%d}" for i in range(120)], "1w"),
    ],
)
def test_months_weeks_and_plain_counters_are_steps_too(tmp_path, times, step):
    lines = [f"{time},{value(i)}" for i, time in enumerate(times)]
    facts = facts_of(tmp_path, wide(lines, "time,passengers"))
    assert facts.kind.value == "series-forecasting"
    assert setting(facts, "step") == step


def test_trading_days_are_steps_though_weekends_are_missing(tmp_path):
    days = [BEGIN + timedelta(days=i) for i in range(300)]
    lines = [f"{d:%Y-%m-%d},{value(i)}" for i, d in enumerate(days) if d.weekday() < 5]
    facts = facts_of(tmp_path, wide(lines, "date,close"))
    assert facts.kind.value == "series-forecasting"
    assert setting(facts, "step") == "" and "trading days" in said(facts)


def test_a_long_table_names_its_series(tmp_path):
    lines = [
        f"{BEGIN + h * HOUR:%Y-%m-%d %H:%M},{shop},{value(h + i)}"
        for i, shop in enumerate(["north", "south", "west"])
        for h in range(200)
    ]
    facts = facts_of(tmp_path, wide(lines, "ds,unique_id,y"))
    assert facts.kind.value == "series-forecasting"
    assert (setting(facts, "series"), facts.shape) == ("unique_id", (3, 200))


@pytest.mark.parametrize("pack", ["tsv", "gzip", "parquet", "jsonl"])
def test_every_file_format_gives_the_same_facts(tmp_path, pack):
    frame = pl.read_csv(wide(rows()).encode(), try_parse_dates=True)
    plain = facts_of(tmp_path, wide(rows()))
    if pack == "parquet":
        frame.write_parquet(tmp_path / "s.parquet")
        found = read(tmp_path / "s.parquet")
    elif pack == "jsonl":
        frame.write_ndjson(tmp_path / "s.jsonl")
        found = read(tmp_path / "s.jsonl")
    elif pack == "tsv":
        found = facts_of(tmp_path, wide(rows()).replace(",", "\t"), "s.tsv")
    else:
        found = facts_of(tmp_path, gzip.compress(wide(rows()).encode()), "s.csv.gz")
    assert found.kind.value == "series-forecasting" and found.shape == plain.shape
    for name in ("step", "period", "lookback", "horizon"):
        assert setting(found, name) == setting(plain, name), name


def shuffled(lines: list[str]) -> list[str]:
    return random.Random(0).sample(lines, len(lines))


def with_cell(lines: list[str], at: int, cell: str) -> list[str]:
    time, _, heat = lines[at].split(",")
    return [*lines[:at], f"{time},{cell},{heat}", *lines[at + 1 :]]


def still(lines: list[str]) -> list[str]:
    for at in range(100, 160):
        lines = with_cell(lines, at, "7")
    return lines


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (shuffled, "not in the order of time"),
        (lambda lines: [*lines, lines[5]], "repeat another one exactly: 1."),
        (lambda lines: [*lines, lines[5][:20] + "1,2"], "other values: 1."),
        (lambda lines: lines[:100] + lines[106:], "6 (1.2 %), the longest gap 6 steps"),
        (lambda lines: with_cell(lines, 9, ""), "Values are missing: power 1"),
        (
            lambda lines: with_cell(lines, 9, "9000"),
            "far from all others, such as 9,000",
        ),
        (lambda lines: with_cell(lines, 9, "-999"), "add '-999' to `missing`"),
        (still, "power stands still for 60 steps at 7"),
    ],
)
def test_each_trap_is_found_and_reported(
    tmp_path, spoil: Callable[[list[str]], list[str]], sentence
):
    assert sentence not in said(facts_of(tmp_path, wide(rows())))
    assert sentence in said(facts_of(tmp_path, wide(spoil(rows()))))


def test_scaling_by_the_whole_file_and_a_drifting_level_are_warned_of(tmp_path):
    lines = [
        f"{BEGIN + h * HOUR:%Y-%m-%d %H:%M},{value(h) + h / 40},{value(h)}"
        for h in range(480)
    ]
    told = said(facts_of(tmp_path, wide(lines)))
    assert "come from the training part alone" in told
    assert "drifts after the training part" in told and "power +" in told


def test_meters_and_twins_are_pointed_out(tmp_path):
    lines = [
        f"{BEGIN + h * HOUR:%Y-%m-%d %H:%M},{10 * h + value(h)},{value(h)},{2 * value(h)}"
        for h in range(480)
    ]
    told = said(facts_of(tmp_path, wide(lines, "when,meter,a,b")))
    assert "meter never falls" in told and "a and b" in told


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("date,price,size,label", lambda i, d: f"{d:%Y-%m-%d},{i % 9},{i % 5},{i % 2}"),
        ("date,size,colour", lambda i, d: f"{d:%Y-%m-%d},{i % 9},{'rgb'[i % 3]}"),
    ],
)
def test_a_table_with_an_answer_or_with_words_is_not_stolen(tmp_path, header, line):
    days = [BEGIN + timedelta(days=i) for i in range(200)]
    text = wide([line(i, day) for i, day in enumerate(days)], header)
    facts = facts_of(tmp_path, text)
    assert facts.kind.value != "series-forecasting"
    assert "--task series-forecasting overrules" in said(facts)
    asked = facts_of(tmp_path, text, kind="series-forecasting")
    assert asked.reader == "series"


def test_the_names_of_series_are_no_answer_though_other_words_stand_beside(tmp_path):
    def line(hour: int, station: str) -> str:
        wind = "NSW"[hour % 7 % 3]
        return f"{BEGIN + hour * HOUR:%Y,%m,%d,%H},{value(hour)},{wind},{station}"

    lines = [line(hour, station) for station in "AB" for hour in range(200)]
    header = "year,month,day,hour,heat,wind,station"
    facts = facts_of(tmp_path, wide(lines, header))
    assert facts.kind.value == "series-forecasting"
    assert "the rest are numbers, but for wind" in facts.kind.reason
    assert setting(facts, "series") == "station"
    asked = facts_of(tmp_path, wide(lines, header), target="station")
    assert asked.kind.value == "tabular-classification"


def coded(code: str) -> list[str]:
    return [
        f"{line.rsplit(',', 1)[0]},{code}" if i % 50 == 3 else line
        for i, line in enumerate(rows())
    ]


@pytest.mark.parametrize("code", ["-200", "99.0", "999"])
def test_a_value_far_from_all_others_that_comes_often_may_mean_missing(tmp_path, code):
    told = said(facts_of(tmp_path, wide(coded(code))))
    assert f"heat holds {float(code):g} in 10 rows" in told
    assert f"add '{float(code):g}' to `missing`" in told and "power holds" not in told


def test_a_switch_of_minus_one_and_a_peak_are_no_codes(tmp_path):
    lines = [f"{row},{[-1, 1][h % 2]}" for h, row in enumerate(rows())]
    told = said(facts_of(tmp_path, wide(lines, "when,power,heat,switch")))
    assert "holds" not in told


def station(preamble: str, code: str) -> str:
    """500 hours of rain and of a river, which was not measured in every 50th."""
    lines = [
        f"{BEGIN + h * HOUR:%Y-%m-%d %H:%M},{code if h % 50 == 9 else value(h)},{h % 13}"
        for h in range(500)
    ]
    return "\n".join([*preamble.split("|"), "time,river,rain", *lines]) + "\n"


@pytest.mark.parametrize(
    ("preamble", "code"),
    [
        ("Gauge 17|Missing values: -99.99|", "-99.99"),
        ("# Gauge 17|# no data = 9999|# metres", "9999"),
        ("Gauge 17, upper Tees|fill value -999 (see the manual)", "-999.0"),
    ],
)
def test_lines_above_a_table_say_what_missing_is(tmp_path, preamble, code):
    facts = facts_of(tmp_path, station(preamble, code))
    assert setting(facts, "missing") == ("", code)
    assert "river 10 (2 %)" in said(facts)


@pytest.mark.parametrize(
    "preamble",
    ["Gauge 99|metres", "Missing hours: 10|metres", "missing: see sheet 12|well 9999b"],
)
def test_other_numbers_above_a_table_stay_numbers_below(tmp_path, preamble):
    facts = facts_of(tmp_path, station(preamble, "10"))
    assert setting(facts, "missing") == ("",)


def test_a_pressure_of_999_is_measured_whatever_stands_above(tmp_path):
    lines = [
        f"{BEGIN + h * HOUR:%Y-%m-%d %H:%M},{999 if h % 9 == 4 else h % 7},{990 + h % 23}"
        for h in range(500)
    ]
    text = "\n".join(["Missing: 999", "metres", "time,wind,pressure", *lines])
    facts = facts_of(tmp_path, text + "\n")
    assert setting(facts, "missing") == ("",)
    assert "wind holds 999" in said(facts)


def visits(each_day: Callable[[int], int]) -> str:
    """Readings of a pool over 300 days: so many a day, and nothing to tell them apart."""
    lines = [
        f"{BEGIN + d * 24 * HOUR:%Y-%m-%d},{value(d * 9 + i)},{d % 7 + i}"
        for d in range(300)
        for i in range(each_day(d))
    ]
    return "\n".join(["date,warmth,visitors", *lines]) + "\n"


def test_things_that_happen_at_times_are_not_called_a_series(tmp_path):
    chance = random.Random(4)
    facts = facts_of(tmp_path, visits(lambda _: chance.choice([0, 1, 1, 2, 3])))
    assert facts.kind.value != "series-forecasting"
    assert "series" not in facts.target.reason + said(facts)


def test_as_many_rows_at_each_time_may_be_series_without_names(tmp_path):
    facts = facts_of(tmp_path, visits(lambda _: 3))
    assert "no column of names tells the rows of one time apart" in said(facts)


def greenhouse(off: Callable[[int], bool]) -> str:
    """700 hours: the day and the hour, numbers, the weather in words, and whether it ran."""
    lines = []
    for h in range(700):
        time = BEGIN + h * HOUR
        sky = ("clear", "cloudy", "rain")[h // 7 % 3]
        ran = "off" if off(h) else "on"
        lines.append(f"{time:%d/%m/%Y},{time:%H},{value(h)},{value(h + 7)},{sky},{ran}")
    return "\n".join(["Day,Hour,litres,heat,sky,pump", *lines]) + "\n"


def test_a_last_column_that_says_as_usual_of_rows_in_steps_is_asked_about(tmp_path):
    facts = facts_of(tmp_path, greenhouse(lambda h: h // 12 == 20))
    assert facts.target.value == ""
    assert "pump is 'on' in 98 % of them" in facts.target.reason
    assert "litres" in facts.target.reason
    assert "--task series-forecasting" in facts.target.reason


def test_a_last_column_of_two_states_is_the_answer_in_steps_too(tmp_path):
    facts = facts_of(tmp_path, greenhouse(lambda h: h % 24 < 5))
    assert (facts.kind.value, facts.target.value) == ("tabular-classification", "pump")


def test_parts_of_a_time_may_begin_with_a_nought(tmp_path):
    header = "#YY,MM,DD,hh,mm,heat"
    lines = [f"{BEGIN + h * HOUR:%Y,%m,%d,%H,%M},{value(h)}" for h in range(200)]
    facts = facts_of(tmp_path, wide(lines, header))
    assert facts.split_column.value == "#YY + MM + DD + hh + mm"
    short = facts_of(tmp_path, wide([line[2:] for line in lines], header))
    assert short.kind.value != "series-forecasting"  # the year 24


@pytest.mark.parametrize(
    "form",
    ["%b %d, %Y", "%B %d, %Y", "%d %B %Y", "%m %d, %Y", "%a %b %d %H:%M:%S PDT %Y"],
)
def test_dates_with_words_are_times_the_newest_first_too(tmp_path, form):
    days = [BEGIN + timedelta(days=i) for i in range(100)]
    lines = [f'"{day:{form}}",{value(i)}' for i, day in enumerate(days)]
    facts = facts_of(tmp_path, wide(lines[::-1], "Date,Price"))
    assert facts.kind.value == "series-forecasting"
    assert "100 steps of 1 day from 2024-01-01 to 2024-04-09" in said(facts)
    table = facts_of(
        tmp_path,
        wide([f"{line},{value(i + 9)}" for i, line in enumerate(lines)], "Date,a,b"),
        kind="tabular-regression",
        target="b",
    )
    assert (table.split.value, table.split_column.value) == ("time", "Date")


def test_names_with_a_number_behind_a_comma_are_no_dates(tmp_path):
    lines = [f'"Room {i}, {1900 + i}",{value(i)}' for i in range(100)]
    with pytest.raises(DataError, match="Date is an id"):
        facts_of(tmp_path, wide(lines, "Date,Price"))


def test_numbers_with_k_and_m_are_left_aside_with_a_word(tmp_path):
    lines = [
        f"{row},{(h * 37 % 97 + 3) / 4:.2f}{'KM'[h % 2]}"
        for h, row in enumerate(rows())
    ]
    lines[3::50] = [f"{line.rsplit(',', 1)[0]},-" for line in lines[3::50]]
    facts = facts_of(tmp_path, wide(lines, "when,power,heat,Vol."))
    assert facts.kind.value == "series-forecasting"
    assert "Vol. holds numbers with K, M or B" in said(facts)
    table = facts_of(
        tmp_path,
        wide(lines, "when,power,heat,Vol."),
        target="heat",
        kind="tabular-regression",
    )
    assert "Vol." in [proposal.value for proposal in table.drop]


def table(folder: Path, header: list, lines: list[list], name: str = "t.csv") -> Path:
    text = "\n".join(",".join(map(str, row)) for row in [header, *lines]) + "\n"
    (folder / name).write_text(text)
    return folder / name


def with_a_flag(name: str) -> str:
    lines = [f"{row},{int(value(i) > 12)}" for i, row in enumerate(rows())]
    return wide(lines, f"when,power,heat,{name}")


def test_a_last_column_of_0_and_1_is_the_answer_but_for_what_a_calendar_knows(tmp_path):
    facts = facts_of(tmp_path, with_a_flag("occupied"))
    assert (facts.kind.value, facts.target.value) == (
        "tabular-classification",
        "occupied",
    )
    assert "occupied, the last column, is 0 or 1, as answers are" in said(facts)
    assert facts_of(tmp_path, with_a_flag("is_holiday")).shape == (3, 480)


def of_runs(last: Callable[[int], object]) -> list[list[object]]:
    """Engines of different lives: engine, cycle, three measurements."""
    return [
        [run, step + 1, value(step + run), value(3 * step), last(step)]
        for run in range(1, 9)
        for step in range(30 + 5 * run)
    ]


def codes(step: int) -> int:
    return 390 + step % 4


def with_codes(path: Path, header: str) -> Path:
    lines = [",".join(map(str, row)) for row in of_runs(codes)]
    path.write_text("\n".join([header, *lines][not header :]) + "\n")
    return path


@pytest.mark.parametrize(
    "header", ["", "unit_nr,time_cycles,a,b,c", "engine_id,cycle,a,b,c"]
)
def test_runs_to_an_end_ask_whether_what_is_left_is_the_answer(tmp_path, header):
    facts = read(with_codes(tmp_path / "t.csv", header))
    assert facts.target.value == "" and facts.kind.value == ""
    run, step = header.split(",")[:2] if header else ("column_1", "column_2")
    assert f"{run} names 8 runs of different lengths, {step} counts" in said(facts)
    as_told(facts, tmp_path / "made")
    left = read(tmp_path / "made" / "t_left.csv", target="left")
    assert left.number and (left.number.minimum, left.number.maximum) == (0, 69)
    named = read(tmp_path / "t.csv", target=facts.columns[4].name)
    assert named.target.value == facts.columns[4].name


def test_runs_with_an_answer_of_their_own_are_not_asked_about(tmp_path):
    header = ["patient", "visit", "a", "b", "readmitted"]
    facts = read(table(tmp_path, header, of_runs(lambda step: step % 7 // 6)))
    assert facts.target.value == "readmitted"
    header[-1] = "RUL"
    facts = read(table(tmp_path, header, of_runs(lambda step: 400 - step)))
    assert facts.target.value == "RUL"


def as_told(facts: Facts, folder: Path) -> Facts:
    """What comes of the command that the question for a target holds."""
    code = facts.target.reason.split("python -c '")[1].split("'")[0]
    written = code.split('write_csv("')[1].split('"')[0]
    folder.mkdir()
    with chdir(facts.path.parent):
        exec(code.replace(f'"{written}"', f'"{folder}/{written}"'))
    return read(folder / written)


def test_a_date_and_its_clock_in_uneven_steps_come_with_the_command_that_joins_them(
    tmp_path,
):
    moments = [BEGIN + (h + h * h % 7) * HOUR / 7 for h in range(2000)]
    lines = [[f"{m:%d/%m/%Y},{m:%H.%M.%S}", value(h)] for h, m in enumerate(moments)]
    facts = read(table(tmp_path, ["Date", "Time", "heat"], lines))
    assert facts.kind.value != "series-forecasting"
    assert "Time is its time of day" in facts.target.reason
    joined = as_told(facts, tmp_path / "joined")
    assert next(c.role for c in joined.columns if c.name == "time") == "time"


def test_quarters_and_midnights_come_with_the_command_that_mends_them(tmp_path):
    lines = [
        [f"{1990 + i // 4}Q{i % 4 + 1}", value(i), value(i + 7)] for i in range(80)
    ]
    mended = as_told(read(table(tmp_path, ["q", "a", "b"], lines)), tmp_path / "q")
    assert setting(mended, "step") == "3mo"
    moments = [BEGIN + h * HOUR for h in range(1, 500)]
    times = [
        f"{m:%d.%m.%Y %H:%M}" if m.hour else f"{m - HOUR:%d.%m.%Y} 24:00"
        for m in moments
    ]
    lines = [
        [t, "---" if i % 90 == 8 else value(i), value(i + 7)]
        for i, t in enumerate(times)
    ]
    facts = read(table(tmp_path, ["Zeit", "a", "b"], lines))
    assert "midnight as 24:00 in 20 cells" in facts.target.reason
    mended = as_told(facts, tmp_path / "midnights")
    assert (setting(mended, "step"), mended.shape) == ("1h", (2, 499))


def test_a_log_that_was_cut_in_its_last_line_ends_before_it(tmp_path):
    chance, lines, time = random.Random(0), [], 1_650_000_000_000
    for i in range(200):
        time += chance.randrange(28_000, 32_000)
        lines.append([time, value(i), value(i + 7)])
    path = table(tmp_path, ["ts", "heat", "power"], lines)
    path.write_text(path.read_text() + "1650006")
    facts = read(path)
    assert facts.counts["train"] == 200
    assert "ts comes in uneven steps" in facts.target.reason
    told = said(read(path, kind="series-forecasting"))
    assert "(2022-04-15 05:20)" in told and "not in the order" not in told


def test_a_last_line_that_others_may_begin_with_stays(tmp_path):
    path = table(
        tmp_path, ["a", "b", "c"], [[f"{i % 9}.5", value(i), i] for i in range(60)]
    )
    path.write_text(path.read_text() + "3.5")
    assert read(path, kind="tabular-regression", target="b").counts["train"] == 61


def test_hours_in_the_header_are_names_and_the_parts_of_a_day(tmp_path):
    days = [f"{BEGIN + timedelta(days=i):%d.%m.%Y}" for i in range(100)]
    hours = ["1", "2", "3A", "3B", *range(4, 25)]
    lines = [
        [day, *(value(i * 24 + h) for h in range(25))] for i, day in enumerate(days)
    ]
    facts = read(table(tmp_path, ["Datum", *hours], lines))
    assert facts.shape == (25, 100)
    assert "25 columns are named 1 to 24: the parts of a day?" in said(facts)


def test_a_first_row_of_numbers_in_no_order_is_no_header(tmp_path):
    lines = [
        ["ab"[i % 2], *(int(value(i * 9 + j)) for j in range(20))] for i in range(60)
    ]
    facts = read(table(tmp_path, lines[0], lines[1:]))
    assert facts.counts["train"] == 60 and facts.columns[0].name == "column_1"


def test_columns_named_by_years_below_title_lines_say_how_to_turn_them(tmp_path):
    header = ["Country", "Code", *range(1980, 2020)]
    lines = [
        [f"Land {i}", f"L{i:02}", *(value(i * 40 + j) for j in range(40))]
        for i in range(30)
    ]
    path = table(tmp_path, header, lines)
    path.write_text("Source,World\n\n" + path.read_text())
    facts = read(path)
    assert facts.target.value == "" and facts.counts["train"] == 30
    assert "40 columns are named by years: a table on its side" in facts.target.reason
    assert "skip_lines=2" in facts.target.reason


def test_columns_that_count_up_may_be_times_if_nothing_else_is_an_answer(tmp_path):
    lines = [[f"i{i}", *((i * j) % 7 for j in range(60))] for i in range(30)]
    path = table(tmp_path, ["item", *(f"d_{j}" for j in range(60))], lines)
    facts = read(path)
    assert facts.target.value == ""
    turned = as_told(facts, tmp_path / "turned")
    assert (turned.reader, turned.shape) == ("series", (30, 60))
    assert read(path, target="d_59").target.value == "d_59"


def on_its_side(folder: Path, name: str, first: str, count: int) -> Path:
    lines = [[f"{first}{i}", *((i * j) % 7 for j in range(count))] for i in range(30)]
    return table(folder, ["item", *(f"d_{j}" for j in range(count))], lines, name)


def test_a_test_file_with_the_times_that_follow_tells_the_horizon(tmp_path):
    on_its_side(tmp_path, "sold-train.csv", "i", 60)
    on_its_side(tmp_path, "sold-test.csv", "i", 8)
    told = read(tmp_path).target.reason
    assert "sold-test.csv has 8 such columns for the same rows" in told
    assert "--horizon 8" in told
    on_its_side(tmp_path, "sold-test.csv", "new", 8)  # other rows: nothing follows
    assert "--horizon" not in read(tmp_path).target.reason


def test_a_prediction_beside_what_came_is_named(tmp_path):
    facts = facts_of(tmp_path, wide(rows(), "when,predicted load,load"))
    assert "predicted load: a prediction, by its name" in said(facts)
    assert "--target load forecasts that alone" in said(facts)
    assert "prediction" not in said(facts_of(tmp_path, wide(rows(), "when,wind,load")))


def test_numbered_columns_beside_an_answer_are_features(tmp_path):
    lines = [[*(value(i * 60 + j) for j in range(60)), "ab"[i % 2]] for i in range(40)]
    header = [*(f"pixel{j}" for j in range(60)), "label"]
    facts = read(table(tmp_path, header, lines))
    assert facts.target.value == "label" and "on its side" not in said(facts)


def test_columns_without_names_count_nothing(tmp_path):
    lines = [[*(value(i * 40 + j) for j in range(40)), i % 6] for i in range(60)]
    facts = read(table(tmp_path, lines[0], lines[1:]))
    assert facts.target.value == "column_41" and "on its side" not in said(facts)
    facts = read(table(tmp_path, lines[0][:40], [line[:40] for line in lines[1:]]))
    assert "40 columns of numbers have no names" in facts.target.reason


def test_dates_in_uneven_steps_are_rows(tmp_path):
    chance = random.Random(0)
    lines = [
        f"{BEGIN + timedelta(days=chance.randrange(900)):%Y-%m-%d},{value(i)},{value(i + 3)}"
        for i in range(200)
    ]
    facts = facts_of(tmp_path, wide(lines, "sold,size,price"))
    assert facts.kind.value == "tabular-regression"


def test_an_asked_tabular_kind_overrules(tmp_path):
    facts = facts_of(tmp_path, wide(rows()), kind="tabular-regression", target="heat")
    assert (facts.kind.value, facts.reader) == ("tabular-regression", "table")


def test_a_named_target_is_forecast_from_the_others_too(tmp_path):
    facts = facts_of(tmp_path, wide(rows()), target="heat")
    assert (facts.target.value, facts.shape) == ("heat", (2, 480))
    assert "heat is forecast from its own past and that of power" in said(facts)
    assert facts.expected["constant_answer"].startswith(
        "the training mean of each chan"
    )
    assert "power" not in facts.expected["constant_answer"]


def test_a_target_that_is_no_number_is_refused_with_the_names(tmp_path):
    with pytest.raises(DataError, match=r"power.*Name one"):
        facts_of(tmp_path, wide(rows()), kind="series-forecasting", target="when")


def test_a_table_without_a_time_is_refused_with_the_remedy(tmp_path):
    text = wide([f"{value(i)},{value(i + 3)}" for i in range(60)], "a,b")
    with pytest.raises(DataError, match="name the column time or date"):
        facts_of(tmp_path, text, kind="series-forecasting")


def spans(form: str, between: str, end: str) -> list[str]:
    moments = [BEGIN + h * HOUR for h in range(300)]
    return [f"{m:{form}}{between}{m + HOUR:{end}}" for m in moments]


@pytest.mark.parametrize(
    "times",
    [
        spans("%d.%m.%Y %H:%M", " - ", "%d.%m.%Y %H:%M"),
        spans("%d/%m/%Y %H:%M:%S (CET)", " - ", "%d/%m/%Y %H:%M:%S (CET)"),
        spans("%Y-%m-%dT%H:%MZ", "/", "%Y-%m-%dT%H:%MZ"),
        spans("%d.%m.%Y %H:%M", "-", "%H:%M"),
    ],
)
def test_times_from_to_come_with_the_command_that_writes_their_beginning(
    tmp_path, times
):
    """A forecast of the day ahead is no time, though its name holds a word for one."""
    lines = [[t, f"{value(i) * 100:.0f}", value(i + 7)] for i, t in enumerate(times)]
    path = table(tmp_path, ["MTU", "day-ahead forecast", "load"], lines)
    facts = read(path)
    assert "MTU is a time from - to" in facts.target.reason
    mended = as_told(facts, tmp_path / "times")
    assert (setting(mended, "step"), mended.shape) == ("1h", (2, 300))
    with pytest.raises(DataError, match="MTU is a time from - to.*no column of times"):
        read(path, kind="series-forecasting")


def test_a_time_with_its_zone_is_no_time_from_to(tmp_path):
    facts = facts_of(tmp_path, wide(rows(form="%Y-%m-%d %H:%M:%S-05:00")))
    assert facts.shape == (2, 480) and "from - to" not in said(facts)


def from_influx(path: Path, annotated: bool) -> None:
    """Two fields of two rooms, as a query exports them."""
    lines = []
    for number, (field, room) in enumerate(product(("heat", "co2"), ("a", "b"))):
        if annotated:
            lines += ["#group,false,false,false,false,true,true", "#default,last,,,,,"]
        lines.append(",result,table,_time,_value,_field,room")
        for i in range(100):
            time = f"{BEGIN + i * HOUR:%Y-%m-%dT%H:%M:%SZ}"
            lines.append(f",,{number},{time},{value(i) + number},{field},{room}")
        lines.append("")
    path.write_bytes("\r\n".join(lines).encode())


@pytest.mark.parametrize("annotated", [True, False])
def test_what_influx_exports_comes_with_the_command_that_turns_it(tmp_path, annotated):
    from_influx(tmp_path / "export.csv", annotated)
    with pytest.raises(DataError) as caught:
        read(tmp_path)
    assert "4 columns then (co2 a, co2 b, heat a, heat b)" in str(caught.value)
    code = str(caught.value).split("python -c '")[1].split("'")[0]
    with chdir(tmp_path):
        exec(code)
    assert read(tmp_path / "export_wide.csv").shape == (4, 100)


def test_tables_with_different_columns_below_each_other_are_turned_by_the_query(
    tmp_path,
):
    from_influx(tmp_path / "export.csv", True)
    text = (tmp_path / "export.csv").read_text().replace(",room", ",floor,room", 1)
    (tmp_path / "export.csv").write_text(text)
    with pytest.raises(DataError, match="pivot.rowKey"):
        read(tmp_path)


def test_a_header_that_stands_again_below_is_no_row(tmp_path):
    first, second = wide(rows(range(200))), wide(rows(range(200, 480)))
    facts = facts_of(tmp_path, first + second)
    assert facts.shape == (2, 480) and setting(facts, "aside") == ("when",)


@pytest.mark.parametrize("form", ["{}", "X{}", "{} [YR{}]"])
def test_years_in_the_header_are_turned_with_the_names_of_their_rows(tmp_path, form):
    """Names that repeat are told apart by the number of the row."""
    years = [form.format(year, year) for year in range(1960, 2010)]
    for countries in (["A", "B", "C", "D"], ["A", "B", "C", "A"]):
        lines = [
            [name, "GDP", *(value(50 * i + y) for y in range(50))]
            for i, name in enumerate(countries)
        ]
        path = table(tmp_path, ["Country", "Indicator", *years], lines)
        facts = as_told(read(path), tmp_path / f"made_{len({*countries})}")
        assert facts.kind.value == "series-forecasting" and facts.shape == (4, 50)
        assert (setting(facts, "series"), setting(facts, "step")) == (
            "Country" if len({*countries}) == 4 else "series",
            "1i",
        )


def metered(form: str, marks: str, name: str = "quality") -> str:
    """Quarters of an hour across the end of summer time, in local time with its zone."""
    lines, zones = [], (timedelta(hours=2), timedelta(hours=1))
    for i in range(480):
        moment = datetime(2022, 10, 28) + i * timedelta(minutes=15)
        zone = zones[moment >= datetime(2022, 10, 30, 1)]
        offset = f"+0{zone.seconds // 3600}:00"
        mark = marks.split()[i % 9 == 7]
        lines.append(f"{moment + zone:{form}}{offset},{value(i)},{value(i + 7)},{mark}")
    return wide(lines, f"when,power,heat,{name}")


@pytest.mark.parametrize("form", ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"])
def test_how_a_value_came_about_is_no_answer(tmp_path, form):
    facts = facts_of(tmp_path, metered(form, "measured estimated"))
    assert (facts.kind.value, facts.shape) == ("series-forecasting", (2, 480))
    assert [drop.value for drop in facts.drop] == ["quality"]
    assert facts_of(tmp_path, metered(form, "A E", "QC_flag")).shape == (2, 480)
    answered = facts_of(tmp_path, metered(form, "good bad"))
    assert answered.kind.value == "tabular-classification"
    named = facts_of(tmp_path, metered(form, "measured estimated"), target="quality")
    assert named.kind.value == "tabular-classification"


def test_rows_in_two_zones_are_split_by_time(tmp_path):
    facts = facts_of(tmp_path, metered("%Y-%m-%d %H:%M:%S", "good bad", "label"))
    assert (facts.split.value, facts.split_column.value) == ("time", "when")
    assert facts.columns[0].time_format == "%Y-%m-%d %H:%M:%S%z"


def test_seconds_since_1970_may_stand_in_any_order(tmp_path):
    chance = random.Random(0)
    lines = [
        [1_650_000_000 + chance.randrange(10**7), value(i), value(i + 7)]
        for i in range(200)
    ]
    facts = read(table(tmp_path, ["ts", "a", "b"], lines), kind="series-forecasting")
    assert facts.split_column.value == "ts"


def test_a_year_that_many_rows_share_is_no_time_to_speak_of(tmp_path):
    lines = [[1950 + i % 50, value(i), value(i + 7)] for i in range(300)]
    facts = read(table(tmp_path, ["YearBuilt", "area", "price"], lines))
    assert facts.target.value == "price" and "YearBuilt repeats" not in said(facts)


@pytest.mark.parametrize("header", ["", "year,month,decimal date,mean,other"])
def test_year_and_month_are_the_time_also_where_nothing_names_them(tmp_path, header):
    lines = [
        f"{1958 + m // 12},{m % 12 + 1:02},{1958 + (m + 0.5) / 12:.4f},{value(m)},{value(2 * m)}"
        for m in range(200)
    ]
    text = "\n".join([*filter(None, [header]), *lines]) + "\n"
    facts = facts_of(tmp_path, text)
    assert facts.kind.value == "series-forecasting" and setting(facts, "step") == "1mo"
    assert facts.split_column.value in ("column_1 + column_2", "year + month")
    assert [p.value for p in facts.drop] == [
        facts.columns[2].name
    ]  # the time once more


def test_years_of_rows_in_no_order_are_no_time_without_a_header(tmp_path):
    chance = random.Random(3)
    lines = [
        f"{chance.randint(1900, 2020)},{chance.randint(1, 9)},{value(i)},{'ab'[i % 2]}"
        for i in range(200)
    ]
    facts = facts_of(tmp_path, "\n".join(lines) + "\n")
    assert facts.kind.value == "tabular-classification"


def test_a_table_without_header_and_time_is_given_a_header(tmp_path):
    lines = [f"{'ab'[i % 2]},{value(i)},{value(2 * i)}" for i in range(100)]
    text = "\n".join(lines) + "\n"
    with pytest.raises(DataError, match="no header, and this writes one") as refused:
        facts_of(tmp_path, text, kind="series-forecasting")
    assert "put time in the place of column_1" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "moment", "step"),
    [
        ("time", lambda i: 1633872000 * 10**9 + i * 10**7, "10000000i"),
        ("timestamp", lambda i: 1633872000 * 10**6 + i * 10**4, "10000i"),
        ("time", lambda i: 1633872000 * 10**9 + i * 10**7 + i * 7919 % 10**5, ""),
        ("seconds_elapsed", lambda i: f"{i / 100:.2f}", ""),
        ("t", lambda i: f"{i / 30:.3f}", ""),
    ],
)
def test_fine_clocks_are_times_though_they_stray(tmp_path, name, moment, step):
    lines = [f"{moment(i)},{value(i)},{value(i + 7)},{i / 50}" for i in range(300)]
    facts = facts_of(tmp_path, wide(lines, f"{name},x,y,elapsed"))
    assert facts.kind.value == "series-forecasting" and setting(facts, "step") == step
    again = [p.value for p in facts.drop]  # the time once more
    assert {facts.split_column.value, *again} == {name, "elapsed"}
    assert "uneven" not in said(facts)


def test_times_of_chance_that_rise_are_no_steps(tmp_path):
    chance = random.Random(1)
    lines = [f"{i + chance.random():.4f},{value(i)},{value(i + 7)}" for i in range(300)]
    facts = facts_of(tmp_path, wide(lines, "time,x,y"), target="y")
    assert facts.kind.value == "tabular-regression"


def test_one_column_of_words_among_many_numbers_is_left_out(tmp_path):
    lines = [
        f"{line},{'NSW'[i % 7 % 3]},{i % 5},{i % 9}" for i, line in enumerate(rows())
    ]
    text = wide(lines, "when,power,heat,wind,rain,hail")
    facts = facts_of(tmp_path, text)
    assert facts.kind.value == "series-forecasting"
    assert [p.value for p in facts.drop] == [
        "wind"
    ] and "but for wind" in facts.kind.reason
    asked = facts_of(tmp_path, text, target="wind")
    assert asked.kind.value == "tabular-classification"
    moved = [
        ",".join((*cells[:3], *cells[4:], cells[3]))
        for cells in (line.split(",") for line in lines)
    ]
    last = facts_of(tmp_path, wide(moved, "when,power,heat,rain,hail,wind"))
    assert last.kind.value != "series-forecasting"


def test_series_of_a_long_table_that_move_as_one_are_rows(tmp_path):
    lines = [
        f"{BEGIN + h * HOUR},{name},{value(h)}" for h in range(200) for name in "xy"
    ]
    told = said(facts_of(tmp_path, wide(lines, "when,series,heat")))
    assert "x and y" in told and "the rows of one of each may go" in told
    assert "--drop one" not in told


def test_orders_with_a_time_of_which_none_follows_the_last_are_rows(tmp_path):
    chance = random.Random(0)
    lines = [
        f"{line.partition(',')[0]},{'NSW'[i % 3]},"
        + ",".join(f"{chance.gauss(9, 1):.3f}" for _ in range(4))
        for i, line in enumerate(rows())
    ]
    facts = facts_of(tmp_path, wide(lines, "when,plant,heat,load,mass,gain"))
    assert facts.kind.value != "series-forecasting"
    assert "plant is no number to forecast" in " ".join(facts.sentences)
