"""Given vectors stand at the ids of their words: `pytest tests/test_word_vectors.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
import torch
from torch import Tensor, nn

from nn_recipe.stage2_skeleton_and_baselines import word_vectors
from nn_recipe.stage2_skeleton_and_baselines.word_vectors import judge_word_vectors
from tests.rendered import said

DRAW = torch.Generator().manual_seed(0)
WORDS = [f"word{i}" for i in range(100)]
VECTORS = torch.randn(100, 12, generator=DRAW).mul(100).round() / 100
KNOWN = WORDS[
    90:10:-1
]  # by how often they are in the data: another order than the file's
ROWS = [VECTORS[WORDS.index(word)] for word in KNOWN]


@dataclass
class Config:
    data: str
    vectors: str


class Inputs:
    """0 is a pad, 1 any word that is not known."""

    def encode(self, raw: Any) -> Tensor:
        words = raw.split() if isinstance(raw, str) else raw
        return torch.tensor([[KNOWN.index(w) + 2 if w in KNOWN else 1] for w in words])


def heard(folder: Path, fill: Callable[[Tensor], None], tokens: Any, head: str) -> str:
    lines = (
        f"{w} {' '.join(map(str, v.tolist()))}"
        for w, v in zip(WORDS, VECTORS, strict=True)
    )
    (folder / "v.txt").write_text("\n".join([head, *lines] if head else [*lines]))
    table = nn.Embedding(len(KNOWN) + 2, 16)
    with torch.no_grad():
        fill(table.weight[:, :12])
    project: Any = SimpleNamespace(
        config=Config(str(folder / "data.txt"), str(folder / "v.txt")),
        splits=SimpleNamespace(train=[SimpleNamespace(raw=tokens)]),
        inputs=Inputs(),
        net=lambda: nn.Sequential(table),
        device=torch.device("cpu"),
    )
    place: Any = SimpleNamespace(resolve=Path)
    with mock.patch.object(word_vectors, "here", lambda: place):
        return said(judge_word_vectors, project)


def at(first: int) -> Callable[[Tensor], None]:
    """From this id on, the most frequent first."""

    def fill(table: Tensor) -> None:
        rows = torch.stack(ROWS)[: len(table) - first]
        table[first : first + len(rows)] = rows / 3

    return fill


def as_the_file(table: Tensor) -> None:
    table[:] = VECTORS[: len(table)]


def made_up(table: Tensor) -> None:
    table.normal_()


@pytest.mark.parametrize("tokens", ["word12 word40", ("word12", "word40")])
@pytest.mark.parametrize("head", ["", "100 12"])
@pytest.mark.parametrize(
    "fill, wrong",
    [
        (at(2), False),
        (made_up, False),
        (at(1), True),
        (at(3), True),
        (as_the_file, True),
    ],
)
def test_vectors(tmp_path: Path, fill: Any, wrong: bool, tokens: Any, head: str):
    found = heard(tmp_path, fill, tokens, head)
    assert ("stand at the id of their word" in found) == wrong
