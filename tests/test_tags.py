"""Tags and spans against seqeval and scikit-learn: `pytest tests/test_tags.py`."""

import warnings
from typing import Any

import pytest
import sklearn.metrics as reference
import torch
from errands.target import NOTHING, Target
from seqeval.metrics import f1_score, precision_score, recall_score

from tests.rendered import Rendered

SCHEMES = [
    ["O", "B-A", "I-A", "B-B", "I-B"],
    ["O", "I-A", "I-B", "B-A"],
    ["O", "B-A", "I-A", "E-A", "S-A", "B-B", "I-B", "E-B", "S-B"],
    ["B-A", "I-A"],
]


def drawn(
    tags: int, n: int, seed: int, time: int = 8
) -> tuple[torch.Tensor, torch.Tensor]:
    """Outputs with ties, and sentences of 1 to `time` tags, one in ten without any."""
    generator = torch.Generator().manual_seed(seed)
    outputs = torch.randint(-2, 3, (n, tags, time), generator=generator).float()
    y = torch.randint(tags, (n, time), generator=generator)
    lengths = torch.randint(1, time + 1, (n, 1), generator=generator)
    y[torch.arange(time) >= lengths] = NOTHING
    return outputs, y


@pytest.fixture(scope="module")
def spans(tmp_path_factory: pytest.TempPathFactory) -> type:
    """The target of a project for people and places."""
    folder = tmp_path_factory.mktemp("spans")
    sentences = [
        f"Ann{i}\tB-PER\nLee{i % 7}\tI-PER\nsaw\tO\nOslo{i % 5}\tB-LOC\n"
        for i in range(90)
    ]
    (folder / "t.conll").write_text("\n".join(sentences), "utf-8")
    project = Rendered(folder, "text-tagging", data=str(folder / "t.conll"))
    return project.module("target").Target


def in_words(one: Any, rows: torch.Tensor, y: torch.Tensor) -> list[list[str]]:
    pairs = zip(rows, y, strict=True)
    return [
        [one.names[k] for k in row[true != NOTHING].tolist()] for row, true in pairs
    ]


@pytest.mark.parametrize("tags", SCHEMES)
@pytest.mark.parametrize("seed", range(12))
def test_entities_are_those_of_seqeval(spans: Any, tags: list[str], seed: int):
    one = spans(sorted(tags), [1 + i for i in range(len(tags))], ["_"], 8)
    outputs, y = drawn(len(tags), n=1 if seed == 0 else 60, seed=seed)
    if seed == 1:  # hardly anything is right
        outputs, y = outputs[:, :, :1], y[:, :1]
    true, said = in_words(one, y, y), in_words(one, outputs.argmax(1), y)
    found = one.metrics(one.tally(outputs, y))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert found["entity F1"] == pytest.approx(f1_score(true, said), abs=1e-12)
        assert found["entity precision"] == pytest.approx(precision_score(true, said))
        assert found["entity recall"] == pytest.approx(recall_score(true, said))


@pytest.mark.parametrize("seed", range(12))
def test_token_metrics_equal_scikit_learn(seed: int):
    one = Target(["A", "B", "C", "D"], [1, 2, 3, 4], ["_"], 8)
    outputs, y = drawn(4, n=2 if seed % 2 else 50, seed=seed)
    found = one.metrics(one.tally(outputs, y))
    true, said = y[y >= 0], outputs.argmax(1)[y >= 0]
    assert found["accuracy"] == pytest.approx(reference.accuracy_score(true, said))
    macro = reference.f1_score(true, said, average="macro")
    assert found["macro F1"] == pytest.approx(macro)
    assert set(found) == {"accuracy", "macro F1"}


def test_a_batch_costs_the_mean_over_its_tagged_tokens():
    one = Target(["A", "B", "C"], [1, 2, 3], ["_"], 8)
    outputs, y = drawn(3, n=40, seed=0)
    y[0] = NOTHING
    losses, weights = one.loss(outputs.double(), y), one.weight(y)
    cross_entropy = torch.nn.functional.cross_entropy
    mean = cross_entropy(outputs.double(), y, ignore_index=NOTHING).item()
    found = (losses @ weights.double() / weights.sum()).item()
    assert found == pytest.approx(mean, rel=1e-12)
    assert weights.tolist() == [(row >= 0).sum().item() for row in y]
    assert losses[0] == 0 and one.floor(y) == 0
