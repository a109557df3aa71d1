"""Tables that are pieces of one, and what given files hold: `pytest tests/facts/test_several_tables.py`."""

import random
import re
import shlex
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read

from .test_places import carried_out


def written(path: Path, header: str, rows: list[tuple]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [",".join(map(str, row)) for row in rows]
    path.write_text("\n".join([header, *lines]) + "\n")
    return path


def rows(count: int, seed: int = 0) -> list[tuple]:
    chance = random.Random(seed)
    return [
        (i * 7, f"{chance.random():.4f}", chance.choice("xy")) for i in range(count)
    ]


def apart_by_rows(folder: Path) -> None:
    for part, count in (("train", 90), ("test", 40)):
        all_rows = rows(count, count)
        written(folder / f"X_{part}.csv", "a,b", [row[:2] for row in all_rows])
        written(folder / f"y_{part}.csv", "label", [row[2:] for row in all_rows])


def apart_by_ids(folder: Path) -> None:
    written(folder / "train_values.csv", "house,b", [row[:2] for row in rows(90)])
    answers = [(row[0], row[2]) for row in rows(90)]
    written(folder / "train_labels.csv", "house,label", answers)
    written(folder / "test_values.csv", "house,b", [row[:2] for row in rows(40, 1)])


def in_pieces(folder: Path) -> None:
    for year in (2019, 2020, 2021):
        written(folder / f"{year}.csv", "a,b,label", rows(30, year))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (apart_by_rows, "X_train.csv and y_train.csv have as many lines"),
        (
            apart_by_ids,
            "train_values.csv and train_labels.csv share the column 'house'",
        ),
        (in_pieces, "They have the same columns"),
    ],
)
def test_pieces_of_one_table_are_joined_by_the_command_that_is_named(
    tmp_path: Path, make, said: str
):
    make(tmp_path)
    with pytest.raises(DataError, match=said) as found:
        read(tmp_path)
    command = re.search(r"python -c (.*?) and name (\S+)\.(?= |$)", str(found.value))
    assert command
    code = shlex.split(command[1])[0]
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    facts = read(command[2])
    assert facts.counts == {"train": 90} and facts.target.value == "label"


def test_two_versions_of_a_table_are_not_joined(tmp_path: Path):
    written(tmp_path / "pets.csv", "a,b,label", rows(60))
    written(
        tmp_path / "pets_raw.csv", "Id,B (mm),Label,Note", [(*r, 1) for r in rows(60)]
    )
    with pytest.raises(DataError, match="Name the one to train on") as found:
        read(tmp_path)
    assert "join" not in str(found.value)


@pytest.mark.parametrize(
    "names", ["{}set.csv", "pets_2020_{}.csv", "{}/pets.csv", "{}-split.parquet"]
)
def test_the_word_of_a_split_may_stand_anywhere(tmp_path: Path, names: str):
    for word, count in (("train", 60), ("dev", 30), ("test", 40)):
        path = written(tmp_path / "d" / names.format(word), "a,b,label", rows(count))
        if path.suffix == ".parquet":
            frame = pl.DataFrame(rows(count), schema=["a", "b", "label"], orient="row")
            frame.write_parquet(path)
    written(tmp_path / "d" / "sample_submission.csv", "a,label", [(1, "x")])
    counts = read(tmp_path / "d").counts
    assert counts == {"train": 60, "validation": 30, "test": 40}


def pupils(path: Path, level: float, towns: str, share: float) -> Path:
    chance = random.Random(level)
    cells = [
        (
            f"{chance.gauss(level, 1):.3f}",
            chance.choice(towns),
            "yes" if chance.random() < share else "no",
        )
        for _ in range(200)
    ]
    return written(path, "grade,town,label", cells)


