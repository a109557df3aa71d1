"""Starting numbers for sounds, and the pieces of read.py."""

from pathlib import Path

from ..answers import Answers
from ..facts.model import Facts, Proposal
from .budget import lasting, threads
from .splitting import read_along


def training(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    clips = facts.counts["train"]
    batch = 32 if clips < 1_000 else 64
    by_speaker = answers.split == facts.split.value == "group"
    shares = ("validation_share", "test_share") if by_speaker else ()
    return {
        "read": read(answers, facts),
        **{name: facts.settings[name] for name in shares},
        "width": Proposal(
            32, "channels of the first stage; each later stage doubles them"
        ),
        "depth": Proposal(1, "residual blocks per stage: don't be a hero"),
        **lasting(clips, batch, 10, fewest=300, most=2_000, looks=10),
        "learning_rate": Proposal(
            1e-3, "Adam is safe: a convnet this small takes 1e-3"
        ),
        "threads": threads(2, "cores for the convolutions"),
    }


def read(answers: Answers, facts: Facts) -> Proposal:
    """How answers and groups are found, then where the files are."""
    found, settings = facts.settings["read"], facts.settings
    layout = found.value + "_by_group" * read_along(answers, facts)
    if found.value == "sounds_in_table":
        return Proposal(f"{layout} sounds_rows", found.reason)
    given = [
        answers.validation_data or settings["validation_data"].value,
        answers.test_data or settings["test_data"].value,
    ]
    home = Path(settings["data"].value)
    listed = any(p and (Path(p).suffix or home in Path(p).parents) for p in given)
    return Proposal(
        f"{layout} {'sounds_listed' if listed else 'sounds_below'}", found.reason
    )
