"""Headers that do not name each column once: `pytest tests/facts/test_odd_headers.py`."""

import random
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from scaffolder.facts.written.text_table import sniff

from ..rendered import Rendered

RANDOM = random.Random(0)
ROWS = [
    (f"{RANDOM.random():.4f}", f"{RANDOM.gauss(3, 1):.4f}", "xy"[i % 2])
    for i in range(60)
]


def as_r_writes(path: Path) -> None:
    lines = [f'"{i + 1}",{",".join(row)}' for i, row in enumerate(ROWS)]
    path.write_text("\n".join(['"a","b","label"', *lines]) + "\n")


def with_a_last_separator(path: Path) -> None:
    path.write_text("\n".join(["a,b,label", *(",".join(r) + "," for r in ROWS)]) + "\n")


@pytest.mark.parametrize(
    ("write", "left_out", "said"),
    [
        (as_r_writes, "row_name", "one name less.*as R writes it"),
        (with_a_last_separator, "", "ends with a separator"),
    ],
)
def test_a_header_with_a_name_too_few_is_read_by_facts_and_project(
    tmp_path: Path, write, left_out: str, said: str
):
    path = tmp_path / "t.csv"
    write(path)
    facts = read(path)
    assert facts.counts == {"train": 60} and facts.target.value == "label"
    assert [p.value for p in facts.drop] == [left_out]
    assert any(
        sentence for sentence in facts.sentences if said.split(".*")[0] in sentence
    )
    splits = Rendered(tmp_path, "tabular-classification", data=str(path)).load()
    every = [*splits.train, *splits.validation, *splits.test]
    assert sorted((e.raw["a"], e.raw["b"], e.answer) for e in every) == sorted(ROWS)


def with_commas_in_cells(path: Path) -> None:
    lines = [f'"{a}, {b}",{a},{b},{label}' for a, b, label in ROWS]
    path.write_text("\n".join(["both,a,b,label", *lines]) + "\n")


def below_a_title(path: Path) -> None:
    path.write_text("\n".join(["Exported", "a;b;label", *map(";".join, ROWS)]) + "\n")


@pytest.mark.parametrize("write", [as_r_writes, with_commas_in_cells, below_a_title])
def test_a_table_called_txt_is_no_text_whatever_its_first_line_or_cells(
    tmp_path: Path, write
):
    write(tmp_path / "t.txt")
    facts = read(tmp_path)
    assert (facts.reader, facts.target.value) == ("table", "label")


def test_verse_with_a_comma_in_most_lines_stays_a_text(tmp_path: Path):
    lines = ["One by one, the leaves come down" for _ in range(300)]
    lines[7::20] = ["and lie, on grass, on stone"] * len(lines[7::20])
    (tmp_path / "t.txt").write_text("\n".join(lines) + "\n")
    assert read(tmp_path).kind.value == "language-model"


def test_an_index_of_times_without_a_name_is_the_time(tmp_path: Path):
    """As pandas writes a frame whose index are dates."""
    path, first = tmp_path / "t.csv", datetime(2020, 1, 1)
    lines = [f"{first + timedelta(hours=i)},{i % 24},{i % 7}" for i in range(300)]
    path.write_text("\n".join([",level,flow", *lines]) + "\n")
    facts = read(path)
    assert facts.kind.value == "series-forecasting" and facts.shape == (2, 300)
    made = Rendered(tmp_path, "series-forecasting", data=str(path))
    line = made.module("read").timeline(path, made.config())
    assert line.channels == ["level", "flow"] and len(line.times) == 300
    assert line.times[-1] == "2020-01-13 11:00:00"


def test_an_index_of_numbers_without_a_name_stays_as_it_is(tmp_path: Path):
    path = tmp_path / "t.csv"
    lines = [f"{i},{','.join(row)}" for i, row in enumerate(ROWS)]
    path.write_text("\n".join([",a,b,label", *lines]) + "\n")
    assert [column.name for column in read(path).columns] == ["", "a", "b", "label"]


