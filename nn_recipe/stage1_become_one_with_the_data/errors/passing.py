"""A split through the net, with what its head is given: the features of each place."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from ...contract import Batch, Example, Project

AT_ONCE = 256  # examples
NUMBERS = 2_000_000  # of x in one batch: eight pictures of 3 x 300 x 300


@torch.no_grad()
def passed(
    project: Project, net: nn.Module, examples: Sequence[Example]
) -> Iterator[tuple[Batch, Tensor, Tensor | None]]:
    """Each batch with the outputs and the features [batch, places, features], on the CPU.

    None where the head was not given them: it was not called, or with something else.
    """
    feed, training = project.feed(examples), net.training
    device = next((p.device for p in net.parameters()), torch.device("cpu"))
    one = feed[[0]].x.numel() if len(feed) else 1
    net.eval()
    try:
        with heard_at_head(net) as given:
            for batch in feed.in_order(max(1, min(AT_ONCE, NUMBERS // one))):
                given.clear()
                outputs = net(batch.x.to(device)).cpu()
                yield batch, outputs, features(net, given, len(batch.ids))
    finally:
        net.train(training)


@contextmanager
def heard_at_head(net: Any) -> Iterator[list[Any]]:
    """What the head gets, in the order of its calls."""
    given: list[Any] = []
    hook = net.head.register_forward_pre_hook(lambda _, inputs: given.append(inputs))
    try:
        yield given
    finally:
        hook.remove()


def features(net: Any, given: list[Any], n: int) -> Tensor | None:
    """[batch, places, features]; a linear map has the features last, a convolution first."""
    if not given or not given[-1] or not isinstance(given[-1][0], Tensor):
        return None
    h = given[-1][0].detach().cpu()
    if h.ndim < 2 or len(h) != n:
        return None
    if h.ndim > 2 and not isinstance(net.head, nn.Linear):
        h = h.movedim(1, -1)
    return h.reshape(n, -1, h.shape[-1])
