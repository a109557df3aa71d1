"""Names of series in two columns, an id and a name: `pytest tests/facts/test_twin_names.py`."""

import math
from datetime import date, timedelta
from pathlib import Path

import pytest

from scaffolder import new
from scaffolder.facts import read
from scaffolder.facts.model import Facts
from scaffolder.say import Say

WELLS = [(7, "Old Mill", "north"), (9, "Church", "south"), (12, "Quarry", "south")]


def weekly(path: Path, header: str, cells: list[tuple]) -> Path:
    """180 weeks of each well: the week, what names the well, its level."""
    lines = [f"week,{header},level"]
    for week in range(180):
        for well, names in enumerate(cells):
            level = 20 + 3 * well + 2 * math.sin(week / 8) + week % 5 / 10
            day = date(2019, 1, 7) + timedelta(weeks=week)
            lines.append(f"{day},{','.join(map(str, names))},{level:.2f}")
    path.write_text("\n".join(lines) + "\n")
    return path


def role_of(facts: Facts, name: str) -> str:
    settings = facts.settings["series"].value if "series" in facts.settings else ""
    dropped = [p.value for p in facts.drop]
    return "names" if name == settings else "out" if name in dropped else "values"


@pytest.mark.parametrize("header", ["well_id,well_name", "well_name,well_id"])
def test_an_id_and_a_name_are_one(tmp_path: Path, header: str):
    first = 0 if header.startswith("well_id") else 1
    cells = [(well[first], well[1 - first]) for well in WELLS]
    data = weekly(tmp_path / "w.csv", header, cells)
    facts = read(data)
    assert facts.kind.value == "series-forecasting"
    assert role_of(facts, "well_name") == "names"
    assert role_of(facts, "well_id") == "out"
    assert facts.shape[0] == len(WELLS)
    assert new.design({"name": "x", "data": str(data)}, Say(quiet=True), True)


def test_two_codes_are_one(tmp_path: Path):
    cells = [(100 + number, number) for number, _, _ in WELLS]
    facts = read(weekly(tmp_path / "w.csv", "station_id,site_key", cells))
    assert (role_of(facts, "station_id"), role_of(facts, "site_key")) == (
        "names",
        "out",
    )


def test_a_column_of_words_that_several_share_is_no_name(tmp_path: Path):
    cells = [(number, side) for number, _, side in WELLS]
    facts = read(weekly(tmp_path / "w.csv", "well_id,side", cells))
    assert facts.kind.value != "series-forecasting"
    assert "side is no number to forecast" in " ".join(facts.sentences)


def test_a_number_of_each_series_that_names_nothing_stays(tmp_path: Path):
    cells = [
        (name, depth) for (_, name, _), depth in zip(WELLS, (8, 15, 31), strict=True)
    ]
    facts = read(weekly(tmp_path / "w.csv", "well,depth", cells))
    assert role_of(facts, "depth") == "values"
