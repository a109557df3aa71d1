"""Parquet with files in its cells: `pytest tests/test_pictures_in_cells.py`."""

import io
import random
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import soundfile

from scaffolder.errors import DataError
from scaffolder.facts import read
from scaffolder.facts.pictures.in_cells import refuse_in
from tests.test_facts_images import noise
from tests.test_facts_places import carried_out

CARD = """---
dataset_info:
  features:
  - name: image
    dtype: image
  - name: label
    dtype:
      class_label:
        names:
          '0': cat
          '1': dog
---
"""


def picture(seed: str) -> bytes:
    noise(seed).save(held := io.BytesIO(), "PNG")
    return held.getvalue()


def sound(seed: str) -> bytes:
    tone = np.frombuffer(random.Random(seed).randbytes(1600), np.int16)
    soundfile.write(held := io.BytesIO(), tone, 8000, format="WAV")
    return held.getvalue()


def shard(path: Path, count: int, column: str, made, **more) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [{"bytes": made(f"{path.stem}{i}"), "path": None} for i in range(count)]
    labels = [i % 2 for i in range(count)]
    others = {name: values * (count // len(values)) for name, values in more.items()}
    pl.DataFrame({column: cells, "label": labels, **others}).write_parquet(path)


def refused(folder: Path) -> str:
    with pytest.raises(DataError, match="as bytes") as error:
        read(folder)
    return str(error.value)


def test_pieces_and_given_parts_become_pictures_with_names_of_classes(tmp_path: Path):
    for name, count in (
        ("train-0-of-2", 12),
        ("train-1-of-2", 12),
        ("test-0-of-1", 10),
    ):
        shard(tmp_path / "data" / f"{name}.parquet", count, "image", picture)
    (tmp_path / "README.md").write_text(CARD)
    carried_out(refused(tmp_path))
    facts = read(tmp_path / "pictures_train.csv")
    assert facts.counts == {"train": 24, "test": 10}
    assert facts.classes == {"cat": 12, "dog": 12}


def test_lists_of_labels_are_joined_and_records_left_out(tmp_path: Path):
    more = {"tags": [["a"], ["a", "b"], [], ["b"]], "meta": [{"k": 1}]}
    shard(tmp_path / "t.parquet", 24, "image", picture, **more)
    carried_out(refused(tmp_path / "t.parquet"))
    facts = read(tmp_path / "pictures_train.csv", target="tags")
    assert facts.settings["labels"].value == ("a", "b")


def test_sounds_become_files_too(tmp_path: Path):
    for part in ("train", "test"):
        shard(tmp_path / part / f"{part[:2]}.parquet", 20, "audio", sound)
    carried_out(refused(tmp_path))
    facts = read(tmp_path / "sounds_train.csv")
    assert facts.kind.value == "audio-classification"
    assert facts.counts == {"train": 20, "test": 20}


def test_bytes_that_are_no_file_are_left_to_the_table(tmp_path: Path):
    pl.DataFrame({"hash": [b"abc", b"xyz"], "x": [1, 2]}).write_parquet(
        tmp_path / "t.parquet"
    )
    refuse_in(tmp_path)
