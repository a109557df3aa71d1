"""Steps per second of the generated loop against a bare loop: the same net, batches and bits.

Run: python benchmarks/loop_against_bare.py [FOLDER of a project ...] [--peers]
The bare loop is what one would write by hand: shuffle, index, forward, loss, backward, clip,
fused AdamW. Both run in this process in turns of ten steps, by CPU time of one thread, and must
end with equal weights; a ratio of 1 means free. `--peers` adds the trainers that are installed
(accelerate, ignite, lightning, transformers), which begin with the same weights.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import AdamW

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("tabular-classification", "tabular-regression", "image-classification")
STEPS, TURN, WARM = 1500, 10, 5  # steps; steps of a turn; turns that do not count


@dataclass(frozen=True)
class Project:
    """A generated project, its problem and its training examples in memory."""

    package: str
    problem: Any
    feed: Any
    mix: Callable[..., int]
    train: Callable[..., Any]

    @classmethod
    def of(cls, folder: Path, **changes: Any) -> "Project":
        source = folder.resolve() / "src"
        sys.path.insert(0, str(source))
        package = next(source.glob("*/train.py")).parent.name
        names = ("config", "machine", "problem", "feed", "train")
        config, machine, problem, feed, train = (
            import_module(f"{package}.{name}") for name in names
        )
        settings = config.Config(warmup=0.0, **changes)
        machine.use(settings)
        loaded = problem.Problem.load(settings)
        examples = feed.Feed(loaded.splits.train, loaded)
        return cls(package, loaded, examples, machine.mix, train.train)

    def shuffled(self, epoch: int) -> tuple[Tensor, ...]:
        """What `torch.randperm(n).split(batch_size)` is by hand, in the project's order."""
        generator = torch.Generator()
        generator.manual_seed(self.mix(self.problem.config.seed, epoch))
        order = torch.randperm(len(self.feed), generator=generator)
        return order.tensor_split(self.feed.steps_per_epoch)


def bare(project: Project, net: nn.Module) -> Iterator[None]:
    """One step each time it is asked."""
    x, y, config = project.feed.kept.x, project.feed.kept.y, project.problem.config
    loss_of = F.mse_loss if y.is_floating_point() else F.cross_entropy
    optimizer = AdamW(
        net.parameters(), lr=config.learning_rate, weight_decay=0.0, fused=True
    )
    net.train()
    epoch = 0
    while True:
        for indices in project.shuffled(epoch):
            optimizer.zero_grad()
            loss = loss_of(net(x[indices]), y[indices])
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), config.clip)
            optimizer.step()
            yield
        epoch += 1


def compare(project: Project) -> dict[str, list[float]]:
    """Seconds per step of each turn: the generated loop's, and the bare loop's after it."""
    seconds: dict[str, list[float]] = {"generated": [], "bare": []}
    ours, theirs = project.problem.net(), project.problem.net()
    by_hand, clock = bare(project, theirs), time.thread_time
    started = clock()

    def look(done: int, net: nn.Module) -> None:
        nonlocal started
        if done % TURN:
            return
        if done:
            seconds["generated"].append((clock() - started) / TURN)
            started = clock()
            for _ in range(TURN):
                next(by_hand)
            seconds["bare"].append((clock() - started) / TURN)
        started = clock()

    project.train(project.problem, ours, project.feed, look=look)
    for a, b in zip(ours.parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-6)
    return {name: values[WARM:] for name, values in seconds.items()}


def report(name: str, seconds: dict[str, list[float]]) -> None:
    """In the undisturbed tenth of all turns, and in half of them."""
    said = []
    for share in (10, 2):
        calm = {
            name: sorted(values)[len(values) // share] * 1e6
            for name, values in seconds.items()
        }
        ratio = calm["bare"] / calm["generated"]
        said.append(f"{calm['generated']:9.0f}{calm['bare']:9.0f}{ratio:7.3f}")
    pairs = zip(seconds["generated"], seconds["bare"], strict=True)
    print(f"{name:24}{''.join(said)}{statistics.median(b / a for a, b in pairs):9.3f}")


def main(arguments: list[str]) -> None:
    folders = [Path(given) for given in arguments if given != "--peers"]
    folders = folders or [ROOT / "generated_examples" / kind for kind in KINDS]
    print(
        f"{'':24}{'calm: us':>9}{'bare':>9}{'':>7}{'median':>9}{'bare':>9}{'':>7}{'turns':>9}"
    )
    for folder in folders:
        project = Project.of(folder, steps=STEPS, evaluate_every=STEPS)
        gc.collect()
        report(project.package, compare(project))
        if "--peers" in arguments:
            import peers

            peers.main(project, bare)


if __name__ == "__main__":
    main(sys.argv[1:])
