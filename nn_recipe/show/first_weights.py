"""The first layer's weights, before and after training (recipe 4.13)."""

from pathlib import Path
from typing import Any

import numpy as np

from .style import DIVERGING, canvas, numbers, save, style


def first_weights(before: Any, after: Any, path: str | Path) -> str:
    """[units, ...] each: a row per unit. Look for structure in what training added, not for noise.

    Smooth is not yet meaningful: a net that learns answers dealt at random gets smooth there, too.
    """
    one, other = (np.reshape(numbers(w), (len(w), -1)) for w in (before, after))
    panels = {"initialised": one, "trained": other, "added": other - one}
    with style():
        figure, places = canvas(9, 4, 1, 3)
        for axes, (name, weights) in zip(places, panels.items(), strict=True):
            reach = np.abs(weights).max()
            axes.imshow(weights, cmap=DIVERGING, vmin=-reach, vmax=reach, aspect="auto")
            axes.grid(False)
            axes.set(title=name, xlabel="input", ylabel="unit")
        return save(figure, path)