TWO_LINES = {
    "Sample,,Leaf,,Root,,Result\nid,site,length,width,length,width,species": (
        "Sample id", "Sample site", "Leaf length", "Leaf width", "Root length",
        "Root width", "Result species",
    ),
    ",,leaf,leaf,root,root,\nid,site,length,width,length,width,species": (
        "id", "site", "leaf length", "leaf width", "root length", "root width", "species",
    ),
    "A trial of leaves\nid,site,Leaf,,Root,,species\n,,length,width,length,width,": (
        "id", "site", "Leaf length", "Leaf width", "Root length", "Root width", "species",
    ),
}  # fmt: skip


@pytest.mark.parametrize("header", TWO_LINES)
def test_a_header_of_two_lines_gives_one_name_to_each_column(
    tmp_path: Path, header: str
):
    path = tmp_path / "t.csv"
    rows = [f"s{i},{'ab'[i % 2]},5.{i},2,{i}.5,.1,c{i % 3}" for i in range(60)]
    path.write_text("\n".join([header, *rows]) + "\n")
    facts = read(path)
    assert facts.counts == {"train": 60}
    assert tuple(column.name for column in facts.columns) == TWO_LINES[header]
    assert len(facts.classes) == 3
    assert facts.settings["skip"].value == header.count("\n") + 1
    assert any("two lines" in sentence for sentence in facts.sentences)


def test_a_column_without_a_name_may_tell_the_class(tmp_path: Path):
    path = tmp_path / "t.csv"
    rows = [f"{'ab'[i % 2]},{i * i % 17}.5,{'xy'[i % 2]}" for i in range(60)]
    path.write_text("\n".join([",size,species", *rows]) + "\n")
    assert read(path).counts == {"train": 60}


def test_a_row_of_words_below_a_name_too_few_is_a_row(tmp_path: Path):
    path = tmp_path / "t.csv"
    rows = [f"{i},{['red', 'blue'][i % 2]},{'xy'[i % 2]}" for i in range(1, 60)]
    path.write_text("\n".join([",colour,species", "n.a.,red,x", *rows]) + "\n")
    assert read(path).counts == {"train": 60}


def days(columns: int, first: str = "") -> list[str]:
    begin = datetime(2020, 1, 1)
    return [
        ",".join([f"{begin + timedelta(days=i):%Y-%m-%d}{first}"])
        + "".join(f",{10 + i * k % 17}.5" for k in range(1, columns + 1))
        for i in range(100)
    ]


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (
            ["Price,Close,Close,Open,Open", "Ticker,A,B,A,B", "Date,,,,"],
            ("Date", "Close A", "Close B", "Open A", "Open B"),
        ),
        (
            ["Price,Close,High", "Ticker,AB,AB", "Date,,"],
            ("Date", "Close AB", "High AB"),
        ),
        ([",room,room", ",heat,co2", "when,,"], ("when", "room heat", "room co2")),
    ],
)
def test_a_third_line_names_the_index_as_pandas_writes_it(tmp_path, header, names):
    path = tmp_path / "t.csv"
    path.write_text("\n".join([*header, *days(len(names) - 1)]) + "\n")
    facts = read(path)
    assert facts.settings["columns"].value == names
    assert facts.settings["skip"].value == 3
    assert facts.shape == (len(names) - 1, 100) and facts.counts == {"train": 100}
    assert "header has three lines" in facts.sentences[1]


def test_a_line_of_an_index_name_below_the_header_is_no_row(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["Ticker,A,B", "Date,,", *days(2)]) + "\n")
    facts = read(path)
    assert facts.counts == {"train": 100} and facts.shape == (2, 100)
    assert facts.settings["aside"].value == ("Date",)


def test_a_first_row_without_numbers_stays_where_others_have_words_too(tmp_path):
    path = tmp_path / "t.csv"
    rows = [f"{'abc'[i % 3] * 2},{i}.5,{i % 7}" for i in range(60)]
    path.write_text("\n".join(["name,a,b", "zz,,", *rows]) + "\n")
    assert read(path, target="name").counts == {"train": 61}


