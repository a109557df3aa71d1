"""Starting numbers for series."""

from ..answers import Answers
from ..errors import AnswerError
from ..facts.model import Facts, Proposal
from .budget import lasting, threads


def training(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    if answers.split != "time":
        raise AnswerError(
            f"--split {answers.split}: neighbouring windows share nearly all their values"
            " and would stand on both sides. Leave the flag out: the split is by time."
        )
    _, steps = facts.shape
    return {
        **{name: facts.settings[name] for name in ("validation_share", "test_share")},
        "width": Proposal(64, "numbers that describe a stretch of the past"),
        "depth": Proposal(
            1, "residual blocks per halving of the steps: don't be a hero"
        ),
        **lasting(steps, 64, 8, fewest=300, most=1_500, looks=10),
        "learning_rate": Proposal(1e-3, "Adam is safe: a net this small takes 1e-3"),
        "threads": threads(1, "core: more would wait"),
    }
