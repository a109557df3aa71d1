"""Data of each kind against every --task: a project, or what that kind needs.

Run: pytest tests/facts/test_every_task.py
"""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolder.errors import DataError, RecipeError
from scaffolder.facts import read
from scaffolder.kinds import kinds
from tests.facts.test_agree import picture, pictures, table, texts
from tests.facts.test_agree_boxes import coco
from tests.facts.test_mask_layouts import mask
from tests.facts.test_places import sound
from tests.rendered import Rendered

TASKS = [kind.name for kind in kinds()]
CHANCE = random.Random(0)


def sounds(home: Path) -> None:
    for i in range(40):
        sound(home / ("high", "low")[i % 2] / f"{i}.wav")


def masks(home: Path) -> None:
    for i in range(40):
        picture(home / "images" / f"{i}.png")
        mask(home / "masks" / f"{i}.png", i)


def boxes(home: Path) -> None:
    coco(home / "hens.json", 40)
    for i in range(40):
        picture(home / f"{i:03d}.png")


def tokens(home: Path) -> None:
    home.mkdir()
    words = [f"{CHANCE.choice('abcdef')}{i % 9}\tO\nOslo\tB-CITY\n" for i in range(60)]
    (home / "train.conll").write_text("\n".join(words) + "\n")


def prose(home: Path) -> None:
    home.mkdir()
    words = CHANCE.choices(["It", "was", "a", "dark", "night", "and", "rain."], k=3000)
    (home / "tale.txt").write_text(" ".join(words) + "\n")


def hours(home: Path) -> None:
    home.mkdir()
    days = [f"2024-{1 + i // 28:02}-{1 + i % 28:02}" for i in range(280)]
    rows = [f"{day},{CHANCE.random():.3f}" for day in days]
    (home / "tank.csv").write_text("\n".join(["day,level", *rows]) + "\n")


def listed(home: Path) -> None:
    home.mkdir()
    for i in range(40):
        picture(home / "img" / f"{i}.png")
    rows = [f"img/{i}.png,{CHANCE.random():.3f}" for i in range(40)]
    (home / "ages.csv").write_text("\n".join(["path,age", *rows]) + "\n")


SETS: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "class folders": (
        lambda home: pictures(home, {"a": 20, "b": 20}),
        {"image-classification"},
    ),
    "a table of pictures": (listed, {"image-regression"}),
    "masks": (masks, {"image-segmentation"}),
    "boxes": (boxes, {"image-detection"}),
    "sounds": (sounds, {"audio-classification"}),
    "texts": (lambda home: texts(home, {"a": 20, "b": 20}), {"text-classification"}),
    "tokens": (tokens, {"text-tagging"}),
    "prose": (prose, {"language-model"}),
    "a series": (hours, {"series-forecasting"}),
}


@pytest.fixture(scope="module", params=SETS)
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    make, fit = SETS[request.param]
    home = tmp_path_factory.mktemp("sets") / "data"
    make(home)
    return home, fit


@pytest.mark.parametrize("task", TASKS)
def test_a_task_gets_a_project_or_what_it_needs(data, task: str, tmp_path: Path):
    home, fit = data
    try:
        Rendered(tmp_path, task, data=str(home))
    except RecipeError as error:
        assert task not in fit, error
        assert isinstance(error, DataError) or error.exit_code == 2
        assert any(word in str(error) for word in ("Needed", "needs", "--")), error
        assert not list(tmp_path.iterdir())
    else:
        assert read(home, kind=task).kind.value == task


def test_a_table_fits_some_tasks(tmp_path: Path):
    table(tmp_path / "rows", {"a": 30, "b": 30})
    fit = set()
    for task in TASKS:
        try:
            read(tmp_path / "rows.csv", kind=task)
        except DataError as error:
            assert any(word in str(error) for word in ("Needed", "needs", "--")), error
        else:
            fit.add(task)
    assert fit == {"tabular-classification", "tabular-regression"}  # of `size`
