"""Answers that look like another one misspelt: very rare, and a slip away from a frequent one."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from os.path import commonprefix

from ..contract import Example, Project
from .faults import Fault

OFTEN = 20  # times as frequent is the one that was meant
SELDOM = 0.002  # of all: a class that is only rare is more than that
SHORT = 4  # letters: of fewer a slip makes another word
MOST = 200  # frequent ones that others may be meant to be


def faults_of_names(project: Project, examples: Sequence[Example]) -> Iterator[Fault]:
    """Of classes and tags; a class of its own may be as rare, so it is only odd."""
    said = [(e.id, name) for e in examples for name in names(project, e)]
    counts = Counter(name for _, name in said)
    frequent = [name for name, _ in counts.most_common(MOST)]
    meant = {name: near for name in counts if (near := of(name, counts, frequent))}
    for id, name in dict.fromkeys(said):
        if near := meant.get(name):
            times = f"{counts[name]} and {counts[near]} times"
            yield Fault(id, f"{name!r} and {near!r} stand there {times}: is one meant?")


def names(project: Project, example: Example) -> list[str]:
    are, answer = project.target.answers_are, example.answer
    if are == "classes":
        return [str(answer)]
    return [str(tag) for tag in answer] if are == "tags" else []


def of(name: str, counts: Counter[str], frequent: Sequence[str]) -> str:
    """The frequent name that this one may be a slip of, "" if there is none."""
    n = counts[name]
    if n > max(3, SELDOM * counts.total()):
        return ""
    others = (other for other in frequent if counts[other] >= OFTEN * n)
    alike = (o for o in others if plain(o) == plain(name) or a_slip_apart(name, o))
    return next(alike, "")


def plain(name: str) -> str:
    """Without case and blanks: "C" and "C++", "WP" and "WP$" stay apart."""
    letters = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letters.split()).replace("_", "").replace("-", "")


def a_slip_apart(one: str, other: str) -> bool:
    """A letter more, another one, or two that changed places (Damerau 1964)."""
    if min(len(one), len(other)) < SHORT or any(map(str.isdigit, one + other)):
        return False
    begin = len(commonprefix([one, other]))
    one, other = one[begin:], other[begin:]
    end = len(commonprefix([one[::-1], other[::-1]]))
    one, other = one[: len(one) - end], other[: len(other) - end]
    swapped = len(one) == 2 and one == other[::-1]
    return swapped or max(len(one), len(other)) <= 1
