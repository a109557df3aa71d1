"""`recipe adopt` on further kinds of scripts, and the bugs they have: `pytest tests/test_adopt_kinds.py`.

Texts that a collate_fn pads, batches that a function draws, a table in folds, a data module, an
answer at each step or pixel. `tests/scripts/` has a healthy one of each; no flag is given.
"""

import importlib
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from nn_recipe import place
from nn_recipe.checks import measured_by, verdicts
from nn_recipe.contract import NotOffered, open_project
from nn_recipe.findings import Findings
from nn_recipe.ledger import Ledger
from nn_recipe.ledger.rows import ROWS
from nn_recipe.silent_failures.beside_others import judge_beside_others
from nn_recipe.silent_failures.next_place import judge_next
from nn_recipe.silent_failures.own_training import judge_own_training
from nn_recipe.silent_failures.right_pixels import judge_right_pixels
from nn_recipe.silent_failures.right_rows import judge_right_rows
from nn_recipe.silent_failures.statistics_of_others import judge_statistics
from nn_recipe.stage1_become_one_with_the_data import browse
from nn_recipe.stage1_become_one_with_the_data.attributes import attributes
from nn_recipe.stage2_skeleton_and_baselines.best_constant import best_without_input
from nn_recipe.stage2_skeleton_and_baselines.dumb_baselines import judge_constant
from scaffolder.adopt import adopt, design

from .conftest import Recipe
from .examples import some
from .test_adopt import SCRIPTS

Opened = Callable[..., Any]
STYLES = ("padded", "drawn", "table", "module", "windows", "masks")


def wine(path: Path, rows: int = 150) -> None:
    """A table of its own, of which the first column is the answer."""
    rng = np.random.default_rng(0)
    answers = rng.choice(3, rows, p=[0.5, 0.3, 0.2])
    numbers = rng.normal(size=(rows, 4)) + answers[:, None] * [1.0, -1.0, 0.5, 0.0]
    whole = np.column_stack([answers, 5 + 2 * numbers])
    header = "cultivar,alcohol,acid,ash,hue"
    np.savetxt(path, whole, "%.4f", ",", header=header, comments="")


def load(path: Path) -> None:
    """A series of 220 hours, in a file of its own."""
    t = np.arange(220)
    values = 40 + t / 9 + 5 * np.sin(t / 3) + np.random.default_rng(0).normal(size=220)
    np.savetxt(path, values, "%.4f", header="load", comments="")


def discs(folder: Path) -> None:
    """Pictures with a disc each, and its mask under the name of the picture."""
    rng, (rows, columns) = np.random.default_rng(1), np.mgrid[:16, :16]
    for split, n in (("train", 36), ("val", 12)):
        for kind in ("pictures", "masks"):
            (folder / split / kind).mkdir(parents=True)
        for i in range(n):
            row, column = rng.uniform(3, 13, 2)
            mask = (rows - row) ** 2 + (columns - column) ** 2 < 12
            image = 80 + 90 * mask + 25 * rng.normal(size=(16, 16))
            for kind, end, values in (
                ("pictures", "", image.clip(0, 255)),
                ("masks", "_mask", 255 * mask),
            ):
                picture = Image.fromarray(values.astype(np.uint8))
                picture.save(folder / split / kind / f"{i:03d}{end}.png")


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """A script of this style adopted without a word, its text changed as told."""
    monkeypatch.setattr(place, "_now", [place.here()])
    monkeypatch.delitem(sys.modules, "audit", raising=False)
    importlib.invalidate_caches()

    def open_it(style: str, *changes: tuple[str, str]) -> Any:
        folder = shutil.copytree(SCRIPTS / style, tmp_path / style)
        wine(folder / "wine.csv")
        discs(folder)
        load(folder / "series.csv")
        path = folder / "train.py"
        text = path.read_text("utf-8")
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
        adopt(design(folder, "audit", {}, ""), checks=False, dry=False)
        monkeypatch.chdir(folder)
        monkeypatch.syspath_prepend(folder)
        return open_project("audit")

    return open_it


def told(judge: Callable[..., None], project: Any) -> str:
    findings = Findings()
    judge(project, findings)
    return " ".join([*findings.faults, *findings.look_at])


@pytest.mark.parametrize("style", some(STYLES, "padded", "masks"))
def test_data_that_only_your_code_reads_are_looked_at(opened: Opened, style: str):
    project = opened(style)
    rows = [(row, 0) for row in measured_by("look")]
    found = {r.id: r for r in verdicts(rows, project, Ledger())}
    assert found["1.8"].verdict == "holds"
    assert not [r.because for r in found.values() if r.verdict == "fails"]
    frame = attributes(project)
    page = browse.write(Path("look.html"), project, frame, []).read_text("utf-8")
    assert page.count('"split"') > len(frame)


RIGHT = ("0.3", "2.4", "2.11", "2.15")


