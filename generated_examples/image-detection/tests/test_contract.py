"""Your four files keep the promises of recipe/contract.py: `pytest tests/test_contract.py`.

Each message names the file and what to do. Run it first after an edit or an update.
"""

import dataclasses

import pytest
import torch
from torch import nn

from things import data, model
from things.config import Config
from things.recipe.contract import Problem, state
from things.recipe.feed import Batch, Feed
from things.recipe.paths import resolve

PARTS = ("train", "validation")


@pytest.fixture(scope="module")
def batch(problem: Problem) -> Batch:
    feed = Feed(problem.splits.train, problem.but(cache_megabytes=0))
    return feed[range(min(16, len(feed)))]


@pytest.fixture(scope="module")
def outputs(problem: Problem, batch: Batch) -> torch.Tensor:
    with torch.no_grad():
        return problem.net().eval()(batch.x)


def test_config_is_frozen_and_every_field_has_a_default() -> None:
    assert dataclasses.is_dataclass(Config), "config.py: Config must be a dataclass"
    config = Config()  # a TypeError here: give every field of config.py a default
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.seed = 0  # type: ignore[misc]


def test_ids_are_unique_and_stay_the_same(problem: Problem) -> None:
    again = data.load(problem.config)
    for part in PARTS:
        ids = [example.id for example in getattr(problem.splits, part)]
        assert (
            ids
        ), f"data.py: load gives no {part} examples; see Splits.left_out for reasons"
        assert len(set(ids)) == len(ids), f"data.py: two {part} examples share an id"
        assert ids == [e.id for e in getattr(again, part)], f"data.py: {part} changes"


def test_x_has_the_shape_it_promises(problem: Problem) -> None:
    for part in PARTS:
        x = problem.inputs.encode(getattr(problem.splits, part)[0].raw)
        found, promised = tuple(x.shape), tuple(problem.inputs.shape)
        assert (
            found == promised
        ), f"data.py: encode gives {found}, shape says {promised}"
        finite = not x.is_floating_point() or bool(x.isfinite().all())
        assert (
            finite
        ), "data.py: encode gives NaN or infinity; say what a missing value is"


def test_x_can_be_shown_and_drawn_from_the_tensor_alone(
    problem: Problem, batch: Batch
) -> None:
    from matplotlib.figure import Figure

    text = problem.inputs.show(batch.x[0])
    assert isinstance(text, str) and text, "data.py: show must give one line of text"
    axes = Figure().subplots()
    problem.inputs.draw(batch.x[0], axes)
    drawn = axes.images or axes.lines or axes.patches or axes.texts or axes.collections
    assert drawn, "data.py: draw left the axes empty"


def test_inputs_and_target_are_rebuilt_from_their_plain_values(
    problem: Problem, batch: Batch, outputs: torch.Tensor
) -> None:
    example = problem.splits.train[0]
    inputs = type(problem.inputs)(**state(problem.inputs))
    target = type(problem.target)(**state(problem.target))
    x, again = problem.inputs.encode(example.raw), inputs.encode(example.raw)
    assert torch.equal(
        x, again
    ), "data.py: Inputs must keep in fields all that encode needs"
    assert target.decode(outputs) == problem.target.decode(
        outputs
    ), "target.py: Target must keep in fields all that decode needs"


def test_loss_and_weight_give_one_number_per_example(
    problem: Problem, batch: Batch, outputs: torch.Tensor
) -> None:
    for name in ("loss", "weight"):
        given = (outputs, batch.y) if name == "loss" else (batch.y,)
        found = tuple(getattr(problem.target, name)(*given).shape)
        assert found == (
            len(batch.x),
        ), f"target.py: {name} must be [batch], is {found}"


def test_formulas_are_finite_and_in_order(problem: Problem, batch: Batch) -> None:
    target = problem.target
    found = tuple(target.head_bias().shape)
    assert found == (
        target.outputs,
    ), f"target.py: head_bias must be [outputs], is {found}"
    expected, floor = target.expected_loss_at_init(batch.y), target.floor(batch.y)
    assert floor <= expected, "target.py: floor lies above expected_loss_at_init"


def test_answers_come_back_in_words(
    problem: Problem, batch: Batch, outputs: torch.Tensor
) -> None:
    target = problem.target
    assert len(target.decode(outputs)) == len(
        batch.x
    ), "target.py: decode, one per example"
    assert isinstance(
        target.describe(batch.y[0]), str
    ), "target.py: describe gives text"
    watched = target.watch(outputs, batch.y)
    assert tuple(watched.shape) == (len(batch.x),), "target.py: watch must be [batch]"


def test_metrics_are_named_numbers(
    problem: Problem, batch: Batch, outputs: torch.Tensor
) -> None:
    tally = problem.target.tally(outputs, batch.y)
    assert len(tally) == len(batch.x), "target.py: tally must have one row per example"
    metrics = problem.target.metrics(tally)
    named = all(isinstance(k, str) and isinstance(v, float) for k, v in metrics.items())
    assert metrics and named, "target.py: metrics must be {name: float}"


@pytest.mark.parametrize("name", ["linear", "tiny", "reference"])
def test_every_net_has_a_stem_a_head_and_the_right_width(
    name: str, problem: Problem, batch: Batch
) -> None:
    config = problem.but(model=name).config
    net = model.build(problem.inputs, problem.target.outputs, config)
    head = getattr(net, "head", None)
    assert getattr(head, "bias", None) is not None, "model.py: `head` needs a bias"
    assert isinstance(
        getattr(net, "stem", None), nn.Module
    ), "model.py: name the first layer `stem`"
    found = tuple(net.eval()(batch.x).shape[:2])
    promised = (len(batch.x), problem.target.outputs)
    assert found == promised, f"model.py: outputs are {found}, needed {promised}"


def test_data_to_predict_needs_no_answers(problem: Problem) -> None:
    found = data.read(str(resolve(problem.config.data)), problem.config)
    assert len(found) > 0 and found[0].answer is None, "data.py: read gives answer None"
