"""Starting numbers for series."""

from ..answers import Answers
from ..facts.model import Facts, Proposal
from .budget import lasting, threads


def training(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    _, steps = facts.shape
    return {
        **{name: facts.settings[name] for name in ("validation_share", "test_share")},
        "width": Proposal(64, "numbers that describe a stretch of the past"),
        "depth": Proposal(
            1, "residual blocks per halving of the steps: don't be a hero"
        ),
        **lasting(steps, 64, 8, fewest=300, most=1_500, looks=10),
        "learning_rate": Proposal(1e-3, "Adam is safe: a net this small takes 1e-3"),
        "threads": threads(1, "core: a net this small would wait for a second one"),
    }