def survey(lines: list[str]) -> str:
    """Answers below the names, and what an export writes between them."""
    rows = [
        f"2022-03-{i % 28 + 1:02},{'Survey Preview' if i < 6 else 'IP Address'},{'abc'[i % 3]},"
        f"{['Agree', 'Disagree'][i % 2]},{60 + i % 7},{['Yes', 'No', ''][i * i % 3]}"
        for i in range(90)
    ]
    return "\n".join(["StartDate,Status,Q1,Q2,Took,Q3", *lines, *rows]) + "\n"


QUESTIONS = 'Start Date,Response Type,"Which of these?\nTick one",Was it fair?,Took (in s),Come again?'
IMPORTED = ",".join(f'"{{""ImportId"":""QID{i}""}}"' for i in range(6))


@pytest.mark.parametrize("lines", [[QUESTIONS, IMPORTED], [IMPORTED], [QUESTIONS]])
def test_questions_below_the_names_of_a_survey_are_no_answers(tmp_path: Path, lines):
    path = tmp_path / "t.csv"
    path.write_text(survey(lines))
    facts = read(path, target="Q3")
    assert facts.counts == {"train": 90} and facts.classes.keys() == {"Yes", "No"}
    assert any("'Survey Preview' in 6 rows" in s for s in facts.sentences)
    asked = {"target": "Q3", "data": str(path)}
    splits = Rendered(tmp_path, "tabular-classification", **asked).load()
    every = [*splits.train, *splits.validation, *splits.test]
    assert {e.answer for e in every} == {"Yes", "No"}


def test_a_first_row_of_rare_words_is_an_example(tmp_path: Path):
    rows = [f"{i % 7},{'rs'[i % 2]},{'abc'[i % 3]},{'xy'[i % 2]}" for i in range(90)]
    lines = ["n,size,kind,label", "3,very large,a b c,x", *rows]
    (tmp_path / "t.csv").write_text("\n".join(lines) + "\n")
    assert read(tmp_path / "t.csv").counts == {"train": 91}


LOGGED = ["time,a,b,c", "TS,Deg C,%,W/m^2", ",Avg,Min,Avg"]
STATION = "TOA5,CR1000,31421,18231"


@pytest.mark.parametrize("station", [STATION, f"{STATION},Flux30", ""])
def test_the_header_of_a_logger_is_found_between_its_other_lines(tmp_path, station):
    start, path = datetime(2021, 6, 1), tmp_path / "t.dat"
    lines = [
        f"{start + timedelta(minutes=30 * i)},{'NAN' if i % 40 == 7 else RANDOM.gauss(3, 1)}"
        f",{RANDOM.random()},{RANDOM.gauss(300, 9)}"
        for i in range(120)
    ]
    path.write_text("\n".join([*filter(None, [station]), *LOGGED, *lines]) + "\n")
    facts = read(path)
    assert facts.kind.value == "series-forecasting" and facts.counts == {"train": 120}
    assert [c.name for c in facts.columns] == ["time", "a", "b", "c"]
    assert facts.columns[1].missing == 3 and "NAN" in facts.settings["missing"].value
    if station == STATION:
        Rendered(tmp_path, "series-forecasting", data=str(path)).load()


def test_first_rows_that_wait_for_their_numbers_are_examples(tmp_path: Path):
    lines = [f"p{i},{1.5 + i / 7:.2f},{i * 3},{'xy'[i % 2]}" for i in range(160)]
    waiting = ["anna,pending,pending,x", "bob,pending,pending,y"]
    text = ["name,height,weight,label", *waiting, *lines, "zed,pending,4,x"]
    (tmp_path / "t.csv").write_text("\n".join(text) + "\n")
    assert read(tmp_path / "t.csv").counts == {"train": 163}


def test_rows_of_words_alone_stay_below_their_header(tmp_path: Path):
    lines = [f"{chr(97 + i % 26) * (1 + i // 26)},{'xy'[i % 2]}" for i in range(80)]
    (tmp_path / "t.csv").write_text("\n".join(["name,label", *lines]) + "\n")
    assert sniff(tmp_path / "t.csv").aside == ()


