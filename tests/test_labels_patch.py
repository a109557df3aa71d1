"""labels_patch.csv: what a loader leaves out and corrects: `pytest tests/test_labels_patch.py`."""

import csv
import importlib
from functools import cache
from pathlib import Path

import pytest

from nn_recipe.additions import Patched
from nn_recipe.generated import Generated
from nn_recipe.ledger import Ledger
from nn_recipe.place import stand
from nn_recipe.verbs import main
from tests.examples import PACKAGES
from tests.rendered import Rendered

ONE_WORD = ("classes", "numbers")
CLASSES, NUMBERS = "tabular-classification", "tabular-regression"
PARTS = ("train", "validation", "test")


def ids(part) -> list[str]:
    return [part[i].id for i in range(len(part))]


@cache
def with_corrections(kind: str, folder: Path) -> Rendered:
    return Rendered(folder, kind, add=("corrections",))


class Loader:
    """The loader of a sample, with a file of corrections that is empty."""

    def __init__(self, kind: str, folder: Path, patch: pytest.MonkeyPatch):
        self.package = with_corrections(kind, folder.parent).name
        stand(self.package)
        self.file = folder / "labels_patch.csv"
        patch.setattr(self.module("load"), "PATCH", self.file, raising=False)

    def module(self, name: str):
        return importlib.import_module(f"{self.package}.{name}")

    def load(self, *lines: tuple[str, str, str]):
        with open(self.file, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("id", "label", "because"), *lines])
        return self.module("load").load(self.module("config").Config())


WINDOWS = ("series-forecasting", "language-model")  # which overlap: none has a label


@pytest.mark.parametrize("kind", [k for k in PACKAGES if k not in WINDOWS])
def test_exactly_what_is_named_is_left_out(kind: str, tmp_path, monkeypatch):
    loader = Loader(kind, tmp_path, monkeypatch)
    whole = loader.load()
    before = {part: ids(getattr(whole, part)) for part in PARTS}
    out = [*before["train"][1:9:4], before["validation"][0], before["test"][-1]]
    after = loader.load(*((id, "", "torn") for id in out))
    for part in PARTS:  # in their order; nobody changes sides
        kept = [id for id in before[part] if id not in out]
        assert ids(getattr(after, part)) == kept
    assert {after.left_out[id] for id in out} == {"labels_patch.csv: torn"}
    label, answer = one_word(loader, whole.train[0].answer), whole.train[0].answer
    lines = [(before[part][0], label, "") for part in PARTS]
    if loader.module("target").Target.answers_are in ONE_WORD:
        found = loader.load((before["train"][0], "", "later lines count"), *lines)
        assert [getattr(found, p)[0].answer for p in PARTS] == [label] * 3 != [answer]
        assert not found.left_out
    else:
        with pytest.raises(ValueError, match="labels_patch.csv says .*: needed an id"):
            loader.load(*lines)


def one_word(loader: Loader, answer) -> str:
    """Another answer, if it is one word."""
    if loader.module("target").Target.answers_are != "classes":
        return "7.5"
    train = loader.load().train
    return next(str(e.answer) for e in train if e.answer != answer)


def test_training_is_fed_all_but_what_is_left_out(tmp_path, monkeypatch):
    """The ids of every batch of an epoch."""
    loader = Loader("tabular-classification", tmp_path, monkeypatch)
    out = ["wine.csv:1", "wine.csv:2", "wine.csv:5"]

    def fed() -> set[str]:
        problem = loader.module("problem").Problem.load(
            loader.module("config").Config()
        )
        feed = loader.module("feed").Feed(problem.splits.train, problem)
        return {i for b in feed.training(0, len(feed.epoch(0))) for i in b.ids}

    loader.load()
    before = fed()
    loader.load(*((id, "", "torn") for id in out))
    assert fed() == before - {*out} and {*out} < before


@pytest.mark.parametrize(
    "kind, line, says",
    [
        (
            CLASSES,
            "wine.csv:999,A,",
            "labels_patch.csv says 'A' of wine.csv:999: needed an id",
        ),
        (
            CLASSES,
            "wine.csv:1,Z,",
            "'Z' of wine.csv:1: needed an id, and no label or one of",
        ),
        (CLASSES, "wine.csv:1;A;", "says '' of wine.csv:1;A;: needed an id"),
        (NUMBERS, 'diabetes.csv:1,"12,5",', "'12,5' of diabetes.csv:1: needed"),
        (NUMBERS, "diabetes.csv:1,nan,", "'nan' of diabetes.csv:1: needed an id"),
        (NUMBERS, "diabetes.csv:9999,1,", "'1' of diabetes.csv:9999: needed an id"),
    ],
)
def test_a_wrong_line_is_a_sentence_and_exit_code_2(
    kind: str, line: str, says: str, tmp_path, monkeypatch, capsys
):
    loader = Loader(kind, tmp_path, monkeypatch)
    loader.file.write_text(f"id,label,because\n{line}\n")
    assert loader.module("__main__").main(["train", "--steps", "1"]) == 2
    complaint = capsys.readouterr().err
    assert says in complaint and complaint.count("\n") == 1


def test_verdicts_go_stale_with_the_corrections(tmp_path, monkeypatch):
    loader = Loader("tabular-classification", tmp_path, monkeypatch)
    config = loader.module("config").Config()
    monkeypatch.setattr("nn_recipe.place.Place.root", tmp_path)
    before = Ledger.of(config).present
    loader.file.write_text("id,label,because\nwine.csv:1,,torn\n")
    after = Ledger.of(config).present
    assert {part for part in after if after[part] != before[part]} == {"data"}


def test_what_is_planted_in_a_check_has_no_corrections(tmp_path, monkeypatch):
    """0.3 asks how made up examples are split: the file says nothing about them."""
    loader = Loader("tabular-classification", tmp_path, monkeypatch)
    project = Generated.of(loader.package)
    assert isinstance(project, Patched)
    loader.load(("wine.csv:1", "", "torn"))
    some = [*project.splits.train][50:90]
    assert not project.split({"data": some}).left_out


def test_a_project_that_reads_none_says_so(tmp_path, monkeypatch, capsys):
    """And one that reads them says nothing."""
    monkeypatch.setattr("nn_recipe.place.Place.root", tmp_path)
    (tmp_path / "labels_patch.csv").write_text("id,label,because\nwine.csv:1,,torn\n")
    reads = with_corrections(CLASSES, tmp_path.parent).name
    for package, verb in (("wine", "status"), ("wine", "look"), (reads, "status")):
        main(package, [verb])
        found = "labels_patch.csv corrects nothing" in capsys.readouterr().err
        assert found == (package == "wine"), (package, verb)
