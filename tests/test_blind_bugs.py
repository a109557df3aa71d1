"""Bugs of people who had not read the checks, and that none had found: `pytest tests/test_blind_bugs.py`."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
import torch
from torch import nn

from nn_recipe.contract import Evaluation
from nn_recipe.generated import Generated
from nn_recipe.silent_failures.epochs import judge_epochs
from nn_recipe.silent_failures.known_cells import judge_cells
from nn_recipe.silent_failures.known_splits import judge_known_splits
from nn_recipe.silent_failures.near_copies import judge_near_copies
from nn_recipe.silent_failures.verb_parity import judge_net, judge_verbs
from nn_recipe.specimen import InDouble
from nn_recipe.stage2_skeleton_and_baselines.human_interpretable_metrics import (
    judge_perplexity,
)
from nn_recipe.stage2_skeleton_and_baselines.significant_digits import (
    NARROW,
    judge_ranges,
    widths,
)
from tests.rendered import of_numbers, said


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    lines = (f"{i * 37 % 101}.5,{i * 53 % 97}.5,{i % 7}.1" for i in range(300))
    return of_numbers(tmp_path_factory.mktemp("blind"), ["size,age,y", *lines])


def test_a_decimal_comma_that_is_cut_off(project: Generated):
    assert not said(judge_cells, project)

    def number(raw: Any, column: str) -> float:
        return float(str(raw[column]).split(",")[0])

    with mock.patch.object(project.module("data"), "number", number):
        assert ",75 gives the x of" in said(judge_cells, project)


def test_a_batch_size_that_nobody_reads(project: Generated):
    assert not said(judge_epochs, project)

    steps = property(lambda feed: max(1, round(len(feed) / 32)))
    with mock.patch.object(project.module("feed").Feed, "steps_per_epoch", steps):
        assert "With batch_size 4 a batch has 30" in said(judge_epochs, project)


def test_a_split_seed_that_nobody_reads(project: Generated):
    assert not said(judge_known_splits, project)
    load = project.module("load")
    cut = load.cut

    def always(*given: Any) -> Any:
        return cut(*given[:-1], replace(given[-1], split_seed=0))

    with mock.patch.object(load, "cut", always):
        assert "With another `split_seed`" in said(judge_known_splits, project)


def test_answers_that_slip_by_one_on_the_way_into_the_splits(project: Generated):
    load = project.module("load")
    cut = load.cut

    def slipped(examples: Any, *given: Any) -> Any:
        answers = [e.answer for e in examples]
        moved = zip(examples, answers[1:] + answers[:1], strict=True)
        examples[:] = [replace(e, answer=answer) for e, answer in moved]
        return cut(examples, *given)

    def joined(examples: Any, *given: Any) -> Any:
        examples[:] = [replace(e, answer=e.answer.replace("1", "0")) for e in examples]
        return cut(examples, *given)

    with mock.patch.object(load, "cut", slipped):
        assert "those of other rows" in said(judge_known_splits, project)
    with mock.patch.object(load, "cut", joined):
        assert not said(judge_known_splits, project)


def test_an_interval_of_one_standard_error(project: Generated):
    assert not said(judge_ranges, project)
    module = project.module("intervals")
    levels = torch.tensor([0.159, 0.841], dtype=torch.float64)  # 68 of 100 lie between
    with mock.patch.object(module, "LEVELS", levels):
        assert "of all draws 95 % lie within" in said(judge_ranges, project)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("tail", [1, 3])
def test_an_interval_under_a_heavy_tail(project: Generated, seed: int, tail: int):
    """A percentile interval is half as wide as BCa's there, and right all the same."""
    torch.manual_seed(seed)
    losses, ones = (tail * torch.randn(30)).exp(), torch.ones(30)
    ids, nothing = [str(i) for i in range(30)], torch.zeros(30, 2)
    target = mock.Mock(metrics=lambda tally: {})
    found = Evaluation(ids, losses, ones, nothing, losses.mean().item(), {})
    narrow, wide = widths(found, target)
    theirs = project.module("evaluate").Evaluation(ids, losses, ones, nothing, target)
    low, high = project.module("intervals").intervals(theirs)["loss"]
    assert 0.9 * narrow <= high - low <= wide / 0.9
    sd = losses.double().std().item() / 30**0.5
    assert 2 * sd < NARROW * narrow


@pytest.mark.parametrize("base, wrong", [(2.718281828459045, False), (2.0, True)])
def test_a_perplexity_in_another_base(base: float, wrong: bool):
    found: Any = SimpleNamespace(loss=3.0, metrics={"perplexity": base**3.0})
    assert bool(said(judge_perplexity, found)) == wrong


@pytest.mark.parametrize("mirrored", [True, False])
def test_pictures_that_were_mirrored_before_the_split(mirrored: bool):
    torch.manual_seed(0)
    pictures = torch.randn(200, 1, 6, 6)
    others = pictures[:60].flip(3) if mirrored else torch.randn(60, 1, 6, 6)

    class Feed(list):
        def __getitem__(self, chosen: Any) -> Any:
            return SimpleNamespace(x=torch.stack([*self]))

    project: Any = SimpleNamespace(
        splits=SimpleNamespace(train=[*pictures], validation=[*others]),
        inputs=SimpleNamespace(shape=(1, 6, 6)),
        target=SimpleNamespace(answers_are="classes"),
        feed=Feed,
    )
    assert ("mirrored" in said(judge_near_copies, project)) == mirrored


def test_layers_keep_their_names_in_float64():
    net = nn.Sequential()
    net.head = nn.Linear(2, 1)
    assert [name for name, _ in InDouble(net).named_children()] == ["head"]
    assert InDouble(net).eval().net.training is False


def test_predictions_in_training_mode_are_called_so(project: Generated):
    model, run = project.module("model"), project.module("run").Run
    build, trained = model.build, run.trained

    def drawing(*given: Any) -> nn.Module:
        """A net that answers otherwise in training mode."""
        net = build(*given)
        net.register_forward_pre_hook(lambda net, x: (x[0] + int(net.training),))
        return net

    def left(run: Any, name: str = "best") -> tuple[Any, nn.Module]:
        problem, net = trained(run, name)
        return problem, net.train()

    with mock.patch.object(model, "build", drawing):
        assert not said(judge_verbs, project)
        with mock.patch.object(run, "trained", left):
            assert "it is asked in training mode" in said(judge_verbs, project)


@pytest.mark.parametrize("width, wrong", [(8, False), (2, True)])
def test_train_trains_the_net_of_the_config(width: int, wrong: bool):
    saved = {"net": nn.Linear(width, 1).state_dict()}
    run: Any = SimpleNamespace(checkpoint=lambda name: saved)
    project: Any = SimpleNamespace(
        config=SimpleNamespace(model="reference"),
        device=torch.device("cpu"),
        net=lambda: nn.Linear(8, 1),
        train_command=lambda run: None,
    )
    assert ("saves a net of 3 numbers" in said(judge_net, project, run)) == wrong
