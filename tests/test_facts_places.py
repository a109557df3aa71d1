"""Where the files are that a table names, for facts and project: `pytest tests/test_facts_places.py`.

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
from scaffolder.facts import picture_answers, read
from tests.rendered import Rendered

CLASSES = ("oak", "elm", "fir")


def picture(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    noise = random.Random(file.name).randbytes(12 * 12 * 3)
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


def test_files_in_several_folders_are_named_with_the_way_on(tmp_path: Path):
    for i, (name, _, _) in enumerate(numbered()):
        picture(tmp_path / f"part {i // 30}" / f"{name}.png")
    rows = [f"{n},{k},{'ab'[f % 2]}" for n, k, f in numbered()]
    table(tmp_path / "t.csv", "id,kind,site", rows)
    told = refused(tmp_path)
    assert "in 2 folders (part 0, part 1)" in told
    carried_out(told, "; and name ")
    assert read(tmp_path, target="kind").counts == {"train": 60}


def test_a_column_of_parts_is_cut_into_files(tmp_path: Path):
    parts = ["Training"] * 40 + ["PublicTest"] * 10 + ["PrivateTest"] * 10
    rows = [f"{n}.png;{k};{p}" for (n, k, _), p in zip(numbered(), parts, strict=True)]
    for name, _, _ in numbered():
        picture(tmp_path / "images" / f"{name}.png")
    table(tmp_path / "t.csv", "file;label;usage", rows)
    carried_out(refused(tmp_path))
    counts = {"train": 40, "validation": 10, "test": 10}
    assert read(tmp_path / "t_train.csv").counts == counts == read(tmp_path).counts


def test_a_class_in_columns_of_0_and_1_becomes_one_column(tmp_path: Path):
    flags = [",".join(str(int(k == c)) for c in CLASSES) for _, k, _ in numbered()]
    for name, _, _ in numbered():
        picture(tmp_path / "images" / f"{name}.png")
    rows = [f"{n},{f}" for (n, _, _), f in zip(numbered(), flags, strict=True)]
    table(tmp_path / "train.csv", "id," + ",".join(CLASSES), rows)
    table(tmp_path / "test.csv", "id", ["tree000", "tree001"])
    told, several = refused(tmp_path), read(tmp_path, kind="image-multilabel")
    assert any("exclude one another" in sentence for sentence in several.sentences)
    assert read(tmp_path, target="elm").classes == {"0": 40, "1": 20}
    carried_out(told)
    facts = read(tmp_path / "train_classes.csv")
    assert facts.classes == dict.fromkeys(CLASSES, 20)


def test_a_last_column_beside_others_of_classes_is_no_guess(tmp_path: Path):
    for name, _, _ in numbered():
        picture(tmp_path / f"{name}.png")
    rows = [f"{n}.png,{k},{f},{'ab'[f % 2]}" for n, k, f in numbered()]
    table(tmp_path / "t.csv", "file,dx,fold,site", rows)
    assert "--target" in refused(tmp_path) and "dx, fold, site" in refused(tmp_path)
    assert read(tmp_path, target="dx").classes == dict.fromkeys(CLASSES, 20)


ORDERS = ["haze wood", "wood haze", "wood clear", "clear wood road", "haze road wood"]
NESTED = ["haze wood", "clear wood", "haze road wood", "clear road wood", "road wood"]
NAMES = {"bears": ["polar bear", "brown bear", "black bear", "black cat", "brown cat"]}
NAMES["shapes"] = [f"{c} {s}" for c in ("red", "blue", "grey") for s in ("box", "cup")]


@pytest.mark.parametrize("answers", [ORDERS, NESTED])
def test_words_between_blanks_are_labels(answers: list[str], tmp_path: Path):
    for name, _, _ in numbered():
        picture(tmp_path / f"{name}.png")
    rows = [f"{n}.png,{answers[i % 5]}" for i, (n, _, _) in enumerate(numbered())]
    table(tmp_path / "t.csv", "file,tags", rows)
    labels = ("clear", "haze", "road", "wood")
    assert read(tmp_path).settings["labels"].value == labels


@pytest.mark.parametrize("answers", NAMES.values(), ids=NAMES)
def test_names_of_two_words_are_classes(answers: list[str]):
    assert not picture_answers.separator_of(answers * 9, None)


@pytest.mark.parametrize("parts", [False, True])
def test_pictures_written_into_cells_become_arrays(parts: bool, tmp_path: Path):
    rows = []
    for i, (name, kind, _) in enumerate(numbered()):
        pixels = " ".join(map(str, random.Random(name).randbytes(64)))
        part = ["Training", "PublicTest", "PrivateTest"][max(0, i // 10 - 3)]
        rows.append(f"{kind},{pixels},{part if parts else i}")
    table(tmp_path / "t.csv", "kind,pixels,usage", rows)
    told = refused(tmp_path)
    assert "8 x 8 pixels in each cell" in told
    carried_out(told)
    facts = read(tmp_path / ("t_train.npz" if parts else "t_pictures.npz"))
    assert facts.counts["train"] == (40 if parts else 60) and len(facts.classes) == 3
    assert len(facts.counts) == (3 if parts else 1)


@pytest.mark.parametrize("alone", [False, True])
def test_a_list_of_attributes_becomes_a_table(alone: bool, tmp_path: Path):
    rows, parts = ["60", "Bald Hat Male "], []
    for i, (name, _, fold) in enumerate(numbered()):
        picture(tmp_path / "faces" / f"{name}.jpg")
        values = (i % 2, fold > 2, i % 3 == 0)
        rows.append(f"{name}.jpg " + " ".join(f"{2 * v - 1:2d}" for v in values))
        parts.append(f"{name}.jpg {max(0, i // 10 - 3)}")
    table(tmp_path / "attr.txt", rows[0], rows[1:])
    if not alone:
        table(tmp_path / "partition.txt", parts[0], parts[1:])
    told = refused(tmp_path)
    assert told == refused(tmp_path / "attr.txt") and "3 attributes" in told
    carried_out(told)
    if not alone:
        carried_out(refused(tmp_path / "labels.csv"))
    facts = read(tmp_path / ("labels.csv" if alone else "labels_train.csv"))
    assert facts.settings["labels"].value == ("Bald", "Hat", "Male")
    assert list(facts.counts.values()) == ([60] if alone else [40, 10, 10])


def test_names_of_several_fields_become_a_table_of_them(tmp_path: Path):
    for i in range(60):
        picture(tmp_path / "faces" / f"{i % 30}_{i % 2}_{i % 5}_2017{i * 7919}.png")
    told = refused(tmp_path)
    assert "field_1 has 30 values (0, 1, 10 and 27 more); field_2 has 2" in told
    assert "field_4 has" not in told
    carried_out(told)
    facts = read(tmp_path / "fields.csv", target="field_2")
    assert facts.classes == {"0": 30, "1": 30} and facts.split.reason.startswith(
        "nothing"
    )
    assert read(tmp_path / "fields.csv", target="field_1").number


def test_names_that_count_have_no_fields(tmp_path: Path):
    for i in range(60):
        picture(tmp_path / "faces" / f"img_{i:04d}.png")
    assert "field" not in refused(tmp_path)


def test_frames_whose_answers_change_slowly_are_cut_by_their_order(tmp_path: Path):
    steering, rows = 0.0, []
    for i in range(120):
        steering = 0.9 * steering + random.Random(i).gauss(0, 1)
        picture(tmp_path / f"frame{i:03d}.png")
        rows.append(f"frame{i:03d}.png,{steering}")
    table(tmp_path / "log.csv", "frame,steering", rows)
    (told,) = (s for s in read(tmp_path).sentences if "order of time" in s)
    carried_out(told)
    counts = {"train": 84, "validation": 18, "test": 18}
    assert read(tmp_path / "log_train.csv").counts == counts
    random.Random(0).shuffle(rows)
    table(
        tmp_path / "shuffled" / "log.csv", "frame,steering", [f"../{r}" for r in rows]
    )
    facts = read(tmp_path / "shuffled" / "log.csv")
    assert not any("order of time" in sentence for sentence in facts.sentences)
