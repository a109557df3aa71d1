"""Starting numbers for pictures."""

from ..answers import Answers
from ..facts.model import Facts, Proposal
from .budget import lasting, threads

SMALL = 16  # pixels: up to here a second core costs more than it gives


def training(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    size = answers.image_size or facts.settings["image_size"].value
    return for_images(facts.counts["train"], size)


def for_images(pictures: int, size: int) -> dict[str, Proposal]:
    """Whatever the size of the pictures: the stem of the net brings them all to 8 to 24."""
    batch = 32 if pictures < 1_000 else 64
    return {
        "width": Proposal(
            32, "channels of the first stage; each later stage doubles them"
        ),
        "depth": Proposal(1, "residual blocks per stage: don't be a hero"),
        **lasting(pictures, batch, 15, fewest=400, most=2_000, looks=10),
        "learning_rate": Proposal(
            1e-3, "Adam is safe: a convnet this small takes 1e-3"
        ),
        "threads": (
            threads(2, "cores for the convolutions")
            if size > SMALL
            else threads(1, "core: more would wait")
        ),
    }
