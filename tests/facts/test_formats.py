"""Formats that people have, read or named in a sentence: `pytest tests/facts/test_formats.py`."""

import gzip
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from nn_recipe import table_files
from scaffolder.errors import DataError
from scaffolder.facts import read
from scaffolder.facts.written import sparse_lines
from tests.rendered import Rendered

PERSON = {"id": 1, "text": "Ada went to Oslo."}
LINES = {
    "doccano": PERSON | {"label": [[0, 3, "PERSON"], [12, 16, "CITY"]]},
    "doccano with entities": PERSON
    | {"entities": [{"start_offset": 0, "end_offset": 3, "label": "PERSON"}]},
    "prodigy": PERSON | {"spans": [{"start": 0, "end": 3, "label": "PERSON"}]},
}
TASK = [{"data": {"text": "Ada"}, "annotations": [{"result": []}]}] * 20
PROSE = [
    {"text": f"a film that {i} people saw", "label": "ab"[i % 2]} for i in range(40)
]
SHOTS = [{"file": f"{i}.png", "label": "ab"[i % 2]} for i in range(40)]
SHAPES = {"imagePath": "1.png", "shapes": [{"label": "hare", "points": [[1, 1]]}]}
ARFF = (
    "% made up\n@relation x\n\n@attribute a numeric\n@attribute b {x,y}\n@data\n1,x\n"
)
SERIES = "@problemName X\n@timeStamps false\n@data\n1.0,2.0,3.0:a\n4.0,5.0,6.0:b\n"
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 40000\n"
BOXES = "id,bbox\n" + "".join(f'{i},"[{i}.0, 2, 3, 4]"\n' for i in range(30))
RUNS = "id,EncodedPixels\n" + "".join(f"{i},{i} 3 {9 + i} 4\n" for i in range(30))
NAMED = {
    **{f"{k}.jsonl": (json.dumps(v) + "\n", "spans.*CoNLL") for k, v in LINES.items()},
    "export.json": (json.dumps(TASK), "Label Studio.*CoNLL"),
    "shots.json": (json.dumps(SHOTS), "JSON array.*jsonl"),
    "1.json": (json.dumps(SHAPES), "labelme.*(COCO|xmin)"),
    "glass.arff": (ARFF, "ARFF.*CSV.*@attribute"),
    "Gun_TRAIN.ts": (SERIES, "sktime"),
    "table.csv": (POINTER, "git-lfs pointer.*git lfs pull"),
    "boxes.csv": (BOXES, "boxes as text.*xmin=x"),
    "runs.csv": (RUNS, "run lengths.*PNG"),
}


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("name", NAMED)
def test_a_known_format_is_named_with_the_way_on(tmp_path: Path, name: str, inside):
    content, sentence = NAMED[name]
    (tmp_path / name).write_text(content * (30 if name.endswith("l") else 1))
    with pytest.raises(DataError, match=f"(?s){sentence}"):
        read(tmp_path if inside else tmp_path / name)


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_of_records_is_a_table_for_facts_and_project(
    tmp_path: Path, inside: bool, indent: int | None
):
    chance = random.Random(0)
    rows = [
        {
            "size": chance.random(),
            "colour": chance.choice(["red", None]),
            "label": "xy"[i % 2],
        }
        for i in range(60)
    ]
    path = tmp_path / "d" / "rows.json"
    path.parent.mkdir()
    path.write_text(json.dumps(rows, indent=indent))
    facts = read(path.parent if inside else path)
    assert facts.counts == {"train": 60} and facts.classes == {"x": 30, "y": 30}
    splits = Rendered(tmp_path, "tabular-classification", data=str(path)).load()
    every = [*splits.train, *splits.validation, *splits.test]
    assert {float(e.raw["size"] or 0) for e in every} == {row["size"] for row in rows}
    assert sum(e.raw["colour"] is None for e in every) == sum(
        row["colour"] is None for row in rows
    )


