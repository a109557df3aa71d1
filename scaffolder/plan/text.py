"""Starting numbers for texts: trials on 5,000 questions and 5,000 messages set them."""

from ..answers import Answers
from ..facts.model import Facts, Proposal
from .budget import lasting, threads

SMALL = 20_000  # texts


def training(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    texts = facts.counts["train"]
    small = texts < SMALL
    batch = 32 if small else 64
    return {
        "width": Proposal(
            128 if small else 192, "channels of a place; an attention head takes 32"
        ),
        "depth": Proposal(1 if small else 2, "blocks of attention: don't be a hero"),
        **lasting(texts, batch, 5, fewest=400, most=4_000, looks=10),
        "learning_rate": Proposal(
            1e-3, "Adam is safe: an encoder this small takes 1e-3"
        ),
        "threads": threads(1, "core: more would wait"),
    }
