"""A project finds its data on another machine: `pytest tests/test_paths.py`."""

import os
import random
import re
from pathlib import Path

import pytest

from nn_recipe.place import Place
from scaffolder.facts.model import Proposal
from scaffolder.plan.paths import seen_from
from tests.conftest import Recipe
from tests.processes import module, run

TRAIN = ("train", "--model", "tiny", "--steps", "5")


@pytest.fixture
def site(tmp_path: Path, recipe: Recipe) -> Path:
    """site/iris, made for site/data/iris.csv beside it."""
    chance, data = random.Random(0), tmp_path / "site" / "data" / "iris.csv"
    data.parent.mkdir(parents=True)
    petals = [(chance.gauss(i % 3, 0.3), chance.gauss(0, 1)) for i in range(150)]
    lines = [f"{a:.4f},{b:.4f},{'abc'[i % 3]}" for i, (a, b) in enumerate(petals)]
    data.write_text("\n".join(["length,width,species", *lines]) + "\n")
    flags = ("--data", str(data), "--target", "species", "--defaults")
    new = ("new", "site/iris", *flags, "--no-git", "--no-checks")
    assert recipe(*new).code == 0
    return tmp_path / "site"


def named(project: Path) -> str:
    text = (project / "src/iris/config.py").read_text()
    return re.findall(r"^    data: str =[ (\n]+\"(.*)\"", text, re.MULTILINE)[0]


def verb(project: Path, *words: str, alone: bool = True, **environment: str):
    """Without nn-recipe, as somebody may have it; or with it."""
    environment = {"PYTHONPATH": "src", **environment}
    return run(module("iris", alone), *words, cwd=project, **environment)


def loaded(project: Path, **environment: str) -> str:
    """How many examples train; or the sentence that says why none does."""
    code = """
from iris.config import Config
from iris.load import load
try:
    print(len(load(Config()).train))
except ValueError as error:
    print(error)
"""
    environment = {"PYTHONPATH": str(project / "src"), **environment}
    return run(code, cwd=Path.cwd(), **environment).stdout


def test_a_project_moves_together_with_the_data_beside_it(site: Path, tmp_path: Path):
    assert named(site / "iris") == "../data/iris.csv"
    moved = site.rename(tmp_path / "another machine")
    done = verb(moved / "iris", *TRAIN)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("iris/tables/a.csv", "tables/a.csv"),
        ("a.csv", "../a.csv"),
        ("../far/a.csv", "WHOLE"),
        ("../sites/a.csv", "WHOLE"),
    ],
)
def test_what_lies_farther_off_keeps_its_whole_path(tmp_path, data, expected):
    path = os.path.normpath(tmp_path / "site" / data)
    found = {"data": Proposal(path, ""), "target": Proposal(path, "")}
    seen = seen_from(tmp_path / "site" / "iris", found)
    assert seen["data"].value == expected.replace("WHOLE", path)
    assert seen["target"].value == path, "no path, whatever it looks like"


@pytest.mark.parametrize("folder", ["store", "store/data", "store/project"])
def test_recipe_data_names_where_the_data_are(site: Path, folder: str, tmp_path: Path):
    """Above them, their own folder, or one that stands where the project stood."""
    (tmp_path / "store" / "project").mkdir(parents=True)
    (site / "data").rename(tmp_path / "store" / "data")
    lost = loaded(site / "iris")
    assert "config.py" in lost and "RECIPE_DATA" in lost, "both ways are said"
    assert int(loaded(site / "iris", RECIPE_DATA=str(tmp_path / folder))) > 90


def test_the_recipe_runs_where_recipe_data_leads(site: Path, tmp_path: Path):
    (site / "data").rename(tmp_path / "elsewhere")
    lost = verb(site / "iris", *TRAIN)
    assert lost.returncode == 2 and "RECIPE_DATA" in lost.stderr
    assert "Traceback" not in lost.stderr
    for words, alone in ((TRAIN, True), (("check", "--fast"), False)):
        where = str(tmp_path / "elsewhere")
        done = verb(site / "iris", *words, alone=alone, RECIPE_DATA=where)
        assert done.returncode in (0, 1) and "Traceback" not in done.stderr, done.stderr
    hashes = (site / "iris/runs/data/hashes.json").read_text()
    assert str(tmp_path / "elsewhere" / "iris.csv") in hashes


def test_a_whole_path_goes_on_working(site: Path, tmp_path: Path):
    """As projects of before have it, whatever the environment says."""
    config, data = site / "iris/src/iris/config.py", site / "data" / "iris.csv"
    config.write_text(config.read_text().replace("../data/iris.csv", str(data)))
    for more in ({}, {"RECIPE_DATA": str(tmp_path)}):
        assert int(loaded(site / "iris", **more)) > 90
    data.rename(tmp_path / "iris.csv")
    assert "RECIPE_DATA" in loaded(site / "iris")
    assert int(loaded(site / "iris", RECIPE_DATA=str(tmp_path))) > 90


def test_project_and_library_resolve_alike(site: Path, monkeypatch):
    monkeypatch.syspath_prepend(str(site / "iris" / "src"))
    from iris import place  # type: ignore

    here = Place("iris", site / "iris" / "src" / "iris")
    (site / "data" / "a_1.csv").touch()
    whole = str(site / "data" / "iris.csv")
    names = ("../data/iris.csv", "../data", "../data/a_?.csv", whole)
    for home in ("", str(site), str(site / "data"), str(site / "iris")):
        monkeypatch.setenv("RECIPE_DATA", home)
        for name in names:
            assert place(name) == here.resolve(name), (home, name)
    monkeypatch.setenv("RECIPE_DATA", str(site))
    with pytest.raises(ValueError, match="RECIPE_DATA"):
        place("../data/none.csv")
    assert here.resolve("../data/none.csv").name == "none.csv"
