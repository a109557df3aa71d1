"""What can be said of an answer: its class, its number, how much is marked."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from ..additions import Located
from ..contract import Example, Project
from ..same_answer import as_number
from .of_rows import of_values

Measure = Callable[[Example], dict[str, Any]]


def of_answer(project: Project) -> Measure:
    """By what the answers are; a kind of your own is told in the words of `describe`."""
    target: Any = project.target
    known = {
        "classes": lambda e: {"label": str(e.answer)},
        "numbers": lambda e: {"answer": as_number(e.answer)},
        "labels": lambda e: of_labels(target, e),
        "tags": lambda e: of_tags(e.answer),
        "masks": lambda e: of_mask(target, e),
        "boxes": lambda e: of_boxes(target, e),
        "series": lambda e: of_next(coming(target, e)),
        "tokens": lambda e: {},  # the text itself, one on
    }
    return known.get(target.answers_are, lambda e: in_words(target, e))


def in_words(target: Any, example: Example) -> dict[str, Any]:
    return {"label": target.describe(target.encode(example.answer))}


def of_labels(target: Any, example: Example) -> dict[str, Any]:
    y = target.encode(example.answer)
    return {"label": target.describe(y), "labels": int((y == 1).sum())}


def of_tags(tags: Any) -> dict[str, Any]:
    """How many tokens are named something, and by how many names."""
    said = [tag for tag in tags if tag not in ("O", "_")]
    return {"tagged": len(said) / max(1, len(tags)), "tags": len(set(said))}


def of_mask(target: Any, example: Example) -> dict[str, Any]:
    """The share of each class; what is void belongs to none."""
    y = target.encode(example.answer)
    counts = torch.bincount(y[y >= 0].flatten(), minlength=target.outputs)
    shares = (counts / max(1, y.numel())).tolist()
    return {f"share of {n}": s for n, s in zip(target.names, shares, strict=False)}


def of_boxes(target: Any, example: Example) -> dict[str, Any]:
    """How many, of which classes, and how large: shares of the picture."""
    y = target.encode(example.answer).double().numpy()
    y = y[y[:, 4] >= 0]
    named = sorted({target.names[int(k)] for k in y[:, 4]})
    found: dict[str, Any] = {"label": " ".join(named) or "nothing", "boxes": len(y)}
    if len(y):
        height, width = target.size
        areas = np.prod(y[:, 2:4] - y[:, :2], axis=1) / (height * width)
        found |= {"smallest box": areas.min(), "largest box": areas.max()}
    return {k: float(v) if isinstance(v, np.floating) else v for k, v in found.items()}


def coming(target: Any, example: Example) -> Any:
    """What comes next, in the user's own units."""
    if not isinstance(target, Located):
        return example.answer
    return target.locate(example.answer, example.raw)


def of_next(answer: Any) -> dict[str, float]:
    """Of each channel of what comes next, its mean."""
    found = of_values({f"next {c}": values for c, values in answer.items()})
    return {name: v for name, v in found.items() if name.endswith(" mean")}
