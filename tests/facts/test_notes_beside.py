"""Texts beside the data that are not the data: `pytest tests/facts/test_notes_beside.py`."""

import random
from pathlib import Path

import numpy as np

from scaffolder.facts import read
from tests.facts.test_boxes import draw

NOTE = "Drawn by hand for this test; see the page of the collection for more of them.\n"


def archive(folder: Path) -> None:
    x = np.random.default_rng(0).integers(0, 256, (60, 12, 12), "uint8")
    np.savez(folder / "bones.npz", train_images=x, train_labels=np.arange(60) % 3)


def test_a_note_beside_an_archive_is_no_corpus(tmp_path: Path):
    archive(tmp_path)
    (tmp_path / "SOURCE.txt").write_text(NOTE)
    facts = read(tmp_path)
    assert facts.kind.value == "image-classification"
    assert facts.counts == {"train": 60}


def test_a_long_text_beside_an_archive_is_a_corpus(tmp_path: Path):
    archive(tmp_path)
    random.seed(0)
    words = ("the", "sea", "was", "grey", "and", "nobody", "came", "to", "shore.")
    lines = (" ".join(random.choices(words, k=5 + i % 9)) for i in range(400))
    (tmp_path / "novel.txt").write_text("\n".join(lines))
    assert read(tmp_path).kind.value == "language-model"


def test_names_of_attributes_above_the_classes_are_no_table(tmp_path: Path):
    for n, kind in enumerate(("001.wren", "002.kite", "003.teal")):
        for i in range(12):
            place = tmp_path / "BIRDS_09" / "images" / kind
            draw(place / f"{kind[4:]}_{20 * n + i}.jpg", i, (16, 12))
    rows = "".join(f"{i} has_bill::shape_{i}\n" for i in range(1, 40))
    (tmp_path / "attributes.txt").write_text(rows)
    facts = read(tmp_path)
    assert facts.classes == {"001.wren": 12, "002.kite": 12, "003.teal": 12}
    assert any("attributes.txt" in sentence for sentence in facts.sentences)


def test_a_table_in_plain_text_above_one_folder_of_pictures_is_read(tmp_path: Path):
    for i in range(30):
        draw(tmp_path / "scans" / "raw" / f"{i}.jpg", i, (16, 12))
    rows = "".join(f"scans/raw/{i}.jpg\t{'ab'[i % 2]}\n" for i in range(30))
    (tmp_path / "list.txt").write_text("path\tlabel\n" + rows)
    assert read(tmp_path).classes == {"a": 15, "b": 15}
