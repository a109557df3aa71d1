"""Masks are scored at their own size, whatever the net sees: `pytest tests/test_masks_whole.py`."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from PIL import Image

import nn_recipe
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from tests.rendered import Rendered
from tests.test_predict import trained

SIZES = ((50, 70), (70, 50), (61, 83))  # height, width: no multiple of 16


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """A square on the ground, and a line of one pixel, which y has no place for."""
    folder, chance = tmp_path_factory.mktemp("masks"), np.random.default_rng(0)
    for what in ("images", "masks"):
        (folder / "data" / what).mkdir(parents=True)
    for i in range(36):
        height, width = SIZES[i % 3]
        mask = np.zeros((height, width), np.uint8)
        top, left = chance.integers(2, 20, 2)
        mask[top : top + 24, left : left + 24] = 1
        mask[:, 0] = 2  # y looks at the middle of each four pixels
        noise = chance.integers(0, 40, (height, width))
        Image.fromarray((mask * 90 + noise).astype(np.uint8)).save(
            folder / "data" / "images" / f"{i}.png"
        )
        Image.fromarray(mask).save(folder / "data" / "masks" / f"{i}.png")
    given: dict[str, Any] = {"data": str(folder / "data"), "image_size": 16}
    return Rendered(folder, "image-segmentation", **given)


def perfect(made: Rendered) -> tuple[Any, torch.Tensor, Any]:
    """The feed of validation, its y, and how outputs do that are right at every place of y."""
    problem = made.module("problem").Problem.load(made.config())
    feed = made.module("feed").Feed(problem.splits.validation, problem)
    batch = next(feed.in_order())
    outputs = 9 * F.one_hot(batch.y, problem.target.outputs).movedim(3, 1).float()
    return feed, batch.y, made.module("evaluate").judged([(batch, outputs)], feed)


def test_what_is_too_thin_for_the_net_is_missed(made: Rendered):
    feed, y, found = perfect(made)
    values, target = found.values(), feed.problem.target
    assert not (y == 2).any(), "the line has vanished from y"
    assert values["IoU class 2"] == 0 and values["mean IoU"] < 0.67
    pixels = sum(
        np.asarray(Image.open(example.answer)).size for example in feed.examples
    )
    assert found.tally.sum().item() == pixels
    there = {"IoU class 0": 1.0, "IoU class 1": 1.0}
    outputs = 9 * F.one_hot(y, 3).movedim(3, 1)
    assert there.items() <= target.metrics(target.tally(outputs, y)).items()


def test_predicted_masks_are_those_that_were_scored(made: Rendered, tmp_path: Path):
    run = trained(made, tmp_path)
    checkpoint = run.checkpoint()
    weight = checkpoint["net"]["head.weight"]  # as good as any, and of both signs
    checkpoint["net"]["head.weight"] = torch.randn(weight.shape)
    checkpoint["net"]["head.bias"] *= 0
    run.save("best", checkpoint)
    saved, net = run.trained()
    problem = made.module("problem").Problem.load(saved.config)
    examples = problem.splits.validation
    feed = made.module("feed").Feed(examples, problem)
    found = made.module("evaluate").evaluate(net, feed)
    files = dict(made.module("predict").predict(run, [saved.config.data]))
    for example, tally in zip(examples, found.tally, strict=True):
        both = (files[example.id], example.answer)
        said, meant = (np.asarray(Image.open(file)) for file in both)
        assert said.shape == meant.shape and len(np.unique(said)) > 1
        assert (said == meant).sum() == tally.diagonal().sum().item()


def test_masks_of_the_size_of_x_score_as_they_did(tmp_path: Path):
    made = Rendered(tmp_path, "image-segmentation")  # the sample: 32 x 32 both
    problem = made.module("problem").Problem.load(made.config())
    feed = made.module("feed").Feed(problem.splits.validation, problem)
    batch, target = next(feed.in_order()), problem.target
    outputs = torch.randn(len(batch.y), target.outputs, *target.size)
    found = made.module("evaluate").judged([(batch, outputs)], feed)
    assert torch.equal(found.tally, target.tally(outputs, batch.y))


def test_the_slow_reference_knows_both_sizes(made: Rendered):
    stand(made.name)
    project = Generated.of(made.name, threads=1)
    record = nn_recipe.significant_digits(project)
    assert record.verdict == "holds", record.because
