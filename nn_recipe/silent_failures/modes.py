"""Training and evaluation: in which mode the net is asked, and whether both mean the same."""

import copy

import torch
from torch import nn

from ..contract import Project
from ..findings import Findings
from ..specimen import fresh_net, plain, some, under
from ..training_inputs import came, change
from .step_form import form_of

AGREE = 1e-4  # relative, float32, training against evaluation on the same examples
PARTED = 8  # examples, cut in two


def judge_modes(project: Project, findings: Findings) -> None:
    """Training in training mode, also right after an evaluation; the loss it reports is the one
    that `evaluate` measures on the same examples with the same weights."""
    short = plain(project, steps=3, batch_size=16, evaluate_every=1, log_every=1)
    feed = short.feed(some(project.splits.train, 16))
    net, asked = fresh_net(short), list[tuple[bool, bool]]()
    before = copy.deepcopy(net)
    net.register_forward_pre_hook(
        lambda net, _: asked.append((torch.is_grad_enabled(), net.training))
    )
    done = short.train(net, feed, feed)
    losses, first = done.losses, next(iter(done.batches or feed.training(0, 1))).ids
    modes = set(asked)
    # a loop of yours may evaluate nothing: then each pass is that of a batch
    alone = len(asked) == len(done.batches)
    findings.demand(
        modes == ({(True, True)} if alone else {(True, True), (False, False)}),
        f"Expected training in training mode and evaluation in evaluation mode, found "
        f"(computes gradients, training mode) = {sorted(modes)}.",
        "train.py: net.train() in train; evaluate.py: net.eval() in answered",
    )
    if changes_with_mode(before) or (form := form_of(short)).random or form.rounds:
        return  # BatchNorm, dropout, augmentation and bfloat16 let the two losses differ
    if form.loss != "loss":
        return  # another one is made small in training
    by_id = {example.id: example for example in feed.examples}
    examples = [*by_id.values()]
    if (other := change(came(short, examples), short, examples)) and other.chosen:
        return
    evaluated = project.evaluate(before, short.feed([by_id[id] for id in first])).loss
    findings.demand(
        abs(losses[0] - evaluated) <= AGREE * max(abs(evaluated), 1e-2),
        f"The first training step reports a loss of {losses[0]:.6g}, evaluate() gives "
        f"{evaluated:.6g} for the same examples and weights.",
        "train.py and evaluate.py must feed the same x to the same loss",
    )


def judge_batch_norm(project: Project, findings: Findings) -> None:
    """BatchNorm is never handed a single example, whose mean it is already.

    The smallest batch of an epoch, and the smallest of the parts into which it is cut.
    """
    short = plain(project, batch_size=PARTED, steps=1, evaluate_every=10**9)
    short = under(short, accumulate=2)
    feed = short.feed(some(project.splits.train, PARTED))
    net, sizes = fresh_net(short), set[int]()
    for layer in net.modules():
        if isinstance(layer, nn.modules.batchnorm._BatchNorm):
            layer.register_forward_pre_hook(lambda _, given: sizes.add(len(given[0])))
    short.train(net, feed)
    findings.demand(
        min(sizes, default=2) >= 2,
        f"BatchNorm was handed {min(sizes, default=2)} example at a time, although a batch "
        f"of {PARTED} was to be cut in 2.",
        "train.py: train_step; feed.py: parts",
    )
    config, examples = project.config, len(project.splits.train)
    if not hasattr(config, "batch_size"):
        return
    batches = max(1, round(examples / config.batch_size))
    accumulate = getattr(config, "accumulate", 1)
    smallest = examples // batches // accumulate
    findings.demand(
        smallest >= 2 or not sizes,
        f"With batch_size {config.batch_size} and accumulate {accumulate} BatchNorm gets "
        f"{smallest} examples at a time, expected 2 at least.",
        "config.py: batch_size, accumulate",
    )


def changes_with_mode(net: nn.Module) -> bool:
    return any(
        "Dropout" in type(layer).__name__ or "BatchNorm" in type(layer).__name__
        for layer in net.modules()
    )
