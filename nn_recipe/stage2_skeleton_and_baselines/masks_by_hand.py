"""Masks once more, the slow way: pixel by pixel, from decoded and raw masks."""

from collections import Counter
from collections.abc import Sequence
from statistics import fmean
from typing import Any

import numpy as np
from torch import Tensor

from ..contract import Target


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
