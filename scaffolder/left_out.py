"""What is left out: as answered or proposed, and what --drop and --keep change of that."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from .errors import AnswerError
from .facts.commands import flag
from .facts.listing import some
from .facts.model import Facts, Proposal
from .facts.texts.corpus import documents
from .plan.paths import categories

MOST = 8  # files that are named
FLAGS = {"drop_also", "keep"}  # what --drop adds, what --keep takes back


def by_flags(given: Iterable[str]) -> dict[str, list[str]]:
    """What --drop says: "" empties the list, a name adds to it."""
    names = [*given]
    said = {"drop": list[str]()} if "" in names else {}
    also = [name for name in names if name]
    return said | ({"drop_also": also} if also else {})


def names(said: Mapping[str, Any], facts: Facts) -> Any:
    """The whole list; an answer of a wrong type as it is, for its own complaint."""
    before = said.get("drop", [proposal.value for proposal in facts.drop])
    if not FLAGS & said.keys() or not isinstance(before, list | tuple):
        return before
    also, kept = said.get("drop_also", ()), said.get("keep", ())
    if both := [name for name in kept if name in also]:
        said_twice = " and ".join(flag(f, both[0]) for f in ("--drop", "--keep"))
        raise AnswerError(f"{said_twice}: say one of them.")
    for name in kept:
        must_be_read(name, [*before, *also], facts)
    if facts.reader == "corpus":
        must_be_texts(also, facts)
    return [name for name in dict.fromkeys((*before, *also)) if name not in kept]


def must_be_read(name: str, left_out: Iterable[str], facts: Facts) -> None:
    """A column beside texts is left aside, not left out: --keep would change nothing."""
    column = name in [column.name for column in facts.columns]
    texts = facts.settings["text"].value if facts.reader == "text" else [name]
    if column and name not in (*texts, *left_out, facts.target.value):
        raise AnswerError(
            f"{flag('--keep', name)} changes nothing: the net reads the text alone, which"
            f" is {some(texts)}. Needed: a column that is left out; if {name} is part of"
            " the text, add it to `text` in config.py of the project."
        )


def must_be_texts(asked: Iterable[str], facts: Facts) -> None:
    """Texts are left out by the names of their files; a folder of them is none."""
    texts = documents(facts.path)
    known = {text.name for text in texts}
    for name in asked:
        if name in known:
            continue
        inside = [t.name for t in texts if name in t.relative_to(facts.path).parts]
        way = " ".join(flag("--drop", n) for n in inside[:MOST]) or some(sorted(known))
        raise AnswerError(
            f"{flag('--drop', name)} names no text of {facts.path}. Needed: the name of a file"
            f" that is read: {way}{' and so on' * (len(inside) > MOST)}."
        )


def told(facts: Facts, dropped: Iterable[str]) -> Facts:
    """Without the advice that was taken: "If not: --drop score."."""
    taken = tuple(f"{flag('--drop', name)}." for name in dropped)
    left = [sentence for sentence in facts.sentences if not sentence.endswith(taken)]
    return replace(facts, sentences=tuple(left))


def proposed(facts: Facts, said: Mapping[str, Any]) -> Facts:
    """Facts as they are shown to whoever says --drop or --keep."""
    if not FLAGS & said.keys() and "drop" not in said:
        return facts
    dropped = names(said, facts)
    why = {proposal.value: proposal for proposal in facts.drop}
    drop = [why.get(name, Proposal(name, f"{name}: you named it")) for name in dropped]
    settings = dict(facts.settings)
    if "categorical" in settings:
        aside = {facts.target.value, facts.split_column.value, *dropped}
        settings["categorical"] = categories(facts, aside)
    return told(replace(facts, drop=tuple(drop), settings=settings), dropped)
