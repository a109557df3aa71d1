"""Facts: what the data says about itself, with the evidence for each proposal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Proposal:
    """A value for one answer or one config field, and the sentence that says why."""

    value: Any
    reason: str


@dataclass(frozen=True)
class Column:
    """One column of a table, after missing markers and spaces are taken away."""

    name: str
    role: str  # "number", "category", "text", "time", "id", "constant", "empty"
    missing: int  # cells without a value
    unique: int  # different values
    examples: tuple[str, ...]  # a few values, the most frequent first
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    median: float | None = None
    time_format: str = ""  # of a time that does not sort as it is written


@dataclass(frozen=True)
class Facts:
    """What `recipe new` and `recipe facts` know after reading; nothing in it is copied data."""

    path: Path
    reader: str  # "table", "images", ...: which file of scaffolder/plan knows the rest
    format: str  # "CSV", "Parquet", "JSONL", "class folders", "table of paths", "idx", "npz"
    counts: dict[str, int]  # examples per given split: {"train": 32561, "test": 16281}
    kind: Proposal  # "tabular-classification", ...
    target: Proposal  # name of a column; "" where the folder or the label file is the answer
    drop: tuple[Proposal, ...]  # one per column or file left out
    split: Proposal  # "chance", "group" or "time"
    split_column: Proposal  # "" for chance
    settings: dict[str, Proposal]  # reading fields of config.py, by name
    classes: dict[str, int] = field(
        default_factory=dict
    )  # training answers, frequent first
    number: Column | None = None  # the target of a regression
    columns: tuple[Column, ...] = ()  # of a table
    shape: tuple[int, ...] = ()  # one x: channels, height, width or channels, steps
    duplicates: int = 0  # examples that repeat an earlier one
    unreadable: dict[str, str] = field(default_factory=dict)  # file -> why
    sentences: tuple[str, ...] = ()  # what a person should know, most important first
    watch: Proposal | None = None  # the metric to look at, where the kind has its own
    expected: Mapping[str, str] = field(default_factory=dict)  # README: expected_loss,
    # constant_answer and dumb_baseline, where answers are neither classes nor one number
    seconds: float = 0.0  # it took to read
