"""What `tune` may change, and how far. Yours to edit: a field of config.py, and its range.

Drawn at random, not from a grid: a net feels some knobs far more than others. Nine points of a
grid try three values of the knob that matters, nine draws try nine (recipe 5.1).
"""

from typing import Any

from .config import Config

now = Config()

SPACE: dict[str, tuple[Any, ...]] = {
    # a rate acts by its order of magnitude: each decade is as likely
    "learning_rate": ("log", now.learning_rate / 10, now.learning_rate * 10),
    "weight_decay": ("log or 0", 1e-4, 1e-1),  # one draw in four is 0
    "width": ("one of", now.width // 2, now.width, now.width * 2),
    "depth": ("uniform", max(1, now.depth - 1), now.depth + 1),
    # the same examples are seen: of half the size twice the steps
    "batch_size": ("one of", now.batch_size // 2, now.batch_size, now.batch_size * 2),
}
