"""Masks once more, the slow way: pixel by pixel, from decoded and raw masks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean
from typing import Any

import numpy as np
import torch.nn.functional as F
from torch import Tensor

from ..contract import Example, Target


def of_masks(target: Target, decoded: Sequence[Any], y: Tensor) -> dict[str, float]:
    """The overlap of what is said and what is meant, over the pixels of all masks together.

    Void pixels, below 0 in y, do not count; a class that nobody names is left out.
    """
    pairs = Counter()
    for mask, meant in zip(decoded, y.flatten(1).tolist(), strict=True):
        said = target.encode(np.asarray(mask)).flatten().tolist()
        pairs.update(
            (true, guess) for true, guess in zip(meant, said, strict=True) if true >= 0
        )
    there, named = Counter(), Counter()
    for (true, guess), pixels in pairs.items():
        there[true] += pixels
        named[guess] += pixels
    hits = {c: pairs[c, c] for c in there.keys() | named.keys()}
    return {
        "mean IoU": fmean(n / (there[c] + named[c] - n) for c, n in hits.items()),
        "mean Dice": fmean(2 * n / (there[c] + named[c]) for c, n in hits.items()),
        "pixel accuracy": sum(hits.values()) / there.total(),
    }


def at_own_size(
    target: Any, outputs: Tensor, example: Example
) -> tuple[Tensor, Tensor]:
    """Of one example outputs and y at the size of its mask, in which thin things are whole."""
    mask = target.locate(target.decode(outputs)[0], example.raw)
    size = [mask.height, mask.width]
    y = replace(target, size=size).encode(example.answer)[None]
    return F.interpolate(outputs, size, mode="bilinear"), y
