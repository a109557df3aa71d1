"""Metrics once more, the slow way: from decoded predictions and raw answers, in plain Python."""

import math
from collections import Counter
from collections.abc import Sequence
from statistics import fmean
from typing import Any

from torch import Tensor

from ..contract import Answers, Example, Problem, Structured
from .boxes_by_hand import of_boxes
from .same_answer import are_numbers, as_number


def counted_by_hand(
    problem: Problem, outputs: Tensor, y: Tensor, examples: Sequence[Example]
) -> dict[str, float]:
    """What each well-known metric must be for these outputs; no tally is involved."""
    decoded = problem.target.decode(outputs)
    answers = [example.answer for example in examples]
    if problem.target.answers_are == "boxes":
        return of_boxes(problem, decoded, examples)
    if isinstance(problem.target, Structured):
        return {}  # masks: their tally is a count already
    if are_numbers(decoded):
        return of_numbers(decoded, [as_number(answer) for answer in answers])
    if problem.target.answers_are == "series":
        return of_channels(decoded, answers)
    truth = list(map(str, answers))
    found = of_words(list(map(str, decoded)), truth)
    if problem.target.outputs == 2 and len(set(truth)) == 2:
        counts = Counter(map(str, Answers(problem.splits.train)))
        rare = min(sorted(counts), key=lambda name: counts[name])
        sure = problem.target.watch(outputs, y).tolist()  # of the true class
        scores = [p if t == rare else 1 - p for p, t in zip(sure, truth, strict=True)]
        found |= of_scores(scores, [t == rare for t in truth])
    return found


def of_numbers(guesses: list[float], truth: list[float]) -> dict[str, float]:
    errors = [guess - true for guess, true in zip(guesses, truth, strict=True)]
    squares = math.fsum(error * error for error in errors)
    mean = fmean(truth)
    spread = math.fsum((true - mean) ** 2 for true in truth)
    return {
        "MAE": math.fsum(map(abs, errors)) / len(errors),
        "RMSE": math.sqrt(squares / len(errors)),
        "R2": 1 - squares / spread if spread else math.nan,
    }


def of_channels(guesses: list[Any], truth: Sequence[Any]) -> dict[str, float]:
    """The absolute error of each channel, over all the values that are known."""
    pairs = list(zip(guesses, truth, strict=True))
    errors = {
        channel: [
            abs(said - came)
            for guess, true in pairs
            for said, came in zip(guess[channel], true[channel], strict=True)
            if not math.isnan(came)
        ]
        for channel in guesses[0]
    }
    return {f"MAE of {c}": fmean(each) for c, each in errors.items() if each}


def of_words(guesses: list[str], truth: list[str]) -> dict[str, float]:
    hits = Counter(t for guess, t in zip(guesses, truth, strict=True) if guess == t)
    true, guessed = Counter(truth), Counter(guesses)
    return {
        "accuracy": hits.total() / len(truth),
        "balanced accuracy": fmean(hits[name] / true[name] for name in true),
        "macro F1": fmean(
            2 * hits[name] / (true[name] + guessed[name])
            for name in true.keys() | guessed.keys()
        ),
    }


def of_scores(scores: list[float], positive: list[bool]) -> dict[str, float]:
    """AUROC: how often a positive outranks a negative, a tie counting half. Average precision:
    the mean, over the positives, of the precision among all that rank at least as high.
    """
    ones = [s for s, yes in zip(scores, positive, strict=True) if yes]
    zeros = [s for s, yes in zip(scores, positive, strict=True) if not yes]
    wins = [(one > zero) + 0.5 * (one == zero) for one in ones for zero in zeros]
    precisions = [
        sum(other >= one for other in ones) / sum(other >= one for other in scores)
        for one in ones
    ]
    return {"AUROC": fmean(wins), "average precision": fmean(precisions)}