def test_a_given_file_that_lies_elsewhere_is_named_with_figures(tmp_path: Path):
    train = pupils(tmp_path / "a.csv", 3, "pqr", 0.5)
    test = pupils(tmp_path / "b.csv", 5, "pqs", 0.9)
    said = " ".join(read(train, test=test).sentences)
    assert re.search(r"b\.csv lies elsewhere .* grade \+(1\.[89]|2\.[0-3])", said)
    assert re.search(r"training lacks: town 's' in \d+ rows", said)
    assert re.search(r"come in other shares .* no (4|5)\d % in training", said)


def test_a_given_file_like_training_is_not_said_to_drift(tmp_path: Path):
    train = pupils(tmp_path / "a.csv", 3, "pqr", 0.5)
    test = pupils(tmp_path / "b.csv", 3.01, "pqr", 0.5)
    said = " ".join(read(train, test=test).sentences)
    assert "elsewhere" not in said and "lacks" not in said and "shares" not in said


def test_a_test_file_that_lacks_an_input_is_not_asked_for_it(tmp_path: Path):
    written(tmp_path / "train.csv", "a,b,label", rows(90))
    written(tmp_path / "test.csv", "a,label", [(r[0], r[2]) for r in rows(40, 1)])
    with pytest.raises(DataError, match="lacks columns of train.csv: b"):
        read(tmp_path)


def pieces_of_two_years(folder: Path) -> Path:
    written(folder / "t_2019.csv", "a,b,label", rows(30, 1))
    more = [(*row[:2], 5, row[2]) for row in rows(30, 2)]
    written(folder / "t_2020.csv", "a,b,speed,label", more)
    return folder


def parts_of_plain_text(folder: Path) -> Path:
    for part, count in (("train", 90), ("test", 40)):
        all_rows = rows(count, count)
        (folder / part).mkdir(parents=True)
        x = "".join(f"   {a: .3e}  {b}\n" for a, b, _ in all_rows)
        (folder / part / f"X_{part}.txt").write_text(x)
        y = "".join(f"{'xy'.index(label)}\n" for *_, label in all_rows)
        (folder / part / f"y_{part}.txt").write_text(y)
        (folder / part / f"subject_{part}.txt").write_text("3\n" * count)
    (folder / "names.txt").write_text("1 x\n2 y\n")
    return folder


def on_its_side(folder: Path) -> Path:
    names = [f"s{i}" for i in range(40)]
    genes = [
        (f"g{gene}", *(f"{v:.3f}" for v in random.Random(gene).choices(range(9), k=40)))
        for gene in range(25)
    ]
    written(folder / "levels.csv", ",".join(["gene", *names]), genes)
    labels = [(name, i % 2) for i, name in enumerate(names)]
    written(folder / "samples.csv", "sample,label", labels)
    return folder


@pytest.mark.parametrize(
    ("make", "said", "counts", "columns"),
    [
        (pieces_of_two_years, "share 3 columns.*t_2020.csv has speed", {"train": 60}, 5),
        (parts_of_plain_text, "X_train.txt.*subject", {"train": 90, "test": 40}, 3),
        (on_its_side, "40 columns of it are rows of samples", {"train": 40}, 27),
        (lambda d: on_its_side(d) / "levels.csv", "on its side", {"train": 40}, 27),
    ],
)  # fmt: skip
def test_what_is_in_several_files_is_joined_by_the_command(
    tmp_path: Path, make, said: str, counts: dict[str, int], columns: int
):
    with pytest.raises(DataError, match=said) as told:
        read(make(tmp_path / "d"))
    found = re.search(r"(cd .*) and name (\S+\.csv)\.", str(told.value))
    assert found
    command, name = found.groups()
    subprocess.run(command.replace("python ", f"{sys.executable} "), shell=True)
    facts = read(name)
    assert facts.counts == counts and len(facts.columns) == columns


