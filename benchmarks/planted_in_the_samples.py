"""What stage 1 finds of what is planted in each kind's sample, as a table for docs/looking.md.

Run: python benchmarks/planted_in_the_samples.py [kind ...]
Planted: 20 validation examples that training has too, 5 examples again with another answer, 5 %
wrong answers, 10 examples far off along one axis, and a validation split cut along one axis.
Found is how many of them are named, of wrong answers how many of as many most doubtful ones.
"""

import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl
import soundfile

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), *map(str, ROOT.glob("generated_examples/*/src"))]

from nn_recipe.contract import Example, Project, Some, open_project  # noqa: E402
from nn_recipe.ledger import Ledger  # noqa: E402
from nn_recipe.place import stand  # noqa: E402
from nn_recipe.stage1_become_one_with_the_data import (  # noqa: E402
    copies,
    imbalances_and_biases,
    label_noise,
    number_noise,
    outliers,
)
from nn_recipe.stage1_become_one_with_the_data.attributes import (  # noqa: E402
    attributes,
)
from nn_recipe.stage1_become_one_with_the_data.query import numeric  # noqa: E402
from tests.examples import PACKAGES  # noqa: E402

Change = Callable[[Any], Any]
FAR, AMONG = 10, 20  # planted far off; among so many of the largest or smallest


def but(example: Example, id: str, **changes: Any) -> Any:
    return replace(example, id=id, **changes)  # type: ignore[type-var]


def copied(project: Project) -> str:
    """20 across the split."""
    if project.target.answers_are in copies.WINDOWS:
        return "overlap is meant"
    train, validation = [*project.splits.train], [*project.splits.validation]
    again = [but(e, f"again:{i}") for i, e in enumerate(validation[:20])]
    before = told(copies.check(project, Ledger()), "copies")
    some = project.having(splits=Some(train + again, validation, []))
    return f"{told(copies.check(some, Ledger()), 'copies') - before} of {len(again)}"


def contradicted(project: Project) -> str:
    """5 training examples again, with the answer of another one."""
    if project.target.answers_are in copies.WINDOWS:
        return "overlap is meant"
    train = [*project.splits.train]
    pairs = [(e, other(e, train)) for e in train[:5]]
    again = [but(e, f"other:{i}", answer=a) for i, (e, a) in enumerate(pairs)]
    before = told(copies.check(project, Ledger()), "contradicting")
    some = project.having(splits=Some(train + again, project.splits.validation, []))
    return f"{told(copies.check(some, Ledger()), 'contradicting') - before} of 5"


def other(example: Example, among: Sequence[Example]) -> Any:
    """The answer of another example of the same size, which is not this one's."""
    own = str(example.answer)
    return next(e.answer for e in reversed(among) if str(e.answer) != own)


def told(record: Any, name: str) -> int:
    return int(record.measured[name])


