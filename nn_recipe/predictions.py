"""What `evaluate` leaves beside its numbers: a row for each example, and who is taken for whom.

`predictions-SPLIT.parquet` holds id, answer, prediction, loss and, of classes, the probability
of each: sort it by loss, and look at what comes first (recipe 1.9). Of classes and tags
`confusion-SPLIT.csv` counts each answer (a row) beside each prediction (a column).
"""

import importlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any
from unittest import mock

import polars as pl
from torch import Tensor

from .additions import Located
from .ledger.strict_json import plain, strict
from .places import decoded
from .same_answer import as_number

NAMED = 20  # classes that the terminal shows; the files hold all
MISTAKES = 5  # kinds of mistakes, the most frequent ones
Row = dict[str, Any]
Pair = tuple[str, str]  # the answer, the prediction


@dataclass
class Kept:
    """What was evaluated: a row for each example, in the order of the split."""

    rows: list[Row] = field(default_factory=list)
    answers_are: str = ""
    untagged: Sequence[
        str
    ] = ()  # what stands where a token has no tag: it counts nowhere
    problem: Any = None  # of the run, without its data

    def leave(self, folder: Path, split: str) -> list[str]:
        """Write the files into the folder of the run; lines for the terminal."""
        path = folder / f"predictions-{split}.parquet"
        pl.DataFrame(self.rows, infer_schema_length=None).write_parquet(path)
        lines, pairs = [], self.pairs
        if pairs:
            confusion(pairs).write_csv(folder / f"confusion-{split}.csv")
            lines += per_class(pairs)
        return [
            *lines,
            f"Each example, its prediction and its loss: {path.relative_to(folder.parents[1])}",
        ]

    @property
    def pairs(self) -> list[Pair]:
        """Of tags one for each token; none where no class is asked for."""
        both = ((row["answer"], row["prediction"]) for row in self.rows)
        if self.answers_are == "classes":
            return [*both]
        if self.answers_are != "tags":
            return []
        sentences = (map(json.loads, pair) for pair in both)
        tokens = chain.from_iterable(zip(*s, strict=False) for s in sentences)
        return [pair for pair in tokens if pair[0] not in self.untagged]


@contextmanager
def kept(package: str) -> Iterator[Kept]:
    """What is evaluated meanwhile, from the very outputs that are judged."""
    module = importlib.import_module(f"{package}.evaluate")
    answered, found = module.answered, Kept()

    def heard(net: Any, feed: Any) -> Iterator[tuple[Any, Tensor]]:
        target = feed.problem.target
        found.rows, found.answers_are = [], target.answers_are
        found.problem = feed.problem
        found.untagged = getattr(target, "untagged", ())
        for batch, outputs in answered(net, feed):
            found.rows += rows_of(batch, outputs, feed, first=len(found.rows))
            yield batch, outputs

    with mock.patch.object(module, "answered", heard):
        yield found


def rows_of(batch: Any, outputs: Tensor, feed: Any, first: int) -> list[Row]:
    """`first`: the place in the split of the first example of the batch."""
    inputs, target = feed.problem.inputs, feed.problem.target
    examples = [feed.examples[first + i] for i in range(len(batch.ids))]
    columns: dict[str, Sequence[Any]] = {
        "id": batch.ids,
        "answer": [*map(partial(told, target), examples, batch.y)],
        "loss": target.loss(outputs, batch.y).tolist(),
    }
    if target.answers_are != "masks":  # pictures: `predict` writes those
        said = decoded(outputs, batch.x, inputs, target)
        raws = (example.raw for example in examples)
        columns["prediction"] = [*map(cell, map(partial(placed, target), said, raws))]
    if target.answers_are == "classes":
        shares = target.prediction(outputs).T.tolist()
        columns |= {
            f"p {name}": p for name, p in zip(target.names, shares, strict=True)
        }
    return pl.DataFrame(columns).to_dicts()


def told(target: Any, example: Any, y: Tensor) -> str | float:
    """The answer as its file has it, where a cell can hold it."""
    if target.answers_are == "numbers":
        return as_number(example.answer)
    if target.answers_are == "series":
        return cell(placed(target, example.answer, example.raw))
    if target.answers_are in ("classes", "labels", "tags"):
        return cell(example.answer)
    return target.describe(y)


def placed(target: Any, answer: Any, raw: Any) -> Any:
    """In the user's own pixels or values, where the target tells them in those of x."""
    return target.locate(answer, raw) if isinstance(target, Located) else answer


def cell(value: Any) -> str | float:
    """Words and numbers as they are, all else as JSON."""
    return value if isinstance(value, str | float) else json.dumps(strict(plain(value)))


def confusion(pairs: Sequence[Pair]) -> pl.DataFrame:
    counts, names = Counter(pairs), sorted({*chain.from_iterable(pairs)})
    return pl.DataFrame(
        [{"answer": a} | {p: counts[a, p] for p in names} for a in names]
    )


def per_class(pairs: Sequence[Pair]) -> list[str]:
    """How well each class is found, and what it is taken for."""
    hits = Counter(answer for answer, said in pairs if answer == said)
    true, guessed = (Counter(side) for side in zip(*pairs, strict=True))
    wide = max(map(len, ["class", *true]))
    lines = [f"  {'class':<{wide}}      n   recall  precision"]
    for name, n in true.most_common(NAMED):
        precision = (
            f"{hits[name] / guessed[name]:.3f}" if guessed[name] else "none said"
        )
        lines.append(f"  {name:<{wide}}{n:7}{hits[name] / n:9.3f}  {precision:>9}")
    if len(true) > NAMED:
        lines.append(f"  and {len(true) - NAMED} rarer ones")
    wrong = Counter(pair for pair in pairs if pair[0] != pair[1])
    for (answer, said), times in wrong.most_common(MISTAKES):
        lines.append(f"  {times} of {true[answer]} {answer} are taken for {said}")
    return lines
