"""Starting numbers for pictures with masks."""

from scaffolder.facts.masks.facts import SMALL as SIDE
from scaffolder.facts.masks.facts import scaled

from ..answers import Answers
from ..facts.model import Facts, Proposal
from .budget import lasting, threads

SMALL = 40 * 40  # pixels: up to here a second core costs more than it gives


def training(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    size = image_size(answers, facts)
    height, width = size.value
    small = height * width <= SMALL
    batch, steps = (8, 400) if small else (4, 1_200)  # pixels are the examples
    return {
        "image_size": size,
        "width": Proposal(16, "channels at full size; each level down doubles them"),
        "depth": Proposal(
            2 if small else 3, "levels down, each at half the size: don't be a hero"
        ),
        **lasting(facts.counts["train"], batch, 20, fewest=steps, most=4_000, looks=10),
        "learning_rate": Proposal(3e-3, "Adam is safe: a small U-Net takes 3e-3"),
        "threads": (
            threads(1, "core: more would wait")
            if small
            else threads(2, "cores for the convolutions")
        ),
    }


def image_size(answers: Answers, facts: Facts) -> Proposal:
    """`--image-size` is the shorter side; the shape stays."""
    _, height, width = facts.shape
    if side := answers.image_size:
        area = side * side * max(height, width) // min(height, width)
        size = scaled(width * side, height * side, area)
        return Proposal(size, "height, width, as you chose it")
    if max(height, width) <= SIDE:
        return Proposal((height, width), "height, width: nothing is resized")
    why = "height, width: a step on a CPU costs their product, so raise both later"
    return Proposal((height, width), why)
