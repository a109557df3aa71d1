"""The rate of each step that a config declares, computed without its code."""

import math
from typing import Any


def rate_on_paper(step: int, config: Any, schedule: str) -> float:
    """Up from 0, then as the schedule says; constant for "constant" and ""."""
    steps, peak = config.steps, config.learning_rate
    rising, falling = round(config.warmup * steps), max(1, round(0.2 * steps))
    if step < rising:
        return peak * (step + 1) / rising
    if schedule == "cosine":
        done = (step - rising) / (steps - rising)
        return peak * (1 + math.cos(math.pi * done)) / 2
    if schedule == "wsd" and step > steps - falling:
        return peak * (1 - math.sqrt((step - steps + falling) / falling))
    return peak
