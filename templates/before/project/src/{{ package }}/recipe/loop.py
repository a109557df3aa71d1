"""The two loops: `train` and `evaluate`. Stages, checks and baselines all call these."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from ..config import Config
from .checkpoint import Checkpoint
from .contract import Problem, Target
from .feed import Feed
from .machine import fix_random_seed
from .optimizer import learning_rate_at, new_optimizer
from .progress import track
from .record import Run
from .step import Step, train_step


@dataclass(frozen=True)
class Evaluation:
    """Every example of a split once, so that nothing is an average of averages (recipe 2.4)."""

    ids: list[str]
    losses: Tensor  # [n]
    weights: Tensor  # [n]
    tally: Tensor  # [n, ...], what the metrics need
    metrics: dict[str, float]
    outputs: Tensor | None = None  # [n, ...], kept only when asked for
    overlap: int = 1  # neighbours that share values, as windows of a series do

    @property
    def loss(self) -> float:
        losses, weights = self.losses.double(), self.weights.double()
        return ((losses * weights).sum() / weights.sum()).item()

    def score(self, watch: str, target: Target) -> float:
        """What `config.watch` says, turned so that less is better; undefined is worst."""
        values = {"loss": self.loss, **self.metrics}
        if watch not in values:
            raise ValueError(
                f"Found watch = {watch!r} in config.py, needed one of {list(values)}."
            )
        sign = 1 if watch in ("loss", *target.errors) else -1
        return math.inf if math.isnan(values[watch]) else sign * values[watch]


@torch.no_grad()
def evaluate(
    net: nn.Module,
    feed: Feed,
    target: Target,
    *,
    batch_size: int = 256,
    keep_outputs: bool = False,
) -> Evaluation:
    """Loss and metrics over a whole split, in evaluation mode; the net comes back as it was."""
    device, was_training = device_of(net), net.training
    net.eval()
    ids: list[str] = []
    names = ("losses", "weights", "tally", "outputs")
    columns: dict[str, list[Tensor]] = {name: [] for name in names}
    for batch in feed.in_order(batch_size):
        ids += batch.ids
        batch = batch.to(device)
        outputs = net(batch.x)
        columns["losses"].append(target.loss(outputs, batch.y))
        columns["weights"].append(target.weight(batch.y))
        columns["tally"].append(target.tally(outputs, batch.y))
        if keep_outputs:
            columns["outputs"].append(outputs)
    net.train(was_training)
    whole = {
        name: torch.cat(parts).cpu() if parts else None
        for name, parts in columns.items()
    }
    tally = whole["tally"]
    assert tally is not None, "nothing was evaluated: no example, or no batch"
    return Evaluation(
        ids,
        metrics=target.metrics(tally),
        overlap=getattr(feed.examples, "overlap", 1),
        **whole,  # type: ignore[arg-type]
    )


@dataclass
class History:
    """What a training left behind, for whoever called it."""

    losses: list[float] = field(default_factory=list)  # of every step
    # (steps done, loss)
    evaluations: list[tuple[int, float]] = field(default_factory=list)
    best: Checkpoint | None = None  # by `config.watch`, on the validation split
    last: Checkpoint | None = None


def train(
    problem: Problem,
    net: nn.Module,
    feed: Feed,
    validation: Feed | None = None,
    *,
    run: Run | None = None,
    resume: Checkpoint | None = None,
    steps: int | None = None,
    watch: Callable[[int, nn.Module], None] | None = None,
) -> History:
    """Train for `steps` optimizer steps (default `config.steps`).

    Step k depends on (seed, k), the weights and the optimizer's state and on nothing else:
    evaluations, workers and a resume from `last.pt` in mid-epoch leave every bit as it was.
    `watch(steps done, net)` looks on, before the first step and after each.
    """
    config, device = problem.config, device_of(net)
    optimizer = new_optimizer(net, config)
    history, first = History(), 0
    if resume is not None:
        first = resume.restore(net, optimizer)
        history.best = resume.best
    last = config.steps if steps is None else steps
    pending: list[Step] = []
    if watch is not None and not first:
        watch(0, net)
    net.train()
    batches = track(feed.training(first, last), "training", last - first)
    for step, batch in enumerate(batches, start=first):
        fix_random_seed(config.seed, step)
        learning_rate = learning_rate_at(step, config)
        for group in optimizer.param_groups:
            group["lr"] = learning_rate
        pending.append(
            train_step(net, optimizer, batch.to(device), problem.target, config)
        )
        done = step + 1
        if watch is not None:
            watch(done, net)
        if done % config.log_every == 0 or done == last:
            history.losses += log(pending, done, learning_rate, config, run)
            pending.clear()
        if done % config.evaluate_every == 0 or done == last:
            keep(problem, net, optimizer, done, validation, history, run)
    return history


def log(
    pending: list[Step],
    done: int,
    learning_rate: float,
    config: Config,
    run: Run | None,
) -> list[float]:
    """Read the losses of the last steps in one go, and write a row of metrics.csv."""
    losses = torch.stack([step.loss for step in pending]).tolist()
    norms = torch.stack([step.gradient_norm for step in pending])
    if run is not None:
        row = {
            "loss": sum(losses) / len(losses),
            "learning rate": learning_rate,
            "gradient norm": norms.mean().item(),
            "clipped share": (norms > config.clip).float().mean().item(),
        }
        run.write(done, "train", row)
    return losses


def keep(
    problem: Problem,
    net: nn.Module,
    optimizer: torch.optim.Optimizer,
    done: int,
    validation: Feed | None,
    history: History,
    run: Run | None,
) -> None:
    """Evaluate, remember the best weights, and save so that nothing is lost."""
    checkpoint = Checkpoint.of(problem, net, optimizer, done)
    if validation is not None:
        evaluation = evaluate(net, validation, problem.target)
        history.evaluations.append((done, evaluation.loss))
        checkpoint.score = evaluation.score(problem.config.watch, problem.target)
        checkpoint.loss = evaluation.loss
        if history.best is None or checkpoint.rank < history.best.rank:
            history.best = checkpoint
        if run is not None:
            run.write(
                done, "validation", {"loss": evaluation.loss, **evaluation.metrics}
            )
    checkpoint.best = history.best
    history.last = checkpoint
    if run is not None:
        run.save(checkpoint)


def device_of(net: nn.Module) -> torch.device:
    return next(net.parameters()).device
