"""A calendar beside its time is nothing to forecast: `pytest tests/facts/test_calendar.py`."""

import math
from datetime import date, timedelta
from pathlib import Path

from scaffolder.facts import read

FIRST = date(2021, 3, 1)


def rentals(path: Path) -> Path:
    """Counts by day with what a calendar says, and a level that only looks like one."""
    lines = ["day,yr,mnth,weekday,season,level_by_hour,rented"]
    for i in range(500):
        t = FIRST + timedelta(i)
        level, rented = (i // 30) % 5, 900 + 300 * math.sin(i / 58) + 40 * (i % 7)
        season = (t.month * 100 + t.day >= 321) + (t.month * 100 + t.day >= 921)
        known = f"{t},{t.year - 2021},{t.month},{t.isoweekday() % 7},{season}"
        lines.append(f"{known},{level},{rented:.0f}")
    path.write_text("\n".join(lines) + "\n")
    return path


def test_what_the_time_says_is_not_forecast(tmp_path: Path):
    facts = read(rentals(tmp_path / "rented.csv"))
    assert facts.kind.value == "series-forecasting"
    aside = {p.value: p.reason for p in facts.drop}
    assert [*aside] == ["yr", "mnth", "weekday", "season"]
    assert "says what day says" in aside["mnth"]
    assert not any("yr" in said or "mnth" in said for said in facts.sentences)


def test_beside_a_target_it_is_an_input(tmp_path: Path):
    facts = read(rentals(tmp_path / "rented.csv"), target="rented")
    assert not facts.drop
    assert "yr" in facts.target.reason
    assert not any("stuck" in said and "mnth" in said for said in facts.sentences)
    assert not any("like a meter" in said for said in facts.sentences)


def test_a_calendar_alone_is_kept(tmp_path: Path):
    """Nothing else is there to forecast."""
    path = tmp_path / "only.csv"
    rows = (FIRST + timedelta(i) for i in range(400))
    path.write_text("day,month\n" + "".join(f"{t},{t.month}\n" for t in rows))
    assert not read(path).drop
