"""labels_patch.csv, yours: windows to leave out of the data, whose files stay as they are."""

import csv
from collections.abc import Sequence
from typing import Any

from . import ROOT

FILE = ROOT / "labels_patch.csv"
COLUMNS = ("id", "label", "because")  # no window has a label


class Kept(Sequence[Any]):
    """The windows at these places, made when they are asked for."""

    def __init__(self, windows: Any, places: Sequence[int]):
        self.windows, self.places = windows, places
        self.overlap = getattr(windows, "overlap", 1)

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, i: Any) -> Any:
        if isinstance(i, slice):
            return Kept(self.windows, self.places[i])
        return self.windows[self.places[i]]


def patched(splits: Any) -> Any:
    """Cut before, so that no other window changes sides."""
    if not FILE.exists():
        return splits
    with open(FILE, newline="", encoding="utf-8-sig", errors="replace") as file:
        told = {row["id"]: row for row in csv.DictReader(file, COLUMNS, restval="")}
    told.pop("id", "")  # the first line
    parts = (splits.train, splits.validation, splits.test)
    ids = [[part[i].id for i in range(len(part))] for part in parts]
    every = {id for part in ids for id in part}
    for id, row in told.items():
        if id not in every or row["label"]:
            why = "no window" if id not in every else "and no window has a label"
            raise ValueError(f"{FILE.name} names {id}, {why}: mend the line.")
    kept = (
        Kept(part, [i for i, id in enumerate(names) if id not in told])
        for part, names in zip(parts, ids, strict=True)
    )
    out = {id: f"{FILE.name}: {row['because']}" for id, row in told.items()}
    return type(splits)(*kept, splits.left_out | out)
