"""One flag for each question of copier.yml, the same for every command."""

from collections.abc import Callable
from typing import Any

import click

from .declaration import Question, questions

Command = Callable[..., Any]

KEEP = click.option(
    "--keep",
    multiple=True,
    help="Columns or files that are proposed to be left out, and stay; repeat it.",
)


def flags_of_the_questions(command: Command) -> Command:
    """One flag per question of copier.yml, in its order; the name is the argument."""
    for question in reversed(questions()):
        if question.name == "drop":
            command = KEEP(command)
        if question.name != "name":
            command = flag(question)(command)
    return command


def flag(question: Question) -> Callable[[Command], Command]:
    names = [question.flag, "--task"] if question.name == "kind" else [question.flag]
    kind: Any = click.Choice(question.choices) if question.choices else None
    path = click.Path() if question.name.endswith("data") else None
    return click.option(
        *names,
        question.name,
        type=kind or path or {"int": int}.get(question.type, str),
        metavar="KIND" if question.name == "kind" else None,
        multiple=question.type == "yaml",
        default=None,
        help=question.help + more(question),
    )


def more(question: Question) -> str:
    """How to give it, where that is not plain."""
    if question.name == "kind":  # a dozen names are longer than any line
        return "; `recipe kinds` lists them."
    if question.type == "yaml":
        return ', beside those proposed; repeat it, or give "" for none of these.'
    return "."


AS_JSON = click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on stdout."
)
