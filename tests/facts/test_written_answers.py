"""Numbers of pictures as people write them: `pytest tests/facts/test_written_answers.py`."""

from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from scaffolder.facts.model import Facts
from tests.facts.test_boxes import draw
from tests.facts.test_places import carried_out, picture, table

ROWS = 120


def yields(home: Path, cells: list[str], mark: str = ";") -> None:
    """Five pictures of each of 24 plots, as a person files them."""
    lines = [mark.join(("Plot", "Cut", "Photo", "Yield"))]
    for i, cell in enumerate(cells):
        draw(home / "photos" / f"cut {i % 5}" / f"P{i:03d}.jpg", i, (16, 12))
        lines.append(
            mark.join((f"{i // 5 + 1}", f"{i % 5}", rf"cut {i % 5}\P{i:03d}.jpg", cell))
        )
    (home / "harvest.csv").write_text("\n".join(lines) + "\n", encoding="cp1252")


def plain(home: Path) -> Facts:
    with pytest.raises(DataError) as error:
        read(home, target="Yield")
    carried_out(str(error.value))
    return read(home / "harvest_plain.csv", target="Yield")


@pytest.mark.parametrize(
    ("form", "none", "mark"),
    [
        ("{:.1f}", "n.d.", ";"),
        ("{:.2f}", "NA", ","),
        ("{:.1f} €", "k.A.", ";"),
        ("{:.0f}.5", "missing", ","),
    ],
)
def test_what_stands_for_no_number_makes_no_classes(
    form: str, none: str, mark: str, tmp_path: Path
):
    cells = [
        form.format(40.5 + 13 * i % 311).replace(".", "," if mark == ";" else ".", 1)
        for i in range(ROWS)
    ]
    known = [none if i % 20 == 3 else cell for i, cell in enumerate(cells)]
    yields(tmp_path, known, mark)
    facts = plain(tmp_path)
    assert facts.kind.value == "image-regression"
    assert facts.counts == {"train": ROWS - 6}
    assert facts.number and facts.number.name == "Yield"
    assert facts.split_column.value == "Plot"


def test_decimal_commas_are_asked_for_as_points(tmp_path: Path):
    yields(tmp_path, [f"1.{100 + i},{i % 9}5" for i in range(ROWS)])
    facts = plain(tmp_path)
    assert any("from 1,100 to 1,219" in sentence for sentence in facts.sentences)


def test_plain_numbers_with_gaps_need_no_rewriting(tmp_path: Path):
    yields(
        tmp_path, ["" if i % 20 == 3 else f"{i * 1.25:.2e}" for i in range(ROWS)], ","
    )
    facts = read(tmp_path, target="Yield")
    assert facts.kind.value == "image-regression"


def test_names_beside_numbers_stay_classes(tmp_path: Path):
    yields(tmp_path, [("low", "mid", "3", "4")[i % 4] for i in range(ROWS)])
    assert read(tmp_path, target="Yield").kind.value == "image-classification"


def test_an_answer_of_its_own_for_each_picture_is_no_class(tmp_path: Path):
    rows = [f"{i}.png,{i % 2} {i} {i + 3} {i + 20} 31" for i in range(60)]
    for i in range(60):
        picture(tmp_path / f"{i}.png")
    table(tmp_path / "t.csv", "file,marks", rows)
    with pytest.raises(DataError, match="60 different values in 60 pictures.*--target"):
        read(tmp_path)


def test_classes_of_two_pictures_each_are_classes(tmp_path: Path):
    rows = [f"{i}.png,face{i // 2}" for i in range(60)]
    for i in range(60):
        picture(tmp_path / f"{i}.png")
    table(tmp_path / "t.csv", "file,who", rows)
    assert len(read(tmp_path).classes or {}) == 30
