"""Which weights training keeps: those that the validation split says, as they were then."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor, nn

from ..contract import Project, Target
from ..findings import Findings
from ..specimen import fresh_net, plain, some, weight_hash

SAID = (0.4, 0.2, 0.3, 0.6, 0.5)  # what validation says, one evaluation after the other
LEAST, MOST = 2, 4  # the evaluation that says least, and most, counted from 1
EXAMPLES = 8
SAME = 1e-6  # relative, float32: the same weights on the same examples
KEEP = "recipe/loop.py: keep, and Evaluation.score"


@dataclass
class Scripted:
    """The target of the project, whose validation says what we have written down for it."""

    target: Target
    said: Iterator[float]
    errors: tuple[str, ...]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.target, name)

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        losses = self.target.loss(outputs, y)
        if torch.is_grad_enabled():  # training goes its own way
            return losses
        self.now = next(self.said)
        return torch.full_like(losses, self.now)

    def metrics(self, tally: Tensor) -> dict[str, float]:
        return {"scripted": self.now}


def judge_selection(project: Project, findings: Findings) -> None:
    """The best checkpoint is the one that `config.watch` says, less or more being better.

    What validation will say is written down beforehand, once as the loss, once as an error
    and once as a share. The weights kept must be those of that moment, although training
    went on, and evaluate to the loss that was noted for them.
    """
    short = plain(project, model="tiny", batch_size=8, evaluate_every=1)
    short = short.but(steps=len(SAID), learning_rate=1e-2)
    for watch, errors, expected in (
        ("loss", (), LEAST),
        ("scripted", ("scripted",), LEAST),
        ("scripted", (), MOST),
    ):
        target = cast(Target, Scripted(project.target, iter(SAID), errors))
        judge_best(replace(short.but(look=watch), target=target), expected, findings)
    judge_recorded(short.but(look="loss"), findings)
    judge_folder(short, findings)


def judge_best(project: Project, expected: int, findings: Findings) -> None:
    net, hashes = fresh_net(project), {}
    feed, validation = feeds(project)

    def remember(done: int, net: nn.Module) -> None:
        hashes[done] = weight_hash(net)

    best = project.train(net, feed, validation, look=remember).best
    assert best is not None
    what = "the loss" if project.config.watch == "loss" else "a metric"
    better = "less" if expected == LEAST else "more"
    findings.demand(
        best.step == expected,
        f"Validation said {SAID} as {what} of which {better} is better; kept were the weights "
        f"of evaluation {best.step}, expected {expected}.",
        KEEP,
    )
    net.load_state_dict(best.net)
    findings.demand(
        weight_hash(net) == hashes[best.step],
        f"The weights kept from step {best.step} are not those the net had then.",
        "recipe/checkpoint.py: of must copy, or training goes on in the copy",
    )


def feeds(project: Project) -> tuple[Feed, Feed]:
    splits = project.splits
    train, validation = some(splits.train, EXAMPLES), some(splits.validation, EXAMPLES)
    return project.feed(train), project.feed(validation)


def judge_recorded(project: Project, findings: Findings) -> None:
    """The best weights, evaluated again after training, have the loss that was noted."""
    net = fresh_net(project)
    feed, validation = feeds(project)
    history = project.train(net, feed, validation)
    best = history.best
    assert best is not None
    net.load_state_dict(best.net)
    again = project.evaluate(net, validation).loss
    noted = [loss for step, loss in history.evaluations if step == best.step]
    findings.demand(
        all(abs(again - loss) <= SAME * abs(again) for loss in (best.loss, *noted)),
        f"The best weights were noted with a loss of {best.loss:.6g}; evaluated again they have "
        f"{again:.6g}.",
        KEEP,
    )


def judge_folder(project: Project, findings: Findings) -> None:
    """In the folder of a run best.pt is the best, last.pt the last, and a resume goes on there."""
    net = fresh_net(project)
    optimizer = project.optimizer(net)
    one, two = (Checkpoint.of(project, net, optimizer, step) for step in (1, 2))
    one.best = two.best = one
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder))
        (run.folder / "checkpoints").mkdir()
        for checkpoint in (one, two):
            run.save(checkpoint)
        found = [run.checkpoint(which).step for which in ("best", "last")]
        resumed = run.to_resume()
    findings.demand(
        found == [1, 2],
        f"Of two checkpoints the first was the best, the second the last; best.pt and last.pt "
        f"are those of steps {found}, expected [1, 2].",
        "recipe/record.py: save and checkpoint",
    )
    findings.demand(
        resumed.step == 2 and resumed.best is not None and resumed.best.step == 1,
        f"A run saved at step 2, whose best was step 1, would be resumed from step "
        f"{resumed.step}, with {resumed.best and resumed.best.step} as its best.",
        "recipe/record.py: to_resume",
    )
