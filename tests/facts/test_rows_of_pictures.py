"""Several pictures of one row of a table: `pytest tests/facts/test_rows_of_pictures.py`."""

from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from scaffolder.facts.masks.folders import find
from scaffolder.facts.pictures.rows_of_pictures import refuse
from tests.facts.test_images import noise
from tests.facts.test_places import carried_out


def rows(folder: Path, ends: tuple[str, ...], mode: str, cells: tuple[str, ...]):
    """30 rows a000, a001 and so on, with a picture for each end."""
    (folder / "train").mkdir()
    ids = [f"a{i:03}" for i in range(30)]
    for i, id in enumerate(ids):
        for j, end in enumerate(ends):
            noise(f"{i} {j}", mode=mode).save(folder / "train" / f"{id}{end}")
    lines = [f"{id},{cells[i % len(cells)]}" for i, id in enumerate(ids)]
    table = folder / "train.csv"
    table.write_text("\n".join(["Id,Target", *lines]) + "\n")
    return table


def test_grey_pictures_of_a_row_become_the_colours_of_one(tmp_path: Path):
    ends = "_blue.png", "_green.png", "_red.png", "_yellow.png"
    rows(tmp_path, ends, "L", ("0 2", "1", "2", "1 2", "0 1"))
    with pytest.raises(DataError, match="several pictures for each row") as error:
        read(tmp_path)
    carried_out(str(error.value))
    facts = read(tmp_path / "train_merged.csv")
    assert facts.kind.value == "image-multilabel"
    assert (facts.counts, facts.shape) == ({"train": 30}, (3, 12, 12))


def test_coloured_pictures_of_a_row_get_a_row_each_and_the_group_stays(tmp_path: Path):
    table = rows(tmp_path, ("_1.png", "_2.png"), "RGB", ("cat", "dog"))
    with pytest.raises(DataError, match="--split group --split-column 'Id'") as error:
        read(table)
    carried_out(str(error.value))
    facts = read(tmp_path / "train_pictures.csv", target="Target")
    assert facts.counts == {"train": 60}
    assert facts.classes == {"cat": 30, "dog": 30}


@pytest.mark.parametrize("ends", [("_1.png", "_1_mask.png"), (".png",), ("_1.png",)])
def test_a_mask_is_no_other_picture_of_a_row(tmp_path: Path, ends: tuple[str, ...]):
    refuse(rows(tmp_path, ends, "L", ("cat", "dog")))


def test_noise_of_few_values_is_no_mask(tmp_path: Path):
    rows(tmp_path, ("_a.png", "_b.png"), "L", ("cat", "dog"))
    for file in (tmp_path / "train").glob("*_b.png"):
        noise(file.stem, mode="L").point([v % 40 for v in range(256)]).save(file)
    assert find(tmp_path) is None
