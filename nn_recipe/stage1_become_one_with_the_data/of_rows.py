"""What can be said of a row of cells, and of arrays of measured values."""

from collections.abc import Mapping
from typing import Any

import numpy as np


def of_cells(raw: Mapping[str, str | None]) -> dict[str, Any]:
    """How many cells say nothing, and each cell; a column of that name is told apart."""
    cells = {f"{n} (input)" if n == "missing" else n: v for n, v in raw.items()}
    return {**cells, "missing": sum(cell is None for cell in raw.values())}


def of_values(raw: Mapping[str, Any]) -> dict[str, float]:
    """Of each channel, [steps] or of any shape: mean, sd, the least, the most, the trend over all
    steps, and how many values are missing.
    """
    found: dict[str, float] = {}
    for channel, values in raw.items():
        flat = np.asarray(values, dtype=np.float64).ravel()
        known = flat[np.isfinite(flat)]
        said = {"missing": float(len(flat) - len(known))}
        if len(known):
            said |= {"mean": known.mean(), "sd": known.std()}
            said |= {"least": known.min(), "most": known.max()}
        if len(known) == len(flat) > 1:
            place = np.linspace(-0.5, 0.5, len(flat))
            said["trend"] = float(place @ flat / (place @ place))
        found |= {f"{channel} {name}".strip(): float(v) for name, v in said.items()}
    return found
