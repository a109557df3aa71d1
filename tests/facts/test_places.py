"""Where the files are that a table names, for facts and project: `pytest tests/facts/test_places.py`.

Each layout is one that people have; the project must load what the facts counted.
"""

import random
import re
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.rendered import Rendered

CLASSES = ("oak", "elm", "fir")


def picture(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    noise = random.Random(str(file)).randbytes(12 * 12 * 3)
    Image.frombytes("RGB", (12, 12), noise).save(file)


def sound(file: Path) -> None:
    import numpy as np
    import soundfile

    file.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(zlib.crc32(file.stem.encode()))
    soundfile.write(file, 0.1 * noise.normal(size=800), 8000)


def numbered(n: int = 60) -> Iterator[tuple[str, str, int]]:
    """Name, class and fold of each file."""
    for i in range(n):
        yield f"tree{i:03d}", CLASSES[i % 3], i % 5 + 1


def table(path: Path, header: str, rows: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n")


def neighbouring(top: Path) -> None:
    for name, _, _ in numbered():
        picture(top / "images" / f"{name}.png")
    table(top / "list.csv", "file,kind", [f"{n}.png,{k}" for n, k, _ in numbered()])


def without_suffix(top: Path) -> None:
    for name, _, _ in numbered():
        picture(top / "train" / f"{name}.png")
    picture(top / "test" / "unknown.png")
    table(top / "labels.csv", "id,kind", [f"{n},{k}" for n, k, _ in numbered()])
    table(top / "sample_submission.csv", "id,oak,elm", ["unknown,.5,.5"])


def backslashes(top: Path) -> None:
    for name, kind, _ in numbered():
        picture(top / "pics" / kind / f"{name}.png")
    rows = [f"pics\\{k}\\{n}.png,{k}" for n, k, _ in numbered()]
    table(top / "list.csv", "path,kind", rows)


def another_machine(top: Path) -> None:
    for name, kind, _ in numbered():
        picture(top / "pics" / kind / f"{name}.png")
    rows = [f"D:\\work\\all\\{k}\\{n}.PNG,{k}" for n, k, _ in numbered()]
    table(top / "tables" / "list.csv", "path,kind", rows)


def a_table_in_each_split(top: Path) -> None:
    for split, n in (("train", 60), ("validation", 12), ("test", 15)):
        for name, _, _ in numbered(n):
            picture(top / split / f"{split}_{name}.png")
        rows = [f"{split}_{name}.png,{kind}" for name, kind, _ in numbered(n)]
        table(top / split / "metadata.csv", "file_name,label", rows)


def a_folder_for_each_table(top: Path) -> None:
    for split, n in (("train", 60), ("val", 12)):
        for name, _, _ in numbered(n):
            picture(top / f"{split}_images" / f"{split}{name}.png")
        rows = [f"{split}{name},{kind}" for name, kind, _ in numbered(n)]
        table(top / f"{split}.csv", "image_id,label", rows)


def numbers_of_each_part(top: Path) -> None:
    for part, n in (("train", 60), ("val", 12)):
        for i in range(n):
            picture(top / f"trees-{part}" / f"{i}.png")
        rows = [f"{i},{CLASSES[i % 3]}" for i in range(n)]
        table(top / f"trees-{part}.csv", "id,kind", rows)


def folds(top: Path) -> None:
    rows = []
    for name, kind, fold in numbered():
        sound(top / "audio" / f"fold{fold}" / f"{name}.wav")
        rows.append(f"{name}.wav,{fold},{kind}")
    table(top / "meta" / "clips.csv", "file_name,fold,class", rows)


LAYOUTS: list[tuple[Callable[[Path], None], str, dict[str, int]]] = [
    (neighbouring, "images/{file}", {"train": 60}),
    (without_suffix, "train/{id}.png", {"train": 60}),
    (backslashes, "path", {"train": 60}),
    (another_machine, "../pics/{path.parent.name}/{path.stem}.png", {"train": 60}),
    (a_table_in_each_split, "file_name", {"train": 60, "validation": 12, "test": 15}),
    (
        a_folder_for_each_table,
        "{table}_images/{image_id}.png",
        {"train": 60, "validation": 12},
    ),
    (numbers_of_each_part, "{table}/{id}.png", {"train": 60, "validation": 12}),
    (folds, "../audio/fold{fold}/{file_name}", {"train": 60}),
]


@pytest.mark.parametrize(("layout", "place", "counts"), LAYOUTS)
def test_the_project_loads_what_the_facts_found(layout, place, counts, tmp_path: Path):
    layout(tmp_path / "data")
    facts = read(tmp_path / "data")
    assert facts.settings["columns"].value[0] == place
    assert facts.counts == counts and set(facts.classes) == set(CLASSES)
    kind = facts.kind.value
    splits = Rendered(tmp_path, kind, data=str(tmp_path / "data")).load()
    if len(counts) == 3:
        assert len(splits.train) == counts["train"] and len(splits.test) == 15
    every = [*splits.train, *splits.validation, *splits.test]
    assert len(every) == sum(counts.values()) and not splits.left_out
    assert all(Path(example.raw).is_file() for example in every)


def of_two_parts(top: Path, first: int) -> None:
    """Numbers of training from 1 on, those of the test from `first` on."""
    for i in range(1, 61):
        picture(top / "Hand Training" / f"{i}.png")
    for i in range(first, first + 20):
        picture(top / "Hand Test" / f"{i}.png")


def test_a_table_may_number_the_pictures_of_one_part(tmp_path: Path):
    of_two_parts(tmp_path, 61)
    rows = [f"{i},{i * i % 97},{i % 3 == 0}" for i in range(1, 61)]
    table(tmp_path / "ages.csv", "id,bone,male", rows)
    facts = read(tmp_path)
    assert (facts.kind.value, facts.target.value) == ("image-regression", "bone")
    assert facts.settings["columns"].value[0] == "Hand Training/{id}.png"


def test_numbers_of_all_parts_come_with_the_command_that_puts_them_together(tmp_path):
    of_two_parts(tmp_path, 61)
    table(
        tmp_path / "kinds.csv", "id,kind", [f"{i},{'ab'[i % 2]}" for i in range(1, 81)]
    )
    told = refused(tmp_path)
    assert "--split" not in told
    carried_out(told, "; and name ")
    carried_out(refused(tmp_path / "kinds_files.csv"))  # a part for each folder
    counts = read(tmp_path / "kinds_files_train.csv").counts
    assert counts == {"train": 60, "test": 20}


def test_numbers_in_both_parts_are_no_names_and_the_parts_no_classes(tmp_path: Path):
    of_two_parts(tmp_path, 1)
    table(tmp_path / "ages.csv", "id,bone", [f"{i},{i * i % 97}" for i in range(1, 61)])
    assert "which part a picture belongs to" in refused(tmp_path)


def test_rows_that_only_count_name_no_pictures(tmp_path: Path):
    for kind, n in (("elm", 30), ("oak", 60)):
        for i in range(n):
            picture(tmp_path / kind / f"{i}.png")
    table(
        tmp_path / "history.csv",
        "epoch,loss",
        [f"{i},{1 / (i + 1)}" for i in range(60)],
    )
    assert read(tmp_path).classes == {"oak": 60, "elm": 30}


def test_a_fold_is_a_group_and_no_class(tmp_path: Path):
    folds(tmp_path)
    facts = read(tmp_path)
    assert (facts.split.value, facts.split_column.value) == ("group", "fold")


def test_absent_files_are_one_sentence_and_no_list_to_drop(tmp_path: Path):
    neighbouring(tmp_path / "data")
    for name, _, _ in list(numbered())[:30]:
        (tmp_path / "data" / "images" / f"{name}.png").unlink()
    facts = read(tmp_path / "data")
    assert facts.counts == {"train": 30} and not facts.drop
    assert any("30 of 60 rows of list.csv name files" in s for s in facts.sentences)
    splits = Rendered(tmp_path, facts.kind.value, data=str(tmp_path / "data")).load()
    assert set(splits.left_out.values()) == {"no such picture"}
    assert len([*splits.train, *splits.validation, *splits.test]) == 30


@pytest.mark.parametrize("names", [("train", "val"), ("fold1", "fold2", "fold3")])
@pytest.mark.parametrize("write", [picture, sound])
def test_names_of_splits_and_folds_are_no_classes(names, write, tmp_path: Path):
    for folder in names:
        for i in range(12):
            write(
                tmp_path
                / folder
                / f"{folder}{i}.{'png' if write is picture else 'wav'}"
            )
    with pytest.raises(
        DataError, match="which part a .* belongs to|no answer for them"
    ):
        read(tmp_path)


def test_the_column_that_the_test_file_lacks_is_the_answer(tmp_path: Path):
    chance = random.Random(0)
    rows = [f"{i},{chance.random():.4f},{chance.random():.4f}" for i in range(80)]
    table(tmp_path / "train.csv", "id,rings,size", rows)
    table(tmp_path / "test.csv", "id,size", [row.rpartition(",")[0] for row in rows])
    table(tmp_path / "sample_submission.csv", "id,rings", ["1,0.5", "2,0.5"])
    facts = read(tmp_path)
    assert facts.target.value == "rings" and "lacks" in facts.target.reason
    assert facts.counts == {"train": 80}


def refused(path: Path) -> str:
    with pytest.raises(DataError) as error:
        read(path)
    return str(error.value)


def carried_out(told: str, ends: str = " and name ") -> None:
    """The command of a message, which begins with the folder it is run in."""
    command = re.search(rf"(cd .*?){ends}", told, re.S)
    assert command, told
    line = command[1].replace("python -c", f"'{sys.executable}' -c")
    subprocess.run(["bash", "-c", line], check=True)


@pytest.mark.parametrize(
    ("place", "cell"),
    [
        ("p.csv", "/data/upload/3/{i:08x}-wall_{i}.png"),
        ("out/p.csv", "{i:08x}_wall_{i}.png"),
    ],
)
def test_codes_before_the_names_of_files_are_taken_away(
    tmp_path: Path, place: str, cell: str
):
    for i in range(24):
        picture(tmp_path / "images" / f"wall_{i}.png")
    rows = [f"{cell.format(i=i // 2)},{CLASSES[i // 2 % 3]}" for i in range(48)]
    (tmp_path / place).parent.mkdir(exist_ok=True)
    table(tmp_path / place, "image,label", rows)
    told = refused(tmp_path / place)
    assert "a code stands before each name" in told and "wall_0.png is" in told
    carried_out(told)
    facts = read((tmp_path / place).with_name("p_files.csv"))
    assert facts.counts == {"train": 48} and "begin alike" not in str(facts.sentences)


def test_the_form_of_a_contest_numbers_no_pictures_to_learn_from(tmp_path: Path):
    for i in range(12):
        picture(tmp_path / "train" / f"{('cat', 'dog')[i % 2]}.{i}.png")
        picture(tmp_path / "test1" / f"{i + 1}.png")
    rows = [f"{i + 1},0" for i in range(12)]
    table(tmp_path / "sampleSubmission.csv", "id,label", rows)
    assert "begin with cat, dog" in refused(tmp_path)


def test_numbers_that_begin_anew_in_each_part_lead_to_the_files_of_that_part(tmp_path):
    """train/…/1.png and test/…/1.png: no test row gets a picture of training."""
    for part, called, n in (("Training", "learn", 40), ("Testing", "test", 20)):
        for i in range(1, n + 1):
            picture(tmp_path / f"{part}_Set" / called / f"{i}.png")
        rows = [f"{i},{i % 2},{i % 3 % 2}" for i in range(1, n + 1)]
        name = {"Training": "train", "Testing": "test"}[part]
        table(tmp_path / f"{part}_Set" / f"{name}_labels.csv", "ID,spot,line", rows)
    told = refused(tmp_path)
    assert "rows of" in told and "would get those of train_labels.csv" in told
    carried_out(told)
    train, test = (
        tmp_path / f"{part}_Set" / f"{name}_labels_files.csv"
        for part, name in (("Training", "train"), ("Testing", "test"))
    )
    facts = read(train, test=str(test))
    assert facts.counts == {"train": 40, "test": 20}


def test_the_table_of_a_part_may_call_its_numbers_otherwise(tmp_path: Path):
    """A test table without the column that names the files of training is read as before."""
    for part, header in (("train", "id,kind"), ("test", "Case ID,Sex")):
        for i in range(40):
            picture(tmp_path / f"scans-{part}" / f"{part[1]}{i}.png")
        rows = [f"{part[1]}{i},{CLASSES[i % 3]}" for i in range(40)]
        table(tmp_path / f"scans-{part}.csv", header, rows)
    assert read(tmp_path).counts == {"train": 40}


def test_files_beside_a_folder_of_answers_are_not_found_by_a_mere_number(tmp_path):
    """A column that counts names no sound that happens to lie next door."""
    for i in range(40):
        sound(tmp_path / "talks" / f"{i}.wav")
    rows = [f"{i},{i * i % 7},{CLASSES[i % 3]}" for i in range(40)]
    (tmp_path / "answers").mkdir()
    table(tmp_path / "answers" / "t.csv", "left,size,kind", rows)
    assert read(tmp_path / "answers").kind.value == "tabular-classification"


@pytest.mark.parametrize("ahead", ["", "data/set_1/"])
def test_parts_in_the_paths_of_one_table_are_said(tmp_path: Path, ahead: str):
    rows = []
    for name, kind, fold in numbered():
        path = f"{ahead}{'dev' if fold == 1 else 'train'}/{name}.png"
        picture(tmp_path / path)
        rows.append(f"{path},{kind}")
    table(tmp_path / "list.csv", "file,kind", rows)
    told = refused(tmp_path)
    assert "given parts (train, dev)" in told
    carried_out(told)
    found = read(tmp_path / "list_train.csv")
    assert found.counts == {"train": 48, "validation": 12}


def test_folders_that_are_no_parts_stay_in_one_table(tmp_path: Path):
    rows = []
    for name, kind, fold in numbered():
        path = f"{'north' if fold == 1 else 'train'}/{name}.png"
        picture(tmp_path / path)
        rows.append(f"{path},{kind}")
    table(tmp_path / "list.csv", "file,kind", rows)
    assert read(tmp_path).counts == {"train": 60}


def test_the_column_of_the_parts_is_not_taken_for_the_answer(tmp_path: Path):
    rows = []
    for name, kind, fold in numbered():
        picture(tmp_path / "scans" / f"{name}.png")
        rows.append(f"{name},{kind},{'val' if fold == 1 else 'train'}")
    table(tmp_path / "list.csv", "scan_id,defect,subset", rows)
    told = refused(tmp_path)
    assert "'subset'" in told and "train, val" in told
    carried_out(told)
    found = read(tmp_path / "list_train.csv")
    assert found.target.value == "defect"
    assert found.counts == {"train": 48, "validation": 12}


def test_an_age_that_stands_last_may_be_the_answer(tmp_path: Path):
    rows = []
    for i, (name, _, fold) in enumerate(numbered()):
        picture(tmp_path / f"{name}.png")
        rows.append(f"{name}.png,{'NS'[i % 2]},{'FM'[i % 2]},{fold}")
    table(tmp_path / "list.csv", "file,area,sex,age", rows)
    assert "which is the answer of: area, sex, age" in refused(tmp_path)
