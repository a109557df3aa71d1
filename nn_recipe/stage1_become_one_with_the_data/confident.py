"""Confident learning (Northcutt et al. 2021): which answers are surely wrong, by probabilities out of fold."""

import numpy as np


def confident(
    p: np.ndarray, place: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of p [n, classes] and the given classes [n]: suspect, doubt from 0 to 1, the likeliest other.

    Suspect is where another class is more probable than it usually is for its own examples.
    """
    own = p[np.arange(len(place)), place]
    usual = np.array([own[place == c].mean() for c in range(p.shape[1])])
    sure = np.where(p >= usual, p, -1.0)
    suspect = (sure.max(1) >= 0) & (sure.argmax(1) != place)
    others = np.where(np.eye(p.shape[1], dtype=bool)[place], -1.0, p)
    return suspect, (1 + others.max(1) - own) / 2, others.argmax(1)
