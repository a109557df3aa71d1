"""The audit of somebody's script through its adapter: `pytest tests/test_adopted.py`.

`tests/scripts/epochs/` trains a small net on digits in epochs, with a scheduler, and its
audit.py offers all there is. Bugs are planted in the script, which knows nothing of any audit.
"""

import importlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nn_recipe import place
from nn_recipe.adopt import Adapter, Knobs
from nn_recipe.checks import verdicts
from nn_recipe.contract import NotOffered, open_project
from nn_recipe.ledger import Ledger
from nn_recipe.ledger.of_files import of_files
from nn_recipe.ledger.rows import ROWS
from nn_recipe.place import stand

from .conftest import Recipe
from .test_adopt import FLAGS, SCRIPTS


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    return shutil.copytree(SCRIPTS, tmp_path / "scripts")


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another folder each time, and afterwards where the tests before it stood."""
    monkeypatch.setattr(place, "_now", [place.here()])
    monkeypatch.delitem(sys.modules, "audit", raising=False)
    importlib.invalidate_caches()


HEAD = "        self.fc = nn.Linear(32 * 4, 10)\n"
MENDED = f"""{HEAD}        shares = np.bincount(DigitsDataset().labels) / len(DigitsDataset())
        nn.init.normal_(self.fc.weight, std=1e-3)
        self.fc.bias.data = torch.tensor(shares).log().float()
"""
CLIP = "        nn.utils.clip_grad_norm_(model.parameters(), args.grad_clip)\n"
EPOCH = (
    "        train_loss = train_one_epoch(model, train_loader, optimizer, args)\n",
    "        scheduler.step()\n",
)
BUGS = {
    "labels of another order": (
        ("digits.target[self.indices]", "digits.target[np.sort(self.indices)]"),
    ),
    "evaluation in training mode": (("    model.eval()\n", ""),),
    "gradients not set to zero": (("        optimizer.zero_grad()\n", ""),),
    "scheduler before the epoch": (("".join(EPOCH), "".join(EPOCH[::-1])),),
    "clipped after the step": (
        (
            f"{CLIP}        optimizer.step()\n",
            f"        optimizer.step()\n{CLIP}",
        ),
    ),
    "a mean of batch means": (
        ('F.cross_entropy(out, y, reduction="sum")', "F.cross_entropy(out, y)"),
        ("return loss / n,", "return loss / len(loader),"),
    ),
}
FINDS = {  # another than 0.3
    "a mean of batch means": "2.4",
}

Audited = Callable[..., dict[str, str]]


@pytest.fixture
def audited(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> Audited:
    """The verdicts of these rows on train_digits.py, its text changed as told."""

    def audit(ids: tuple[str, ...], *changes: tuple[str, str]) -> dict[str, str]:
        path = scripts / "epochs" / "train_digits.py"
        text = path.read_text("utf-8")
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
        monkeypatch.syspath_prepend(path.parent)
        project, ledger = open_project("audit"), Ledger(seed=1337)
        asked = [(ROWS[id], project.config.seed) for id in ids]
        return {r.id: r.verdict for r in verdicts(asked, project, ledger)}

    return audit


SILENT = ("0.3", "2.2", "2.4", "2.5", "2.6", "2.7", "2.11", "2.13", "2.15")


def test_a_head_that_begins_anywhere_is_found(audited: Audited):
    assert audited(("2.5",)) == {"2.5": "fails"}


def test_the_audit_is_silent_once_the_head_is_mended(audited: Audited):
    assert "fails" not in audited(SILENT, (HEAD, MENDED)).values()


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_found(audited: Audited, bug: str):
    row = FINDS.get(bug, "0.3")
    assert audited((row,), (HEAD, MENDED), *BUGS[bug]) == {row: "fails"}


# --- what is not offered


def test_a_name_that_is_not_offered_makes_a_check_not_applicable(audited: Audited):
    assert audited(("2.12",)) == {"2.12": "not applicable"}


def test_a_mistake_within_an_adapter_is_not_taken_for_a_missing_name(scripts: Path):
    class Wrong(Adapter):
        @property
        def splits(self) -> object:
            return self.config.no_such.thing  # a typo: AttributeError, or NotOffered

        @property
        def inputs(self) -> object:
            return "text".no_such_method()  # type: ignore[attr-defined]

    wrong = Wrong(Knobs())
    with pytest.raises(NotOffered):
        _ = wrong.splits
    with pytest.raises(AttributeError, match="no_such_method") as caught:
        _ = wrong.inputs
    assert not isinstance(caught.value, NotOffered)


def test_an_edit_of_your_script_makes_verdicts_stale(
    scripts: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = scripts / "epochs"
    monkeypatch.syspath_prepend(folder)
    there = stand("audit")
    config = there.config.Config()
    before = of_files(config)
    path = folder / "train_digits.py"
    text = path.read_text("utf-8")
    path.write_text(f"# a remark\n{text}", "utf-8")
    assert of_files(config) == before and there.runs == folder / "runs"
    path.write_text(text.replace("padding=1", "padding=2", 1), "utf-8")
    assert of_files(config)["model"] != before["model"]


def test_a_file_that_is_imported_counts_as_well(
    recipe: Recipe, scripts: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = scripts / "functions"
    recipe("adopt", str(folder), *FLAGS["functions"], "--no-checks")
    monkeypatch.syspath_prepend(folder)
    config = stand("audit").config.Config()
    before = of_files(config)["model"]  # of train.py, which imports data.py
    path = folder / "data.py"
    path.write_text(path.read_text("utf-8").replace("200 +", "300 +"), "utf-8")
    assert of_files(config)["model"] != before
