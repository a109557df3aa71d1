"""Starting numbers for a text to continue.

The large ones are nanoGPT's for a CPU (its README, "I only have a macbook"): four layers of
width 128, windows of 64, batches of 12, 2000 steps at 1e-3.
"""

from pathlib import Path

from ..answers import Answers
from ..errors import AnswerError
from ..facts.model import Facts, Proposal
from .budget import threads

CONTEXT = 64
SMALL = 300_000  # bytes


def training(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    size = facts.counts["train"]
    small = size < SMALL
    batch, steps = (32, 600) if small else (12, 2000)
    seen = steps * batch * CONTEXT / size
    share = Proposal(0.1, f"of {size:,} bytes")
    return {
        "read": read(answers, facts),
        "context": Proposal(
            CONTEXT, "bytes a window holds: how far back the net can look"
        ),
        "validation_share": share,
        "test_share": share,
        "width": Proposal(64 if small else 128, "channels of a place; a head takes 32"),
        "depth": Proposal(2 if small else 4, "blocks: don't be a hero"),
        "batch_size": Proposal(batch, f"windows per step, {batch * CONTEXT:,} bytes"),
        "steps": Proposal(steps, f"each byte is seen about {seen:.3g} times"),
        "evaluate_every": Proposal(steps // 8, "steps between two evaluations: 8"),
        "learning_rate": Proposal(1e-3, "Adam is safe: a small GPT takes 1e-3"),
        "threads": threads(2, "cores for the matrices"),
    }


def read(answers: Answers, facts: Facts) -> Proposal:
    """One text, unless a folder of them is given for another part."""
    found, given = facts.settings["read"], (answers.validation_data, answers.test_data)
    if any(path and not Path(path).suffix for path in given):
        found = Proposal("texts", "a folder of texts")
    if answers.split != "time" and found.value == "text":
        raise AnswerError(
            f"--split {answers.split}: a text is cut by place (--split time), whole texts"
            " of a folder also by chance or by group. Leave the flag out, or give a folder."
        )
    return found