@pytest.mark.parametrize("style", some(STYLES, "table", "masks"))
def test_a_healthy_script_is_audited_with_its_training(opened: Opened, style: str):
    project = opened(style)
    assert hasattr(project, "fit")
    few = RIGHT[:2] if style == "masks" else RIGHT  # a picture has many answers
    asked = [(ROWS[id], project.config.seed) for id in few]
    records = list(verdicts(asked, project, Ledger(seed=1337)))
    assert [r.because for r in records if r.verdict != "holds"] == []


def test_padding_that_counts_is_found(opened: Opened):
    bug = ("(h * mask).sum(1) / mask.sum(1)", "h.mean(1)")
    assert "goes over the padding" in told(judge_beside_others, opened("padded", bug))


@pytest.mark.parametrize(
    "style, old, new, said",
    [
        ("drawn", "i + 1 : i + block_size + 1", "i : i + block_size", "is x itself"),
        ("drawn", "n_embd, 32, batch_first=True", None, "feel what comes later"),
        ("windows", "24, batch_first=True", None, "feel what comes later"),
    ],
)
def test_an_answer_that_the_net_has_seen_is_found(
    opened: Opened, style: str, old: str, new: str | None, said: str
):
    bug = ((old, new),)
    if new is None:  # a net that reads from both sides
        wide = {"drawn": "nn.Linear(32, vocab", "windows": "nn.Linear(24, 1"}[style]
        twice = wide.replace("32", "64").replace("24", "48")
        bug = ((old, f"{old}, bidirectional=True"), (wide, twice))
    assert said in told(judge_next, opened(style, *bug))


def test_answers_that_a_batch_puts_in_another_order_are_found(opened: Opened):
    bug = ('[item["label"] for item in items]', 'sorted(i["label"] for i in items)')
    said = told(judge_beside_others, opened("padded", bug))
    assert "another answer in a batch than alone" in said


STEPS = "        optimizer.zero_grad()\n        model(**batch)"


@pytest.mark.parametrize(
    "style, old, new, said",
    [
        ("padded", STEPS, STEPS[30:], "gradients are not set to zero"),
        (
            "padded",
            "\nfor _",
            "\nmodel = Classifier()\nfor _",
            "no batch goes through it",
        ),
        ("drawn", 'get_batch("train")', 'get_batch("val")', "examples that validate"),
        ("module", "fit(self, model, datamodule, epochs=2):\n", None, "validate"),
    ],
)
def test_a_bug_of_a_loop_is_found_whoever_gives_the_batches(
    opened: Opened, style: str, old: str, new: str | None, said: str
):
    if new is None:  # the two loaders change places
        old, new = (
            "train, val = datamodule.train_dataloader(), datamodule.val_dataloader()",
            "val, train = datamodule.train_dataloader(), datamodule.val_dataloader()",
        )
    project = opened(style, (old, new))
    findings = Findings()
    findings.ask(judge_own_training, project)
    assert said in " ".join(findings.faults)


@pytest.mark.parametrize(
    "old, new",
    [
        ("torch.tensor(rows[:, 0])", "torch.tensor(np.random.permutation(rows[:, 0]))"),
        ("torch.tensor(rows[:, 0])", "torch.tensor(np.sort(rows[:, 0]))"),
        ("torch.tensor(rows[:, 0])", "torch.tensor(np.roll(rows[:, 0], 1))"),
    ],
)
def test_answers_of_other_rows_are_found(opened: Opened, old: str, new: str):
    said = told(judge_right_rows, opened("table", (old, new)))
    assert "not row by row" in said and "cultivar in wine.csv" in said


@pytest.mark.parametrize(
    "old, new",
    [
        (
            "train[:, 1:].mean(0), train[:, 1:].std(0)",
            "data[:, 1:].mean(0), data[:, 1:].std(0)",
        ),
        (
            "train[:, 1:].mean(0), train[:, 1:].std(0)",
            "data[:, 1:].min(0), np.ptp(data[:, 1:], 0)",
        ),
    ],
)
def test_statistics_of_rows_that_validate_are_found(opened: Opened, old: str, new: str):
    said = told(judge_statistics, opened("table", (old, new)))
    assert "x of training is another one" in said and "train.py:1" in said


def test_statistics_of_later_hours_are_found(opened: Opened):
    leak = ("train.mean(), train.std()", "series.mean(), series.std()")
    said = told(judge_statistics, opened("windows", leak))
    assert "x of training is another one" in said


def test_a_mean_may_count_what_is_only_an_answer_of_training(opened: Opened):
    """The last hour that trains is in no x of training, and in one of validation."""
    beside = ("series[150:, None]", "series[138:, None]")
    assert told(judge_statistics, opened("windows", beside)) == ""


