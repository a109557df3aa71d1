"""The training loop. Step k depends on (seed, k), the weights and the optimizer alone."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.optim import AdamW, Optimizer

from .config import Config
from .evaluate import Evaluation, evaluate
from .feed import Batch, Feed
from .machine import fix_random_seed
from .problem import Problem
from .run import Run
from .target import Target

Step = tuple[Tensor, Tensor]  # loss before it, gradient norm before clipping


@dataclass
class History:
    losses: list[float] = field(default_factory=list)  # of every step, before it
    evaluations: list[tuple[int, float]] = field(default_factory=list)  # steps, loss
    best: tuple[float, float] | None = None  # rank of the weights in best.pt
    evaluation: Evaluation | None = None  # of these weights


def train(
    problem: Problem,
    net: nn.Module,
    feed: Feed,
    validation: Feed | None = None,
    run: Run | None = None,
    resume: bool = False,
    look: Callable[[int, nn.Module], None] = lambda done, net: None,
) -> History:
    """`config.steps` steps, on the device of the net; or those left since last.pt.

    `look(steps done, net)` looks on, before the first step and after each.
    """
    config, device = problem.config, next(net.parameters()).device
    optimizer, history, first = new_optimizer(net, config), History(), 0
    if resume and run:
        first, history.best = restore(problem, net, optimizer, run)
    pending: list[Step] = []
    if not first:
        look(0, net)
    net.train()
    for step, batch in enumerate(feed.training(first, config.steps), start=first):
        fix_random_seed(config.seed, step)
        for group in optimizer.param_groups:
            group["lr"] = learning_rate_at(step, config)
        batch, done = batch.to(device), step + 1
        pending.append(train_step(net, optimizer, batch, problem.target, config))
        look(done, net)
        saves = done % config.evaluate_every == 0 or done == config.steps
        if saves or done % config.log_every == 0:
            history.losses += log(pending, done, config, run)
            pending.clear()
        if saves:
            evaluation = evaluate(net, validation) if validation else None
            keep(problem, net, optimizer, done, evaluation, history, run)
    return history


def train_step(
    net: nn.Module, optimizer: Optimizer, batch: Batch, target: Target, config: Config
) -> Step:
    """Forward, backward, clip the gradients, step. The only place where weights change."""
    trained = [p for group in optimizer.param_groups for p in group["params"]]
    optimizer.zero_grad()
    each, weights = target.loss(net(batch.x), batch.y), target.weight(batch.y)
    loss = each.dot(weights.to(each)) / weights.sum()
    loss.backward()
    norm = nn.utils.clip_grad_norm_(trained, config.clip)  # never the loss
    optimizer.step()
    return loss.detach(), norm


def new_optimizer(net: nn.Module, config: Config) -> AdamW:
    """Adam is safe (recipe 3.3). Decay on matrices: never on biases, norms or the prior."""
    groups: dict[float, list[nn.Parameter]] = {}  # decay -> whom it is for
    for p in net.parameters():
        decay = config.weight_decay if p.ndim > 1 else 0.0
        groups.setdefault(decay, []).append(p)
    settings = [{"params": p, "weight_decay": decay} for decay, p in groups.items()]
    fused = next(net.parameters()).device.type in ("cpu", "cuda")  # saves 120 us a step
    return AdamW(settings, lr=config.learning_rate, betas=config.betas, fused=fused)


def learning_rate_at(step: int, config: Config) -> float:
    """Up from 0, then constant: a share of the budget, not of epochs (recipe 3.5)."""
    warmup, share = round(config.warmup * config.steps), 1.0
    if step < warmup:
        share = (step + 1) / warmup
    return config.learning_rate * share


def log(pending: list[Step], done: int, config: Config, run: Run | None) -> list[float]:
    """Read the losses of the last steps in one go, and write their mean."""
    losses, norms = map(torch.stack, zip(*pending, strict=True))
    losses = losses.tolist()
    if run and not math.isfinite(sum(losses)):
        raise ValueError(f"Loss {losses[-1]} by step {done}: a lower rate? `check`.")
    if run:
        row = {
            "loss": sum(losses) / len(losses),
            "learning rate": learning_rate_at(done - 1, config),
            "gradient norm": norms.mean().item(),
            "clipped share": (norms > config.clip).float().mean().item(),
        }
        run.write("metrics.csv", done, "train", row)
    return losses


def keep(problem, net, optimizer, done, evaluation, history, run: Run | None) -> None:
    """Remember the best, and save so that nothing is lost."""
    saved = {"step": done, "problem": problem.state()}
    saved |= {"net": net.state_dict(), "optimizer": optimizer.state_dict()}
    if evaluation:
        rank, values = evaluation.rank(problem.config.watch), evaluation.values()
        history.evaluations.append((done, values["loss"]))
        if run:
            run.write("metrics.csv", done, "validation", values)
        if history.best is None or rank < history.best:
            history.best, history.evaluation = rank, evaluation
            if run:
                run.save("best", saved | {"rank": rank})
    if run:
        run.save("last", saved)


def restore(problem, net, optimizer, run: Run) -> tuple[int, tuple[float, float]]:
    """Weights and optimizer as they were in last.pt; the steps done, the rank of best.pt."""
    last, now = run.checkpoint("last"), problem.state()
    if any(str(last["problem"][p]) != str(now[p]) for p in ("inputs", "target")):
        raise ValueError(f"{run.folder.name} had other x or y: undo, or `train` anew.")
    net.load_state_dict(last["net"])
    optimizer.load_state_dict(last["optimizer"])
    run.forget_after(last["step"])
    return last["step"], run.checkpoint("best")["rank"]