@pytest.mark.parametrize("indent", [None, 2])
def test_texts_in_an_array_are_read_by_facts_and_project(tmp_path: Path, indent):
    path = tmp_path / "films.json"
    rows = [{**row, "writer": f"w{i % 8}"} for i, row in enumerate(PROSE)]
    path.write_text(json.dumps(rows, indent=indent))
    assert read(path).classes == {"a": 20, "b": 20}
    made = Rendered(tmp_path, "text-classification", data=str(path))
    splits = made.load()
    every = [*splits.train, *splits.validation, *splits.test]
    assert {(e.raw, e.answer) for e in every} <= {
        (r["text"], r["label"]) for r in PROSE
    }
    assert len(every) + len(splits.left_out) == 40
    known = table_files.read(path, made.config())
    assert [row["writer"] for row in known] == [row["writer"] for row in rows]
    table_files.write(known, tmp_path / "again.json", path, made.config())
    again = table_files.read(tmp_path / "again.json", made.config())
    assert [*map(dict, again)] == [*map(dict, known)]


def test_a_series_in_an_array_is_read_by_facts_and_project(tmp_path: Path):
    hours = [(1 + i // 24, i % 24) for i in range(300)]
    rows = [{"date": f"2020-01-{d:02} {h:02}:00:00", "v": h % 7} for d, h in hours]
    path = tmp_path / "tides.json"
    path.write_text(json.dumps(rows))
    facts = read(path)
    assert facts.kind.value == "series-forecasting" and facts.shape == (1, 300)
    made = Rendered(tmp_path, "series-forecasting", data=str(path))
    line = made.module("read").timeline(path, made.config())
    assert len(line.times) == 300 and [*line.values[0][:9]] == [*range(7), 0, 1]


def test_pictures_that_are_pointers_of_git_lfs_say_how_to_get_them(tmp_path: Path):
    for name in ("rain", "dry"):
        (tmp_path / name).mkdir()
        for i in range(12):
            (tmp_path / name / f"{i}.jpg").write_text(POINTER)
    with pytest.raises(DataError, match="git-lfs pointer.*git lfs pull"):
        read(tmp_path)


def of_two_kinds(folder: Path, n: int = 12) -> None:
    for name in ("hail", "fog"):
        (folder / name).mkdir(parents=True)
        for i in range(n):
            noise = random.Random(f"{name}{i}").randbytes(12 * 12 * 3)
            Image.frombytes("RGB", (12, 12), noise).save(folder / name / f"{i:03}.png")


def test_some_pictures_that_are_pointers_are_counted_and_named(tmp_path: Path):
    of_two_kinds(tmp_path / "d")
    for i in (9, 10, 11):  # behind those that a glance sees
        (tmp_path / "d" / "hail" / f"{i:03}.png").write_text(POINTER)
    told = r"3 of 24 files .*hail/009.png, for one, is a git-lfs pointer.*git lfs pull"
    with pytest.raises(DataError, match=told):
        read(tmp_path / "d")


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("../.git/annex/objects/0a/Zx/MD5E-s9--1.png", r"git-annex.*git annex get"),
        ("/mnt/elsewhere/{}", "a link to what is not there.*find .* -xtype l"),
    ],
)
def test_links_to_nothing_are_counted_and_named(tmp_path: Path, to: str, told: str):
    of_two_kinds(tmp_path / "d")
    for name in ("hail", "fog"):
        for i in range(6):
            link = tmp_path / "d" / name / f"{i:03}.png"
            link.unlink()
            link.symlink_to(to.format(link.name))
    with pytest.raises(DataError, match=f"12 of 24 files .*{told}"):
        read(tmp_path / "d")
    with pytest.raises(DataError, match=told):
        read(tmp_path / "d" / "fog" / "000.png")


def test_a_stray_link_and_small_files_are_content(tmp_path: Path):
    of_two_kinds(tmp_path / "d", 30)
    (tmp_path / "d" / "fog" / "old.png").symlink_to("gone.png")
    (tmp_path / "d" / "notes.txt").write_text("version 2")
    real = tmp_path / "d" / "hail" / "000.png"
    real.rename(tmp_path / "kept.png")
    real.symlink_to(tmp_path / "kept.png")  # one that leads somewhere
    assert read(tmp_path / "d").counts == {"train": 60}