@pytest.mark.parametrize(
    "old, new",
    [
        ("rows[:, 0]).long()", "rows[:, 0] > 0).long()"),  # answers of its own
        ("rows[:, 1:] - mean) / std", "rows[:, 1:] - 5) / 2"),  # known beforehand
        # of each row by itself, and of each row and the one before it
        ("rows[:, 1:] - mean) / std", "rows[:, 1:].T - rows[:, 1:].mean(1)).T"),
        (
            "rows[:, 1:] - mean) / std",
            "np.diff(rows[:, 1:], axis=0, prepend=rows[:1, 1:]))",
        ),
        ("data[folds != fold], ", "data[folds > fold + 1], "),  # not all rows are used
    ],
)
def test_what_a_person_may_choose_is_no_finding(opened: Opened, old: str, new: str):
    project = opened("table", (old, new))
    assert told(judge_right_rows, project) == told(judge_statistics, project) == ""


def test_the_line_of_the_net_is_run_again_and_what_is_done_to_it(opened: Opened):
    """The adapter copies no line of yours: an edit of it is seen."""
    wide = ("nn.Linear(4, 16)", "nn.Linear(4, 32)"), (
        "nn.Linear(16, 3)",
        "nn.Linear(32, 3)",
    )
    flat = ("    criterion =", "    nn.init.zeros_(model[2].bias)\n    criterion =")
    project = opened("table", *wide, flat)
    one, other = project.net(), project.but(seed=5).net()
    assert one.head.in_features == 32 and not one.head.bias.any()
    assert "Sequential" not in Path("audit.py").read_text("utf-8")
    assert not one.head.weight.equal(other.head.weight)


def test_a_batch_that_no_net_of_ours_can_take_is_told(opened: Opened):
    bug = ('"labels": labels}', '"labels": labels, "label_names": None}')
    with pytest.raises((ValueError, NotOffered), match="the keys"):
        _ = opened("padded", bug).splits


def test_what_cannot_be_audited_is_not_called_adopted(recipe: Recipe, tmp_path: Path):
    folder = shutil.copytree(SCRIPTS / "padded", tmp_path / "padded")
    path = folder / "train.py"
    text = path.read_text("utf-8")
    more = text.replace('"labels": labels}', '"labels": labels, "label_names": 0}')
    path.write_text(more, "utf-8")
    done = recipe("adopt", str(folder))
    assert done.code == 2 and "Not adopted yet" in done.err
    assert "Adopted" not in done.out and "Traceback" not in done.err
    assert "Mend audit.py" in done.err and "the keys" in done.err


def test_nothing_is_left_of_a_copy(opened: Opened):
    project, before = opened("table"), (os.getcwd(), [*sys.path])
    told(judge_right_rows, project)
    assert (os.getcwd(), [*sys.path]) == before


FEWER = "torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 2)"
STEP = "                optimizer.step()\n            scheduler.step()\n"
EACH = "                optimizer.step()\n                scheduler.step()\n"


@pytest.mark.parametrize(
    "changes, said",
    [
        ([(STEP, EACH)], "the rate turns back"),
        ([(FEWER, FEWER.replace("2)", "2 * 13)"))], "one an epoch"),
        (
            [(FEWER, "torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: n / 9)")],
            "at a learning rate of 0",
        ),
    ],
)
def test_a_schedule_that_moves_at_the_wrong_time_is_found(
    opened: Opened, changes: list[tuple[str, str]], said: str
):
    assert said in told(judge_own_training, opened("module", *changes))


def test_a_schedule_that_is_longer_than_the_training_is_no_finding(opened: Opened):
    long = (FEWER, FEWER.replace("2)", "100)"))  # who stops early
    assert told(judge_own_training, opened("module", long)) == ""


@pytest.mark.parametrize(
    "old, new",
    [
        ("image, mask = image.flip(-1), mask.flip(-1)", "image = image.flip(-1)"),
        ("name.replace('.', '_mask.')", "self.files[i - 1].replace('.', '_mask.')"),
    ],
)
def test_masks_that_are_not_those_of_their_pictures_are_found(
    opened: Opened, old: str, new: str
):
    said = told(judge_right_pixels, opened("masks", (old, new)))
    assert "not turned, cut or scaled with it" in said and "train.py:" in said


def test_masks_of_their_pictures_are_no_finding(opened: Opened):
    smaller = (
        'image = Image.open(f"{self.split}/pictures/{name}")',
        'image = Image.open(f"{self.split}/pictures/{name}").resize((16, 16))',
    )
    assert told(judge_right_pixels, opened("masks", smaller)) == ""


@pytest.mark.parametrize("style", ["table", "windows"])
def test_a_head_that_begins_anywhere_is_not_a_wrong_constant(
    opened: Opened, style: str
):
    """What 2.5 says of it is enough: 2.10 asks for the formulas alone."""
    findings = Findings()
    judge_constant(opened(style), {}, findings)
    assert findings.faults == []


def test_a_blind_net_may_be_nearer_to_what_came_later(opened: Opened):
    """The series rises: what training answers on average is not the best answer later."""
    lowest, highest, _ = best_without_input(opened("windows"))
    assert lowest < 0.9 * highest