def measured(folder: Path, between: str, name: str) -> Path:
    """Two blocks of settings, as measuring programs write them, then the table."""
    settings = [
        "LabVIEW",
        "Writer,2",
        "End,",
        ",",
        "Channels,3,,",
        "Samples,9,9,9,",
        "End,,,,",
    ]
    settings += [f"Setting {i},{i}" for i in range(30)]
    rows = [f"{i / 100},{RANDOM.random()},{RANDOM.random()}" for i in range(90)]
    text = "\n".join([*settings, "X_Value,Force,Strain,Comment", *rows]) + "\n"
    (folder / name).write_text(text.replace(",", between))
    return folder / name


@pytest.mark.parametrize(("between", "name"), [("\t", "run.lvm"), (",", "run.csv")])
@pytest.mark.parametrize("asked", ["", "run"])
def test_a_table_below_blocks_comes_with_the_command(tmp_path, between, name, asked):
    path = measured(tmp_path, between, name)
    with pytest.raises(DataError, match="above its table.*line 38") as refused:
        read(path if asked else tmp_path)
    command = str(refused.value).split("first line; ")[1].split(", and name ")[0]
    subprocess.run(command, shell=True, check=True)
    facts = read(tmp_path / "run_table.csv")
    assert facts.counts == {"train": 90} and facts.split_column.value == "X_Value"
    assert [c.name for c in facts.columns][1:] == ["Force", "Strain", "Comment"]


def blank_names(first: str) -> str:
    """A header of two lines with one name twice and two blank ones; rows with a class behind."""
    rows = [f"{a},{b},{b[-1]},{b[0]}.5,{i % 7},{c}" for i, (a, b, c) in enumerate(ROWS)]
    return "\r\n".join([first, *rows])


@pytest.mark.parametrize(
    ("first", "names"),
    [
        ('"Mass\n(kg)",depth,depth,, ,kind', ["Mass (kg)", "column_4", "column_5"]),
        ("mass,depth,depth,, ,kind", ["mass", "column_4", "column_5"]),
        ('"Mass\n(kg)",depth,age,, old ,kind', ["Mass (kg)", "", "old"]),
    ],
)
def test_blank_and_twin_names_become_a_name_for_each_column(tmp_path, first, names):
    path = tmp_path / "t.csv"
    path.write_bytes(blank_names(first).encode("utf-8-sig"))
    facts = read(path, target="kind")
    found = [column.name for column in facts.columns]
    assert len({*found}) == 6 and [found[0], *found[3:5]] == names
    assert not facts.drop and read(path).target.value in ("kind", "")
    assert "is a prediction" not in read(path).target.reason
    made = Rendered(tmp_path, "tabular-classification", data=str(path), target="kind")
    splits = made.load()
    every = [*splits.train, *splits.validation, *splits.test]
    assert len(every) == 60 and {e.answer for e in every} == {"x", "y"}
    assert all([*e.raw] == found[:5] for e in every)


def test_a_column_without_a_name_is_an_input_as_all_others_are(tmp_path: Path):
    path = tmp_path / "t.csv"
    lines = [f"{'uv'[i % 3 > 0]},{a},{b},{c}" for i, (a, b, c) in enumerate(ROWS)]
    path.write_text("\n".join([",a,b,label", *lines]) + "\n")
    made = Rendered(tmp_path, "tabular-classification", data=str(path))
    config = made.config()
    assert not config.drop and config.categorical == ("",)


def test_a_quoted_cell_of_two_lines_below_the_header_moves_no_row(tmp_path: Path):
    path = tmp_path / "t.csv"
    lines = [f'"{a}\nm",{b},{c}' for a, b, c in ROWS]
    path.write_text("\n".join(["a,b,label", *lines]) + "\n")
    facts = read(path, target="label")
    assert facts.counts == {"train": 60} and facts.settings["columns"].value == ()
