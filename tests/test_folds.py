"""Each example validates once, groups stay whole: `pytest tests/test_folds.py`."""

import json
from pathlib import Path

import pytest

from nn_recipe.folds import folded, over_units, pooled
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.verbs.folds import folds
from tests.rendered import Rendered


def rows(day: str = "{i}") -> str:
    """Ten people, six rows each; the answer is a matter of the person, and a little of size."""
    lines = [
        f"{i // 6},{i * 37 % 101}.5,{day.format(i=i)},{i // 6 * 11 % 7 + i * 37 % 3}.1"
        for i in range(60)
    ]
    return "\n".join(["person,size,day,y", *lines])


def made(folder: Path, text: str = rows(), **given: str) -> Generated:
    (folder / "t.csv").write_text(text)
    asked = {"data": str(folder / "t.csv"), "target": "y", **given}
    found = Rendered(folder, "tabular-regression", **asked)
    stand(found.name)
    return Generated.of(found.name, threads=1, model="linear", steps=20)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    given = {"split": "group", "split_column": "person"}
    return made(tmp_path_factory.mktemp("folds"), **given)


def ids(part: Generated) -> tuple[set[str], set[str], set[str]]:
    splits = part.splits
    three = (splits.train, splits.validation, splits.test)
    return tuple({example.id for example in one} for one in three)  # type: ignore


def test_each_example_validates_once_and_no_person_stands_on_both_sides(project):
    parts, units = folded(project, 3)
    train, validation, test = ids(project)
    seen = [id for part in parts for id in ids(part)[1]]
    assert sorted(seen) == sorted(train | validation) and not test & set(seen)
    for part in parts:
        known, asked, none = ids(part)
        assert not none and known | asked == train | validation
        assert not {units[id] for id in known} & {units[id] for id in asked}
        assert part.target == part.measured(part.splits.train).target


def test_as_many_folds_as_people_leave_each_out_once(project: Generated):
    parts, units = folded(project, 100)
    assert len(parts) == len(set(units.values()))
    assert all(len({units[id] for id in ids(part)[1]}) == 1 for part in parts)


def test_intervals_are_those_of_other_people(project: Generated):
    """Six rows of a person are one piece of evidence, and the range is wider for it."""
    parts, units = folded(project, 4)
    found = pooled(
        [dict(part.baselines())["best constant"] for part in parts], project.target
    )
    people = over_units(found, project.target, units)["loss"]
    rows = over_units(found, project.target, {id: id for id in found.ids})["loss"]
    assert people.value == pytest.approx(rows.value) == pytest.approx(found.loss)
    assert people.high - people.low > 1.3 * (rows.high - rows.low)


def test_a_split_by_time_has_no_folds(tmp_path: Path):
    project = made(tmp_path, rows("20{i:02d}-03-01"), split="time", split_column="day")
    with pytest.raises(ValueError, match="train on what comes later"):
        folded(project, 3)


def test_the_verb_prints_the_ladder_and_keeps_it(
    project: Generated, capsys, monkeypatch
):
    from nn_recipe.place import here
    from nn_recipe.verbs import folds as verb

    stand(project.package)
    monkeypatch.setattr(verb, "open_project", lambda name: project)
    assert folds(2) == 0
    out, err = capsys.readouterr()
    kept = json.loads((here().runs / "folds.json").read_text())
    assert [line.split("  ")[0] for line in out.splitlines()] == list(kept)
    assert "2 folds of" in err and kept["linear net"]["loss"][1] > 0
