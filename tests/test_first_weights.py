"""A head that begins small, alone and with an embedding of the same matrix: `pytest tests/test_first_weights.py`."""

import pytest
import torch
from torch import nn

from nn_recipe.findings import Findings
from nn_recipe.stage2_skeleton_and_baselines.first_weights import judge_first_weights


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("size", [0.01, 1.0])
def test_a_small_head_is_no_small_embedding(size: float, shared: bool):
    torch.manual_seed(0)
    net, findings = nn.Module(), Findings()
    net.stem, net.head = nn.Embedding(50, 16), nn.Linear(16, 50)
    if shared:
        net.stem.weight = net.head.weight
    net.head.weight.data *= size
    judge_first_weights(net, findings)
    assert bool(findings.faults) == (shared and size < 1)
