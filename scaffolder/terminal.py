"""A person at a terminal: arrow keys, a summary, and a way back."""

import sys
from collections.abc import Callable
from typing import Any

from .answers import Answers
from .declaration import Question
from .errors import DataError
from .facts.model import Facts
from .questions import PROMPTED, Asker, Nobody, Offer
from .say import Say

FEW = 12  # choices that fit on a screen; above it, typing finds them faster


class Person:
    """Asks with questionary. Ctrl-C anywhere is a KeyboardInterrupt."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.asked: list[str] = []

    def ask(self, question: Question, offer: Offer) -> Any:
        self.asked.append(question.name)
        self.say.why(offer.reason)
        return prompt_for(question, offer)(message(question), question, offer)

    def refuse(self, error: DataError) -> None:
        self.say.error(str(error))

    def correct(self, answers: Answers, facts: Facts) -> str:
        """The question to go back to, or "" to go on. Nothing was asked: nothing to correct."""
        if not self.asked:
            return ""
        import questionary

        self.say.summary(answers, facts)
        asked = [name for name in PROMPTED if name in self.asked]
        choices = [questionary.Choice("Create the project", "")]
        choices += [questionary.Choice(f"Change {name}", name) for name in asked]
        choices += [questionary.Choice("Leave; nothing is written", "leave")]
        found = questionary.select("Is this right?", choices).unsafe_ask()
        if found == "leave":
            raise KeyboardInterrupt
        return found


def asker(say: Say, silent: bool) -> Asker:
    """A person where stdin and stdout are a terminal, unless told to ask nothing."""
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    return Person(say) if terminal and not silent else Nobody()


def message(question: Question) -> str:
    return f"{question.help} ({question.flag})"


def prompt_for(
    question: Question, offer: Offer
) -> Callable[[str, Question, Offer], Any]:
    if question.name == "data":
        return a_path
    if question.type == "yaml":
        return several
    return one if len(offer.choices) <= FEW else one_by_typing


def a_path(text: str, question: Question, offer: Offer) -> str:
    import questionary

    return questionary.path(text).unsafe_ask().strip()


def one(text: str, question: Question, offer: Offer) -> str:
    import questionary

    return questionary.select(
        text, list(offer.choices), default=offer.value
    ).unsafe_ask()


def one_by_typing(text: str, question: Question, offer: Offer) -> str:
    import questionary

    return questionary.autocomplete(
        f"{text}; Tab completes",
        list(offer.choices),
        default=offer.value or "",
        validate=lambda typed: typed in offer.choices
        or "No such column; Tab lists all",
    ).unsafe_ask()


def several(text: str, question: Question, offer: Offer) -> list[str]:
    import questionary

    choices = [
        questionary.Choice(name, checked=name in offer.value) for name in offer.choices
    ]
    return questionary.checkbox(text, choices).unsafe_ask()