def test_a_table_that_describes_the_columns_does_not_lie_below_them(tmp_path: Path):
    names = [*(f"s{i}" for i in range(15)), "label"]
    cells = [
        (f"r{i}", *random.Random(i).sample(range(99), 15), "xy"[i % 2])
        for i in range(40)
    ]
    path = written(tmp_path / "t.csv", ",".join(["row", *names]), cells)
    written(tmp_path / "about.csv", "column,unit", [(name, "m") for name in names])
    assert len(read(path).columns) == 17


def aligned(folder: Path) -> None:
    for station in (1, 2, 3):
        lines = [f"2020 01 {i // 24 + 1:02} {i % 24:02}  {i % 7}.5" for i in range(96)]
        text = "\n".join(["#YY MM DD hh  heat", "#yr mo dy hr  degC", *lines])
        (folder / f"{station}.txt").write_text(text + "\n")


def test_aligned_pieces_come_together_by_the_commands_that_are_told(tmp_path: Path):
    aligned(tmp_path)
    with pytest.raises(DataError, match="stand apart by spaces") as told:
        read(tmp_path)
    loop = re.search("cd .*; done", str(told.value))
    assert loop and not subprocess.run(["bash", "-c", loop[0]]).returncode
    with pytest.raises(DataError, match="They have the same columns") as told:
        read(tmp_path)
    stack = re.search("cd .*(?= and name)", str(told.value))
    assert stack and "skip_rows_after_header=1" in stack[0]
    command = stack[0].replace("python", shlex.quote(sys.executable), 1)
    assert not subprocess.run(["bash", "-c", command]).returncode
    facts = read(tmp_path / "joined.csv")
    assert (facts.kind.value, facts.shape) == ("series-forecasting", (3, 96))


def test_pieces_are_stacked_by_the_mark_between_their_cells(tmp_path: Path):
    for year in (2019, 2020):
        lines = [f"{a};{b};{label}" for a, b, label in rows(30, year)]
        (tmp_path / f"{year}.csv").write_text("\n".join(["a;b;label", *lines]) + "\n")
    with pytest.raises(DataError, match="separator=.*;"):
        read(tmp_path)


def test_two_files_to_measure_on_ask_which_of_them_chooses_the_epoch(tmp_path):
    names = ["datatraining.txt", "datatest.txt", "datatest2.txt"]
    for seed, name in enumerate(names):
        written(tmp_path / name, "a,b,label", rows(60, seed))
    with pytest.raises(DataError) as caught:
        read(tmp_path)
    train, one, other = (str(tmp_path / name) for name in names)
    assert f"{train} with --validation-data {one} --test-data {other}" in str(
        caught.value
    )
    counts = read(train, validation=one, test=other).counts
    assert counts == {"train": 60, "validation": 60, "test": 60}


def test_pieces_whose_header_has_a_name_too_few_are_stacked_as_told(tmp_path):
    for name in ("a.csv", "b.csv"):
        lines = [(i, *row) for i, row in enumerate(rows(60))]
        written(tmp_path / name, "x,y,label", lines)
    with pytest.raises(DataError) as caught:
        read(tmp_path)
    command = re.search(r"(cd .*?) and name", str(caught.value))
    assert command
    subprocess.run(
        command[1].replace("python -c", f"{sys.executable} -c"), shell=True, check=True
    )
    assert read(tmp_path / "joined.csv").counts == {"train": 120}


def seasons(folder: Path) -> None:
    """Three years of matches in a folder each, the last with a column more, one blank below."""
    for year, form in ((2017, "%d/%m/%y"), (2018, "%d/%m/%y"), (2019, "%d/%m/%Y")):
        chance, lines = random.Random(year), []
        for i in range(40):
            home, away = chance.randrange(4), chance.randrange(4)
            won = "HDA"[(away > home) - (home > away) + 1] if home != away else "D"
            day = f"{date(year, 8, 1) + timedelta(days=i):{form}}"
            clock = ("15:00", "17:30")[i % 2]
            lines.append(
                (day, *(clock,) * (year == 2019), home, away, won, f"0{i % 7}")
            )
        header = (
            "Date,Time,home,away,won,code"
            if year == 2019
            else "Date,home,away,won,code"
        )
        blank = [("",) * 5] * 3 if year == 2018 else []
        written(folder / f"{year % 100}" / "E0.csv", header, lines + blank)


