"""Starting numbers for pictures with boxes."""

from ..answers import Answers
from ..facts.model import Facts, Proposal
from .budget import lasting, threads
from .masks import image_size

SMALL = 64 * 64  # pixels: up to here a second core costs more than it gives


def training(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    size = image_size(answers, facts)
    small = size.value[0] * size.value[1] <= SMALL
    return {
        "image_size": size,
        "width": Proposal(16, "channels of the first layer; each halving doubles them"),
        "depth": Proposal(
            2 if small else 3,
            "residual blocks at an eighth of the size: how far a place sees",
        ),
        **lasting(facts.counts["train"], 8, 20, fewest=400, most=4_000, looks=10),
        "learning_rate": Proposal(
            3e-3 if small else 1e-3, "Adam is safe: a detector this small takes it"
        ),
        "threads": (
            threads(1, "core: more would wait")
            if small
            else threads(2, "cores for the convolutions")
        ),
    }
