"""Made-up examples (recipe 4.3) are heard where they do not belong: `pytest tests/test_made_up_examples.py`."""

from pathlib import Path
from typing import Any

import pytest

from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.made_up import judge_made_up_examples
from tests.examples import PACKAGES
from tests.rendered import Rendered, said

KINDS = [k for k in PACKAGES if k not in ("language-model", "series-forecasting")]
KIND = "tabular-classification"


class Added(Rendered):
    """A project with the thing added, and what is said of it."""

    def __init__(self, folder: Path, kind: str = KIND):
        super().__init__(folder, kind, add=("synthetic",))
        self.feed: Any = self.module("feed").Feed

    def heard(self, **changes: Any) -> str:
        stand(self.name)
        project = Generated.of(self.name, threads=1, **changes)
        return said(judge_made_up_examples, project)


@pytest.mark.parametrize("kind", KINDS)
def test_as_rendered_nothing_is_heard(kind: str, tmp_path: Path):
    made = Added(tmp_path, kind)
    assert not made.heard() and not made.heard(seed=1, synthetic=0.5)


@pytest.fixture
def added(tmp_path: Path) -> Added:
    return Added(tmp_path)


def test_more_than_the_declared_share(added: Added, monkeypatch: pytest.MonkeyPatch):
    drawn = added.module("synthetic").drawn
    part = added.module("synthetic")
    monkeypatch.setattr(part, "drawn", lambda *given: drawn(*given) / 3)
    assert "are made up" in added.heard()
    monkeypatch.setattr(part, "drawn", lambda *given: drawn(*given) + 1)
    assert "0% are made up" in added.heard()


def test_in_evaluation(added: Added, monkeypatch: pytest.MonkeyPatch):
    def in_order(feed: Any, batch_size: int = 256):
        parts = added.module("feed").torch.arange(len(feed)).split(batch_size)
        return (feed.mixed(feed[some], 0, some) for some in parts)

    monkeypatch.setattr(added.feed, "in_order", in_order)
    assert "what validates is made up" in added.heard()


def rows(added: Added, part: str, to: Path) -> str:
    """A table of these examples, in the form of the data."""
    header, *lines = (added.folder / "data" / "wine.csv").read_text().splitlines()
    numbers = [int(e.id.rpartition(":")[2]) for e in getattr(added.load(), part)]
    to.write_text("\n".join([header, *(lines[n - 1] for n in numbers)]))
    return str(to)


def test_what_was_given_validates(added: Added, tmp_path: Path):
    own, held = (rows(added, p, tmp_path / f"{p}.csv") for p in ("train", "validation"))
    assert not added.heard(synthetic_data=own)
    assert "are what validates or tests" in added.heard(synthetic_data=held)


def test_what_was_given_must_be_usable(added: Added, tmp_path: Path):
    header = (added.folder / "data" / "wine.csv").read_text().splitlines()[0]
    given = tmp_path / "given.csv"
    given.write_text(f"{header}\n{','.join(['1'] * header.count(','))},\n")
    with pytest.raises(ValueError, match="given.csv:1: .*Mend or remove it"):
        added.heard(synthetic_data=str(given))
