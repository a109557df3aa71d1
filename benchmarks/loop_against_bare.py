"""Steps per second of the generated loop against a bare loop: the same net, batches and bits.

Run: python benchmarks/loop_against_bare.py [example ...]
The bare loop is what one would write by hand: index, forward, loss, backward, clip, step. Both
run in this process in turns, and must end with equal weights; a ratio of 1 means free.
"""

import statistics
import sys
import time
from importlib import import_module
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {
    "tabular-classification": "wine",
    "tabular-regression": "diabetes",
    "image-classification": "digits",
}
STEPS, ROUNDS = 400, 7


def bare(net: nn.Module, x, y, batches, config, fused: bool) -> float:
    """Seconds for one bare loop over the batches."""
    classes = y.dtype == torch.long
    optimizer = torch.optim.AdamW(
        net.parameters(), lr=config.learning_rate, weight_decay=0.0, fused=fused
    )
    net.train()
    started = time.perf_counter()
    for indices in batches:
        optimizer.zero_grad()
        outputs = net(x[indices])
        loss = (
            F.cross_entropy(outputs, y[indices])
            if classes
            else F.mse_loss(outputs, y[indices])
        )
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), config.clip)
        optimizer.step()
    return time.perf_counter() - started


def compare(package: str) -> dict[str, float]:
    """Median seconds per step of the generated loop and of the bare ones."""
    config_module = import_module(f"{package}.config")
    recipe = f"{package}.recipe"
    contract, feeds, loop, machine = (
        import_module(f"{recipe}.{name}")
        for name in ("contract", "feed", "loop", "machine")
    )
    config = config_module.Config(steps=STEPS, warmup=0.0, evaluate_every=STEPS)
    machine.use(config)
    problem = contract.Problem.load(config)
    feed = feeds.Feed(problem.splits.train, problem)
    whole = feed.cache
    epochs = -(-STEPS // feed.steps_per_epoch)
    batches = [b for epoch in range(epochs) for b in feed.epoch(epoch)][:STEPS]
    seconds: dict[str, list[float]] = {
        "generated": [],
        "bare": [],
        "bare, fused AdamW": [],
    }
    for _ in range(ROUNDS):
        ours = problem.net()
        started = time.perf_counter()
        loop.train(problem, ours, feed)
        seconds["generated"].append(time.perf_counter() - started)
        for name, fused in (("bare", False), ("bare, fused AdamW", True)):
            theirs = problem.net()
            seconds[name].append(bare(theirs, whole.x, whole.y, batches, config, fused))
        assert_equal(ours, theirs)
    return {name: statistics.median(values) / STEPS for name, values in seconds.items()}


def assert_equal(ours: nn.Module, theirs: nn.Module) -> None:
    for a, b in zip(ours.parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-6)


def main(kinds: list[str]) -> None:
    print(
        f"{'kind':24}{'us/step':>9}{'of bare':>9}{'of bare, fused':>16}   (speed ratio, 1 = equal)"
    )
    for kind in kinds or PACKAGES:
        sys.path.insert(0, str(ROOT / "generated_examples" / kind / "src"))
        found = compare(PACKAGES[kind])
        ours = found["generated"]
        ratios = found["bare"] / ours, found["bare, fused AdamW"] / ours
        print(f"{kind:24}{ours * 1e6:9.0f}{ratios[0]:9.2f}{ratios[1]:16.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
