"""Training and evaluation: in which mode the net is asked, and whether both mean the same."""

import copy

import torch
from torch import nn

from ..contract import Problem
from ..feed import Feed
from ..findings import Findings
from ..loop import evaluate, train
from ..specimen import fresh_net, plain, some

AGREE = 1e-4  # relative, float32, training against evaluation on the same examples
PARTED = 8  # examples, cut in two


def judge_modes(problem: Problem, findings: Findings) -> None:
    """Training in training mode, also right after an evaluation; the loss it reports is the one
    that `evaluate` measures on the same examples with the same weights."""
    short = plain(problem, steps=3, batch_size=16, evaluate_every=1, log_every=1)
    feed = Feed(some(problem.splits.train, 16), short)
    net, modes = fresh_net(short), set[tuple[bool, bool]]()
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


def judge_batch_norm(problem: Problem, findings: Findings) -> None:
    """BatchNorm is never handed a single example, whose mean it is already.

    The smallest batch of an epoch, and the smallest of the parts into which it is cut.
    """
    short = plain(problem, batch_size=PARTED, steps=1, evaluate_every=10**9)
    feed = Feed(some(problem.splits.train, PARTED), short.but(accumulate=2))
    net, sizes = fresh_net(short), set[int]()
    for layer in net.modules():
        if isinstance(layer, nn.modules.batchnorm._BatchNorm):
            layer.register_forward_pre_hook(lambda _, given: sizes.add(len(given[0])))
    train(short.but(accumulate=2), net, feed)
    findings.demand(
        min(sizes, default=2) >= 2,
        f"BatchNorm was handed {min(sizes, default=2)} example at a time, although a batch "
        f"of {PARTED} was to be cut in 2.",
        "recipe/step.py: train_step; recipe/feed.py: parts",
    )
    config, examples = problem.config, len(problem.splits.train)
    batches = max(1, round(examples / config.batch_size))
    smallest = examples // batches // config.accumulate
    findings.demand(
        smallest >= 2 or not sizes,
        f"With batch_size {config.batch_size} and accumulate {config.accumulate} BatchNorm gets "
        f"{smallest} examples at a time, expected 2 at least.",
        "config.py: batch_size, accumulate",
    )


def changes_with_mode(net: nn.Module) -> bool:
    return any(
        "Dropout" in type(layer).__name__ or "BatchNorm" in type(layer).__name__
        for layer in net.modules()
    )
