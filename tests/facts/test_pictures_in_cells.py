"""Parquet with files in its cells, and pixels in cells: `pytest tests/facts/test_pictures_in_cells.py`."""

import io
import itertools
import random
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import soundfile

from scaffolder.errors import DataError
from scaffolder.facts import read
from scaffolder.facts.pictures.in_cells import refuse_in
from tests.facts.test_images import noise
from tests.facts.test_places import carried_out
from tests.facts.test_places import refused as any_refusal

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


FORMS = ["label,pixel{}", "label,x{}", "{row}x{column},label", ""]


def drawn_rows(path: Path, count: int, form: str, seed: int, side: int = 10) -> None:
    """A bright square on black in each row; a class for each of its three places."""
    numbers = random.Random(seed)
    header = []
    for part in form.split(","):
        places = (
            itertools.product(range(side), range(side)) if "{" in part else [(0, 0)]
        )
        header += [part.format(i, row=r, column=c) for i, (r, c) in enumerate(places)]
    rows = [header] * bool(form)
    for _ in range(count):
        label = numbers.randrange(3)
        grid = [[0] * side for _ in range(side)]
        for row, column in itertools.product(range(4), range(4 + label)):
            grid[row + 2 + label][column + 1] = numbers.randrange(180, 256)
        cells = [label, *(cell for row in grid for cell in row)]
        rows.append(cells[1:] + cells[:1] if form.endswith("label") else cells)
    path.write_text("".join(",".join(map(str, row)) + "\n" for row in rows))


@pytest.mark.parametrize("form", FORMS)
def test_a_column_for_each_pixel_becomes_pictures(form: str, tmp_path: Path):
    drawn_rows(tmp_path / "signs_train.csv", 60, form, 1)
    drawn_rows(tmp_path / "signs_test.csv", 20, form, 2)
    told = any_refusal(tmp_path)
    assert "each row holds one, 10 x 10." in told
    carried_out(told)
    facts = read(tmp_path / "signs_train.npz")
    assert facts.counts == {"train": 60, "test": 20}
    assert facts.kind.value == "image-classification" and len(facts.classes) == 3
    assert facts.shape == (1, 10, 10)
    columns = read(
        tmp_path, kind="tabular-classification", target=None if form else "column_1"
    )
    assert columns.counts == facts.counts


@pytest.mark.parametrize(
    ("word", "top"), [("pixel", 300), ("count", 255), ("pixel", 1.5)]
)
def test_numbers_that_are_no_grey_values_are_columns(
    word: str, top: float, tmp_path: Path
):
    numbers = random.Random(0)
    rows = [["label", *(f"{word}{i}" for i in range(100))]]
    for i in range(40):
        drawn = [numbers.uniform(0, top) for _ in range(100)]
        rows.append(
            [str("ab"[i % 2]), *(f"{n:.{1 if top < 2 else 0}f}" for n in drawn)]
        )
    (tmp_path / "t.csv").write_text("\n".join(map(",".join, rows)))
    assert read(tmp_path / "t.csv").kind.value == "tabular-classification"
