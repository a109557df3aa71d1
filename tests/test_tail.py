"""The tail of a batch by heart: `pytest tests/test_tail.py`."""

import torch
from torch import nn

from nn_recipe.stage2_skeleton_and_baselines.by_heart import BEGINS, HURRY, NEAR, Tail


def test_who_stumbles_in_a_hurry_is_set_back_and_walks():
    net = nn.Linear(2, 1)
    tail = Tail(net, torch.optim.AdamW(net.parameters()))
    assert tail.pace(BEGINS - 10, NEAR / 2, NEAR / 2) == 1
    assert tail.pace(BEGINS, 2 * NEAR, 2 * NEAR) == 1
    before = net.weight.detach().clone()
    assert tail.pace(BEGINS + 10, NEAR, NEAR) == HURRY
    with torch.no_grad():
        net.weight += 1
    assert tail.pace(BEGINS + 20, 0.9 * NEAR, 0.9 * NEAR) == HURRY  # on its way
    assert not torch.equal(net.weight, before)
    assert tail.pace(BEGINS + 30, 0.9, 0.9) == 1
    assert torch.equal(net.weight, before)
    assert tail.pace(BEGINS + 40, 0.5 * NEAR, 0.5 * NEAR) == 1
