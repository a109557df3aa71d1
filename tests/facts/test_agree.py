"""What facts count is what the project loads, on odd layouts: `pytest tests/facts/test_agree.py`.

Hidden files, broken pictures, and classes that training never saw.
"""

import random
from pathlib import Path

import pytest
from PIL import Image

from scaffolder.facts import Facts, read
from tests.rendered import Rendered


def picture(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    noise = random.Random(str(file)).randbytes(12 * 12 * 3)
    Image.frombytes("RGB", (12, 12), noise).save(file)


def loaded(tmp_path: Path, facts: Facts) -> tuple[dict[str, int], dict[str, str]]:
    """Examples by given split, all of them together where nothing is given; what is left out."""
    kind = facts.kind.value
    named = {"target": facts.target.value} if kind.startswith("tabular") else {}
    splits = Rendered(tmp_path, kind, data=str(facts.path), **named).load()
    sizes = {s: len(getattr(splits, s)) for s in ("train", "validation", "test")}
    if len(facts.counts) < 3:
        sizes["train"] += sum(
            sizes.pop(s) for s in list(sizes) if s not in facts.counts
        )
    return sizes, splits.left_out


HIDDEN = ("__MACOSX/cats/._0.png", ".ipynb_checkpoints/0.png", "dogs/.cache/1.png")


def test_hidden_files_are_neither_classes_nor_examples(tmp_path: Path):
    for name in ("cats", "dogs"):
        for i in range(20):
            picture(tmp_path / "data" / name / f"{i}.png")
    for name in HIDDEN:
        picture(tmp_path / "data" / name)
    (tmp_path / "data" / "birds").mkdir()
    facts = read(tmp_path / "data")
    assert facts.classes == {"cats": 20, "dogs": 20}
    assert any("birds" in sentence for sentence in facts.sentences)
    assert loaded(tmp_path, facts) == ({"train": 40}, {})


def pictures(folder: Path, counts: dict[str, int]) -> None:
    for name, count in counts.items():
        for i in range(count):
            picture(folder / name / f"{i}.png")


def texts(folder: Path, counts: dict[str, int]) -> None:
    words = random.Random(str(folder))
    for name, count in counts.items():
        (folder / name).mkdir(parents=True)
        for i in range(count):
            said = " ".join(
                words.choices(["a", "few", "words", "that", "say", "nothing"], k=12)
            )
            (folder / name / f"{i}.txt").write_text(f"{folder.name} {name} {i} {said}")


def table(folder: Path, counts: dict[str, int]) -> None:
    chance = random.Random(str(folder))
    rows = [f"{chance.random()},{name}" for name, n in counts.items() for _ in range(n)]
    chance.shuffle(rows)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.with_suffix(".csv").write_text("\n".join(["size,label", *rows]) + "\n")


@pytest.mark.parametrize("write", [pictures, texts, table])
def test_a_class_that_training_lacks_is_left_out_by_name(write, tmp_path: Path):
    data = tmp_path / "data"
    write(data / "train", {"a": 20, "b": 20, "c": 20})
    write(data / "val", {"a": 6, "c": 6, "e": 4})
    facts = read(data)
    assert facts.counts == {"train": 60, "validation": 12}
    assert any("lacks these classes of validation: e" in s for s in facts.sentences)
    sizes, left_out = loaded(tmp_path, facts)
    assert sizes == facts.counts
    assert set(left_out.values()) == {"training never saw the class e"}


def annotated(home: Path, number: int) -> None:
    """A picture of noise and one box in it, as Pascal VOC."""
    picture(home / "images" / f"{number:03d}.png")
    left, top = number % 3 + 1, number % 2 + 1
    corners = dict(xmin=left, ymin=top, xmax=left + 6, ymax=top + 7)
    box = "".join(f"<{name}>{value}</{name}>" for name, value in corners.items())
    (home / "annots").mkdir(exist_ok=True)
    (home / "annots" / f"{number:03d}.xml").write_text(
        "<annotation><size><width>12</width><height>12</height></size><object>"
        f"<name>hare</name><bndbox>{box}</bndbox></object></annotation>"
    )


@pytest.mark.parametrize("orientation", [0, 9])
def test_a_broken_picture_is_left_out_and_one_with_odd_exif_is_not(
    orientation, tmp_path: Path
):
    home = tmp_path / "hares"
    for number in range(40):
        annotated(home, number)
    exif = Image.Exif()
    exif[274] = orientation
    odd = Image.new(
        "RGB", (16, 12), "red"
    )  # wide: turned, it would be of another shape
    odd.save(home / "images" / "040.png", exif=exif)
    (home / "annots" / "040.xml").write_text(
        "<annotation><size><width>16</width><height>12</height></size><object><name>hare"
        "</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>8</xmax><ymax>8</ymax></bndbox>"
        "</object></annotation>"
    )
    broken = home / "images" / "005.png"
    broken.write_bytes(broken.read_bytes()[:200])
    facts = read(home)
    assert facts.counts == {"train": 40}
    assert [p.value for p in facts.drop] == ["images/005.png"]
    assert not any("EXIF" in sentence for sentence in facts.sentences)
    sizes, left_out = loaded(tmp_path, facts)
    assert sizes == facts.counts and set(left_out) == {"annots/005"}


@pytest.mark.parametrize("which", ["images", "masks"])
def test_a_pair_with_a_broken_file_is_left_out(which: str, tmp_path: Path):
    home = tmp_path / "cells"
    for number in range(40):
        picture(home / "images" / f"{number:03d}.png")
        mask = Image.new("L", (12, 12), 0)
        mask.paste(1, (2, 2, 6 + number % 4, 7))
        (home / "masks").mkdir(exist_ok=True)
        mask.save(home / "masks" / f"{number:03d}.png")
    broken = home / which / "005.png"
    broken.write_bytes(broken.read_bytes()[: {"images": 200, "masks": 60}[which]])
    facts = read(home)
    assert facts.counts == {"train": 39}
    sizes, left_out = loaded(tmp_path, facts)
    assert sizes == facts.counts and list(left_out) == ["images/005.png"]


@pytest.mark.parametrize("named", ["", "train_text.txt", "val_labels.txt"])
def test_texts_and_answers_in_parallel_files_are_pairs(named: str, tmp_path: Path):
    data, chance = tmp_path / "mood", random.Random(0)
    data.mkdir()
    for split, count in (("train", 180), ("val", 24), ("test", 30)):
        words = ["the", "a", "today", "i", "am", "so", "happy", "and", "tired"]
        said = [" ".join(chance.choices(words, k=9)) for _ in range(count)]
        said[7] = ""  # lines still belong together
        (data / f"{split}_text.txt").write_text("\n".join(said) + "\n")
        labels = "".join(f"{i % 3}\n" for i in range(count))
        (data / f"{split}_labels.txt").write_text(labels)
    (data / "mapping.txt").write_text("0\tanger\n1\tjoy\n2\tsadness\n")
    facts = read(data / named)
    assert facts.counts == {"train": 179, "validation": 23, "test": 29}
    assert facts.kind.value == "text-classification" and len(facts.classes) == 3
    sizes, left_out = loaded(tmp_path, facts)
    assert sizes == facts.counts and set(left_out.values()) == {"no text"}
    assert read(data / "train_text.txt", kind="language-model").reader == "corpus"


BESIDE_DATA = (
    "oak/@eaDir/3.png/SYNOPHOTO_THUMB_M.png",
    "@eaDir/oak/3.png/SYNOPHOTO_THUMB_XL.png",
    "#recycle/oak/9.png",
    "$Recycle.Bin/9.png",
    "lost+found/9.png",
    "System Volume Information/9.png",
    "@Recycle/9.png",
)


def test_bins_and_thumbnails_of_drives_are_neither_classes_nor_examples(tmp_path: Path):
    pictures(tmp_path / "data", {"oak": 20, "elm": 20})
    for name in BESIDE_DATA:
        picture(tmp_path / "data" / name)
    facts = read(tmp_path / "data")
    assert facts.classes == {"oak": 20, "elm": 20}
    assert any("Passed over" in s and "@eaDir" in s for s in facts.sentences)
    assert loaded(tmp_path, facts) == ({"train": 40}, {})
    rendered = next(tmp_path.rglob("src/*/read.py")).read_text()
    assert "part in NO_DATA" in rendered and '"@eaDir"' in rendered


def test_a_project_names_no_folders_of_drives_that_are_not_there(tmp_path: Path):
    pictures(tmp_path / "data", {"oak": 20, "elm": 20})
    picture(tmp_path / "data" / "__MACOSX" / "oak" / "3.png")
    loaded(tmp_path, read(tmp_path / "data"))
    assert "NO_DATA" not in next(tmp_path.rglob("src/*/read.py")).read_text()


def test_classes_that_are_called_nearly_like_bins_are_kept(tmp_path: Path):
    counts = {"recycle": 20, "#trash": 20, "@home": 20, "$5": 20}
    pictures(tmp_path / "data", counts)
    facts = read(tmp_path / "data")
    assert facts.classes == counts
    assert loaded(tmp_path, facts) == ({"train": 80}, {})
