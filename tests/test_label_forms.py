"""`label`: each way to answer, by keys and mouse in a browser: `pytest tests/test_label_forms.py`."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import accumulate
from typing import Any

import pytest
import torch

from nn_recipe.human import forms, kept
from nn_recipe.human.served import Served
from nn_recipe.human.task import Task
from tests.chromium import CHROMIUM, Page, chromium
from tests.test_label import elsewhere, once  # noqa: F401

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium here")
OURS = ("http://127.0.0.1:", "data:", "about:")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with chromium(tmp_path_factory.mktemp("browser")) as page:
        yield page


@pytest.fixture
def asked(browser: Page) -> Iterator[Callable[..., Any]]:
    """Open the page of a kind, act, press Enter where keys are no answer: what was kept."""
    servers: list[Served] = []

    def answer(kind: str, act: Callable[[Page], None], change: Any = None) -> Any:
        task = Task.of(once(kind), "ada", 2, 0, anyway=True)
        task.form = change(task.form) if change else task.form
        server = Served(task, lambda: {"metrics": {}})
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        browser.asked.clear()
        browser.open(server.address)
        browser.wait("typeof asks === 'object' && asks && !busy && began > 0")
        act(browser)
        browser.wait("!busy && here === 1")
        assert browser.asked and all(url.startswith(OURS) for url in browser.asked)
        said = kept.read("ada")[task.examples[0].id]
        assert said.seconds is not None and 0 <= said.seconds < 60
        return said.answer, task.form.encode(said.answer, task.examples[0].raw)

    yield answer
    for server in servers:
        server.shutdown()
        server.server_close()


def keys(*pressed: str) -> Callable[[Page], None]:
    return lambda page: [page.press(key) for key in pressed] and None


@pytest.mark.parametrize(
    "kind", ["image-classification", "text-classification", "tabular-classification"]
)
def test_a_class_is_one_key(asked: Any, kind: str):
    names = once(kind).target.names
    short = len(names[0]) == 1  # a name of one letter is its own key
    said, y = asked(kind, keys(names[0].lower() if short else "1"))
    assert said == names[0] and y.item() == 0


def test_a_sound_plays_and_its_class_is_one_key(asked: Any):
    def act(page: Page) -> None:
        page.wait("document.querySelector('audio').duration > 0")
        page.press(" ")
        page.wait("document.querySelector('audio').played.length > 0")
        page.press("2")

    said, y = asked("audio-classification", act)
    assert said == once("audio-classification").target.names[1] and y.item() == 1


def test_of_many_classes_one_is_searched_for(asked: Any):
    names = [f"class {i}" for i in range(30)]

    def change(form: Any) -> Any:
        return replace(
            form,
            asks={"form": "class", "names": names},
            encode=lambda said, raw: torch.tensor(names.index(said)),
        )

    act = keys(*"s 1", "ArrowDown", "Enter")  # 1, 10, 11 to 21: the second in sight
    said, _ = asked("image-classification", act, change)
    assert said == "class 10"


@pytest.mark.parametrize("typed", ["12.5", "12,5"])
@pytest.mark.parametrize("kind", ["image-regression", "tabular-regression"])
def test_a_number_is_typed_with_point_or_comma(asked: Any, kind: str, typed: str):
    said, _ = asked(kind, keys(*typed, "Enter"))
    assert said == 12.5


def test_labels_are_turned_on_and_off(asked: Any):
    target: Any = once("image-multilabel").target
    names = forms.names_of(target)
    said, y = asked("image-multilabel", keys("1", "2", "3", "2", "Enter"))
    assert said == [names[0], names[2]] and y.flatten().tolist()[:3] == [1, 0, 1]


def test_each_token_gets_a_tag_in_turn(asked: Any):
    project = once("text-tagging")
    names, tokens = project.target.names, 0

    def act(page: Page) -> None:
        nonlocal tokens
        tokens = page.says("document.querySelectorAll('.tokens button').length")
        keys(*"12" * tokens)(page)  # more than there are tokens: the last is changed
        keys("ArrowLeft", "ArrowLeft", "3", "Enter")(page)

    said, _ = asked("text-tagging", act)
    assert len(said) == tokens > 3
    assert said[0] == names[0] and said[1] == names[1]
    assert said[tokens - 3] == names[2]


def test_the_next_letter_is_guessed(asked: Any):
    said, y = asked("language-model", keys("e", " ", "t", "Enter"))
    assert said == ["e", " ", "t"] and y.tolist() == [*map(ord, "e t"), 0, 0]


def test_a_box_is_where_it_was_drawn(asked: Any):
    def act(page: Page) -> None:
        page.press("2")
        page.drag("canvas", (0.25, 0.2), (0.6, 0.5), (0.75, 0.8))
        page.drag("canvas", (0.1, 0.1), (0.3, 0.3))
        keys("z", "Enter")(page)  # the last one is taken back

    project = once("image-detection")
    (one,), y = asked("image-detection", act)
    assert one["name"] == project.target.names[1]
    assert one["box"] == pytest.approx([0.25, 0.2, 0.75, 0.8], abs=0.01)
    height, width = project.target.size
    assert y[0, 2].item() == pytest.approx(0.75 * width, abs=0.01 * width)
    assert y[0, 4] == 1 and (y[1:] == -1).all()


def test_a_mask_is_where_it_was_painted(asked: Any):
    def act(page: Page) -> None:
        page.press("2")
        page.drag("canvas", *((x / 100, 0.5) for x in range(20, 81)))
        page.press("Enter")

    runs, y = asked("image-segmentation", act)
    height, width = y.shape
    assert [*accumulate(n for _, n in runs)][-1] == height * width
    middle = y[height // 2]
    assert (middle[round(0.25 * width) : round(0.75 * width)] == 1).all()
    assert (middle[: round(0.1 * width)] == 0).all() and (y[0] == 0).all()


def test_a_forecast_goes_where_it_was_drawn(asked: Any):
    project = once("series-forecasting")
    steps = len(next(iter(project.splits.train[0].answer.values())))

    def act(page: Page) -> None:
        page.drag(
            "svg.plot:has(rect)", (0.999, 0.6)
        )  # the end of the first that is asked
        page.press("Enter")

    said, y = asked("series-forecasting", act)
    drawn = said[page_order(project)[0]]
    rises = [b - a for a, b in zip(drawn, drawn[1:], strict=False)]
    assert len(drawn) == steps and torch.isfinite(y).all()
    assert max(rises) == pytest.approx(min(rises), abs=1e-9)  # straight to the point
    raw = project_raw(project)[page_order(project)[0]]
    least, most = min(raw), max(raw)
    # a tenth below the middle of the plot, which is 1.6 times as high as what was seen
    assert drawn[-1] == pytest.approx(
        (least + most) / 2 - 0.16 * (most - least), abs=0.02 * (most - least)
    )


def page_order(project: Any) -> list[str]:
    """The channels that are asked, in the order of the plots."""
    asked = forms.form_of(project).asks["channels"]
    return [name for name in project.splits.train[0].raw if name in asked]


def project_raw(project: Any) -> dict[str, list[float]]:
    raw: Any = Task.of(project, "bob", 2, 0).examples[0].raw
    return {c: [float(v) for v in vs if v == v] for c, vs in raw.items()}