def test_tables_in_folders_are_named_with_the_command_that_stacks_them(tmp_path: Path):
    seasons(tmp_path)
    with pytest.raises(DataError) as caught:
        read(tmp_path)
    told = str(caught.value)
    assert "3 tables in folders below: 17/E0.csv, 18/E0.csv, 19/E0.csv" in told
    assert "They share 5 columns (19/E0.csv has Time, too" in told
    carried_out(told)
    facts = read(tmp_path / "joined.csv", target="won")
    assert facts.counts == {"train": 120}
    columns = {column.name: column for column in facts.columns}
    assert columns["file"].examples[0] == "17/E0.csv"
    assert columns["code"].role == "category"  # 01 is no number
    assert columns["Date"].role == "time"
    assert any("not all of its cells are written alike" in s for s in facts.sentences)


@pytest.mark.parametrize("upset", [0, 3])
def test_the_larger_of_two_numbers_is_the_answer_and_both_are_left_out(
    tmp_path: Path, upset: int
):
    """But for three rows of another answer it is a strong input, and stays."""
    chance, lines = random.Random(0), []
    for i in range(90):
        home, away = chance.randrange(5), chance.randrange(5)
        won = "D" if home == away or i < upset else "HA"[away > home]
        lines.append((home, away, i % 7, home + away, won))
    facts = read(
        written(tmp_path / "t.csv", "home,away,age,sum,won", lines), target="won"
    )
    assert {proposal.value for proposal in facts.drop} == (
        set() if upset else {"home", "away"}
    )
    said = any("which of home and away is larger" in s for s in facts.sentences)
    assert said == (not upset)


def test_tables_of_other_columns_in_folders_are_named_each(tmp_path: Path):
    written(tmp_path / "a" / "rows.csv", "a,b,label", rows(60))
    written(tmp_path / "b" / "prices.csv", "day,price", [(i, i * 7) for i in range(9)])
    with pytest.raises(DataError, match="a/rows.csv, b/prices.csv.*e.g. .*a/rows.csv"):
        read(tmp_path)


def test_tables_that_describe_another_are_said_with_what_they_are_to_it(tmp_path: Path):
    houses = [(f"k{i}", i % 5, i * 7 % 11, "xyz"[i % 3]) for i in range(60)]
    written(tmp_path / "houses.csv", "key,town,age,label", houses)
    advice = [(f"k{i // 2}", f"text {i % 7}") for i in range(90)]
    written(tmp_path / "advice.csv", "key,what", advice)
    names = [("houses", name, "so many") for name in ("key", "age", "label")]
    written(tmp_path / "columns.csv", "file,column,description", names)
    written(tmp_path / "towns.csv", "town,people", [(i, i * 900) for i in range(5)])
    with pytest.raises(DataError) as caught:
        read(tmp_path)
    told = str(caught.value)
    assert "columns.csv describes the columns" in told
    assert "advice.csv has several rows of one key (90)" in told
    assert "towns.csv says more of each town of houses.csv" in told
    assert f"e.g. {tmp_path / 'houses.csv'}, which has most columns" in told
    carried_out(told)
    joined = read(tmp_path / "joined.csv")
    assert joined.counts == {"train": 60}
    assert [c.name for c in joined.columns][-1] == "people"


def test_tables_that_have_nothing_in_common_are_listed_as_before(tmp_path: Path):
    written(tmp_path / "a.csv", "a,b,label", rows(60))
    written(tmp_path / "c.csv", "c,d", [(i, i) for i in range(9)])
    written(tmp_path / "e.csv", "e,f", [(i, i) for i in range(9)])
    with pytest.raises(DataError, match="Needed: one, or files named train"):
        read(tmp_path)
