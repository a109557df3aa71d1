"""What the README says to expect of these data before any training."""

from collections.abc import Mapping
from math import log
from typing import Any

from ..answers import Answers
from ..facts.model import Facts
from .source import code, line, percent


def readme(answers: Answers, facts: Facts) -> dict[str, Any]:
    """What to expect of these data before any training; about, as the split moves it a bit."""
    said = {
        "sentences": [line(sentence) for sentence in facts.sentences],
        "examples": facts.counts["train"],
    }
    if facts.expected:
        return said | dict(facts.expected)
    return said | (of_classes(facts.classes) if facts.classes else of_a_number(facts))


def of_classes(classes: Mapping[str, int]) -> dict[str, Any]:
    total = sum(classes.values())
    shares = {name: count / total for name, count in classes.items()}
    entropy = -sum(share * log(share) for share in shares.values() if share)
    name, largest = max(shares.items(), key=lambda item: item[1])
    first = [f"{code(name)} {percent(share)}" for name, share in [*shares.items()][:4]]
    rest = f" and {len(shares) - 4} more" if len(shares) > 4 else ""
    return {
        "classes": len(shares),
        "majority_share": largest,
        "loss_at_init": entropy,
        "expected_loss": f"about {entropy:.3f} nats, the entropy of the class shares "
        f"(ln {len(shares)} = {log(len(shares)):.3f} only if they were equal)",
        "constant_answer": f"the class shares: {', '.join(first)}{rest}",
        "dumb_baseline": f"always {code(name)} is right {percent(largest)} of the time",
    }


def of_a_number(facts: Facts) -> dict[str, Any]:
    number = facts.number
    assert number is not None, "a regression has a number to predict"
    return {
        "mean": number.mean,
        "median": number.median,
        "loss_at_init": 1.0,
        "expected_loss": "about 1, the variance in units of the training sd squared",
        "constant_answer": f"the training mean, about {number.mean:,.6g}",
        "dumb_baseline": f"always the median, {number.median:,.6g}, has the least MAE "
        "of all constants",
    }
