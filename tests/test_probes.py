"""Row 1.5: what the simplest models need of x, and the questions: `pytest tests/test_probes.py`."""

import itertools
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from nn_recipe.contract import Known, Project, Some
from nn_recipe.ledger import Ledger
from nn_recipe.stage1_become_one_with_the_data import notes
from nn_recipe.stage1_become_one_with_the_data import your_own_decision_process as own
from nn_recipe.stage1_become_one_with_the_data.probes import (
    Probe,
    View,
    of_rows,
    of_windows,
    shrinking,
)
from tests.examples import PACKAGES, some
from tests.test_look import opened

BY_CHANCE = ("tabular-classification", "text-tagging", "image-segmentation")


def means(probe: Probe) -> list[float]:
    return [view.mean for view in probe.views]


@pytest.mark.parametrize("kind", some(PACKAGES, *BY_CHANCE))
def test_each_sample_has_probes_that_repeat(kind: str):
    found = list(own.probes(opened(kind)))
    assert found and all(np.isfinite(v.scores).all() for p in found for v in p.views)
    assert all(len({len(v.scores) for v in p.views}) == 1 for p in found)
    if kind in BY_CHANCE:  # others use no random numbers
        again = list(own.probes(opened(kind)))
        assert [p.sentence() for p in found] == [p.sentence() for p in again]


def test_digits_need_detail_and_positions():
    """Of 5-fold splits it is known: .964 at 8 px, .930 at 5, .849 at 3, .513 at 2, .110 at 1;
    with the pixels sorted .198. Here one split by chance, each within 4 standard errors.
    """
    detail, frame, place = own.probes(opened("image-classification"))
    assert [v.name for v in detail.views] == ["8 px", "5 px", "3 px", "2 px", "1 px"]
    assert means(detail) == sorted(means(detail), reverse=True)
    assert (
        np.abs(np.array(means(detail)) - (0.964, 0.93, 0.849, 0.513, 0.11)).max() < 0.09
    )
    assert means(place)[1] == pytest.approx(0.198, abs=0.1)
    assert "Without positions costs 0.7" in place.sentence()


def test_what_the_order_of_words_tells_is_found():
    order, _ = own.probes(opened("text-classification"))
    assert "Adding pairs of neighbours gains 0.2" in order.sentence()


def test_windows_with_gaps_are_left_aside():
    project = opened("series-forecasting")
    count = itertools.count()

    def encode(answer):  # of every third window the last value is missing
        y = project.target.encode(answer).clone()
        y[-1, 0] = float("nan") if next(count) % 3 == 0 else y[-1, 0]
        return y

    target = SimpleNamespace(encode=encode)
    holes: Any = SimpleNamespace(
        splits=project.splits, inputs=project.inputs, target=target
    )
    (probe,), (whole,) = of_windows.probes(holes), of_windows.probes(project)
    assert len(probe.best.scores) == pytest.approx(
        len(whole.best.scores) * 2 / 3, abs=1
    )
    assert probe.best.mean == pytest.approx(whole.best.mean, abs=0.05)


def rows(answer) -> Project:
    """Two columns of chance, and a class made of them."""
    x = torch.rand(1200, 2, generator=torch.Generator().manual_seed(0)) - 0.5
    examples = [Known(str(i), row, int(answer(row))) for i, row in enumerate(x)]
    target = SimpleNamespace(answers_are="classes", encode=torch.tensor)
    inputs = SimpleNamespace(encode=lambda raw: raw, shape=(2,))
    parts = Some(examples[:900], examples[900:], [])
    return SimpleNamespace(splits=parts, inputs=inputs, target=target)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("answer", "least"),
    [
        (lambda r: r[0] * r[1] > 0, "together"),
        (lambda r: r[0] ** 2 + r[1] ** 2 > 0.15, "one column at a time"),
        (lambda r: r[0] + 2 * r[1] > 0, "a weight for each column"),
    ],
)
def test_of_a_table_it_is_told_whether_columns_interact(answer, least: str):
    (probe,) = of_rows.probes(rows(answer))
    assert least in probe.least.name


def test_answers_by_chance_tell_nothing():
    chance = torch.Generator().manual_seed(1)
    (probe,) = of_rows.probes(rows(lambda r: torch.rand(1, generator=chance) > 0.5))
    assert "So simple a model cannot tell" in probe.sentence()


def test_the_least_view_is_reached_without_a_gap():
    """What gets worse, and then good again by luck, is not enough."""
    right = np.arange(400) % 10 < 9
    worse, luck = right & (np.arange(400) % 4 > 0), right & (np.arange(400) > 0)
    probe = Probe(
        "how much",
        "right",
        [View(n, 1.0 * s) for n, s in zip("abc", (right, worse, luck), strict=True)],
        0.5,
    )
    assert probe.least.name == "a"
    assert shrinking(8) == [8, 5, 3, 2, 1]


def test_the_person_has_the_last_word(tmp_path: Path):
    project = opened("tabular-classification")
    ledger = Ledger(tmp_path / "ledger.jsonl")
    first = own.check(project, ledger)
    assert first.verdict == "unclear" and "6 of 6 questions wait" in first.because
    assert (tmp_path / "evidence/your_own_decision_process.svg").exists()
    said = dict.fromkeys(notes.QUESTIONS, "yes")
    notes.write(
        tmp_path / notes.PLACE, "seen\n## by me", said | {notes.QUESTIONS[0]: ""}
    )
    assert "1 of 6 questions" in own.check(project, ledger).because
    notes.write(tmp_path / notes.PLACE, "seen\n## by me", said)
    assert own.check(project, ledger).verdict == "holds"


def test_notes_come_back_as_they_were_written(tmp_path: Path):
    said = dict.fromkeys(notes.QUESTIONS, "") | {
        notes.QUESTIONS[2]: "light\n\n## and dark"
    }
    notes.write(tmp_path / "notes.md", "free\n\n## mine\n\ntext", said)
    free, back = notes.read(tmp_path / "notes.md")
    assert free == "free\n\n## mine\n\ntext"
    assert back == said | {notes.QUESTIONS[2]: "light\n\n### and dark"}
