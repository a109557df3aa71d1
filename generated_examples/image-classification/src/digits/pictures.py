"""To be looked at (recipe 0.4). Nothing here changes a bit of the training."""

import torch
from matplotlib.figure import Figure
from torch import nn

from .evaluate import answered
from .feed import Batch, Feed
from .problem import Problem
from .run import Run

FOLLOWED = 32  # examples that are followed over time: each still has a line of its own
LOOKS = 60  # at them, over the whole budget


def just_before_the_net(batch: Batch, problem: Problem, run: Run) -> None:
    """The very tensors the net gets, decoded from there (recipe 2.13): no file is opened.

    Look for a wrong label, a wrong unit, everything in one corner of the range.
    """
    across = 6 if batch.x.ndim == 4 else 2  # pictures are small, tables and texts wide
    shown = min(len(batch.ids), 3 * across)
    rows = -(-shown // across)
    figure = Figure(figsize=(11, 2.6 * rows), layout="constrained")
    for i in range(shown):
        axes = figure.add_subplot(rows, across, i + 1)
        problem.inputs.draw(batch.x[i], axes)
        says = problem.target.describe(batch.y[i])[: 190 // across]
        axes.set_title(f"{says}\n{batch.ids[i]}", loc="left", fontsize=7)
    figure.savefig(run.folder / "just_before_the_net.svg")


class Followed:
    """A fixed batch over training (recipe 2.14): one number per example and look."""

    def __init__(self, problem: Problem, run: Run):
        chosen = problem.splits.validation
        some = [chosen[i] for i in range(0, len(chosen), len(chosen) // FOLLOWED + 1)]
        self.problem, self.run, self.feed = problem, run, Feed(some, problem)
        self.every = max(1, problem.config.steps // LOOKS)

    def __call__(self, done: int, net: nn.Module) -> None:
        if done % self.every and done != self.problem.config.steps:
            return
        for batch, outputs in answered(net, self.feed):
            watched = self.problem.target.watch(outputs, batch.y).tolist()
            values = dict(zip(batch.ids, watched, strict=True))
            self.run.write("followed.csv", done, "validation", values)


def over_time(run: Run, problem: Problem) -> None:
    """Losses, from that of the best constant on (dotted); predictions of a fixed batch.

    Lines that settle are learning. That never rest: the learning rate is too high.
    """
    figure = Figure(figsize=(11, 4), layout="constrained")
    losses, watched = figure.subplots(1, 2)
    y = [problem.target.encode(example.answer) for example in problem.splits.validation]
    losses.axhline(problem.target.expected_loss_at_init(torch.stack(y)), linestyle=":")
    rows = [row for row in run.rows("metrics.csv") if row["name"] == "loss"]
    for split in ("train", "validation"):
        losses.plot(*line(rows, "split", split), label=split)
    losses.set(xlabel="step", ylabel="loss", yscale="log")
    losses.legend()
    rows = run.rows("followed.csv")
    for name in dict.fromkeys(row["name"] for row in rows):
        watched.plot(*line(rows, "name", name), alpha=0.4, linewidth=1)
    watched.set(xlabel="step", title="a fixed batch")
    figure.savefig(run.folder / "over_time.svg")


def line(rows: list[dict[str, str]], key: str, value: str):
    some = [row for row in rows if row[key] == value]
    return [int(row["step"]) for row in some], [float(row["value"]) for row in some]
