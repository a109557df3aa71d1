"""Your own loss, one example at a time: the recipe asks for a loss of each.

Ours: nothing here needs an edit.
"""

from typing import Any

import torch
from torch import Tensor

from . import theirs


def loss(outputs: Tensor, y: Tensor) -> Tensor:
    """[batch, outputs], [batch, ...] -> [batch], whatever your loss makes of a batch."""
    yours: Any = theirs.loss()
    yours = yours() if isinstance(yours, type) else yours
    pairs = zip(outputs, y, strict=True)
    found = [yours(one[None], answer[None]) for one, answer in pairs]
    return torch.stack([value.mean() for value in found])
