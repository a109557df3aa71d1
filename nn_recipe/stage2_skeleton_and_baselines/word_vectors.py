"""Vectors of words that the config names a file for stand at those words' ids (recipe 2.6)."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..contract import Inputs, Project
from ..findings import Findings
from ..place import here
from ..specimen import fresh_net

DATA = (
    "data",
    "validation_data",
    "test_data",
)  # fields of the config that hold no vectors
LONG = 1000  # letters: no path
LEAST = 4  # numbers of a vector
WORDS = (
    20_000  # of the file that are looked for, which has the most frequent ones first
)
FEWEST = 20  # of them in the net: fewer are there by chance
SAME = 0.9999  # the cosine of a vector and its copy, made longer or shorter maybe
WHERE = "model.py: which row of the table belongs to which id; an id of its own for no word?"


def judge_word_vectors(project: Project, findings: Findings) -> None:
    """Whoever fills a table by another count than Inputs gives a word its neighbour's vector.

    Any matrix of the net that holds vectors of the file tells at which ids.
    """
    raw, x = project.splits.train[0].raw, project.inputs.encode(
        project.splits.train[0].raw
    )
    words = isinstance(raw, (str, tuple, list)) and not x.is_floating_point()
    for option, value in files(project.config) if words and x.ndim else ():
        given = vectors(here().resolve(value))
        if len(given) < FEWEST:
            continue
        at = {word: ids_of(project.inputs, word, raw) for word in given}
        net = fresh_net(project).cpu()
        for name, table in matrices(net, len(next(iter(given.values())))):
            there, own = found(table, given, at)
            findings.demand(
                there < FEWEST or 2 * own >= there,
                f"`{option}` names {value}: of {there} vectors of it in {name} {own} stand at the "
                "id of their word, the others at another's.",
                WHERE,
            )


def files(config: Any) -> Iterator[tuple[str, str]]:
    """Options that name a file of text other than the data."""
    for field in fields(config) if is_dataclass(config) else ():
        value = getattr(config, field.name)
        if field.name in DATA or not isinstance(value, str | Path):
            continue
        if (
            str(value)
            and len(str(value)) < LONG
            and here().resolve(str(value)).is_file()
        ):
            yield field.name, str(value)


def vectors(path: Path) -> dict[str, Tensor]:
    """A word and its numbers in each line, all as many; nothing where it is another file."""
    known: dict[str, Tensor] = {}
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines):
            word, *cells = line.rstrip().split(" ")
            if number == 0 and len(cells) == 1:
                continue  # how many there are, and how long
            try:
                row = torch.tensor([float(cell) for cell in cells])
            except ValueError:
                return {}
            if len(row) < LEAST or (
                known and len(row) != len(next(iter(known.values())))
            ):
                return {}
            known[word] = row
            if len(known) == WORDS:
                break
    return known


def ids_of(inputs: Inputs, word: str, raw: Any) -> set[int]:
    """Of the first place of an x that holds this word alone."""
    alone = word if isinstance(raw, str) else type(raw)([word])
    return {*inputs.encode(alone)[0].flatten().tolist()} - {0}


def matrices(net: nn.Module, numbers: int) -> Iterator[tuple[str, Tensor]]:
    """[ids, numbers at least] each; one that stands there under two names once."""
    seen = set[int]()
    for name, value in net.state_dict().items():
        wide = (
            value.ndim == 2 and value.is_floating_point() and value.shape[1] >= numbers
        )
        if wide and value.data_ptr() not in seen:
            seen.add(value.data_ptr())
            yield name, value


def found(
    table: Tensor, given: Mapping[str, Tensor], at: Mapping[str, set[int]]
) -> tuple[int, int]:
    """How many of the vectors are in the table, and how many of those at an id of their word."""
    rows = torch.stack([*given.values()])
    near = F.normalize(rows) @ F.normalize(table[:, : rows.shape[1]].to(rows)).T > SAME
    known = near.any(1).tolist()
    own = [
        known[i] and any(near[i, id] for id in ids if id < near.shape[1])
        for i, ids in enumerate(at[word] for word in given)
    ]
    return sum(known), sum(own)
