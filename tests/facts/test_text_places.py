"""Texts as people keep them, in folders and files of lines: `pytest tests/facts/test_text_places.py`.

A remedy that a message names is carried out here, and must work.
"""

from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.facts.test_layouts import refused
from tests.facts.test_places import carried_out
from tests.facts.test_texts import said, text


def written(folder: Path, count: int, first: int = 0) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(first, first + count):
        (folder / f"{i:03d}.txt").write_text(f"{text(i)} no {i}\n")


def test_sources_above_the_classes_of_texts_are_no_classes(tmp_path: Path):
    home = tmp_path / "forum"
    for number, source in enumerate(("board-a", "board-b")):
        for label in ("rude", "kind"):
            written(home / source / label, 12 + 4 * (label == "kind"), 100 * number)
        (home / source / "Overview.txt").write_text("rude: 12 posts\nkind: 16 posts\n")
    (home / "readme.txt").write_text("Posts of two boards.\n")
    told = refused(home)
    assert "board-a, board-b" in told and "where a text comes from" in told
    carried_out(told)
    facts = read(tmp_path / "forum_classes")
    assert facts.classes == {"kind": 32, "rude": 24}
    assert read(home / "board-b").classes == {"kind": 16, "rude": 12}
    assert "Left unread beside the folders: Overview.txt." in said(
        read(home / "board-b")
    )


def test_parts_above_the_classes_of_texts_are_parts(tmp_path: Path):
    for part, count in (("train", 20), ("test", 8)):
        written(tmp_path / part / "rude", count)
        written(tmp_path / part / "kind", count, 50)
    assert read(tmp_path).counts == {"train": 40, "test": 16}


def test_texts_above_a_few_folders_of_texts_are_one_corpus(tmp_path: Path):
    for i in range(6):
        (tmp_path / f"book{i}.txt").write_text(
            "".join(f"{text(j)}\n" for j in range(i, i + 90))
        )
    written(tmp_path / "letters", 9)
    written(tmp_path / "diaries", 9)
    assert read(tmp_path).kind.value == "language-model"