# --- YOLO


def marked(top: Path, pictures: Path, split: str, count: int) -> None:
    """Every tenth picture is background, without a text; one text holds an outline."""
    text = Path(str(pictures).replace("images", "labels"))
    (top / pictures).mkdir(parents=True)
    (top / text).mkdir(parents=True)
    for i in range(count):
        noise = random.Random(f"{split}{i}").randbytes(24 * 16 * 3)
        image = Image.frombytes("RGB", (24, 16), noise)
        image.save(top / pictures / f"{i:02d}.png")
        line = f"{i % 2} 0.5 0.5 0.25 0.5\n"
        if i == 3:
            line += "1 0.25 0.25 0.75 0.25 0.75 0.75\n"
        if i % 10:
            (top / text / f"{i:02d}.txt").write_text(line)


LISTED = "path: .\ntrain: images/train\nval: images/val\nnames: [crate, barrel]\n"
EXPORTED = (
    "train: ../train/images\nval: ../valid/images\nnames: {0: crate, 1: barrel}\n"
)


@pytest.mark.parametrize(
    ("place", "words", "listed"),
    [
        ("images/{split}", ("train", "val"), LISTED),
        ("images/{split}", ("train", "val"), ""),
        ("{split}/images", ("train", "valid"), EXPORTED),
    ],
)
def test_yolo_text_files_are_read_with_their_splits(
    place, words, listed, tmp_path: Path
):
    top = tmp_path / "data"
    for split, count in zip(words, (40, 20), strict=True):
        marked(top, Path(place.format(split=split)), split, count)
    if listed:
        (top / "data.yaml").write_text(listed)
    facts = read(top)
    assert facts.kind.value == "image-detection"
    assert facts.counts == {"train": 40, "validation": 20}
    crate, barrel = ("crate", "barrel") if listed else ("0", "1")
    assert dict(facts.settings["classes"].value) == {"0": crate, "1": barrel}
    splits = Rendered(tmp_path, "image-detection", data=str(top)).load()
    assert len(splits.train) + len(splits.test) == 40 and len(splits.validation) == 20
    answers = {Path(e.raw).stem: e.answer.boxes for e in [*splits.train, *splits.test]}
    assert answers["10"] == ()
    assert answers["02"] == (("0", 9.0, 4.0, 15.0, 12.0),)
    assert answers["03"][1] == ("1", 6.0, 4.0, 18.0, 12.0)


@pytest.mark.parametrize(
    ("name", "answers"), [("a.txt", ("+1", "-1")), ("a.data", ("1", "2")), ("a", "01")]
)
def test_sparse_lines_say_how_to_make_a_table_of_them(tmp_path: Path, name, answers):
    path, chance = tmp_path / "d" / name, random.Random(0)
    path.parent.mkdir()
    lines = [
        f"{answers[i % 2]} "
        + " ".join(f"{j}:{chance.random():.3f}" for j in sorted({3, 1 + i % 7, 12}))
        for i in range(60)
    ]
    path.write_text("\n".join(lines) + "\n")
    for place in (path, path.parent):
        with pytest.raises(DataError, match="sparse lines") as refused:
            read(place)
    command = str(refused.value).split("write it: ")[1].rpartition(", and name")[0]
    subprocess.run(command.replace("python ", f"{sys.executable} "), shell=True)
    facts = read(path.parent / "a_dense.csv")
    assert facts.target.value == "label" and facts.counts == {"train": 60}
    assert len(facts.columns) == 9 and len(facts.classes) == 2


def test_lines_with_times_of_day_are_not_sparse():
    assert sparse_lines.are_sparse(["1 3:1 10:1", "-1 5:1"] * 9)
    assert not sparse_lines.are_sparse(["5 10:15 11:20", "7 9:05 12:00"] * 9)
    assert not sparse_lines.are_sparse(["1 3:1 was the score"] * 9)


