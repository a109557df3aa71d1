"""Tables of pictures of which one has the answers: `pytest tests/facts/test_answers_beside.py`."""

import re
from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.facts.test_boxes import draw
from tests.facts.test_mask_parts import said
from tests.facts.test_places import carried_out, refused

LEAVES = ("OAK", "ELM", "ASH", "YEW")


def pictures(folder: Path, names: list[str]) -> None:
    for i, name in enumerate(names):
        draw(folder / f"{name}.jpg", i, (16, 12))


def one_hot(file: Path, names: list[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = (
        ",".join(f"{float(i % 4 == c)}" for c in range(4)) for i, _ in enumerate(names)
    )
    lines = [f"image,{','.join(LEAVES)}", *map(",".join, zip(names, rows, strict=True))]
    file.write_text("\n".join(lines) + "\n")


def leaves(home: Path, folder: str) -> list[str]:
    """Answers in folders of their own, and beside them a table that groups the pictures."""
    train = [f"leaf_{i:03d}" for i in range(40)]
    for part, names in (
        ("Training", train),
        ("Validation", [f"leaf_{i:03d}" for i in range(60, 72)]),
    ):
        pictures(home / f"{part}_Photos", names)
        one_hot(home / f"{part}_{folder}" / f"{part}_{folder}.csv", names)
    rows = [
        f"{n},TREE_{i // 3:04d},{'by eye' if i % 3 else 'by gene'}"
        for i, n in enumerate(train)
    ]
    lines = ["image,tree_id,diagnosis_kind", *rows]
    (home / "Training_Trees.csv").write_text("\n".join(lines) + "\n")
    return train


def test_the_folder_of_the_truth_goes_before_a_table_of_groups(tmp_path: Path):
    home = tmp_path / "leaves"
    leaves(home, "GroundTruth")
    told = refused(home)
    carried_out(told, "; and name")  # the pictures of two folders by their paths
    named = re.search(r"; and name (\S+) --validation-data (\S+)\. If", told)
    assert named
    with pytest.raises(DataError) as error:
        read(named[1], validation=named[2])
    told = str(error.value)
    assert "of which each row has exactly one 1 (OAK, ELM, ASH, YEW)" in told
    carried_out(told)
    table = re.search(r"and name (\S+)\. Or", told)
    assert table
    facts = read(Path(table[1]))
    assert facts.counts == {"train": 40, "validation": 12}
    assert facts.classes == dict.fromkeys(LEAVES, 10)


def test_a_table_beside_the_pictures_stays_where_no_folder_is_called_truth(
    tmp_path: Path,
):
    leaves(tmp_path, "Measures")
    assert read(tmp_path).target.value == "diagnosis_kind"


@pytest.mark.parametrize(
    ("names", "right"),
    [("image,kind,tree_id", "kind"), ("image,grade,subject", "grade")],
)
def test_whose_a_picture_is_is_no_answer(names: str, right: str, tmp_path: Path):
    stems = [f"leaf_{i:03d}" for i in range(60)]
    pictures(tmp_path / "photos", stems)
    number = right == "grade"
    rows = [
        f"{n},{i % 3 if number else LEAVES[i % 4]},{'' if number else 'T_'}{1000 + i // 2}"
        for i, n in enumerate(stems)
    ]
    (tmp_path / "table.csv").write_text("\n".join([names, *rows]) + "\n")
    facts = read(tmp_path)
    assert facts.target.value == right
    assert facts.kind.value == "image-classification"


def posters(home: Path, rows: int, drawn: range) -> None:
    """A list of links, and the pictures of some of its rows."""
    pictures(home / "covers" / "covers", [f"{70000 + 137 * i}" for i in drawn])
    genres = ("crime", "poems|travel", "travel", "crime|travel")
    lines = ["bookId,Title,Store Score,Genre,Cover"] + [
        f"{70000 + 137 * i},Book {i},{2 + i % 7 / 10},{genres[i % 4]},https://books.example.org/c/M{i}_.jpg"
        for i in range(rows)
    ]
    (home / "books.csv").write_text("\n".join(lines) + "\n")


def test_links_name_no_files_where_an_id_does(tmp_path: Path):
    posters(tmp_path, 160, range(40, 130))
    assert "which is the answer of: Store Score, Genre" in refused(tmp_path)
    facts = read(tmp_path, target="Genre")
    assert facts.kind.value == "image-multilabel"
    assert facts.counts == {"train": 90}
    assert facts.settings["columns"].value == ("covers/covers/{bookId}.jpg", "Genre")
    assert said(facts, "70 of 160 rows")


def test_drawings_of_few_rows_make_no_pictures_of_a_table(tmp_path: Path):
    posters(tmp_path, 320, range(60))
    table = (tmp_path / "books.csv").read_text()
    (tmp_path / "books.csv").write_text(re.sub(r",[^,]*\.jpg|,Cover", "", table))
    facts = read(tmp_path / "books.csv", target="Genre")
    assert facts.kind.value == "tabular-classification"
