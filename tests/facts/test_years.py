"""Folders of years and dives, in which the classes stand: `pytest tests/facts/test_years.py`."""

from pathlib import Path

import pytest

from scaffolder.facts import read
from tests.facts.test_boxes import draw
from tests.facts.test_places import carried_out, refused


@pytest.mark.parametrize(
    "tops", [("2003", "2004", "2005"), ("1998-05-02", "1998-06-11"), ("dive1", "dive2")]
)
def test_years_are_no_classes_where_each_holds_nearly_the_same(
    tops: tuple[str, ...], tmp_path: Path
):
    home = tmp_path / "reef"
    kinds = ("goby", "moray", "tang", "wrasse", "blenny")
    for n, top in enumerate(tops):
        for kind in kinds[: 4 + (n > 0)]:  # none of the last in the first year
            for i in range(6):
                draw(home / top / kind / f"{top}_{kind}_{i}.png", i + 9 * n, (12, 12))
    (home / tops[0] / kinds[-1]).mkdir()
    told = refused(home)
    assert "blenny, goby, moray, tang, wrasse: these seem to say" in told
    carried_out(told, "; then name ")
    found = read(tmp_path / "reef_by_class").classes
    more = 6 * (len(tops) - 1)
    assert found == dict.fromkeys(kinds[:4], more + 6) | {"blenny": more}


def test_years_with_other_folders_in_each_stay_classes(tmp_path: Path):
    for n, year in enumerate(("1931", "1952", "1974")):
        for i in range(12):
            draw(
                tmp_path / year / f"roll_{3 * n + i // 4}" / f"{year}_{i}.png",
                i,
                (12, 12),
            )
    assert read(tmp_path).classes == {"1931": 12, "1952": 12, "1974": 12}
