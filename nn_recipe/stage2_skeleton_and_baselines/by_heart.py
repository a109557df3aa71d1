"""What keeps a net from learning a few examples by heart, and is no mistake of it."""

from torch import nn

AGAIN = 32  # 64 to 63: within a hundredth of the way
USUAL = 0.5  # of dropout: more is a mistake that must be seen


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
