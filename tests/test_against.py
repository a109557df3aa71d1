"""Whether one net is better than another is asked on the same examples: `pytest tests/test_against.py`."""

import torch
from diabetes.config import Config
from diabetes.target import Target

from nn_recipe.against import compared
from nn_recipe.contract import Evaluation
from tests.rendered import answered

ANSWERS = [float(i % 17) for i in range(400)]
TARGET = Target.from_training(answered(ANSWERS), Config())


def guessing(error: float, seed: int) -> Evaluation:
    """Answers that are off by noise of this size, in sds."""
    y = torch.stack([TARGET.encode(answer) for answer in ANSWERS])
    noise = torch.Generator().manual_seed(seed)
    outputs = y + error * torch.randn(y.shape, generator=noise)
    losses, tally = TARGET.loss(outputs, y), TARGET.tally(outputs, y)
    ids = [str(i) for i in range(len(y))]
    return Evaluation(ids, losses, torch.ones(len(y)), tally, losses.mean().item(), {})


def test_less_error_is_better_and_more_r2_is():
    near, far = guessing(0.3, seed=0), guessing(0.9, seed=1)
    for metric in ("loss", "RMSE", "R2"):
        assert compared(near, far, metric, TARGET).better, metric
        assert compared(far, near, metric, TARGET).worse, metric


def test_two_that_differ_by_chance_are_level():
    one, other = guessing(0.5, seed=0), guessing(0.5, seed=1)
    for metric in ("loss", "RMSE", "R2"):
        assert compared(one, other, metric, TARGET).says == "is level with it"
