"""Who trains, who validates, who tests."""

from ..answers import Answers
from ..facts.model import Facts, Proposal
from .budget import chosen


def splitting(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    share = validation_share(facts.counts["train"])
    return {
        "split": chosen(answers.split, facts.split),
        "split_column": chosen(answers.split_column, facts.split_column),
        "validation_share": share,
        "test_share": share,
    }


def validation_share(examples: int) -> Proposal:
    """10,000 examples tell an accuracy to half a point; more would be taken from training."""
    if examples < 20_000:
        return Proposal(
            0.15, f"of {examples:,} examples: as small as an interval allows"
        )
    share = max(round(min(0.1, 10_000 / examples), 3), 0.001)
    return Proposal(share, f"of {examples:,} examples: enough for a narrow interval")
