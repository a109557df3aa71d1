"""To be looked at: the batch just before the net, predictions over time, first weights.

Each is one function from numbers to a file; nothing here changes a bit of the training.
"""

from pathlib import Path

import torch
from matplotlib.figure import Figure
from torch import Tensor, nn

from .evaluate import answered
from .feed import Batch, Feed
from .problem import Problem
from .run import Run

SHOWN = 6  # examples in the picture of a batch
FOLLOWED = 32  # examples that are followed over time: each still has a line of its own
LOOKS = 60  # at them, over the whole budget


def just_before_the_net(batch: Batch, problem: Problem, path: Path) -> None:
    """The very tensors the net gets, decoded from there (recipe 2.13): no file is opened.

    Look for a wrong label, a wrong unit, everything in one corner of the range.
    """
    count = min(SHOWN, len(batch.ids))
    figure = Figure(figsize=(11, 3 * (count + 1) // 2), layout="constrained")
    for i in range(count):
        axes = figure.add_subplot((count + 1) // 2, 2, i + 1)
        problem.inputs.draw(batch.x[i], axes)
        title = f"{problem.target.describe(batch.y[i])}   {batch.ids[i]}"
        axes.set_title(title, loc="left", fontsize=9)
        axes.tick_params(labelsize=7)
    figure.savefig(path)


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


def predictions_over_time(run: Run, path: Path) -> None:
    """Lines that settle are learning. That never rest: the learning rate is too high."""
    lines: dict[str, list[tuple[int, float]]] = {}
    for row in run.rows("followed.csv"):
        moment = (int(row["step"]), float(row["value"]))
        lines.setdefault(row["name"], []).append(moment)
    figure = Figure(figsize=(8, 4), layout="constrained")
    axes = figure.add_subplot(xlabel="step", title="Predictions of a fixed batch")
    for line in lines.values():
        axes.plot(*zip(*line, strict=True), color="tab:blue", alpha=0.4, linewidth=1)
    figure.savefig(path)


def loss_curves(run: Run, constant: float, path: Path) -> None:
    """Training and validation; the dotted line is the best constant, where they start."""
    figure = Figure(figsize=(8, 4), layout="constrained")
    axes = figure.add_subplot(xlabel="step", ylabel="loss", yscale="log")
    rows = [row for row in run.rows("metrics.csv") if row["name"] == "loss"]
    for split in ("train", "validation"):
        some = [row for row in rows if row["split"] == split]
        steps, losses = ([float(r[c]) for r in some] for c in ("step", "value"))
        axes.plot(steps, losses, label=split)
    axes.axhline(constant, color="gray", linestyle=":", label="best constant")
    axes.legend()
    figure.savefig(path)


def first_layer_weights(before: Tensor, after: Tensor, path: Path) -> None:
    """As initialised, as trained, and what training added: a row per unit of the stem.

    Look for structure in the last panel. Noise like that of the first has learned nothing.
    """
    panels = {"initialised": before, "trained": after, "added": after - before}
    figure = Figure(figsize=(9, 4), layout="constrained")
    for place, (name, weights) in enumerate(panels.items(), 1):
        axes = figure.add_subplot(1, 3, place, title=name, xlabel="input", ylabel="unit")
        reach, shown = weights.abs().max().item(), weights.flatten(1).numpy()
        axes.imshow(shown, cmap="RdBu", vmin=-reach, vmax=reach, aspect="auto")
    figure.savefig(path)


@torch.no_grad()
def draw(run: Run, problem: Problem) -> list[Path]:
    """The pictures of a whole run, from what stands in its folder."""
    names = ("loss_curves", "predictions_over_time", "first_layer_weights")
    curves, followed, weights = (run.folder / f"{name}.svg" for name in names)
    y = torch.stack([problem.target.encode(e.answer) for e in problem.splits.validation])
    loss_curves(run, problem.target.expected_loss_at_init(y), curves)
    predictions_over_time(run, followed)
    before, after = (net.stem.weight for net in (problem.net(), run.trained("last")[1]))
    first_layer_weights(before, after, weights)
    return [curves, followed, weights]
