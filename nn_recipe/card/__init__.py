"""MODEL_CARD.md: what a stranger asks of a net, written from the ledger and the run's files.

In the order of Mitchell et al. 2019, "Model Cards for Model Reporting". Each number names the
file it stands in; what nobody measured names the command that does. A person's own words
stay when the card is written again.
"""

from pathlib import Path

from ..place import here
from ..side_files import scores
from . import own_words
from .checked import checked
from .data import data
from .front import front_matter
from .limits import limits
from .markdown import interval, text
from .own_words import Kept, yours
from .results import results
from .subject import Subject, subject
from .training import training
from .tried import tried
from .use import use
from .what import what_it_is

NAME = "MODEL_CARD.md"
ASKS = {
    "intended use": "who is to use it, for what, and for what not.",
    "data": "who collected them, from whom, when, and what they may be used for.",
    "risks": "whom a wrong answer harms, and for whom it was never tried.",
}


def write(run: str, runs: Path) -> Path:
    """Beside pyproject.toml; ValueError where words would be lost, or there is no such run."""
    path = here().root / NAME
    there = path.is_file()
    kept = own_words.read(path.read_text("utf-8")) if there else Kept()
    path.write_text(card(subject(run, runs), kept), "utf-8")
    return path


def card(about: Subject, kept: Kept) -> str:
    own = {name: yours(name, kept.words, asks) for name, asks in ASKS.items()}
    others = [yours(n, kept.words, "") for n in kept.words if n not in ASKS]
    parts = [
        f"# {text(here().package)}",
        lead(about),
        what_it_is(about),
        own["intended use"],
        data(about, own["data"]),
        training(about),
        results(about),
        tried(about),
        checked(about),
        limits(about, own["risks"]),
        use(about),
        *others,
    ]
    body = "\n\n".join(filter(None, parts))
    return own_words.sealed(f"{front_matter(about, kept.front)}\n\n{body}\n\n")


def lead(about: Subject) -> str:
    """One sentence with the number that counts, and how the card is kept."""
    split = next((s for s in ("test", "validation") if scores(about.evaluation(s))), "")
    found = scores(about.evaluation(split)).get(about.watch, {}) if split else {}
    n = about.evaluation(split).get("n") if split else 0
    number = (
        f"{text(about.watch)} {interval(found)} on {n} {split} examples. "
        if found
        else ""
    )
    command = f"`{here().python} report --card`"
    return (
        f"{number}Written by {command}; words between the marks `yours` are a person's, "
        "all else is measured."
    )
