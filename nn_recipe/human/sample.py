"""Which validation examples a person is asked: the same ones for everybody, stratified."""

from collections.abc import Callable, Hashable, Sequence

import numpy as np

from ..chance import mix
from ..contract import Example, Project
from ..same_answer import as_number

TENTHS = 10  # strata of numbers, by rank


def sample(project: Project, n: int, seed: int) -> list[Example]:
    """n examples of validation in an order of chance, as shares of each answer as in the split.

    A function of (n, seed) and the data alone. Those whose answer nobody knows, or y cannot
    say, are passed over. The first n of more are among them: who goes on to 200 has done 100.
    """
    examples = project.splits.validation
    kept: list[Example] = []
    for i in order(strata(project), seed):
        if len(kept) < n and known(project, examples[i]):
            kept.append(examples[i])
        if len(kept) == n:
            break
    turn = np.random.default_rng(mix(seed, n)).permutation(len(kept))
    return [kept[i] for i in turn]


def order(strata: Sequence[Hashable], seed: int) -> list[int]:
    """Indices such that of any first part each stratum has its share, to one example.

    The k-th of m in a stratum, by chance, stands at (k + u) / m, u by chance for the stratum.
    """
    chance = np.random.default_rng(mix(seed))
    places = np.empty(len(strata))
    members: dict[Hashable, list[int]] = {}
    for i, stratum in enumerate(strata):
        members.setdefault(stratum, []).append(i)
    for found in members.values():
        turn = chance.permutation(len(found))
        places[found] = (turn + chance.random()) / len(found)
    return np.argsort(places, kind="stable").tolist()


def strata(project: Project) -> Sequence[Hashable]:
    """The class of each validation example, the tenth its number is in; else all are alike."""
    examples = project.splits.validation
    of: dict[str, Callable[[], Sequence[Hashable]]] = {
        "classes": lambda: [str(e.answer) for e in examples],
        "numbers": lambda: tenths([e.answer for e in examples]),
    }
    return of.get(project.target.answers_are, lambda: [0] * len(examples))()


def tenths(answers: Sequence[object]) -> list[int]:
    try:
        values = [as_number(answer) for answer in answers]
    except ValueError:  # several numbers, or one that nobody knows
        return [0] * len(answers)
    ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable")
    return (ranks * TENTHS // max(1, len(answers))).tolist()


def known(project: Project, example: Example) -> bool:
    """Has it an answer that training has words for?"""
    if example.answer is None:
        return False
    try:
        project.target.encode(example.answer)
    except ValueError:
        return False
    return True
