"""Asks what the flags left open: at most six questions, each with a proposal from the data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol

from scaffolder.facts.splits import evident_groups

from . import groups, left_out
from .answers import Answers, absolute
from .declaration import Question, questions
from .errors import AnswerError, DataError
from .facts.model import Facts
from .kinds import kinds
from .reading import Read

PROMPTED = ("data", "kind", "target", "drop", "split", "split_column")

# what has to be asked again when an answer is corrected
DEPENDENT = {
    "data": PROMPTED[1:],
    "kind": PROMPTED[2:],
    "target": PROMPTED[3:],
    "drop": (),
    "split": ("split_column",),
    "split_column": (),
}


@dataclass(frozen=True)
class Offer:
    """What is proposed as an answer, and why."""

    value: Any  # None where it cannot be guessed
    reason: str
    choices: tuple[str, ...] = ()  # empty: any text


class Asker(Protocol):
    """Who answers: a person at a terminal, or nobody."""

    def ask(self, question: Question, offer: Offer) -> Any: ...
    def refuse(self, error: DataError) -> None: ...  # then the question comes again
    def correct(self, answers: Answers, facts: Facts) -> str: ...  # a name; "": go on


class Nobody:
    """No terminal: proposals are taken, and what has none is an error naming its flag."""

    def ask(self, question: Question, offer: Offer) -> Any:
        if offer.value is None:
            raise AnswerError(f"{question.flag} is missing: {offer.reason}.")
        return offer.value

    def refuse(self, error: DataError) -> None:
        raise error

    def correct(self, answers: Answers, facts: Facts) -> str:
        return ""


def interview(
    given: Mapping[str, Any], read: Read, asker: Asker
) -> tuple[Answers, Facts]:
    """All answers, and the facts they rest on. `given` is never asked, unless corrected."""
    said = dict(given)
    while True:
        facts = ask_what_is_open(said, read, asker)
        drop = left_out.names(said, facts)
        answers = Answers.of({**proposed(said, facts), **said, "drop": drop})
        check_columns(answers, facts, said.get("keep", ()))
        facts = left_out.told(facts, answers.drop)
        groups.check(answers, facts)
        wrong = asker.correct(answers, facts)
        if not wrong:
            return answers, facts
        for name in (wrong, *DEPENDENT[wrong]):
            said.pop(name, None)


def ask_what_is_open(said: dict[str, Any], read: Read, asker: Asker) -> Facts:
    """Fill `said`, in order: each answer may change what is proposed for the next."""
    facts = ask_for_data(said, read, asker)
    for question in questions():
        offer = offer_for(question.name, said, facts)
        if question.name not in said and offer and not by_flags(question.name, said):
            said[question.name] = asker.ask(question, offer)
            facts = read(said)
    return facts


def by_flags(name: str, said: Mapping[str, Any]) -> bool:
    """Whoever says --drop or --keep takes what is proposed beside that."""
    return name == "drop" and bool(left_out.FLAGS & said.keys())


def ask_for_data(said: dict[str, Any], read: Read, asker: Asker) -> Facts:
    """Data that can be read, or a kind that has an embedded sample."""
    asked = "data" not in said and "kind" not in said
    while True:
        if asked:
            said["data"] = asker.ask(named("data"), DATA)
        said["data"] = absolute(said.get("data", ""))
        if not said["data"] and "kind" not in said:
            said["kind"] = asker.ask(named("kind"), a_kind())
        try:
            return read(said)
        except DataError as error:
            if not asked:
                raise
            asker.refuse(error)


DATA = Offer(None, "give a file or a folder; --task alone takes an embedded sample")


def a_kind() -> Offer:
    names = tuple(kind.name for kind in kinds())
    return Offer(names[0], "each kind has an embedded sample", names)


def named(name: str) -> Question:
    return next(question for question in questions() if question.name == name)


def offer_for(name: str, said: Mapping[str, Any], facts: Facts) -> Offer | None:
    """The proposal for a question; None where there is nothing to ask."""
    if not said["data"]:
        return None  # of the sample everything is known
    if name == "kind":
        return Offer(facts.kind.value, facts.kind.reason, same_reader(facts))
    if facts.reader != "table":
        return of_groups(name, said, facts)
    columns = tuple(column.name for column in facts.columns)
    inputs = tuple(c for c in columns if c != said.get("target", facts.target.value))
    if name == "target":
        return Offer(facts.target.value or None, facts.target.reason, columns)
    if name == "drop":
        return Offer([p.value for p in facts.drop], reasons(facts), inputs)
    if name == "split" and not split_is_given(facts):
        return Offer(facts.split.value, facts.split.reason, named("split").choices)
    if name == "split_column" and said.get("split", "chance") != "chance":
        return split_column(said["split"], facts, inputs)
    return None


def of_groups(name: str, said: Mapping[str, Any], facts: Facts) -> Offer | None:
    """Files whose names, or whose table, make groups evident; a tie has no default."""
    if name not in ("split", "split_column") or split_is_given(facts):
        return None
    if not (found := evident_groups.find(facts)):
        return None
    one = len(found) == 1 and not found[0].way
    why = evident_groups.reason(found)
    if name == "split":
        return Offer("group" if one else None, why, ("chance", "group"))
    if said.get("split") != "group":
        return None
    where = tuple(group.where for group in found)
    return Offer(where[0] if one else None, why, where)


def same_reader(facts: Facts) -> tuple[str, ...]:
    return tuple(kind.name for kind in kinds() if kind.parts["data"] == facts.reader)


def reasons(facts: Facts) -> str:
    told = "; ".join(f"{p.value}: {p.reason}" for p in facts.drop)
    return told or "no column needs to be left out"


def split_is_given(facts: Facts) -> bool:
    given = [facts.settings.get(name) for name in ("validation_data", "test_data")]
    return all(proposal and proposal.value for proposal in given)


def split_column(split: str, facts: Facts, inputs: tuple[str, ...]) -> Offer:
    if split == facts.split.value:
        return Offer(facts.split_column.value, facts.split_column.reason, inputs)
    return Offer(None, f"name the column that holds the {split}", inputs)


def proposed(said: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """What the data say about every question."""
    by_chance = said.get("split", facts.split.value) == "chance"
    read = ("validation_data", "test_data", "image_size", "horizon", "lookback")
    return {
        "kind": facts.kind.value,
        "target": facts.target.value,
        "split": facts.split.value,
        "split_column": "" if by_chance else facts.split_column.value,
        **{name: facts.settings[name].value for name in read if name in facts.settings},
    }


def check_columns(answers: Answers, facts: Facts, keep: Sequence[str] = ()) -> None:
    """Every column that is named is a column of the data."""
    if facts.reader != "table":
        return check_no_columns(answers, facts)
    said = {"--target": [answers.target], "--drop": answers.drop, "--keep": keep}
    check_names(facts, {**said, "--split-column": [answers.split_column]})


def check_names(facts: Facts, named: Mapping[str, Sequence[str]]) -> None:
    """What each flag names; files and parts of names are known to their readers alone."""
    if facts.reader != "table":
        return
    columns = [column.name for column in facts.columns]
    columns.append(facts.split_column.value)  # the parts of a time, joined
    for flag, names in named.items():
        for name in names:
            if name and name not in columns:
                near = (get_close_matches(name, columns, 3) or columns)[:10]
                raise AnswerError(
                    f"{flag} {name}: there is no such column. Close to it:"
                    f" {', '.join(near)}."
                )


def check_no_columns(answers: Answers, facts: Facts) -> None:
    """Pictures have labels; only a table that lists them has columns."""
    if answers.target not in ("", facts.target.value):
        raise AnswerError(
            f"--target {answers.target}: {facts.target.reason}. Leave the flag away."
        )
