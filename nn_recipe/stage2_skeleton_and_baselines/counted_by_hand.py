"""Metrics once more, the slow way: from decoded predictions and raw answers, in plain Python."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest
from statistics import fmean
from typing import Any

from torch import Tensor

from ..additions import Structured
from ..contract import Example, Project
from ..same_answer import are_numbers, as_number
from .masks_by_hand import of_masks


def counted_by_hand(
    project: Project, outputs: Tensor, y: Tensor, examples: Sequence[Example]
) -> dict[str, float]:
    """What each well-known metric must be for these outputs; no tally is involved."""
    decoded = project.target.decode(outputs)
    answers = [example.answer for example in examples]
    if project.target.answers_are == "boxes":
        from .boxes_by_hand import of_boxes

        return of_boxes(project, decoded, examples)
    if are_numbers(decoded):
        return of_numbers(decoded, [as_number(answer) for answer in answers])
    if project.target.answers_are == "series":
        return of_channels(decoded, answers) | mase(project, decoded, answers)
    if project.target.answers_are == "tags":
        return of_tags(decoded, answers, set(project.config.untagged))  # type: ignore[attr-defined]
    if project.target.answers_are == "masks":
        return of_masks(project.target, decoded, y)
    if project.target.answers_are == "labels" and hasattr(
        project.config, "label_separator"
    ):
        return of_labels(decoded, answers, project.config)
    if isinstance(project.target, Structured):
        return {}  # your own kind of answer, with your own metrics
    truth = list(map(str, answers))
    guesses = list(map(str, decoded))
    found = of_words(guesses, truth)
    if project.target.outputs == 2 and len(set(truth)) == 2:
        counts = Counter(str(example.answer) for example in project.splits.train)
        rare = min(sorted(counts), key=lambda name: counts[name])
        of_rare = y[truth.index(rare)].expand_as(y)  # one class asked of all: 1 - p
        # of the other would part twins with two answers by a rounding, and so would float32
        scores = project.target.watch(outputs.double(), of_rare).tolist()
        found |= of_scores(scores, [t == rare for t in truth])
        found[f"F1 of {rare}"] = f1(rare, guesses, truth)
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
    """The absolute and the squared error of each channel, over the values that are known."""
    pairs = list(zip(guesses, truth, strict=True))
    errors = {
        channel: [
            said - came
            for guess, true in pairs
            for said, came in zip(guess[channel], true[channel], strict=True)
            if not math.isnan(came)
        ]
        for channel in guesses[0]
    }
    known = {channel: each for channel, each in errors.items() if each}
    found = {f"MAE of {c}": fmean(map(abs, each)) for c, each in known.items()}
    roots = {c: math.sqrt(fmean(e * e for e in each)) for c, each in known.items()}
    return found | {f"RMSE of {c}": root for c, root in roots.items()}


def mase(
    project: Project, guesses: list[Any], truth: Sequence[Any]
) -> dict[str, float]:
    """Errors in units of what "as one period ago" errs by in training (Hyndman and Koehler 2006)."""
    period, train = getattr(project.config, "period", 0), project.splits.train
    if (
        not period
        or len(train) <= period
        or not getattr(project.target, "since_last", 0)
    ):
        return {}
    came = [{c: e.raw[c][-1] + e.answer[c][0] for c in guesses[0]} for e in train]
    shares = []
    for channel in guesses[0]:
        pairs = zip(came, came[period:], strict=False)
        moved = [abs(later[channel] - now[channel]) for now, later in pairs]
        usual = fmean([m for m in moved if not math.isnan(m)] or [0.0]) or 1.0
        shares += [
            abs(said - true) / usual
            for guess, answer in zip(guesses, truth, strict=True)
            for said, true in zip(guess[channel], answer[channel], strict=True)
            if not math.isnan(true)
        ]
    return {"MASE": fmean(shares)} if shares else {}


def of_tags(
    guesses: list[Any], truth: Sequence[Any], untagged: set[str]
) -> dict[str, float]:
    """Over the tokens of all sentences; one without a guess is wrong, one without a tag is out."""
    pairs = [
        (guess, true)
        for sentence, tags in zip(guesses, truth, strict=True)
        for guess, true in zip_longest(sentence[: len(tags)], tags, fillvalue="")
        if true not in untagged
    ]
    found = of_words(*map(list, zip(*pairs, strict=True)))
    told = [
        ["O" if tag in untagged else g for g, tag in zip(sentence, tags, strict=False)]
        for sentence, tags in zip(guesses, truth, strict=True)
    ]
    said, there = entities(told), entities(truth)
    if there and all(t == "O" or t[1:2] == "-" for _, t in pairs):
        right = len(said & there)
        found["entity F1"] = 2 * right / (len(said) + len(there))
    return found


def of_labels(
    guesses: list[str], truth: Sequence[str], config: Any
) -> dict[str, float]:
    """Label by label, each a yes or no; F1 over the labels that are said or there."""
    said, there = (
        [
            {*map(str.strip, str(one).split(config.label_separator))} - {""}
            for one in many
        ]
        for many in (guesses, truth)
    )
    pairs = list(zip(said, there, strict=True))
    right = [
        [(name in one) == (name in other) for name in config.labels]
        for one, other in pairs
    ]
    each = [f1_of(name, pairs) for name in config.labels]
    return {
        "macro F1": fmean([one for one in each if not math.isnan(one)] or [math.nan]),
        "label accuracy": fmean(map(fmean, right)),
        "exact match": fmean(map(all, right)),
    }


def f1_of(name: str, pairs: list[tuple[set[str], set[str]]]) -> float:
    """The harmonic mean of precision and recall of one label; nan if nobody ever says it."""
    hits = sum(name in said and name in there for said, there in pairs)
    both = sum((name in said) + (name in there) for said, there in pairs)
    return 2 * hits / both if both else math.nan


def entities(sentences: Sequence[Any]) -> set[tuple[int, int, int, str]]:
    """(sentence, first, last, type) of every span, walking from tag to tag."""
    spans, open_ = set(), None
    for number, tags in enumerate(sentences):
        for place, tag in enumerate([*tags, "O"]):
            role, _, kind = tag.partition("-")
            goes_on = open_ and role in ("I", "E", "L") and kind == open_[1]
            if open_ and not goes_on:
                spans.add((number, open_[0], place - 1, open_[1]))
                open_ = None
            if kind and not goes_on:
                open_ = (place, kind)
            if open_ and role in ("E", "L", "S", "U"):
                spans.add((number, open_[0], place, kind))
                open_ = None
    return spans


def f1(name: str, guesses: list[str], truth: list[str]) -> float:
    """The harmonic mean of precision and recall of one class."""
    hits = sum(guess == t == name for guess, t in zip(guesses, truth, strict=True))
    found, there = guesses.count(name), truth.count(name)
    if not hits:
        return 0.0
    return 2 / (found / hits + there / hits)


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