def mislabelled(project: Project) -> str:
    """5 % wrong answers: another class, ten times the number, the labels or the mask of another
    picture, another class of a box."""
    are, chance = project.target.answers_are, random.Random(1)
    numbers = are == "numbers" and project.target.outputs == 1
    if not numbers and are not in ("classes", "labels", "masks", "boxes"):
        return "not asked"
    change = another_box if are == "boxes" else tenfold if numbers else other
    train, wrong = [*project.splits.train], set[str]()
    some = [i for i, e in enumerate(train) if getattr(e.answer, "boxes", True)]
    for i in chance.sample(some, len(train) // 20):
        wrong.add(train[i].id)
        train[i] = but(train[i], train[i].id, answer=change(train[i], train))
    planted = project.having(splits=Some(train, project.splits.validation, []))
    if numbers:
        found, right = number_noise.doubts(planted), 1.0
    else:
        found, right, *_ = label_noise.doubts_of(are)(planted)
    if right < label_noise.GOOD:
        return f"unclear: right on {right:.0%}"
    most = found.sort("doubt", descending=True)["id"].unique(maintain_order=True)
    named = {*found.filter("suspect")["id"]}
    first = f"{len(wrong & {*most[: len(wrong)]})} of {len(wrong)}"
    return f"{first}, {len(named & wrong)} and {len(named - wrong)} false named"


def tenfold(example: Example, among: Sequence[Example]) -> str:
    return str(10 * float(example.answer))


def another_box(example: Any, among: Sequence[Any]) -> Any:
    """Its first box has the next class."""
    answer = example.answer
    (kind, *corners), *rest = answer.boxes
    kinds = sorted({box[0] for e in among for box in e.answer.boxes})
    kind = kinds[(kinds.index(kind) + 1) % len(kinds)]
    return replace(answer, boxes=((kind, *corners), *rest))


def far_off(project: Project, axis: str, change: Change, named: bool = True) -> str:
    """10 training examples changed: how many are among the 20 at an end, and how many named."""
    train = [*project.splits.train]
    places = random.Random(2).sample(range(len(train)), FAR)
    for i in places:
        train[i] = but(train[i], train[i].id, **change(train[i]))
    some = project.having(splits=Some(train, project.splits.validation, []))
    frame = attributes(some)
    ids = {train[i].id for i in places}
    sorted_ids = frame.filter(pl.col(axis).is_not_null()).sort(axis)["id"]
    ends = {*sorted_ids[:AMONG]}, {*sorted_ids[-AMONG:]}
    found = max(len(ids & end) for end in ends)
    said = {one[0] for one in outliers.far_off(frame)}
    return (
        f"{axis}: {found} of {FAR} ({len(ids & said)} named, {len(said - ids)} false)"
    )


def drifted(project: Project) -> str:
    """The validation split is what is largest along one axis."""
    frame = attributes(project)
    axis = max(numeric(frame), key=lambda name: frame[name].n_unique())
    order = frame.sort(axis)["id"].to_list()
    by_id = {
        e.id: e for p in ("train", "validation") for e in getattr(project.splits, p)
    }
    cut = len(project.splits.train)
    train, validation = (
        [by_id[id] for id in ids] for ids in (order[:cut], order[cut:])
    )
    some = project.having(splits=Some(train, validation, []))
    record = imbalances_and_biases.check(some, Ledger())
    return f"{axis}: {'named' if axis in record.because else record.because[:60]}"


def cell(name: str) -> Change:
    return lambda e: {"raw": e.raw | {name: str(10 * float(e.raw[name]))}}


def dark(e: Any) -> dict[str, Any]:
    return {"raw": (e.raw // 16).astype(e.raw.dtype)}


def louder(folder: Path) -> Change:
    """Five times as long: the sound again and again."""

    def change(e: Any) -> dict[str, Any]:
        samples, rate = soundfile.read(e.raw)
        path = folder / Path(e.raw).name
        soundfile.write(path, np.concatenate([samples] * 5), rate)
        return {"raw": str(path)}

    return change


def series(e: Any) -> dict[str, Any]:
    return {"raw": e.raw | {"level": 10 * e.raw["level"]}}


def main() -> None:
    folder = TemporaryDirectory()
    pictures = ("brightness", dark)
    axes: dict[str, tuple[str, Change]] = {
        "tabular-classification": ("malic_acid", cell("malic_acid")),
        "tabular-regression": ("bmi", cell("bmi")),
        "text-classification": ("letters", lambda e: {"raw": e.raw * 100}),
        "text-tagging": (
            "tokens",
            lambda e: {"raw": e.raw * 20, "answer": e.answer * 20},
        ),
        "language-model": ("packed", lambda e: {"raw": b"a" * len(e.raw)}),
        "series-forecasting": ("level mean", series),
        "audio-classification": ("seconds", louder(Path(folder.name))),
    }
    print("| kind | copies across the split (1.2) | contradictions (1.2) ", end="")
    print("| wrong answers (1.6) | far off (1.9) | cut along an axis (1.4) |")
    print("|---|---|---|---|---|---|")
    for kind in sys.argv[1:] or PACKAGES:
        stand(PACKAGES[kind])
        project = open_project(PACKAGES[kind])
        cells = copied(project), contradicted(project), mislabelled(project)
        row = [*cells, far_off(project, *axes.get(kind, pictures)), drifted(project)]
        print(f"| {kind} | {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
