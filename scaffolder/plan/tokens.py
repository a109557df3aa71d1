"""Starting numbers for tagged sentences."""

from ..answers import Answers
from ..facts.model import Facts, Proposal
from .budget import lasting, threads

SMALL = 1_000  # sentences


def training(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    sentences = facts.counts["train"]
    small = sentences < SMALL
    width, depth = (64, 1) if small else (128, 2)
    return {
        "width": Proposal(width, "numbers that describe a token"),
        "depth": Proposal(
            depth, "windows one on another, each twice as wide: don't be a hero"
        ),
        **lasting(sentences, 32, 5, fewest=600, most=4_000, looks=10),
        "learning_rate": Proposal(1e-3, "Adam is safe: a net this small takes 1e-3"),
        "threads": threads(1, "core: more would wait"),
    }
