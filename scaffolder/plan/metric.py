"""The metric to look at: the one that picks the best checkpoint."""

from ..answers import Answers
from ..facts.model import Facts, Proposal
from .source import percent

RARE = 0.1  # below this share of the smaller class accuracy says nothing


def watch(answers: Answers, facts: Facts) -> Proposal:
    """The metric to look at. Names are those of target.py."""
    if answers.watch:
        return Proposal(answers.watch, "you chose it")
    if facts.watch is not None:
        return facts.watch
    if not facts.classes:
        return Proposal("RMSE", "in the unit of the answer; large errors count most")
    smallest = min(facts.classes.values()) / sum(facts.classes.values())
    if smallest >= RARE:
        return Proposal("accuracy", "the share of right answers; no class is rare here")
    if len(facts.classes) == 2:
        reason = f"accuracy would reward never finding the {percent(smallest)} class"
        return Proposal("average precision", reason)
    if smallest * len(facts.classes) >= 0.5:
        return Proposal(
            "accuracy", "the share of right answers; the classes are balanced"
        )
    reason = f"accuracy would hardly notice the smallest class, {percent(smallest)}"
    return Proposal("balanced accuracy", reason)
