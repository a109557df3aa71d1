"""From answers and facts to every number of config.py, each with its reason. Pure.

The numbers come from trials on two CPU cores: they reach a good net in minutes, and are
the start of tuning, not its end. Nothing here reads a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..answers import Answers
from ..errors import AnswerError
from ..facts.model import Facts, Proposal
from . import audio, boxes, corpus, images, masks, series, table, text, tokens
from .meaning import meant
from .metric import watch
from .paths import reading, seen_from
from .readme import readme
from .source import line, literal
from .splitting import splitting

__all__ = ["Plan", "Setting", "literal", "make"]

TRAINING = {  # by facts.reader
    "table": table.training,
    "images": images.training,
    "masks": masks.training,
    "boxes": boxes.training,
    "corpus": corpus.training,
    "series": series.training,
    "text": text.training,
    "tokens": tokens.training,
    "audio": audio.training,
}


@dataclass(frozen=True)
class Setting:
    """One field of config.py."""

    source: str  # a Python literal
    reason: str  # what it is and why, in one line: the comment above the field


@dataclass(frozen=True)
class Plan:
    """What the templates are filled with."""

    fields: Mapping[str, Setting]
    facts: Mapping[str, Any]  # `sentences`, and the numbers the README speaks of


def make(answers: Answers, facts: Facts, folder: Path | None = None) -> Plan:
    """`folder` is where the project will stand, if that is known."""
    refuse_idle(answers, facts)
    proposals = {
        **reading(answers, facts),
        **splitting(answers, facts),
        **TRAINING[facts.reader](answers, facts),
        "watch": watch(answers, facts),
    }
    if folder:
        proposals = seen_from(folder, proposals)
    fields = {name: setting(name, proposal) for name, proposal in proposals.items()}
    return Plan(fields, readme(answers, facts))


def refuse_idle(answers: Answers, facts: Facts) -> None:
    """A flag that says nothing to this kind."""
    for name in ("horizon", "lookback"):
        if getattr(answers, name) and name not in facts.settings:
            raise AnswerError(
                f"--{name} {getattr(answers, name)}: {answers.kind} forecasts nothing."
                f" Say --task series-forecasting, or leave --{name} out."
            )


def setting(name: str, proposal: Proposal) -> Setting:
    return Setting(literal(proposal.value), line(meant(name, proposal.reason)))
