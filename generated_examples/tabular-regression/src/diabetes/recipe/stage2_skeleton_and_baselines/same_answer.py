"""When is a decoded prediction the raw answer of the file?"""

from collections.abc import Sequence


def disagreeing(
    predictions: Sequence[object], answers: Sequence[object], room: float
) -> list[int]:
    """Where they differ: words as text, numbers by more than `room` of the answers' range."""
    if not are_numbers(predictions):
        pairs = zip(predictions, answers, strict=True)
        return [i for i, (said, meant) in enumerate(pairs) if str(said) != str(meant)]
    truth = [as_number(answer) for answer in answers]
    room *= max(truth) - min(truth)
    guesses = [as_number(prediction) for prediction in predictions]
    gaps = [abs(guess - true) for guess, true in zip(guesses, truth, strict=True)]
    return [i for i, gap in enumerate(gaps) if not gap <= room]


def are_numbers(predictions: Sequence[object]) -> bool:
    """Classes are words, also where they look like numbers: "7"."""
    return isinstance(predictions[0], float)


def as_number(answer: object) -> float:
    return float(str(answer))
