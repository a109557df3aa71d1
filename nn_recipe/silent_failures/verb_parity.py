"""The verbs against the loop: what train, evaluate and predict do beyond calling it."""

import csv
import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from torch import nn

from ..contract import Example, Project, Splits
from ..findings import Findings
from ..specimen import fresh_net, plain, some, weight_hash, with_random_head
from .predict_parity import judge_predictions

EXAMPLES, VALIDATE = 24, 8
PORTION = 3  # examples at a time in `predict`: three portions, the last one ragged
SAME = 1e-5  # relative, float32, summed in another order
SESSION = "recipe/session.py"


def judge_verbs(project: Project, findings: Findings) -> None:
    """On a few examples, in a folder that is thrown away: each verb does what the loop does."""

    config = {"model": "tiny", "steps": 5, "batch_size": 8, "evaluate_every": 2}
    sides = (project.splits.train, project.splits.test)
    train, test = (some(part, EXAMPLES) for part in sides)
    # those whose answers come last by name: whoever measures anything on them is found out
    validation = sorted(
        some(project.splits.validation, 200), key=lambda e: str(e.answer)
    )
    splits = Splits(train, validation[-VALIDATE:], test)
    few = replace(plain(project, learning_rate=1e-2, **config), splits=splits)
    with tempfile.TemporaryDirectory() as folder, these_data(session, splits):
        judge_train(few, new_run(Path(folder, "trained")), findings)
        judge_answers(few, new_run(Path(folder, "saved")), findings)


@contextmanager
def these_data(session: Any, splits: Splits) -> Iterator[None]:
    """Whoever loads gets these examples, whoever reads new data those of validation."""
    unlabelled = [Example(e.id, e.raw, None) for e in splits.validation]
    with (
        mock.patch.object(session.data, "load", lambda config: splits),
        mock.patch.object(session.data, "read", lambda path, config: unlabelled),
        mock.patch.object(session, "PREDICTED", PORTION),
        mock.patch.object(session.Watcher, "snapshot", lambda self: None),  # a picture
    ):
        yield


def new_run(folder: Path) -> Run:
    (folder / "checkpoints").mkdir(parents=True)
    (folder / "evidence").mkdir()
    (folder / "meta.json").write_text("{}")
    return Run(folder)


def judge_train(project: Project, run: Run, findings: Findings) -> None:
    """`train` ends with the weights of the bare loop, and notes what validation says."""

    session.train_run(project, run)
    net = fresh_net(project)
    feed, validation = (
        project.feed(examples)
        for examples in (project.splits.train, project.splits.validation)
    )
    project.train(net, feed)
    last = with_weights(project, run.checkpoint("last"))
    findings.demand(
        weight_hash(last) == weight_hash(net),
        "`train` ends with other weights than the bare loop on the training split with "
        "nobody looking on.",
        f"{SESSION}: train_run, which examples are fed?; recipe/watch.py changes nothing",
    )
    noted = noted_losses(run)[project.config.steps]
    found = project.evaluate(last, validation).loss
    findings.demand(
        math.isclose(noted, found, rel_tol=SAME),
        f"metrics.csv says that validation cost {noted:.6g} at the end; evaluated on the "
        f"validation split the same weights cost {found:.6g}.",
        f"{SESSION}: train_run, which split validates?",
    )


def noted_losses(run: Run) -> dict[int, float]:
    with open(run.folder / "metrics.csv", newline="") as file:
        return {
            int(row["step"]): float(row["value"])
            for row in csv.DictReader(file)
            if (row["split"], row["name"]) == ("validation", "loss")
        }


def with_weights(project: Project, checkpoint: Checkpoint) -> nn.Module:
    """These weights in a net of the project; nothing else of the checkpoint is asked."""
    net = fresh_net(project)
    net.load_state_dict(checkpoint.net)
    return net


def judge_answers(project: Project, run: Run, findings: Findings) -> None:
    """`evaluate` and `predict` answer as the loop does with the weights they name.

    best.pt and last.pt hold two nets with random heads, so that no answer is like another.
    """

    feed = project.feed(project.splits.validation)
    expected: dict[str, Evaluation] = {}
    for seed, which in enumerate(("best", "last")):
        net = with_random_head(fresh_net(project), seed)
        optimizer = project.optimizer(net)
        checkpoint = Checkpoint.of(project, net, optimizer, step=seed)
        checkpoint.save(run.folder / "checkpoints" / f"{which}.pt")
        expected[which] = project.evaluate(net, feed, keep_outputs=True)
    for which, evaluation in expected.items():
        found = session.evaluate_run(run, "validation", which)["loss"]["value"]
        findings.demand(
            math.isclose(found, evaluation.loss, rel_tol=SAME),
            f"`evaluate` finds a loss of {found:.6g} with the {which} weights, the loop "
            f"{evaluation.loss:.6g}.",
            f"{SESSION}: evaluate_run, which weights, which target, which examples?",
        )
    judge_predictions(project, run, expected["best"], findings)
    judge_alone(run, findings)


def judge_alone(run: Run, findings: Findings) -> None:
    """A checkpoint needs no data: where there is none, it still predicts."""

    def gone(config: Any) -> Splits:
        raise FileNotFoundError("the training data is no longer there")

    with mock.patch.object(session.data, "load", gone):
        try:
            run.checkpoint("best").parts()
        except FileNotFoundError:
            findings.demand(
                False,
                "With the training data moved away a checkpoint no longer predicts.",
                "recipe/checkpoint.py: parts must take all it needs from the checkpoint",
            )
