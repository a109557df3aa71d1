"""Several nets as one: what they claim is averaged, and told as outputs again."""

import math
from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..contract import NotOffered, Target

Scale = Tensor | None  # None: shares of 1; else [outputs], bool: chances, or numbers


def scale_of(target: Target, outputs: Tensor) -> Scale:
    """What outputs of this shape mean, as `target.prediction` says of made up ones.

    Probabilities that add up to 1 along the outputs, or one by one a probability or a number:
    nothing else can be averaged without knowing more.
    """
    draw = torch.Generator().manual_seed(0)
    made_up = torch.randn(2, *outputs.shape[1:], generator=draw).to(outputs)
    said = target.prediction(made_up)
    if said.shape == made_up.shape and outputs.ndim > 1:
        if torch.allclose(said, made_up.softmax(1), atol=1e-5):
            return None
        chances, numbers = (
            (said - meant).abs().transpose(0, 1).flatten(1).amax(1) < 1e-5
            for meant in (made_up.sigmoid(), made_up)
        )
        if (chances | numbers).all():
            return chances
    raise NotOffered(
        "`target.prediction` gives neither probabilities nor numbers of the outputs: what "
        "several nets say has no mean"
    )


def mean_of(outputs: Sequence[Tensor], scale: Scale) -> Tensor:
    """Outputs that claim the mean of what these claim, each [batch, outputs, *places].

    Of probabilities the mean, and its logarithm or logit: the cross entropy is then at most the
    mean of theirs (Jensen). The mean of logits would be a geometric mean, and too sure.
    """
    if scale is None:
        return log_mean([one.log_softmax(1) for one in outputs])
    yes, no = (
        log_mean([F.logsigmoid(sign * one) for one in outputs]) for sign in (1, -1)
    )
    chances = scale.reshape(-1, *(1,) * (yes.ndim - 2))
    return torch.where(chances, yes - no, torch.stack([*outputs]).mean(0))


def log_mean(logs: Sequence[Tensor]) -> Tensor:
    """The logarithm of the mean of numbers that are given by their logarithms."""
    return torch.stack([*logs]).logsumexp(0) - math.log(len(logs))


class MeanOfNets(nn.Module):
    """A net to whoever evaluates it or predicts with it; never to be trained."""

    def __init__(self, nets: Sequence[nn.Module], target: Target):
        super().__init__()
        self.nets, self.target = nn.ModuleList(nets), target
        self.eval()

    def forward(self, x: Tensor) -> Tensor:
        outputs = [net(x) for net in self.nets]
        return mean_of(outputs, scale_of(self.target, outputs[0]))


class Remembered(nn.Module):
    """A net that is asked once: who goes through the same batches again gets what it said."""

    def __init__(self, net: nn.Module):
        super().__init__()
        self.net, self.said, self.next, self.whole = net, list[Tensor](), 0, False

    def again(self) -> "Remembered":
        """From the first batch on."""
        self.whole, self.next = bool(self.said), 0
        return self

    def forward(self, x: Tensor) -> Tensor:
        if not self.whole:
            self.said.append(self.net(x))
        self.next += 1
        return self.said[self.next - 1]
