"""What keeps a net from learning a few examples by heart, and is no mistake of it."""

import copy
from dataclasses import dataclass
from typing import Any

from torch import nn
from torch.optim import Optimizer

AGAIN = 32  # 64 to 63: within a hundredth of the way
USUAL = 0.5  # of dropout: more is a mistake that must be seen
BEGINS, NEAR = 100, 0.2  # the tail: from this step on, with so little of the way left
HURRY = 3  # times the rate there: masks go their last hundredth 40% sooner
LOST = 0.75  # of the way, in training: in evaluation a BatchNorm lags


def without_chance(net: nn.Module) -> nn.Module:
    """Its dropout taken out: a BatchNorm over two examples makes as much of it as of them."""
    for layer in net.modules():
        if isinstance(layer, nn.modules.dropout._DropoutNd) and layer.p <= USUAL:
            layer.p = 0.0
    return net


def times(net: nn.Module) -> int:
    """How often each example stands in the batch: over n numbers a BatchNorm trains by a variance
    that is n to n - 1 of the one it evaluates by, a factor of 2 where n is 2."""
    return AGAIN if any(isinstance(p, nn.BatchNorm1d) for p in net.modules()) else 1


@dataclass
class Tail:
    """The last of the way is gone faster; who stumbles is set back to where it began, and walks.

    140 channels that share their weights stumbled: of .16 at step 100 became .6, and the rest
    of the steps went into that.
    """

    net: nn.Module
    optimizer: Optimizer
    began: Any = None  # the states where it began
    stumbled: bool = False

    def pace(self, step: int, left: float, trained: float) -> int:
        """How many times the rate the next steps take; `trained`: left by the last step alone."""
        if self.began and not self.stumbled and trained > LOST:
            net, optimizer = self.began
            self.net.load_state_dict(net)
            self.optimizer.load_state_dict(optimizer)
            self.stumbled = True
        if self.stumbled or step < BEGINS or left > NEAR:
            return 1
        if not self.began:
            states = self.net.state_dict(), self.optimizer.state_dict()
            self.began = copy.deepcopy(states)
        return HURRY
