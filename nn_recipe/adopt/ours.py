"""A step, a training and an evaluation of ours, for code that offers a net, a loss and data.

They let the net, the loss and the data be audited. What they say of training says nothing of
a loop of your own: offer it with `step`, `fit` and `evaluation` (adapter.py).
"""

import math
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import AdamW, Optimizer

from ..chance import fix_random_seed
from ..contract import Batch, Evaluation, History, Look, Run, Step
from ..specimen import batch_loss
from .feed import Fed


def our_optimizer(net: nn.Module, config: Any) -> Optimizer:
    """Adam is safe (recipe 3.3)."""
    return AdamW(net.parameters(), lr=config.learning_rate, weight_decay=0.0)


def our_step(net: nn.Module, optimizer: Optimizer, batch: Batch, target: Any) -> Step:
    """Forward, backward, step: by the weighted mean of your loss, each example by itself."""
    optimizer.zero_grad(set_to_none=True)
    loss = batch_loss(net, batch, target)
    loss.backward()
    gradients = [p.grad for p in net.parameters() if p.grad is not None]
    norm = torch.stack([g.double().square().sum() for g in gradients]).sum().sqrt()
    optimizer.step()
    return Step(loss.detach(), norm)


def our_training(
    project: Any,
    net: nn.Module,
    feed: Fed,
    validation: Fed | None,
    look: Look | None,
    run: Run | None,
) -> History:
    """`config.steps` steps at one rate, evaluated now and then; batches in an order of ours."""
    config, optimizer, best = project.config, project.optimizer(net), math.inf
    history = History([], [])
    if look:
        look(0, net)
    for step, batch in enumerate(feed.training(0, config.steps)):
        fix_random_seed(config.seed, step)
        net.train()
        history.losses.append(project.train_step(net, optimizer, batch).loss.item())
        done = step + 1
        if look:
            look(done, net)
        if validation and (done % config.evaluate_every == 0 or done == config.steps):
            found = project.evaluate(net, validation)
            history.evaluations.append((done, found.loss))
            rank = found.score(config.watch, project.target.errors)
            # undefined is better than none
            if run and (rank < best or best == math.inf):
                best = rank
                save(net, done, run, "best")
    return history


def save(net: nn.Module, done: int, run: Run, name: str) -> None:
    run.save(name, {"net": net.state_dict(), "step": done})


@torch.no_grad()
def our_evaluation(
    net: nn.Module, feed: Fed, target: Any, batch_size: int
) -> Evaluation:
    """Every example once; the net comes back in its mode."""
    training, rows = net.training, []
    net.eval()
    for batch in feed.in_order(batch_size):
        outputs = net(batch.x)
        loss, tally = target.loss(outputs, batch.y), target.tally(outputs, batch.y)
        rows.append((loss, target.weight(batch.y).to(loss), tally, outputs))
    net.train(training)
    losses, weights, tally, outputs = map(torch.cat, zip(*rows, strict=True))
    loss = mean(losses, weights)
    return Evaluation(
        feed.ids, losses, weights, tally, loss, target.metrics(tally), outputs
    )


def mean(losses: Tensor, weights: Tensor) -> float:
    return (losses.double().dot(weights.double()) / weights.double().sum()).item()
