"""Simplify: everything that regularises is off, augmentation first of all."""

import torch
from torch import nn

from ..chance import fix_random_seed
from ..contract import Feed, Project
from ..findings import Findings
from ..ledger import Ledger, Record
from ..specimen import device_of, fresh_net, same_bits, some, with_random_head

EXAMPLES = 32
MODES = 1e-5  # of the spread of the outputs; attention sums in another order
DATA = "data.py: encode must be a function of the raw example alone until stage 4"


def check(project: Project, ledger: Ledger) -> Record:
    """Augmentation, dropout, decay and schedules wait until stage 4 (recipe 2.3).

    Each of them hides bugs, or makes them. The list of what is active must be empty; and
    because a list only knows what it looks for, an example fetched twice must have the same
    bits, and the net must answer the same in training mode and in evaluation, BatchNorm apart.
    """
    experiment = ledger.expect(
        "2.3",
        "Nothing regularises yet.",
        value=[],
        how="the config, the layers, the optimizer; and fetching and answering twice",
        tolerance=f"the same bits; {MODES:g} of the spread of the outputs between modes",
    )
    net, findings = fresh_net(project), Findings()
    active = active_regularisers(project, net)
    findings.demand(
        not active,
        f"Active already: {', '.join(active)}. Switch off until stage 4, or waive this row.",
        "config.py: weight_decay, schedule; model.py: dropout; data.py: augment",
    )
    feed = project.feed(some(project.splits.train, EXAMPLES))
    changed = changing_examples(feed, project)
    findings.demand(
        not changed,
        f"Fetched twice, {len(changed)} of {len(feed)} examples differ ({changed[:1]}).",
        DATA,
    )
    gap = gap_between_modes(net, feed)
    findings.demand(
        gap <= MODES,
        f"In training mode the net answers differently: by {gap:.2g} of the spread of its "
        f"outputs, expected at most {MODES:g}.",
        "model.py: what depends on self.training?",
    )
    measured = {"active": active, "changing examples": changed, "between modes": gap}
    return findings.conclude(experiment, measured, "Nothing regularises yet.")


def active_regularisers(project: Project, net: nn.Module) -> list[str]:
    """What is on, with its value, as the config says it and as the live objects say it."""
    config = project.config
    groups = project.optimizer(net).param_groups
    decay = max([config.weight_decay, *(group["weight_decay"] for group in groups)])
    active = [f"weight decay {decay:g}"] if decay else []
    if config.schedule != "constant":
        active.append(f"schedule {config.schedule}")
    if hasattr(project.inputs, "augment"):
        active.append("augmentation")
    return active + [
        f"{type(layer).__name__}({layer.p:g}) at {name}"
        for name, layer in net.named_modules()
        if "Dropout" in type(layer).__name__ and layer.p  # type: ignore[operator]
    ]


def changing_examples(feed: Feed, project: Project) -> list[str]:
    """Ids whose x or y is not the same when it is decoded again, or comes in a training batch."""
    once = feed[range(len(feed))]
    shuffled = next(iter(feed.training(0, 1)))
    place = {id: i for i, id in enumerate(feed.ids)}
    encode, answer = project.inputs.encode, project.target.encode
    pairs = [
        (i, encode(example.raw), answer(example.answer))
        for i, example in enumerate(feed.examples)
    ]
    pairs += [
        (place[id], x, y)
        for id, x, y in zip(shuffled.ids, shuffled.x, shuffled.y, strict=True)
    ]
    differ = {
        feed.ids[i]
        for i, x, y in pairs
        if not (same_bits(x, once.x[i]) and same_bits(y, once.y[i]))
    }
    return sorted(differ)


@torch.no_grad()
def gap_between_modes(net: nn.Module, feed: Feed) -> float:
    """Largest difference between the two modes, as a share of the spread of the outputs."""
    net = with_random_head(net)
    x = feed[range(len(feed))].x.to(device_of(net))
    evaluation = net.eval()(x)
    net.train()
    for layer in net.modules():
        if isinstance(layer, nn.modules.batchnorm._BatchNorm):
            layer.eval()  # the one layer that may tell the modes apart
    fix_random_seed(0)
    gap = (net(x) - evaluation).abs().max()
    return (gap / evaluation.std().clamp_min(1e-12)).item()
