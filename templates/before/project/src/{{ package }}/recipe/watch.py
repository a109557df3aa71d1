"""Looking on while a net trains: the first batch, a fixed batch over time, the first layer.

Nothing here changes a bit of the training (recipe 2.14): no gradient, no random number, and
the net is handed back in the mode it came in.
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from . import show
from .contract import Problem
from .feed import Feed
from .loop import device_of
from .machine import mix
from .record import Run

FOLLOWED = 32  # examples: each still gets a line of its own in the picture
LOOKS = 60  # over the whole budget


class Watcher:
    """Give it to `loop.train` as `watch`; its files survive a kill and a resume."""

    def __init__(self, problem: Problem, feed: Feed, followed: Feed, run: Run):
        self.target, self.run, self.feed = problem.target, run, feed
        self.inputs = problem.inputs
        self.steps = problem.config.steps
        self.every = max(1, self.steps // LOOKS)
        self.batch = followed[self.chosen(len(followed))]
        self.truth = [self.target.describe(y) for y in self.batch.y]
        self.looks: list[tuple[int, Tensor]] = self.earlier()

    @staticmethod
    def chosen(size: int) -> Tensor:
        """The same examples in every run, drawn by chance: files are often sorted by answer."""
        generator = torch.Generator().manual_seed(mix(0))
        return torch.randperm(size, generator=generator)[:FOLLOWED].sort().values

    def __call__(self, done: int, net: nn.Module) -> None:
        if done == 0:
            self.snapshot()
            self.keep_stem(net, "before")
        if done % self.every == 0 or done == self.steps:
            self.look(done, net)
            self.keep_stem(net, "after")

    @torch.no_grad()
    def look(self, done: int, net: nn.Module) -> None:
        """One number per followed example, as `Target.watch` gives it, into probe.npz."""
        training, batch = net.training, self.batch.to(device_of(net))
        outputs = net.eval()(batch.x)
        net.train(training)
        before = [look for look in self.looks if look[0] < done]
        self.looks = [*before, (done, self.target.watch(outputs, batch.y).cpu())]
        np.savez(
            self.run.folder / "probe.npz",
            steps=[step for step, _ in self.looks],
            ids=self.batch.ids,
            watch=torch.stack([values for _, values in self.looks]).numpy(),
            truth=self.truth,
        )

    def earlier(self) -> list[tuple[int, Tensor]]:
        """The looks before an interruption."""
        stored = arrays(self.run.folder / "probe.npz")
        if not stored:
            return []
        return list(
            zip(
                stored["steps"].tolist(), torch.from_numpy(stored["watch"]), strict=True
            )
        )

    def keep_stem(self, net: nn.Module, moment: str) -> None:
        """The weights of the first layer, before training and as they are now: stem.npz."""
        path = self.run.folder / "stem.npz"
        weight: Any = net.stem.weight  # type: ignore[union-attr]
        np.savez(
            path, **{**arrays(path), moment: weight.detach().cpu().float().numpy()}
        )

    def snapshot(self) -> None:
        """The tensors of the first step, saved and drawn from there (recipe 2.13)."""
        first = next(iter(self.feed.training(0, 1)))
        torch.save(
            {"ids": first.ids, "x": first.x, "y": first.y},
            self.run.folder / "input_snapshot.pt",
        )
        path = self.run.folder / "evidence" / "just_before_the_net.svg"
        show.just_before_the_net(first, self.inputs, self.target, path)


def arrays(path: Path) -> dict[str, np.ndarray]:
    """What an npz file holds; nothing if there is none."""
    if not path.exists():
        return {}
    with np.load(path) as stored:
        return dict(stored)
