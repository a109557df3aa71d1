"""Which examples train, validate and test: one source, cut in three."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from . import ROOT, place
from .config import Config
from .read import Example, fault, read
from .split import contents, cut


@dataclass(frozen=True)
class Splits:
    train: Sequence[Example]
    validation: Sequence[Example]
    test: Sequence[Example]
    left_out: dict[str, str] = field(default_factory=dict)  # id -> why


def load(config: Config) -> Splits:
    """Nothing is skipped in silence: what cannot be used is named in `left_out`."""
    found = read(place(config.data), config)
    left_out = {e.id: why for e in found if (why := fault(e, config))}
    examples = [example for example in found if example.id not in left_out]
    shares = (config.validation_share, config.test_share)
    three = cut(examples, contents(examples, config), shares, config)
    if not all(p or not share for p, share in zip(three, (1, *shares), strict=True)):
        raise ValueError(
            f"{len(examples)} answers: too few for {shares}, see config.py."
        )
    train, validation, test = ([examples[i] for i in part] for part in three)
    for i in sorted(set(range(len(examples))).difference(*three)):
        left_out[examples[i].id] = "no group, or no time, to split by"
    return patched(Splits(train, validation, test, left_out))


PATCH = ROOT / "labels_patch.csv"  # id,label,because: without a label it is left out


def patched(splits: Splits) -> Splits:
    """Cut before, so that no other example changes sides; the files stay as they are."""
    if not PATCH.exists():
        return splits
    with open(PATCH, newline="", encoding="utf-8-sig", errors="replace") as file:
        rows = csv.DictReader(file, ("id", "label", "because"), restval="")
        told = {row["id"]: row for row in rows if row["id"] != "id"}
    parts = splits.train, splits.validation, splits.test
    ids = {e.id for part in parts for e in part}
    for id, row in told.items():
        try:
            known = id in ids and abs(float(row["label"] or 0)) < float("inf")
        except ValueError:
            known = False
        if not known:
            found = f"{PATCH.name} says {row['label']!r} of {id}"
            raise ValueError(f"{found}: needed an id, and no label or a number.")
    out = {
        i: f"{PATCH.name}: {r['because']}" for i, r in told.items() if not r["label"]
    }
    mended = (
        [replace(e, answer=told[e.id]["label"]) if e.id in told else e for e in part]
        for part in parts
    )
    kept = ([e for e in part if e.id not in out] for part in mended)
    return Splits(*kept, splits.left_out | out)
