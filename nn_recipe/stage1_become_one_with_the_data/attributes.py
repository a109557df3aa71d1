"""Search, filter and sort by whatever you can think of: a row for each example (recipe 1.8)."""

import importlib
import importlib.util
import inspect
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any

import polars as pl

from ..additions import Heard
from ..contract import Example, Project
from ..place import here
from .of_answers import of_answer
from .of_pictures import depth_of, is_picture, of_pictures
from .of_rows import of_cells, of_values
from .of_sounds import of_sound
from .of_texts import Words

# the test split stays closed: `evaluate` alone opens it
PARTS = ("train", "validation")
NAMES = ("id", "split", "label")  # which are no numbers, though written in digits
OWN = "attributes"  # the module of yours of which each function becomes a column
TOGETHER = 32  # examples: handing over one costs as much as a small picture
Parts = Sequence[tuple[str, Example]]  # examples, each with its split
Measure = Callable[[Parts], list[dict[str, Any]]]


def attributes(project: Project) -> pl.DataFrame:
    """[examples, columns]: id, split, what its answer and its raw input say, and your own.

    A function `name(example)` in a module `attributes` of yours is the column `name`.
    """
    parts = [(part, e) for part in PARTS for e in getattr(project.splits, part)]
    examples = [example for _, example in parts]
    table: list[dict[str, Any]] = [{"id": e.id, "split": part} for part, e in parts]
    own = own_attributes()
    say = of_answer(project)
    for measure in (each(lambda e, trains: say(e)), of_raw(project)):
        for row, found in zip(table, measured(measure, parts), strict=True):
            row |= {f"{n} (input)" if n in row else n: v for n, v in found.items()}
    for row, example in zip(table, examples, strict=True):
        row |= {name: asked(function, example) for name, function in own.items()}
    frame = pl.from_dicts(table, infer_schema_length=None, strict=False)
    frame = frame.with_columns(as_numbers(frame))
    return frame.with_columns(pl.selectors.float().fill_nan(None))


def measured(measure: Measure, parts: Parts) -> Iterator[dict[str, Any]]:
    """In order; decoding lets go of the interpreter, so threads share the work."""
    some = [parts[i : i + TOGETHER] for i in range(0, len(parts), TOGETHER)]
    with ThreadPoolExecutor() as pool:
        yield from chain.from_iterable(pool.map(measure, some))


def each(say: Callable[[Example, bool], dict[str, Any]]) -> Measure:
    """Of one example, and whether it trains."""
    return lambda parts: [say(e, part == "train") for part, e in parts]


def of_raw(project: Project) -> Measure:
    """What can be said of such a raw input: by what it is, not by how the task is called."""
    like = project.splits.train[0].raw
    if isinstance(like, dict):
        cells = all(isinstance(v, str | None) for v in like.values())
        return each(lambda e, trains: of_cells(e.raw) if cells else of_values(e.raw))
    if isinstance(project.inputs, Heard):
        return each(lambda e, trains: of_sound(e.raw))
    if is_picture(like):
        depth = depth_of(project)
        return lambda parts: of_pictures([e.raw for _, e in parts], depth)
    if isinstance(like, str | bytes) or (
        isinstance(like, tuple) and all(isinstance(w, str) for w in like)
    ):
        words = Words.of(e.raw for e in project.splits.train)
        return each(lambda e, trains: words.measure(e.raw, trains))
    # of what only your own code can read: x
    encode = project.inputs.encode
    return each(lambda e, trains: of_values({"x": encode(e.raw)}))


def own_attributes() -> dict[str, Callable[[Example], Any]]:
    """The public functions of your module `attributes`, in the order of the file."""
    package = here().package
    if here().adapter or importlib.util.find_spec(f"{package}.{OWN}") is None:
        return {}
    module = importlib.import_module(f"{package}.{OWN}")
    functions = inspect.getmembers(module, inspect.isfunction)
    mine = [f for n, f in functions if f.__module__ == module.__name__ and n[0] != "_"]
    return {
        f.__name__: f for f in sorted(mine, key=lambda f: f.__code__.co_firstlineno)
    }


def asked(function: Callable[[Example], Any], example: Example) -> Any:
    """What yours says; where it stops, and on which example, in a sentence."""
    if function.__name__ in NAMES[:2]:
        raise ValueError(f"{OWN}.py: each example has its {function.__name__}: rename.")
    try:
        return function(example)
    except Exception as error:
        raise ValueError(
            f"{OWN}.py: {function.__name__} stopped on {example.id} with "
            f"{type(error).__name__}: {error}. Let it return None where it has nothing to say."
        ) from error


def as_numbers(frame: pl.DataFrame) -> list[pl.Series]:
    """The columns of text in which every cell is a number or empty, as numbers."""
    texts = (s for s in frame if s.dtype == pl.String and s.name not in NAMES)
    pairs = ((s, s.cast(pl.Float64, strict=False)) for s in texts)
    return [n for s, n in pairs if s.null_count() == n.null_count() < len(s)]