@pytest.mark.parametrize("first", ["_id", "label"])
@pytest.mark.parametrize("ending", ["jsonl", "json"])
def test_nested_records_say_how_to_make_plain_ones(tmp_path: Path, first, ending):
    """Whichever field comes first; a list becomes one text."""
    chance, rows = random.Random(0), []
    for i in range(60):
        inner = {
            "age": chance.random(),
            "sex": chance.choice("mf"),
            "at": {"bp": i % 7},
        }
        row = {"_id": {"oid": f"{i:04x}"}, "patient": inner, "label": "xy"[i % 2]}
        row["ward"] = i % 5
        rows.append({first: row[first], **row, "meds": ["a", "b"][: i % 3]})
    path = tmp_path / f"export.{ending}"
    if ending == "json":
        path.write_text(json.dumps(rows))
    else:
        path.write_text("\n".join(map(json.dumps, rows)))
    left_out = next(s for s in read(path).sentences if "left out" in s)
    command = left_out.split("outer.inner: ")[1].partition(" and name ")[0]
    subprocess.run(command.replace("python ", f"{sys.executable} "), shell=True)
    facts = read(tmp_path / "export_flat.jsonl")
    names = {column.name for column in facts.columns}
    assert names >= {"patient.age", "patient.sex", "patient.at.bp", "meds", "_id.oid"}
    assert (facts.target.value, facts.split.value) == ("label", "chance")


def test_one_json_object_of_columns_is_no_lines(tmp_path: Path):
    path = tmp_path / "frame.json"
    path.write_text(json.dumps({"a": {"0": 1, "1": 2}, "b": {"0": 3, "1": 4}}))
    with pytest.raises(DataError, match="one JSON object.*orient='records'"):
        read(path)


SPACED = {
    "a name after a tab": '{0:.1f}   {1}   {2:.1f}  {3}\t"ford d\'oro {1}"',
    "a name after spaces": ' {0:.1f}  {1}   {2:.1f}  {3}   "ford  pinto"',
    "codes between single spaces": "A1{1} {0:.1f} A3{1} {2:.1f} {3}",
}


@pytest.mark.parametrize("line", SPACED.values(), ids=SPACED)
def test_columns_apart_by_spaces_say_how_to_write_commas(tmp_path: Path, line: str):
    chance = random.Random(0)
    rows = [(chance.random(), i % 3, 9 + chance.random(), i % 2) for i in range(60)]
    path = tmp_path / "auto.data"
    path.write_text("\n".join(line.format(*row) for row in rows) + "\n")
    with pytest.raises(DataError, match="stand apart by spaces") as told:
        read(path)
    command = str(told.value).split("commas: ")[1].partition(" and name ")[0]
    command = command.replace("python ", f"{sys.executable} ")
    subprocess.run(command, shell=True, cwd=tmp_path)
    facts = read(
        tmp_path / "auto.csv", target="column_4", kind="tabular-classification"
    )
    if "A1" in line:
        facts = read(tmp_path / "auto.csv")
    assert facts.counts == {"train": 60} and len(facts.columns) == 5
    assert len(facts.classes) == 2


def test_numbers_in_one_cell_are_no_columns(tmp_path: Path):
    chance = random.Random(0)
    dots = [" ".join(str(chance.randrange(256)) for _ in range(9)) for _ in range(60)]
    rows = [f"{'xy'[i % 2]},{cell},{i % 7}" for i, cell in enumerate(dots)]
    path = tmp_path / "faces.csv"
    path.write_text("\n".join(["emotion,pixels,age", *rows]) + "\n")
    assert len(read(path, target="emotion").columns) == 3


