"""Lists of pictures that are not here: `pytest tests/facts/test_lists_of_others.py`."""

from pathlib import Path

from tests.facts.test_agree import picture
from tests.facts.test_places import refused


def people(folder: Path, listed: str) -> None:
    """Pictures whose names say height, hand and a number; a list of points of some."""
    for i in range(40):
        picture(
            folder / "people" / f"{150 + i % 9}_{i % 2}_{i % 3}_{7000 + i}.jpg.cut.jpg"
        )
    lines = [f"{listed.format(i=i)} {i % 7} {i % 5} {i % 11}" for i in range(30)]
    (folder / "points_part2.txt").write_text("\n".join(lines) + "\n")


def test_points_of_other_pictures_do_not_stop_the_reading(tmp_path: Path):
    people(tmp_path, "{i}_1_2_8000.jpg")
    told = refused(tmp_path)
    assert "names have 4 fields" in told and "--target" in told


def test_a_list_of_these_pictures_is_one(tmp_path: Path):
    people(tmp_path, "people\\150_0_0_{{i}}.jpg".replace("{{i}}", "{i}"))
    picture(tmp_path / "people" / "150_0_0_9.jpg")
    assert "write commas" in refused(tmp_path)


def test_a_list_without_pictures_is_a_table_as_ever(tmp_path: Path):
    lines = [f"{i}.jpg {i % 7} {i % 5}" for i in range(30)]
    (tmp_path / "points.txt").write_text("\n".join(lines) + "\n")
    assert "write commas" in refused(tmp_path)
