"""What a training did, step by step: what went in, what came out, which weights were evaluated."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any
from unittest import mock

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from .contract import Batch

Weights = list[Tensor]  # in the order of net.parameters()


@dataclass(frozen=True)
class Seen:
    """One step: the batch as it was trained on, the weights around it, the options of each."""

    batch: Batch
    before: Weights
    after: Weights
    options: list[
        dict[str, Any]
    ]  # of the group of each parameter: lr, weight_decay, ...


@dataclass
class Watched:
    steps: list[Seen] = field(default_factory=list)
    evaluated: dict[int, Weights] = field(default_factory=dict)  # steps done -> weights
    # steps done -> what the norms have measured, of the net evaluated and of the one in training
    norms: dict[int, tuple[Weights, Weights]] = field(default_factory=dict)
    optimizer: Optimizer | None = None
    trained: nn.Module | None = None


@contextmanager
def watching(train: ModuleType) -> Iterator[Watched]:
    """Look on while the training of this module runs; y comes in the precision of the net."""
    seen = Watched()
    names: dict[str, Any] = {"train_step": noting(train.train_step, seen)}
    if hasattr(train, "evaluate"):
        names["evaluate"] = noting_evaluation(train.evaluate, seen)
    with mock.patch.multiple(train, **names):
        yield seen


def noting(step: Callable[..., Any], seen: Watched) -> Callable[..., Any]:
    def watched(*given: Any, **named: Any) -> Any:
        batch, net = batch_in(given), one(given, nn.Module)
        seen.optimizer = optimizer = one(given, Optimizer)
        seen.trained = net
        other = with_y(batch, batch.y.to(precision(net, batch.y)))
        given = tuple(other if value is batch else value for value in given)
        known, before = options(optimizer), weights_of(net)
        found = step(*given, **named)
        each = [
            known.get(p, {}) | {"learns": p.requires_grad} for p in net.parameters()
        ]
        fed = Batch(list(other.ids), other.x.clone(), other.y.clone())
        seen.steps.append(Seen(fed, before, weights_of(net), each))
        return found

    return watched


def noting_evaluation(
    evaluate: Callable[..., Any], seen: Watched
) -> Callable[..., Any]:
    def watched(net: nn.Module, *given: Any, **named: Any) -> Any:
        seen.evaluated[len(seen.steps)] = weights_of(net)
        if seen.trained is not None:
            seen.norms[len(seen.steps)] = measured(net), measured(seen.trained)
        return evaluate(net, *given, **named)

    return watched


def one(given: tuple[Any, ...], kind: type) -> Any:
    return next(value for value in given if isinstance(value, kind))


def batch_in(given: tuple[Any, ...]) -> Any:
    return next(
        value for value in given if all(hasattr(value, n) for n in ("ids", "x", "y"))
    )


def precision(net: nn.Module, y: Tensor) -> torch.dtype:
    """y's own, or float64 where the net computes in it: some losses mix no types."""
    double = next(net.parameters()).dtype == torch.float64
    return torch.float64 if double and y.is_floating_point() else y.dtype


def with_y(batch: Any, y: Tensor) -> Any:
    return batch._replace(y=y) if hasattr(batch, "_replace") else replace(batch, y=y)


def options(optimizer: Optimizer) -> dict[Tensor, dict[str, Any]]:
    """Parameter -> the options of its group, as they are now."""
    return {
        p: {name: value for name, value in group.items() if name != "params"}
        for group in optimizer.param_groups
        for p in group["params"]
    }


def weights_of(net: nn.Module) -> Weights:
    return [p.detach().clone() for p in net.parameters()]


def measured(net: nn.Module) -> Weights:
    """The running means and variances of its norms."""
    kept = ((layer.running_mean, layer.running_var) for layer in norms(net))
    return [each.detach().clone() for pair in kept for each in pair]


def norms(net: nn.Module) -> list[Any]:
    """The layers that measure while they train, for evaluation."""
    return [
        layer
        for layer in net.modules()
        if isinstance(layer, nn.modules.batchnorm._NormBase)
        and layer.running_mean is not None
    ]


@torch.no_grad()
def put(weights: Weights, net: nn.Module) -> None:
    for parameter, value in zip(net.parameters(), weights, strict=True):
        parameter.copy_(value)


def apart(one: Weights, other: Weights) -> float:
    """The largest difference, in units of the largest weight, or of 1."""
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a.numel()]
    gap = max((a - b).abs().max().item() for a, b in pairs)
    return gap / max(1.0, *(b.abs().max().item() for _, b in pairs))


def an_average(weights: Weights, steps: list[Seen], room: float) -> bool:
    """Does each weight lie among the values that it had so far, and is it none of them all along?"""
    past = [seen.before for seen in steps[:1]] + [seen.after for seen in steps]
    if any(apart(weights, known) <= room for known in past):
        return False
    for i, value in enumerate(weights):
        had = torch.stack([known[i] for known in past])
        low, high = had.amin(0), had.amax(0)
        if ((value < low - room) | (value > high + room)).any():
            return False
    return True
