"""Mean and sd of another data set are said: `pytest tests/test_constants.py`."""

from types import SimpleNamespace
from typing import Any

import pytest
import torch

from nn_recipe.findings import Findings
from nn_recipe.silent_failures.constants import judge_constants

IMAGENET = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])


def said(mean: list[float], sd: list[float]) -> str:
    """Of pictures with a mean of .8 and a sd of .1 in each of their channels."""
    generator = torch.Generator().manual_seed(0)
    raw = 0.8 + 0.1 * torch.randn(100, len(mean), 6, 6, generator=generator)
    x = (raw - torch.tensor(mean)[:, None, None]) / torch.tensor(sd)[:, None, None]

    class Feed(list):
        def __getitem__(self, chosen: Any) -> Any:
            return SimpleNamespace(x=torch.stack([*self]))

    project: Any = SimpleNamespace(
        config=None,
        splits=SimpleNamespace(train=[*x]),
        inputs=SimpleNamespace(shape=(len(mean), 6, 6), mean=mean, sd=sd),
        feed=Feed,
    )
    findings = Findings()
    judge_constants(project, findings)
    return " ".join(findings.faults)


@pytest.mark.parametrize(
    "mean, sd, expected",
    [
        ([0.8031], [0.1011], ""),
        ([0.7731], [0.1311], ""),  # of more pictures of the same kind
        ([0.1307], [0.3081], "has a mean of 2.17"),  # handwritten digits
        ([0.8031], [0.0304], "a sd of 3.27"),
        ([203.97], [25.51], "has a mean of -7.96"),  # of pixels up to 255
        ([0.5], [0.5], ""),  # a choice of scale
        (*IMAGENET, ""),  # of a trunk that is fine-tuned
    ],
)
def test_constants(mean: list[float], sd: list[float], expected: str):
    found = said(mean, sd)
    assert expected in found if expected else not found
