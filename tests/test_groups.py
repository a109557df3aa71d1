"""Groups from a column, a folder or a place in the name: `pytest tests/test_groups.py`."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image

from nn_recipe import open_project, place
from nn_recipe.findings import Findings
from nn_recipe.silent_failures.data_door import judge_groups
from nn_recipe.silent_failures.known_splits import judge_known_splits
from scaffolder import new
from scaffolder.errors import AnswerError
from scaffolder.say import Say

from .rendered import Rendered

RANDOM = np.random.default_rng(0)


def noise(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(RANDOM.integers(0, 255, (16, 16), dtype=np.uint8)).save(path)


def in_folders(folder: Path) -> Path:
    """Ten donors, in their names and in folders of their own."""
    for i in range(80):
        donor, label = i % 10, "ab"[i // 10 % 2]
        noise(folder / label / f"box{donor % 5}" / f"d{donor:02d}_{i:03d}.png")
    return folder


def in_table(folder: Path) -> Path:
    lines = ["image,donor,shape"]
    for i in range(80):
        noise(folder / "images" / f"{i:03d}.png")
        lines.append(f"images/{i:03d}.png,d{i % 10},{'ab'[i // 10 % 2]}")
    (folder / "cells.csv").write_text("\n".join(lines) + "\n")
    return folder / "cells.csv"


def in_boxes(folder: Path) -> Path:
    """Two boxes a picture; one picture of no donor has none."""
    lines = ["image,xmin,ymin,xmax,ymax,class,donor"]
    for i in range(40):
        noise(folder / f"{i:03d}.png")
        lines += [f"{i:03d}.png,{x},2,{x + 5},9,cell,d{i % 8}" for x in (1, 8)]
    noise(folder / "nobody.png")
    (folder / "cells.csv").write_text("\n".join([*lines, "nobody.png,,,,,,"]) + "\n")
    return folder / "cells.csv"


def in_voices(folder: Path) -> Path:
    for i in range(60):
        path = (
            folder / ["anger", "joy"][i % 2] / f"{i // 6:02d}a{i % 6}{'WF'[i % 2]}a.wav"
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, RANDOM.normal(0, 0.1, 4000).astype("float32"), 8000)
    return folder


WORDS = ["storm", "river", "copper", "window", "garden"]
WORDS += ["letter", "silver", "market", "winter", "engine"]


def saying(i: int) -> str:
    """Ten words of their own for each i, as far as ten words go."""
    return " ".join(WORDS[int(n)] for n in RANDOM.integers(0, 10, 9)) + f" number{i}"


def in_texts(folder: Path) -> Path:
    """Eight authors, in the names of the files; each answers "ok thanks" once."""
    for i in range(96):
        path = folder / "ab"[i // 8 % 2] / f"anna{i % 8}-{i:02d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("ok thanks" if i < 8 else saying(i))
    return folder


def in_table_of_texts(folder: Path) -> Path:
    folder.mkdir()
    rows = [f"{saying(i)},anna{i % 8},{'ab'[i // 8 % 2]}" for i in range(96)]
    rows[:8] = [f"ok thanks,anna{i},a" for i in range(8)]
    (folder / "mails.csv").write_text("\n".join(["text,writer,label", *rows]) + "\n")
    return folder / "mails.csv"


def in_books(folder: Path) -> Path:
    """A text to continue, in chapters of eight books."""
    for i in range(40):
        path = folder / f"book{i % 8}" / f"chapter{i:02d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(saying(100 * i + line) for line in range(30)))
    return folder


def in_tokens(folder: Path) -> Path:
    folder.mkdir()
    rows = [f"{WORDS[i % 10]} N\nn{i} V\n{WORDS[i % 7]} N\n" for i in range(60)]
    (folder / "tags.conll").write_text("\n".join(rows))
    return folder / "tags.conll"


def designed(data: Path, **flags: Any) -> Any:
    given = {"name": "x", "data": str(data), "split": "group", **flags}
    return new.design(given, Say(quiet=True), silent=True)


def groups_of(made: Rendered) -> list[set[str]]:
    splits, group = made.load(), made.module("split").group
    parts = (splits.train, splits.validation, splits.test)
    assert all(map(len, parts))
    return [{group(example, made.config()) for example in part} for part in parts]


@pytest.mark.parametrize(
    ("make", "kind", "where", "groups"),
    [
        (in_folders, "image-classification", r"^d\d\d", 10),
        (in_folders, "image-classification", r"/(box\d)/", 5),
        (in_table, "image-classification", "donor", 10),
        (in_boxes, "image-detection", "donor", 9),
        (in_voices, "audio-classification", r"^\d\d", 10),
        (in_texts, "text-classification", r"^anna\d", 8),
        (in_table_of_texts, "text-classification", "writer", 8),
    ],
)
def test_whole_groups_stand_on_one_side(
    tmp_path: Path, make, kind: str, where: str, groups: int
):
    data = make(tmp_path / "d")
    given = {"data": str(data), "split": "group", "split_column": where}
    train, validation, test = groups_of(Rendered(tmp_path, kind, **given))
    assert not (train & validation or train & test or validation & test)
    assert len(train | validation | test) == groups


def test_texts_to_continue_are_cut_by_whole_books(tmp_path: Path):
    data = in_books(tmp_path / "d")
    given = {"data": str(data), "split": "group", "split_column": "^(book[^/]+)/"}
    splits = Rendered(tmp_path, "language-model", **given).load()
    train, validation, test = (
        {example.id.split("/")[0] for example in part}
        for part in (splits.train, splits.validation, splits.test)
    )
    assert not (train & validation or train & test or validation & test)
    assert len(train | validation | test) == 8


def test_a_column_of_writers_beside_texts_is_the_group(tmp_path: Path):
    data = in_table_of_texts(tmp_path / "d")
    answers = new.design(
        {"name": "x", "data": str(data)}, Say(quiet=True), True
    ).answers
    assert (answers.split, answers.split_column) == ("group", "writer")


@pytest.mark.parametrize(
    ("make", "where"), [(in_texts, "^anna."), (in_table_of_texts, "writer")]
)
def test_what_several_people_write_trains_only_once(tmp_path: Path, make, where: str):
    data = make(tmp_path / "d")
    given = {"data": str(data), "split": "group", "split_column": where}
    splits = Rendered(tmp_path, "text-classification", **given).load()
    parts = (splits.train, splits.validation, splits.test)
    assert sum("ok thanks" in {e.raw for e in part} for part in parts) == 1
    assert {why[:10] for why in splits.left_out.values()} == {"a copy of "}
    assert sum(map(len, parts)) + len(splits.left_out) == 96


def test_equal_words_of_several_people_stop_no_check(tmp_path: Path):
    """Training holds them more than once; cut anew, some may be left out as copies."""
    data = in_texts(tmp_path / "d")
    given = {"data": str(data), "split": "group", "split_column": "^anna."}
    kept = Rendered(tmp_path, "text-classification", **given).load().train
    for i, example in enumerate(kept):
        if i % 3 == 0:
            (data.parent / example.id).write_text("see you tomorrow")
    made, findings = Rendered(tmp_path, "text-classification", **given), Findings()
    place.stand(made.name)
    judge_known_splits(open_project(made.name), findings)
    assert not findings.faults, findings.faults


ALL = [
    in_folders,
    in_table,
    in_voices,
    in_texts,
    in_table_of_texts,
    in_books,
    in_tokens,
]


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("where", ["speaker", r"^.*\.\w+$", "(", r"\.\w+$"])
def test_a_group_that_cannot_be_found_is_an_error(tmp_path: Path, make, where: str):
    with pytest.raises(AnswerError, match="--split-column"):
        designed(make(tmp_path / "d"), split_column=where)


@pytest.mark.parametrize(
    ("make", "file"), [(in_table, "shape"), (in_table_of_texts, "label")]
)
def test_a_column_that_names_each_file_or_text_is_an_error(tmp_path: Path, make, file):
    path = make(tmp_path / "d")
    lines = path.read_text().splitlines()
    numbered = [f"{line},k{i % 96}x" for i, line in enumerate(lines[1:])]
    path.write_text("\n".join([f"{lines[0]},key", *numbered]) + "\n")
    with pytest.raises(AnswerError, match="--split-column key: each of"):
        designed(path, split_column="key", target=file)


def test_sentences_without_documents_have_no_group(tmp_path: Path):
    with pytest.raises(AnswerError, match="group needs the column"):
        designed(in_tokens(tmp_path / "d"))


@pytest.mark.parametrize("column", ["own", "one", "none"])
def test_a_column_that_groups_no_rows_is_an_error(tmp_path: Path, column: str):
    rows = [f"n{i},all,{i * 7 % 13},{'xy'[i % 2]}" for i in range(60)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["own,one,size,label", *rows]) + "\n")
    with pytest.raises(AnswerError, match=f"--split-column {column}"):
        designed(path, split_column=column, target="label")


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (in_folders, r"^d\d\d"),
        (in_folders, r"/(box\d)/"),
        (in_table, "donor"),
        (in_texts, "^anna."),
        (in_table_of_texts, "writer"),
    ],
)
@pytest.mark.parametrize("told", ["as it is", "each its own", "in two halves"])
def test_the_audit_tells_groups_itself(
    tmp_path: Path, make, where: str, told: str, monkeypatch
):
    data = make(tmp_path / "d")
    given = {"data": str(data), "split": "group", "split_column": where}
    texts = make in (in_texts, in_table_of_texts)
    kind = "text-classification" if texts else "image-classification"
    made = Rendered(tmp_path, kind, **given)
    split, findings = made.module("split"), Findings()
    right = split.group

    def half(example: Any, config: Any) -> str:
        number = int(re.findall(r"\d+", example.id)[-1])
        return f"{right(example, config)}, half {number // 10 % 2}"

    wrong = {"each its own": lambda e, config: e.id, "in two halves": half}
    monkeypatch.setattr(split, "group", wrong.get(told, right))
    place.stand(made.name)
    judge_groups(open_project(made.name), findings)
    assert bool(findings.faults) is (told in wrong), findings.faults


@pytest.mark.parametrize("known", ["bird", "speaker"])  # one is a group by its name
def test_any_column_of_a_table_of_sounds_may_be_the_group(known: str, tmp_path: Path):
    in_voices(tmp_path)
    rows = [
        f"{path.relative_to(tmp_path)},{path.parts[-2]},k{i % 4},b{i % 6}"
        for i, path in enumerate(sorted(tmp_path.rglob("*.wav")))
    ]
    header = f"file,call,{known},bird" if known != "bird" else "file,call,place,bird"
    (tmp_path / "calls.csv").write_text("\n".join([header, *rows]) + "\n")
    given = {"data": str(tmp_path / "calls.csv"), "target": "call"}
    given |= {"split": "group", "split_column": "bird"}
    made = Rendered(tmp_path, "audio-classification", **given)
    splits = made.load()
    groups = [{e.group for e in part} for part in (splits.train, splits.validation)]
    assert set().union(*groups) <= {f"b{i}" for i in range(6)}
    assert all(groups) and not groups[0] & groups[1]
    place.stand(made.name)
    findings = Findings()
    judge_groups(open_project(made.name), findings)
    assert not findings.faults
