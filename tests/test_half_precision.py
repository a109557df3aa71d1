"""float16 with and without a scaler: `pytest tests/test_half_precision.py`."""

from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import nn

from nn_recipe.findings import Findings
from nn_recipe.silent_failures.half_precision import judge_half


class Small(SimpleNamespace):
    """A project of one layer, trained in this precision, with or without a scaler."""

    def __init__(self, dtype: torch.dtype | None, scales: bool):
        super().__init__(dtype=dtype, scales=scales, config=SimpleNamespace())
        self.device = torch.device("cpu")
        self.splits = SimpleNamespace(train=[*range(8)])

    def but(self, **changes: Any) -> "Small":
        return self

    def net(self) -> nn.Module:
        return nn.Linear(3, 1)

    def feed(self, examples: Any) -> Any:
        return torch.randn(len(examples), 3)

    def train(self, net: nn.Module, x: Any) -> None:
        half = torch.autocast("cpu", self.dtype) if self.dtype else nullcontext()
        scaler = torch.amp.GradScaler("cpu", enabled=self.scales)
        with half:
            loss = net(x).float().square().mean()
        (scaler.scale(loss) if self.scales else loss).backward()


@pytest.mark.parametrize(
    "dtype, scales, wrong",
    [
        (None, False, False),
        (torch.bfloat16, False, False),
        (torch.float16, True, False),
        (torch.float16, False, True),
    ],
)
def test_float16_needs_a_scaler(dtype: Any, scales: bool, wrong: bool):
    findings, project = Findings(), Small(dtype, scales)
    judge_half(project, findings)  # type: ignore[arg-type]
    assert ("no GradScaler" in " ".join(findings.faults)) == wrong
