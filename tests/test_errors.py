"""`errors`: what a net gets wrong, beside what it had learnt: `pytest tests/test_errors.py`."""

import csv
import importlib
import json
import random
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import torch

from nn_recipe.contract import NotOffered, Project, Some, open_project
from nn_recipe.ledger import Ledger
from nn_recipe.stage1_become_one_with_the_data import mispredictions
from nn_recipe.stage1_become_one_with_the_data.errors import near, page, slices, tide
from nn_recipe.stage1_become_one_with_the_data.errors.gallery import Gallery, gallery
from nn_recipe.stage1_become_one_with_the_data.errors.item import Heard, by_loss
from nn_recipe.stage1_become_one_with_the_data.errors.kinds import kind_of
from nn_recipe.stage1_become_one_with_the_data.errors.passing import passed
from tests.bugs.edits import EDITS
from tests.bugs.planting import imported
from tests.examples import PACKAGES, ROOT
from tests.rendered import of_numbers
from tests.test_look import opened


@pytest.fixture(autouse=True)
def one_thread():
    """Sums in one order: the same bytes."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


# sounds and gauges take seconds to read, and answer as digits and diabetes do
QUICK = [k for k in PACKAGES if k not in ("audio-classification", "image-regression")]


@pytest.fixture(params=QUICK)
def example(request: pytest.FixtureRequest) -> Project:
    """A small project of each kind; its net is not trained, and nearly all is wrong."""
    whole = opened(request.param).but(model="tiny")
    train, validation = whole.splits.train, whole.splits.validation
    few = [train[i] for i in range(16)], [validation[i] for i in range(4)]
    return whole.having(splits=Some(*few, []))


def test_each_kind_has_a_page_which_is_the_same_again(example: Project, tmp_path: Path):
    pages, twice = [], [gallery(example, example.net()) for _ in range(2)]
    for found in twice:
        assert found.said and found.lists["Highest loss"]
        path = page.write(tmp_path / "errors.html", example, found, "<errors>")
        pages.append(path.read_text("utf-8"))
    assert pages[0] == pages[1], "no clock, no chance"
    assert not re.search(r"(src|href)=.https?:", pages[0])
    assert "&lt;errors&gt;" in pages[0]
    agree_with_brute_force(example, twice[0])


def test_windows_of_one_event_are_shown_once():
    whole = opened("series-forecasting").but(model="tiny")
    validation = whole.splits.validation
    found = gallery(whole, whole.net())
    assert validation.overlap == 24
    for items in found.lists.values():
        places = sorted(item.at for item in items)
        assert all(b - a >= 24 for a, b in zip(places, places[1:], strict=False))
    ranked = found.lists["Highest loss"]
    assert len(ranked) >= 4 and ranked == by_loss(ranked)
    assert ranked[0] == by_loss(found.heard.items)[0], "the worst of all"


def test_three_quantiles_of_a_number_have_a_page_too(tmp_path: Path):
    """y has one value, the outputs three: y is never decoded in their place."""
    kind = "tabular-regression"
    source = ROOT / "generated_examples" / kind
    with imported(source, kind, EDITS["H09"], model="tiny") as planted:
        found = gallery(planted.project, planted.project.net())
        first = found.lists["Highest loss"][0]
        assert float(first.answer) == float(first.example.answer)
        page.write(tmp_path / "errors.html", planted.project, found, "errors")


def agree_with_brute_force(project: Project, found: Gallery) -> None:
    """Of the first items, each training place measured one by one in numpy."""
    net, items = project.net(), found.lists["Highest loss"][:2]
    train = [*project.splits.train]
    told, keep = kind_of(project).told(project), items[0].place is None
    ((batch, _, h),) = passed(project, net, train)
    assert h is not None
    known = []  # (features, id, place)
    for n, one in enumerate(train):
        for p in [None] if keep else range(h.shape[1]):
            if p is None or told(one, batch.y[n], p):
                row = near.flat(h)[n] if p is None else h[n, p]
                known.append((row.double().numpy(), one.id, p))
    for item in items:
        ((_, _, h),) = passed(project, net, [item.example])
        assert h is not None
        own = near.flat(h)[0] if item.place is None else h[0, item.place]
        far = [float(np.linalg.norm(own.double().numpy() - row)) for row, *_ in known]
        order = np.argsort(far, kind="stable")[: near.NEAREST]
        said = found.near[item.key]
        assert [n.distance for n in said] == pytest.approx(
            [far[i] for i in order], rel=1e-4, abs=1e-4
        )
        apart = np.diff(np.sort(far)[: near.NEAREST + 1]).min()
        if apart > 1e-3:  # of equal ones another may come first
            assert [(n.example.id, n.place) for n in said] == [
                known[i][1:] for i in order
            ]


@pytest.fixture(scope="module")
def wine() -> tuple[Any, torch.nn.Module]:
    project = opened("tabular-classification").but(steps=60, learning_rate=3e-3)
    net = project.net()
    project.train(net, project.feed(project.splits.train))
    return project, net


def planted(project: Any, seed: int, share: float) -> tuple[Project, set[int]]:
    """Some of the validation answers are another class."""
    chance, valid = random.Random(seed), [*project.splits.validation]
    chosen = set(chance.sample(range(len(valid)), max(1, round(share * len(valid)))))
    names = project.target.names
    other = [
        (
            replace(e, answer=chance.choice([n for n in names if n != e.answer]))
            if i in chosen
            else e
        )
        for i, e in enumerate(valid)
    ]
    return project.having(splits=Some(project.splits.train, other, [])), chosen


def test_wrong_labels_come_first_and_look_mislabelled(wine):
    project, net = wine
    found = n = 0
    for seed in range(5):
        changed, chosen = planted(project, seed, 0.1)
        shown = gallery(changed, net)
        first = by_loss(shown.heard.items)[: len(chosen)]
        found, n = found + sum(i.at in chosen for i in first), n + len(chosen)
        assert "look mislabelled" in " ".join(shown.said)
    assert found / n >= 0.8


def test_names_are_no_html_and_turn_no_writing(wine, tmp_path: Path):
    project, net = wine
    odd = "</script><script>alert(1)</script>\u202e<!--figure-->"
    target = replace(project.target, names=[odd, *project.target.names[1:]])
    said = project.target.names[0]
    parts = [
        [replace(e, answer=odd if e.answer == said else e.answer) for e in part]
        for part in (project.splits.train, project.splits.validation)
    ]
    other = project.having(target=target, splits=Some(*parts, []))
    found = gallery(other, net)
    text = page.write(tmp_path / "errors.html", other, found, "").read_text("utf-8")
    assert text.count("</script>") == 1 and "\u202e" not in text
    assert "alert(1)" in text


# --- causes


def carried(path: Path) -> dict:
    data = re.search(r"const page = (.*);\n", path.read_text("utf-8"))
    assert data
    return json.loads(data[1])


def test_it_holds_once_a_person_has_said_the_causes(wine, tmp_path: Path):
    project, net = wine
    changed, _ = planted(project, 0, 0.5)
    ledger = Ledger(tmp_path / "ledger.jsonl")
    before, _ = mispredictions.judged(changed, net, ledger, tmp_path)
    assert before.verdict == "unclear" and "errors --causes" in before.because
    shown = carried(tmp_path / "errors.html")
    ids = [shown["items"][i]["id"] for i in shown["lists"][0]["items"]]
    given = tmp_path / mispredictions.GIVEN
    for some, verdict in ((ids[:3], "unclear"), (ids, "holds")):
        with open(given, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(
                [("id", "cause"), *((id, "wrong label") for id in some)]
            )
        after, _ = mispredictions.judged(changed, net, ledger, tmp_path)
        assert after.verdict == verdict
    assert "Causes: wrong label" in after.because


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", "id,cause\n1,bad luck\n", "id,cause\n1,\xff\n"]
)
def test_another_file_is_a_sentence(tmp_path: Path, text: str):
    path = tmp_path / "causes.csv"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(ValueError, match="causes.csv .*(Needed|needed|Save)") as error:
        mispredictions.read(path)
    assert "\n" not in str(error.value)


def found_in(n: int, seed: int, dark: float) -> tuple[list[slices.Slice], int]:
    """n pictures of which each is wrong with a chance of .1, those below .2 with `dark`."""
    chance = np.random.default_rng(seed)
    light, ids = chance.random(n), [str(i) for i in range(n)]
    wrong = chance.random(n) < np.where(light < 0.2, dark, 0.1)
    frame = pl.DataFrame(
        {
            "id": ids,
            "split": "validation",
            "brightness": light,
            "size": chance.normal(size=n),
            "label": chance.choice(list("abc'd"), n),
        }
    )
    heard = Heard(n, losses=[0.0] * n, rights=(~wrong).tolist())
    return slices.slices(frame, heard, ids)


def test_a_slice_is_told_where_it_is_worse_and_none_by_chance():
    found, asked = found_in(600, 0, 0.4)
    assert [s.where.split()[:2] for s in found] == [["brightness", "<="]]
    assert asked == 9 and found[0].low > 0.1
    told = [s.where for seed in range(60) for s in found_in(300, seed, 0.1)[0]]
    assert len(told) <= 1, "1 % of 60; uncorrected it would be 3"


# --- boxes


def box(label: str, left: float, right: float) -> dict:
    return {
        "label": label,
        "score": 0.9,
        "xmin": left,
        "ymin": 0,
        "xmax": right,
        "ymax": 10,
    }


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ([box("cat", 0, 10)], []),
        ([], ["missed"]),
        ([box("dog", 0, 10)], ["class"]),
        ([box("cat", 6, 16)], ["localisation"]),
        ([box("dog", 6, 16)], ["both", "missed"]),
        ([box("cat", 0, 10), box("cat", 1, 10)], ["duplicate"]),
        ([box("cat", 0, 10), box("dog", 50, 60)], ["background"]),
    ],
)
def test_each_kind_of_mistake_of_a_box_is_told(said: list, kinds: list[str]):
    y = torch.tensor([[0.0, 0, 10, 10, 0]])
    assert [m.kind for m in tide.mistakes(said, y, ["cat", "dog"])] == kinds


# --- whole projects


def test_evaluate_leaves_the_page_and_a_verb_makes_it_again(tmp_path: Path, capsys):
    lines = (f"{i * 37 % 101}.5,{i * 53 % 97}.5,{i % 7}.1" for i in range(300))
    project = of_numbers(tmp_path, ["size,age,y", *lines])
    main = importlib.import_module(f"{project.package}.__main__").main
    project, splits = project.but(steps=10), project.splits
    run = project.module("run").Run.new("<i>", project.config)
    feeds = project.feed(splits.train), project.feed(splits.validation)
    project.train(project.net(), *feeds, run)
    assert main(["evaluate"]) == 0
    (path,) = tmp_path.glob("*/runs/*/errors.html")
    before = path.read_bytes()
    assert "1.7 what the net gets wrong" in capsys.readouterr().out
    assert main(["errors", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["highest"][0]["near"]) == near.NEAREST
    assert path.read_bytes() == before
    assert main(["errors", "7"]) == 2 and main(["errors", "--causes", "no.csv"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_adopted_code_is_trained_and_asked(tmp_path: Path, monkeypatch):
    shutil.copytree(ROOT / "tests" / "scripts" / "epochs", tmp_path / "epochs")
    monkeypatch.chdir(tmp_path / "epochs")
    monkeypatch.syspath_prepend(tmp_path / "epochs")
    monkeypatch.delitem(sys.modules, "audit", raising=False)
    project = open_project("audit")
    monkeypatch.setattr(type(project), "train", lambda self, net, *feeds: None)
    ledger = Ledger(tmp_path / "epochs" / "runs" / "ledger.jsonl")
    record = mispredictions.check(project, ledger)
    assert "examples are wrong" in record.because
    assert (tmp_path / "epochs" / "runs" / "errors.html").exists()


def test_nothing_is_settled_before_a_training(tmp_path: Path):
    record = mispredictions.check(opened("tabular-classification"), Ledger())
    assert record.verdict == "unclear" and "train" in record.because


def test_answers_of_another_kind_are_refused_with_the_reason(wine):
    project, net = wine
    target = type("Odd", (), {"answers_are": "poems"})()
    with pytest.raises(NotOffered, match="'poems' there is no gallery yet"):
        gallery(project.having(target=target), net)
