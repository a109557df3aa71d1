"""A part of the training split; the larger parts hold the smaller ones."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from hashlib import blake2b

from ..additions import Together
from ..contract import Example, Project

FEW = 10  # answers that repeat less often than that are numbers: they count as one


def subset(project: Project, share: float, seed: int) -> Sequence[Example]:
    """This share of the examples that train, in their order.

    Each answer gives its share; groups, and copies, stay whole. Where time orders the split, or
    places in a text, the last ones: they are nearest to what validates. Another seed draws others.
    """
    examples = project.splits.train
    if share >= 1:
        return examples
    count = max(1, round(share * len(examples)))
    units = [example.id for example in examples]
    if isinstance(project, Together):
        together = project.kept_together(examples)
        if together is None:
            return [examples[i] for i in range(len(examples) - count, len(examples))]
        units = together
    chosen = drawn([str(e.answer) for e in examples], units, count, seed)
    return [examples[i] for i in sorted(chosen)]


def drawn(
    answers: Sequence[str], units: Sequence[str], count: int, seed: int
) -> list[int]:
    """Whole units, until so many examples are reached; the first ones of each answer come first."""
    classes = len(answers) >= FEW * len(set(answers))
    members: dict[str, list[int]] = defaultdict(list)
    for i, unit in enumerate(units):
        members[unit].append(i)
    strata: dict[str, list[str]] = defaultdict(list)
    for unit, within in members.items():
        mostly = Counter(answers[i] for i in within).most_common(1)[0][0]
        strata[mostly if classes else ""].append(unit)
    order = []
    for answer, some in strata.items():
        some.sort(key=lambda unit: hashed(f"{seed} {unit}"))
        places = ((i + 0.5) / len(some) for i in range(len(some)))
        order += zip(places, [hashed(answer)] * len(some), some, strict=True)
    chosen: list[int] = []
    for _, _, unit in sorted(order):
        if len(chosen) >= count:
            break
        chosen += members[unit]
    return chosen


def hashed(text: str) -> str:
    """The same in every process, which `hash` is not."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
