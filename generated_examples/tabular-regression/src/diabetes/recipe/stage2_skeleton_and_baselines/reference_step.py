"""The project's training step against a slow one that anybody can check by eye."""

import copy
import math
from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import nn

from ..contract import Example, Problem
from ..feed import Batch, Feed
from ..findings import Findings
from ..loop import evaluate, train
from ..specimen import InDouble, doubled, fresh_net, plain, some, with_random_head
from ..step import train_step

BATCHES, BATCH = 6, 4
LEARNING_RATE = 0.01  # of plain SGD; Adam would hide a loss too large by a factor
CLIPS = (0.02, 1e9)  # always clipped, never clipped: each hides what the other shows
EXACT = 1e-8  # rounding in float64 leaves 1e-15; the smallest bug planted makes 2e-2
AGREE = 1e-4  # relative, float32, training against evaluation on the same examples
LOOP = "recipe/loop.py: batch_loss and train_step"


def judge_steps(problem: Problem, findings: Findings) -> float:
    """Six steps of `train_step` equal a naive loop that takes its labels from the raw answers.

    float64, SGD, a random head; the gradient is clipped, never the loss. An evaluation comes
    first, as whatever it leaves behind must not matter.
    """
    examples = some(problem.splits.train, BATCHES * BATCH)
    batches = [examples[i : i + BATCH] for i in range(0, len(examples), BATCH)]
    start = InDouble(with_random_head(fresh_net(problem))).eval()
    worst = 0.0
    for clip in CLIPS:
        ours, naive = copy.deepcopy(start), copy.deepcopy(start)
        evaluate(ours, Feed(examples, problem), problem.target)
        optimizer = torch.optim.SGD(ours.parameters(), lr=LEARNING_RATE)
        config = replace(problem.config, clip=clip)
        for chosen in batches:
            batch = Feed(chosen, problem)[range(len(chosen))]
            batch = Batch(batch.ids, batch.x, doubled(batch.y))
            train_step(ours, optimizer, batch, problem.target, config)
            naive_step(naive, chosen, problem, clip)
        gap = largest_difference(ours, naive)
        worst = max(worst, gap)
        findings.demand(
            gap <= EXACT,
            f"After {len(batches)} steps with gradients clipped at {clip:g} a weight is "
            f"{gap:.2g} away from a naive loop over single examples, expected {EXACT:g}.",
            LOOP,
        )
    return worst


def naive_step(
    net: nn.Module, examples: Sequence[Example], problem: Problem, clip: float
) -> None:
    """One step of SGD on the weighted mean loss, written out."""
    total = weights = torch.zeros((), dtype=torch.float64)
    for example in examples:
        y = doubled(problem.target.encode(example.answer))[None]
        outputs = net(problem.inputs.encode(example.raw)[None])
        weight = problem.target.weight(y)[0].double()
        total = total + weight * problem.target.loss(outputs, y)[0]
        weights = weights + weight
    parameters = [p for p in net.parameters() if p.requires_grad]
    gradients = torch.autograd.grad(total / weights, parameters, allow_unused=True)
    gradients = [
        torch.zeros_like(p) if g is None else g
        for p, g in zip(parameters, gradients, strict=True)
    ]
    norm = math.sqrt(sum(gradient.square().sum().item() for gradient in gradients))
    shrink = min(1.0, clip / (norm + 1e-6))  # 1e-6 as torch has it
    with torch.no_grad():
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter -= LEARNING_RATE * shrink * gradient


def largest_difference(one: nn.Module, other: nn.Module) -> float:
    """In units of the largest weight, or of 1: an unclipped step can make weights large."""
    pairs = list(zip(one.parameters(), other.parameters(), strict=True))
    gap = max((p - q).abs().max().item() for p, q in pairs)
    return gap / max(1.0, *(q.abs().max().item() for _, q in pairs))


def judge_modes(problem: Problem, findings: Findings) -> None:
    """Training in training mode, also right after an evaluation; the loss it reports is the one
    that `evaluate` measures on the same examples with the same weights."""
    short = plain(problem, steps=3, batch_size=16, evaluate_every=1, log_every=1)
    feed = Feed(some(problem.splits.train, 16), short)
    net, modes, evaluated = fresh_net(short), set[tuple[bool, bool]](), list[float]()
    before = copy.deepcopy(net)
    net.register_forward_pre_hook(
        lambda net, _: modes.add((torch.is_grad_enabled(), net.training))
    )
    losses = train(short, net, feed, feed).losses
    findings.demand(
        modes == {(True, True), (False, False)},
        f"Expected training in training mode and evaluation in evaluation mode, found "
        f"(computes gradients, training mode) = {sorted(modes)}.",
        "recipe/loop.py: net.train() in train, net.eval() in evaluate",
    )
    if changes_with_mode(before):
        return  # BatchNorm and dropout let the two losses differ
    evaluated = evaluate(before, feed, problem.target).loss
    findings.demand(
        abs(losses[0] - evaluated) <= AGREE * max(abs(evaluated), 1e-2),
        f"The first training step reports a loss of {losses[0]:.6g}, evaluate() gives "
        f"{evaluated:.6g} for the same examples and weights.",
        "recipe/loop.py: train and evaluate must feed the same x to the same loss",
    )


def changes_with_mode(net: nn.Module) -> bool:
    return any(
        "Dropout" in type(layer).__name__ or "BatchNorm" in type(layer).__name__
        for layer in net.modules()
    )
