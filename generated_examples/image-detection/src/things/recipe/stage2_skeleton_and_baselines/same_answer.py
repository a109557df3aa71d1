"""When is a decoded prediction the raw answer of the file?"""

from collections.abc import Sequence

from ..contract import Structured, Target


def disagreeing(
    target: Target,
    predictions: Sequence[object],
    answers: Sequence[object],
    room: float,
) -> list[int]:
    """Where they differ: words as text, numbers by more than `room` of the answers' range.

    Masks, boxes and the like are compared by `target.agrees`.
    """
    pairs = list(zip(predictions, answers, strict=True))
    if isinstance(target, Structured):
        return [i for i, pair in enumerate(pairs) if not target.agrees(*pair)]
    if not are_numbers(predictions):
        return [i for i, (said, meant) in enumerate(pairs) if str(said) != str(meant)]
    truth = [as_number(answer) for answer in answers]
    room *= max(truth) - min(truth)
    gaps = [abs(as_number(guess) - as_number(true)) for guess, true in pairs]
    return [i for i, gap in enumerate(gaps) if not gap <= room]


def are_numbers(predictions: Sequence[object]) -> bool:
    """Classes are words, also where they look like numbers: "7"."""
    return isinstance(predictions[0], float)


def as_number(answer: object) -> float:
    return float(str(answer))
