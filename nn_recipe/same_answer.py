"""When is a decoded prediction the raw answer of the file?"""

from collections.abc import Sequence

import torch

from .additions import Structured
from .contract import Target


def disagreeing(
    target: Target,
    predictions: Sequence[object],
    answers: Sequence[object],
    room: float,
) -> list[int]:
    """Where they differ: words as text, numbers by more than `room` of the range of y.

    In y, which may be a logarithm: a tenth of a range of 22 thousand to 5.8 million dollars is
    more than most houses cost. Both numbers must lie between what y less and more so much
    decodes to. Masks, boxes and the like are compared by `target.agrees`.
    """
    pairs = list(zip(predictions, answers, strict=True))
    if isinstance(target, Structured):
        return [i for i, pair in enumerate(pairs) if not target.agrees(*pair)]
    if not are_numbers(predictions):
        return [i for i, (said, meant) in enumerate(pairs) if str(said) != str(meant)]
    y = torch.stack([target.encode(answer) for answer in answers])  # [n, 1]
    if y.shape[1:] != (
        target.outputs,
    ):  # several numbers stand for one, such as quantiles
        y = y.reshape(len(y), -1)[:, :1].expand(-1, target.outputs)
    room *= (y.max() - y.min()).item()
    bounds = zip(target.decode(y - room), target.decode(y + room), strict=True)
    return [
        i
        for i, ((low, high), pair) in enumerate(zip(bounds, pairs, strict=True))
        if not all(low <= as_number(value) <= high for value in pair)
    ]


def are_numbers(predictions: Sequence[object]) -> bool:
    """Classes are words, also where they look like numbers: "7"."""
    return isinstance(predictions[0], float)


def as_number(answer: object) -> float:
    return float(str(answer))
