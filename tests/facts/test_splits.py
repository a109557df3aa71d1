"""Given files, groups, times and what crosses splits: `pytest tests/facts/test_splits.py`."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.facts.test_places import carried_out


def rows(count: int, seed: int, yes: str = "yes", no: str = "no") -> str:
    chance = random.Random(seed)
    return "".join(
        f"{chance.random():.5f},{chance.choice('ab')},{chance.choice([yes, no])}\n"
        for _ in range(count)
    )


HEADER = "size,kind,label\n"


def test_a_folder_of_train_and_test_is_one_data_set(tmp_path: Path):
    (tmp_path / "adult-train.csv").write_text(rows(60, 0))
    (tmp_path / "adult-test.csv").write_text(rows(30, 1))
    (tmp_path / "adult.names").write_text("columns: size, kind, label")
    facts = read(tmp_path)
    assert facts.counts == {"train": 60, "test": 30}
    assert facts.settings["data"].value.endswith("adult-train.csv")
    assert facts.settings["test_data"].value.endswith("adult-test.csv")
    assert any("adult.names" in sentence for sentence in facts.sentences)


@pytest.mark.parametrize("named", ["train.csv", "test.csv", "val.csv"])
def test_naming_one_file_of_three_finds_the_others(tmp_path: Path, named: str):
    for seed, name in enumerate(("train", "val", "test")):
        (tmp_path / f"{name}.csv").write_text(HEADER + rows(60 - 20 * seed, seed))
    facts = read(tmp_path / named)
    assert facts.counts == {"train": 60, "validation": 40, "test": 20}


def test_two_unrelated_tables_are_listed_and_none_is_chosen(tmp_path: Path):
    for name in ("penguins.csv", "penguins_raw.csv"):
        (tmp_path / name).write_text(HEADER + rows(60, 0))
    with pytest.raises(
        DataError, match=r"penguins\.csv, penguins_raw\.csv.*Name the one"
    ):
        read(tmp_path)


def test_a_stray_point_in_the_test_labels_is_the_same_answer(tmp_path: Path):
    (tmp_path / "train.csv").write_text(rows(60, 0, ">50K", "<=50K"))
    (tmp_path / "test.csv").write_text(rows(30, 1, ">50K.", "<=50K."))
    facts = read(tmp_path)
    assert set(facts.settings["same_answer"].value) == {
        (">50K.", ">50K"),
        ("<=50K.", "<=50K"),
    }
    assert set(facts.classes) == {">50K", "<=50K"}


def test_a_class_that_only_the_test_file_has_is_said(tmp_path: Path):
    (tmp_path / "train.csv").write_text(HEADER + rows(60, 0))
    (tmp_path / "test.csv").write_text(HEADER + rows(30, 1) + "0.5,a,maybe\n")
    assert any("maybe" in sentence for sentence in read(tmp_path).sentences)


def test_training_rows_that_stand_in_the_test_file_are_counted(tmp_path: Path):
    shared = rows(7, 5)
    (tmp_path / "train.csv").write_text(HEADER + rows(60, 0) + shared)
    (tmp_path / "test.csv").write_text(HEADER + rows(30, 1) + shared)
    said = [s for s in read(tmp_path).sentences if "also stand in test.csv" in s]
    assert len(said) == 1 and ": 7." in said[0]


def test_a_test_file_without_answers_is_kept_for_predict(tmp_path: Path):
    (tmp_path / "train.csv").write_text(HEADER + rows(60, 0))
    (tmp_path / "test.csv").write_text("size,kind\n0.5,a\n0.7,b\n")
    facts = read(tmp_path)
    assert facts.settings["test_data"].value == ""
    assert any("predict" in sentence for sentence in facts.sentences)


def test_an_id_that_repeats_calls_for_a_split_by_group(tmp_path: Path):
    chance = random.Random(0)
    lines = [
        f"N{chance.randrange(40)}A1,{chance.random():.4f},{chance.choice('xy')}"
        for _ in range(120)
    ]
    path = tmp_path / "t.csv"
    path.write_text("Individual ID,size,label\n" + "\n".join(lines))
    facts = read(path)
    assert (facts.split.value, facts.split_column.value) == ("group", "Individual ID")
    assert "Individual ID" in {proposal.value for proposal in facts.drop}


@pytest.mark.parametrize("name", ["patient_nbr", "id of the patient"])
def test_however_it_is_called_a_patient_is_a_group(tmp_path: Path, name: str):
    chance = random.Random(0)
    lines = [
        f"{5000 + 7 * chance.randrange(60)},{chance.random():.4f},{chance.choice('xy')}"
        for _ in range(120)
    ]
    path = tmp_path / "t.csv"
    path.write_text(f"{name},size,label\n" + "\n".join(lines))
    assert read(path).split_column.value == name


def stacked(answer: str, cells: list[str], files: int = 3) -> str:
    chance = random.Random(0)
    rows = [
        f"{cells[i % len(cells)]},{chance.random():.4f},part {i * files // 240}.csv"
        for i in range(240)
    ]
    return "\n".join([f"{answer},size,file", *rows]) + "\n"


def test_the_file_that_a_row_came_from_is_the_group_and_no_answer(tmp_path: Path):
    path = tmp_path / "joined.csv"
    path.write_text(stacked("height", [f"{i / 7:.3f}" for i in range(90)]))
    facts = read(path)
    assert facts.target.value == "" and "height, size" in facts.target.reason
    assert facts.split_column.value == "file"
    facts = read(path, target="height")
    assert [proposal.value for proposal in facts.drop] == ["file"]
    path.write_text(stacked("height", [f"{i / 7:.3f}" for i in range(90)], files=2))
    facts = read(path, target="height")  # two cannot be cut in three
    assert facts.split.value == "chance" and facts.drop[0].value == "file"


def test_the_file_that_a_text_came_from_is_no_class(tmp_path: Path):
    path, words = tmp_path / "joined.csv", [
        "a",
        "river",
        "ran",
        "by",
        "under",
        "old",
        "stones",
    ]
    texts = [" ".join(random.Random(i).sample(words, 6)) for i in range(200)]
    rows = [f"{t},{'xy'[len(t) % 2]},p{i // 67}.csv" for i, t in enumerate(texts)]
    path.write_text("\n".join(["words,kind,file", *rows]))
    facts = read(path)
    assert (facts.reader, facts.target.value) == ("text", "kind")


def dated(order: list[int], form: str) -> str:
    chance = random.Random(0)
    lines = [
        form.format(day=1 + day % 28, month=1 + day // 28)
        + f",{chance.random():.4f},{chance.choice('xy')}"
        for day in order
    ]
    return "day,size,label\n" + "\n".join(lines)


def test_dates_that_order_the_rows_call_for_a_split_by_time(tmp_path: Path):
    path = tmp_path / "t.csv"
    path.write_text(dated(list(range(60)), "2020-{month:02}-{day:02}"))
    facts = read(path)
    assert (facts.split.value, facts.split_column.value) == ("time", "day")


def test_dates_in_no_order_do_not_split(tmp_path: Path):
    order = list(range(60))
    random.Random(0).shuffle(order)
    path = tmp_path / "t.csv"
    path.write_text(dated(order, "2020-{month:02}-{day:02}"))
    facts = read(path)
    assert facts.split.value == "chance"
    assert "day" in {proposal.value for proposal in facts.drop}


def test_dates_that_do_not_sort_as_text_split_as_dates(tmp_path: Path):
    path = tmp_path / "t.csv"
    path.write_text(dated(list(range(60)), "{day:02}.{month:02}.2020"))
    assert read(path).split.value == "time"


def test_named_splits_are_compared_as_those_that_are_found(tmp_path: Path):
    ours = rows(60, 0)
    theirs = "".join(ours.splitlines(keepends=True)[:30])
    for name, lines in (("ours", ours), ("theirs", theirs)):
        (tmp_path / f"{name}.csv").write_text(HEADER + lines)
    facts = read(tmp_path / "ours.csv", test=tmp_path / "theirs.csv")
    assert facts.counts == {"train": 60, "test": 30}
    assert facts.settings["test_data"].value == str(tmp_path / "theirs.csv")
    assert any("theirs.csv (test) 30 rows" in sentence for sentence in facts.sentences)


def test_a_named_split_of_another_format_is_refused(tmp_path: Path):
    (tmp_path / "ours.csv").write_text(HEADER + rows(60, 0))
    (tmp_path / "prose.txt").write_text("It was a bright cold day in April.\n" * 99)
    with pytest.raises(DataError, match="holds corpus, the training data table.*same"):
        read(tmp_path / "ours.csv", validation=tmp_path / "prose.txt")


def test_a_triple_is_found_among_other_files_wherever_its_words_stand(tmp_path: Path):
    for seed, name in enumerate(("newstrain", "news.dev", "news_test_gold")):
        (tmp_path / f"{name}.csv").write_text(HEADER + rows(60 - 20 * seed, seed))
    (tmp_path / "codes.csv").write_text("code,name\na,oak\nb,elm\n")
    facts = read(tmp_path)
    assert facts.counts == {"train": 60, "validation": 40, "test": 20}
    assert any("codes.csv" in sentence for sentence in facts.sentences)


def test_a_question_names_the_largest_file_and_the_flags(tmp_path: Path):
    (tmp_path / "alpha.csv").write_text("code,name\na,oak\nb,elm\n")
    (tmp_path / "zeta.csv").write_text(HEADER + rows(60, 0))
    with pytest.raises(
        DataError, match=r"e\.g\. \S+zeta\.csv.*--validation-data.*--test"
    ):
        read(tmp_path)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_column_that_names_the_part_of_a_row_is_no_input(tmp_path: Path, separator):
    rows = [
        f"{i * i % 17},{['train', 'val', 'TEST'][i % 5 // 3 + (i % 5 > 3)]},{'xy'[i % 2]}"
        for i in range(100)
    ]
    path = tmp_path / "t.csv"
    lines = "\n".join(["a,set,label", *rows]) + "\n"
    path.write_text(lines.replace(",", separator))
    with pytest.raises(DataError, match="'set'.*which part.*train, TEST, val") as told:
        read(path)
    command = str(told.value).split("a file for each: ")[1].partition(" and name ")[0]
    subprocess.run(command.replace("python ", f"{sys.executable} "), shell=True)
    facts = read(tmp_path / "t_train.csv")
    assert facts.counts == {"train": 60, "validation": 20, "test": 20}
    assert [column.name for column in facts.columns] == ["a", "label"]


@pytest.mark.parametrize(
    "words", ["train bus tram", "test control", "train training", "test testing train"]
)
def test_a_train_may_be_a_vehicle(tmp_path: Path, words: str):
    named = words.split()
    rows = [f"{i * i % 17},{named[i % len(named)]},{'xy'[i % 2]}" for i in range(60)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["a,way,label", *rows]) + "\n")
    assert [c.role for c in read(path).columns][1] == "category"


@pytest.mark.parametrize(
    ("name", "cells", "split"),
    [
        ("kepid", [f"{10000000 + 917 * (i // 2)}" for i in range(200)], "group"),
        ("patid", [f"P{1000 + i // 3}" for i in range(200)], "group"),
        ("bid", [f"{1000 + i // 2}" for i in range(200)], "chance"),
        ("overbid", [f"{(i // 2) / 8:.2f}" for i in range(200)], "chance"),
        ("stationid", [f"{1000 + i % 10}" for i in range(500)], "chance"),
    ],
)
def test_a_name_that_ends_in_id_is_a_group_where_its_cells_are_ids(
    tmp_path: Path, name: str, cells: list[str], split: str
):
    chance = random.Random(0)
    chance.shuffle(cells)
    rows = [f"{cell},{chance.random():.4f},{chance.choice('xy')}" for cell in cells]
    path = tmp_path / "t.csv"
    path.write_text("\n".join([f"{name},level,label", *rows]) + "\n")
    facts = read(path)
    assert facts.split.value == split
    if split == "group":
        assert [proposal.value for proposal in facts.drop] == [name]


@pytest.mark.parametrize("name", ["patient_age", "user rating", "deviceType"])
def test_what_is_said_of_someone_is_no_name_of_a_group(tmp_path: Path, name: str):
    chance = random.Random(0)
    rows = [f"{40 + i % 30},{chance.random():.4f},{'xy'[i % 2]}" for i in range(200)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join([f"{name},level,label", *rows]) + "\n")
    assert read(path).split.value == "chance"


@pytest.mark.parametrize(
    "name", ["spatial_fold", "fold", "cv.fold", "Fold ID", "kfold5"]
)
def test_given_folds_are_the_split_and_no_input(tmp_path: Path, name: str):
    chance = random.Random(0)
    lines = [f"{chance.random()},{i % 5 + 1},{chance.choice('xy')}" for i in range(100)]
    path = tmp_path / "t.csv"
    path.write_text(f"size,{name},label\n" + "\n".join(lines))
    facts = read(path)
    assert (facts.split.value, facts.split_column.value) == ("group", name)
    assert [proposal.value for proposal in facts.drop] == [name]


@pytest.mark.parametrize("name", ["fold_change", "times_fold", "folded", "cv"])
def test_what_only_sounds_like_a_fold_is_an_input(tmp_path: Path, name: str):
    chance = random.Random(0)
    lines = [f"{chance.random()},{i % 5 * 3},{chance.choice('xy')}" for i in range(100)]
    path = tmp_path / "t.csv"
    path.write_text(f"size,{name},label\n" + "\n".join(lines))
    facts = read(path)
    assert facts.split.value == "chance" and not facts.drop


@pytest.mark.parametrize("yes", ["1", "1.0", "True", "no"])
def test_a_column_that_says_whether_a_row_trains_is_no_input(tmp_path: Path, yes: str):
    no = {"1": "0", "1.0": "0.0", "True": "False", "no": "yes"}[yes]
    name = "test_set" if yes == "no" else "is_train"
    lines = [
        f"{i * i % 17},{no if i % 4 else yes},{'xy'[i % 3 > 1]}" for i in range(80)
    ]
    path = tmp_path / "t.csv"
    path.write_text("\n".join([f"a,{name},label", *lines]))
    with pytest.raises(DataError, match=f"'{name}'.*which part") as told:
        read(path)
    carried_out(str(told.value).partition("a file for each: ")[2])
    assert read(tmp_path / "t_train.csv").counts == {"train": 20, "test": 60}


@pytest.mark.parametrize("name", ["test", "in_training", "set"])
def test_a_flag_that_may_be_measured_is_an_input(tmp_path: Path, name: str):
    lines = [f"{i * i % 17},{int(i % 4 > 0)},{'xy'[i % 3 > 1]}" for i in range(80)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join([f"a,{name},label", *lines]))
    assert not read(path).drop


def pieces(path: Path, form: str, each: int = 5) -> Path:
    """Rows about files that are in five pieces each; `form` names a piece."""
    chance = random.Random(0)
    lines = [
        f"{form.format(whole=i // each, piece=i % each, i=i)},{chance.random()},{'xy'[i // each % 2]}"
        for i in range(100)
    ]
    path.write_text("\n".join(["file,size,label", *lines]) + "\n")
    return path


@pytest.mark.parametrize(
    "form", ["song.{whole}.{piece}.wav", "day{whole}_{piece:02d}.PNG"]
)
def test_pieces_of_files_come_with_the_command_that_says_the_file(
    tmp_path: Path, form: str
):
    path = pieces(tmp_path / "t.csv", form.replace("PNG", "png"))
    facts = read(path, kind="tabular-classification")
    told = next(s for s in facts.sentences if "pieces of 20 files" in s)
    carried_out(told.partition("says which: ")[2])
    again = read(tmp_path / "t_wholes.csv", kind="tabular-classification")
    assert again.split.value == "group" and again.split_column.value == "whole_id"


@pytest.mark.parametrize("form", ["song.{i}.wav", "song{i}.wav", "s{whole}-{piece}"])
def test_names_that_count_files_are_no_pieces(tmp_path: Path, form: str):
    facts = read(pieces(tmp_path / "t.csv", form), kind="tabular-classification")
    assert not any("pieces of" in sentence for sentence in facts.sentences)


def of_people(name: str) -> str:
    """Three rows each, of one sex and town."""
    chance = random.Random(0)
    rows = [
        f"{5000 + 7 * (i % 60)},{'fm'[i % 60 % 2]},{'abc'[i % 60 % 3]},{chance.random():.4f},"
        f"{chance.choice('xy')}"
        for i in range(180)
    ]
    return "\n".join([f"{name},sex,town,level,label", *rows]) + "\n"


@pytest.mark.parametrize("name", ["acct", "vehicle_no"])
def test_what_several_rows_may_be_of_is_offered_as_a_group(tmp_path: Path, name: str):
    path = tmp_path / "t.csv"
    path.write_text(of_people(name))
    facts = read(path)
    (told,) = (s for s in facts.sentences if "repeats" in s)
    assert "sex, town agree" in told and f"--split group --split-column {name}" in told
    numbers = [proposal.value for proposal in facts.drop]
    assert numbers == (["vehicle_no"] if name == "vehicle_no" else [])


def test_numbers_that_only_repeat_are_measured(tmp_path: Path):
    chance, path = random.Random(0), tmp_path / "t.csv"
    rows = [
        f"{chance.randrange(2000, 9000, 50)},{chance.choice('fm')},{chance.choice('abc')},"
        f"{chance.choice('xy')}"
        for _ in range(240)
    ]
    path.write_text("\n".join(["wave number,sex,town,label", *rows]) + "\n")
    facts = read(path)
    assert not facts.drop and not any("repeats" in s for s in facts.sentences)


def visits(*, answered: bool) -> str:
    """Three rows for each person: age in the first, the answer in the last or in all."""
    chance, rows = random.Random(0), []
    for i in range(180):
        age = str(30 + i // 3) if i % 3 == 0 else ""
        answer = chance.choice("xy") if i % 3 == 2 or answered else ""
        rows.append(f"{i // 3},visit {i % 3},{age},{chance.random():.4f},{answer}")
    return "\n".join(["record_id,event,age,level,label", *rows]) + "\n"


@pytest.mark.parametrize("answered", [False, True])
def test_what_stands_in_other_rows_of_a_person_comes_with_a_command(
    tmp_path: Path, answered: bool
):
    path = tmp_path / "t.csv"
    path.write_text(visits(answered=answered))
    facts = read(path)
    (told,) = (s for s in facts.sentences if "in other rows of the same record_id" in s)
    reasons = {proposal.value: proposal.reason for proposal in facts.drop}
    if not answered:
        assert "is empty in the rows that have an answer" in reasons["age"]
        assert "has one value only in the rows" in reasons["event"]
    carried_out(told)
    filled = read(tmp_path / "t_filled.csv")
    assert "age" not in {proposal.value for proposal in filled.drop}
    assert filled.columns[2].missing == 0


def test_a_counter_within_blocks_of_names_tells_the_group(tmp_path: Path):
    chance, path = random.Random(0), tmp_path / "t.csv"
    rows = [
        f"P{i // 6},{i % 6 + 1},{chance.random():.4f},{chance.choice('xy')}"
        for i in range(180)
    ]
    path.write_text("\n".join(["plot,plant,height,label", *rows]) + "\n")
    facts = read(path)
    assert (facts.split.value, facts.split_column.value) == ("group", "plot")
    assert "plant counts in each" in facts.split_column.reason