def converted(path: Path) -> str:
    """What the command of a refusal writes, carried out; the file that it names."""
    with pytest.raises(DataError, match="spans of letters") as told:
        read(path)
    command, _, after = (
        str(told.value).partition("python -c ")[2].partition(" and name ")
    )
    home = str(told.value).partition("cd ")[2].partition("; python")[0]
    python = f"cd {home}; {sys.executable} -c {command}"
    subprocess.run(python, shell=True, check=True)
    return after.partition(". ")[0].removesuffix(".")


ADA = "Ada Byron met Bo in Oslo.\n"
PERSONS = {"PERSON": [(0, 9), (14, 16)], "CITY": [(20, 24)]}
SPANS = [(a, b, label) for label, places in PERSONS.items() for a, b in places]
TAGS = ["B-PERSON", "I-PERSON", "O", "B-PERSON", "O", "B-CITY", "O"]
WORDS = [(0, "Ada"), (4, "Byron"), (10, "met"), (14, "Bo"), (17, "in"), (20, "Oslo")]
RECORDS = {
    "lists": {"label": SPANS},
    "offsets": {
        "entities": [
            {"start_offset": a, "end_offset": b, "label": c} for a, b, c in SPANS
        ]
    },
    "labels": {"label": [{"start": a, "end": b, "labels": [c]} for a, b, c in SPANS]},
    "tokens": {
        "tokens": [{"text": w, "start": a} for a, w in [*WORDS, (24, ".")]],
        "spans": [{"start": a, "end": b, "label": c} for a, b, c in SPANS],
        "answer": "accept",
    },
}


@pytest.mark.parametrize("array", [False, True])
@pytest.mark.parametrize("form", RECORDS)
def test_spans_of_letters_become_tokens_by_the_command(tmp_path: Path, form, array):
    record = {"text": ADA} | RECORDS[form]
    empty = {"text": "Nobody came."} | {k: [] for k in RECORDS[form] if k != "answer"}
    empty |= {"tokens": [{"text": "Nobody", "start": 0}]} if form == "tokens" else {}
    rejected = [record | {"answer": "reject"}] * (form == "tokens")
    rows = [empty, *[record] * 30, *rejected]
    path = tmp_path / ("a.json" if array else "a.jsonl")
    path.write_text(json.dumps(rows) if array else "\n".join(map(json.dumps, rows)))
    facts = read(converted(path))
    assert facts.kind.value == "text-tagging" and facts.counts == {"train": 31}
    assert facts.classes["B-PERSON"] == 60 and facts.classes["I-PERSON"] == 30
    tags = [
        line.split()[1]
        for line in (tmp_path / "a.conll").read_text().splitlines()
        if line
    ]
    assert tags[-len(TAGS) :] == TAGS


@pytest.mark.parametrize("parts", [("",), ("train", "dev")])
def test_standoff_annotations_become_tokens_by_the_command(tmp_path: Path, parts):
    for part in parts:
        (tmp_path / part).mkdir(exist_ok=True)
        for i in range(30):
            home = tmp_path / part / f"{i}.txt"
            home.write_bytes(f"First.\r\n{ADA}{part} {i} x.\n".encode())
            home.with_suffix(".ann").write_text(
                "T1\tPERSON 8 17\tAda Byron\nR1\tMet Arg1:T1 Arg2:T2\n"
                "T2\tPERSON 22 24;28 32\tBo Oslo\n#1\tNotes T1\tsure\n"
            )
    facts = read(converted(tmp_path))
    assert facts.counts == {s: 90 for s in ("train", "validation")[: len(parts)]}
    assert facts.split.value == "group"
    assert facts.classes["B-PERSON"] == 90 and facts.classes["I-PERSON"] == 30


@pytest.mark.parametrize("name", ["reviews.json", "reviews.json.gz"])
@pytest.mark.parametrize("array", [False, True])
def test_records_called_json_are_found_in_their_folder(tmp_path: Path, name, array):
    lines = "\n".join(map(json.dumps, PROSE))
    content = (json.dumps(PROSE) if array else lines).encode()
    packed = gzip.compress(content) if name.endswith("gz") else content
    (tmp_path / name).write_bytes(packed)
    assert read(tmp_path).counts == {"train": 40}
