"""Options of x and y at another value: something of x or y must be another, too."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

from ..contract import Project
from ..findings import Findings
from ..place import here
from ..specimen import same_bits, some

EXAMPLES = 16
# What a raw example becomes; and how the files are cut into raw examples.
MEASURED = (
    *("image_size", "channels", "first_pixel", "most_boxes", "logarithm", "length"),
    *("sample_rate", "seconds", "bands", "hop", "window"),
)
CUT = ("context", "lookback", "horizon")
WHERE = "data.py: encode; target.py: encode; read.py: is it what config.py says?"

Seen = tuple[tuple[int, ...], int, list[Tensor]]  # shape of x, outputs, each x and y


def judge_live(project: Project, findings: Findings) -> None:
    """With twice the context, half the window, another size of pictures x or y differs.

    Of several values that can be meant; one that is refused is none. Where all of them give
    the same bits, whoever tries them finds that they are all alike.
    """
    if here().adapter:
        return  # what its options mean nobody says
    for name in (*MEASURED, *CUT):
        if not hasattr(project.config, name):
            continue
        now, tried = getattr(project.config, name), []
        for value in others(now):
            try:
                differs = not alike(
                    seen(project, name, now), seen(project, name, value)
                )
            except (ValueError, RuntimeError, OSError, ArithmeticError):
                continue
            tried.append(str(value))
            if differs:
                break
        else:
            findings.demand(
                not tried,
                f"With {name} at {' or '.join(tried)} x and y are the same in every bit as "
                f"with {now}.",
                WHERE,
            )


def judge_drop(project: Project, findings: Findings) -> None:
    """Whoever or whatever is named in `drop` goes: an example, an answer, a file, a column."""
    config, train = project.config, project.splits.train
    if here().adapter or not isinstance(getattr(config, "drop", None), tuple):
        return
    first = train[0]
    # "notes.csv:17", "book/one.txt:640"
    paths = [first.id, first.id.rpartition(":")[0]]
    several = first.raw if isinstance(first.raw, tuple) else (first.raw,)
    paths += [path for path in several if isinstance(path, str)]  # one, or its views
    columns = first.raw if isinstance(first.raw, Mapping) else ()
    names = (*paths, *(Path(path).name for path in paths), first.answer, *columns)
    drop = *config.drop, *(name for name in names if isinstance(name, str) and name)
    try:
        heard = shown(project.again(drop=drop)) != shown(project)
    except (ValueError, RuntimeError, OSError):
        return  # it was heard, and is too much
    findings.demand(
        heard,
        f"With {first.id}, its answer and its columns in `drop` the same examples train.",
        "read.py: fault and examples; data.py",
    )


def shown(project: Project) -> tuple[int, tuple[int, ...], str]:
    """How many train, on what shape of x; who is first."""
    train = project.splits.train
    raw = train[0].raw
    columns = [*raw] if isinstance(raw, Mapping) else []
    return len(train), tuple(project.inputs.shape), f"{train[0].id} {columns}"


def others(value: Any) -> Iterator[Any]:
    """Twice, half, and an eighth; the other one of two; of a size each of its sides."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from sorted(
            {2 * value or 1, 3 * value or 3, max(1, value // 2)} - {value}
        )
    elif isinstance(value, float):
        yield from (2 * value, value / 2, value / 8)
    elif isinstance(value, tuple) and all(isinstance(v, int) for v in value):
        yield from (tuple(2 * v for v in value), tuple(v // 2 for v in value))


def seen(project: Project, name: str, value: Any) -> Seen:
    """What some examples of training become, with this value of one option."""
    other = project.again if name in CUT else project.but
    project = other(**{name: value})
    examples = some(project.splits.train, EXAMPLES)
    project = project.measured(examples)
    x = [project.inputs.encode(example.raw) for example in examples]
    y = [project.target.encode(example.answer) for example in examples]
    return tuple(project.inputs.shape), project.target.outputs, [*x, *y]


def alike(one: Seen, other: Seen) -> bool:
    return one[:2] == other[:2] and all(
        same_bits(a, b) for a, b in zip(one[2], other[2], strict=True)
    )
