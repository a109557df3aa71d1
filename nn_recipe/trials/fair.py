"""Another batch size alone changes how much is seen and how far each step may go."""

import math
from typing import Any

import torch

from ..contract import Project


def scaled(project: Project, changed: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """What must go along with another batch size, and the sentence that says so.

    The examples seen stay: as many fewer steps, and evaluations as often. The rate goes by the
    square root of the batch with Adam (Malladi et al. 2022, On the SDEs and Scaling Rules for
    Adaptive Gradient Algorithms), by the batch itself with SGD (Goyal et al. 2017).
    """
    config = project.config
    asked = ("batch_size", "steps", "learning_rate", "evaluate_every")
    if "batch_size" not in changed or not all(hasattr(config, k) for k in asked):
        return {}, ""
    size = changed["batch_size"]
    if size < 1:
        raise ValueError(f"batch_size is {size}: needed is 1 or more.")
    times = size / config.batch_size
    sgd = isinstance(project.optimizer(project.net()), torch.optim.SGD)
    more = {
        "steps": max(1, round(config.steps / times)),
        "evaluate_every": max(1, round(config.evaluate_every / times)),
        "learning_rate": float(
            f"{config.learning_rate * (times if sgd else math.sqrt(times)):.6g}"
        ),
    }
    more = {k: v for k, v in more.items() if k not in changed}
    told = ", ".join(f"{k} {getattr(config, k):g} -> {v:g}" for k, v in more.items())
    return more, f"The same examples are seen, and the rate fits: {told} (--as-is: no)."


def warned(project: Project, changed: dict[str, Any]) -> str:
    """Statistics of few examples are noise (recipe 4.8)."""
    norms = (torch.nn.modules.batchnorm._BatchNorm,)
    size = changed.get("batch_size", 8)
    if size >= 8 or not any(isinstance(m, norms) for m in project.net().modules()):
        return ""
    return f"Of {size} examples batch norm takes statistics that are mostly noise."
