"""Attention with its scale, without, and with what may stand for it: `pytest tests/test_attention_scale.py`."""

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nn_recipe.findings import Findings
from nn_recipe.stage2_skeleton_and_baselines.attention_scale import judge_scores

CHANNELS, HEADS = 32, 2


class Net(nn.Module):
    """[batch, time, width] -> the same, by one attention whose scores are made as `how` says."""

    def __init__(self, how: str):
        super().__init__()
        torch.manual_seed(0)
        width = CHANNELS * HEADS
        self.q, self.k = nn.Linear(width, width), nn.Linear(width, width)
        self.how, self.warm = how, nn.Parameter(torch.ones(()))
        if how == "first weights":
            nn.init.normal_(self.k.weight, std=width**-0.5)
            nn.init.normal_(self.q.weight, std=(width * CHANNELS) ** -0.5)

    def forward(self, x: Tensor) -> Tensor:
        q, k = (
            layer(x).unflatten(2, (HEADS, -1)).transpose(1, 2)
            for layer in (self.q, self.k)
        )
        root = CHANNELS**0.5
        if self.how.startswith("built in"):
            scale = 1.0 if self.how.endswith("without") else None
            return F.scaled_dot_product_attention(q, k, k, scale=scale)
        if self.how == "of q":
            q = q / root
        if self.how == "of both":
            q, k = q / root**0.5, k / root**0.5
        if self.how == "normed":
            q, k = 10 * F.normalize(q, dim=-1), F.normalize(k, dim=-1)
        scores = torch.einsum("bhtd,bhsd->bhts", q, k)
        if self.how == "learnt":
            scores = scores * self.warm
        if self.how in ("divided", "multiplied"):
            scores = scores / root if self.how == "divided" else scores * root
        later = torch.ones(scores.shape[-2:]).triu(1).bool()
        return scores.masked_fill(later, -torch.inf).softmax(-1) @ k


def said(how: str, given: bool = False) -> str:
    net, findings = Net(how), Findings()
    fresh = set() if given else {name for name, _ in net.named_parameters()}
    judge_scores(net, torch.randn(3, 5, CHANNELS * HEADS), fresh, findings)
    return " ".join(findings.faults)


@pytest.mark.parametrize("how", ["", "multiplied", "built in without"])
def test_scores_without_their_scale_are_found(how: str):
    assert "come scores of size" in said(how)


SCALED = ["divided", "of q", "of both", "first weights", "normed", "learnt", "built in"]


@pytest.mark.parametrize("how", SCALED)
def test_a_scale_may_stand_anywhere(how: str):
    assert not said(how)


def test_weights_that_were_given_are_not_judged():
    assert not said("", given=True)


def test_the_attention_of_torch_has_its_scale():
    torch.manual_seed(0)

    class Whole(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.look = nn.MultiheadAttention(64, 2, batch_first=True)

        def forward(self, x: Tensor) -> Tensor:
            return self.look(x, x, x)[0]

    net, findings = Whole(), Findings()
    fresh = {name for name, _ in net.named_parameters()}
    judge_scores(net, torch.randn(3, 5, 64), fresh, findings)
    assert not findings.faults
