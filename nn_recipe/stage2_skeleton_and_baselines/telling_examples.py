"""Which examples to learn by heart: those in which a mistake would show."""

from collections import defaultdict
from collections.abc import Iterator

import torch.nn.functional as F
from torch import Tensor

from ..contract import Example, Project
from ..same_answer import as_number
from ..specimen import sayable, some

MOST = 512  # training examples among which they are looked for


def distinct(project: Project, count: int) -> list[Example]:
    """Examples with different inputs and answers that can be said, the telling ones first.

    A place that looks as another does, as far as the net sees, has the answer of that one.
    """
    chosen, seen, target = [], set(), project.target
    known: dict[bytes, int | None] = {}
    for example in telling(project, some(project.splits.train, MOST), count):
        x, y = project.inputs.encode(example.raw), target.encode(example.answer)
        places = known | windows(project, x, y)
        agree = places.items() >= known.items() and None not in places.values()
        if x.numpy().tobytes() not in seen and agree and sayable(target, y[None]):
            chosen.append(example)
            seen.add(x.numpy().tobytes())
            known = places
        if len(chosen) == count:
            break
    return chosen


def windows(project: Project, x: Tensor, y: Tensor) -> dict[bytes, int | None]:
    """What a net that promises its `reach` sees around each tag, and the tag; None if two."""
    reach = getattr(project.net(), "reach", None)
    if project.target.answers_are != "tags" or not isinstance(reach, int):
        return {}
    wide, found = F.pad(x, (0, 0) * (x.ndim - 1) + (reach, reach)), {}
    for place, tag in enumerate(y.tolist()):
        seen = wide[place : place + 2 * reach + 1].numpy().tobytes()
        found[seen] = tag if found.get(seen, tag) == tag else None
    return found


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
