"""Which examples to learn by heart: those in which a mistake would show."""

from collections import defaultdict
from collections.abc import Iterator

from ..contract import Example, Project
from ..same_answer import as_number
from ..specimen import sayable, some

MOST = 512  # training examples among which they are looked for


def distinct(project: Project, count: int) -> list[Example]:
    """Examples with different inputs and answers that can be said, the telling ones first."""
    chosen, seen, target = [], set(), project.target
    for example in telling(project, some(project.splits.train, MOST), count):
        x = project.inputs.encode(example.raw).numpy().tobytes()
        if x not in seen and sayable(target, target.encode(example.answer)[None]):
            chosen.append(example)
            seen.add(x)
        if len(chosen) == count:
            break
    return chosen


def telling(project: Project, examples: list[Example], count: int) -> Iterator[Example]:
    """The lowest number, the highest, then those between; or each class in turn, rare ones first."""
    if project.target.answers_are == "numbers":
        ordered = sorted(examples, key=lambda example: as_number(example.answer))
        yield ordered[-1]
        yield from ordered[:: max(1, len(ordered) // count)]
        yield from ordered
    by_answer: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_answer[str(example.answer)].append(example)
    groups = sorted(by_answer.values(), key=len)
    for turn in range(len(groups[-1])):
        yield from (group[turn] for group in groups if turn < len(group))
