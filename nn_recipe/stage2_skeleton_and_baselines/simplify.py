"""Simplify: what regularises is off, augmentation first of all, or on by choice."""

import torch
from torch import nn

from ..chance import fix_random_seed
from ..contract import Feed, Project
from ..findings import Findings
from ..ledger import Ledger, Record
from ..specimen import device_of, fresh_net, same_bits, some, with_random_head
from ..training_inputs import came, change
from .made_up_for import judge_made_up

EXAMPLES = 32
MODES = 1e-5  # of the spread of the outputs; attention sums in another order
# correlation of the answers in both modes; dropout of .5 in a tiny net leaves .8
LIKE = 0.5
VIEWS = 0.99  # least correlation, and ratio of spreads, where evaluation takes a mean of views
HALF = 0.5  # more is dropped than kept
DATA = "data.py: encode must be a function of the raw example alone"
MODEL = "model.py: what depends on self.training?"


def check(project: Project, ledger: Ledger) -> Record:
    """Augmentation, dropout, decay and schedules wait until stage 4 (recipe 2.3).

    Each of them hides bugs, or makes them. What you switched on is your choice, and is named;
    what nobody asked for fails: an example that is another each time it is fetched, a net
    whose answers in training mode are others than in evaluation, though nothing in it draws.
    """
    experiment = ledger.expect(
        "2.3",
        "Nothing regularises unasked.",
        value=[],
        how="the config, the layers, the optimizer; and fetching and answering twice",
        tolerance=f"the same bits; {MODES:g} of the spread of the outputs between modes",
    )
    net, findings = fresh_net(project), Findings()
    active = active_regularisers(project, net)
    for layer in dropouts(net):
        findings.demand(
            layer.p <= HALF,  # type: ignore[operator]
            f"{type(layer).__name__}({layer.p:g}) drops more than it keeps.",
            "model.py: is it the share that is kept?",
        )
    examples = some(project.splits.train, EXAMPLES)
    feed = project.feed(examples)
    changed = changing_examples(feed, project)
    findings.demand(
        not changed,
        f"Fetched twice, {len(changed)} of {len(feed)} examples differ ({changed[:1]}).",
        DATA,
    )
    if (other := change(came(project, examples), project, examples)) and other.chosen:
        active.append("augmentation")
    gap, by_chance, alike, ratio = between_modes(net, feed)
    views = not by_chance and min(alike, ratio, 1 / max(ratio, 1e-12)) >= VIEWS
    findings.demand(
        gap <= MODES or views or (by_chance and alike >= LIKE),
        f"In training mode the net answers differently: by {gap:.2g} of the spread of its "
        f"outputs, expected at most {MODES:g}; a correlation of {alike:.2g}.",
        MODEL,
    )
    if by_chance:
        judge_made_up(net, feed, findings)
    if by_chance and gap > MODES and not dropouts(net):
        active.append("answers by chance in training mode")
    if views and gap > MODES:
        active.append("answers that are a little different in evaluation")
    measured = {"active": active, "changing examples": changed, "between modes": gap}
    return findings.conclude(experiment, measured, because(active))


def because(active: list[str]) -> str:
    if not active:
        return "Nothing regularises yet."
    return f"By your choice: {', '.join(active)}. Each hides bugs: off is safer until stage 4."


def dropouts(net: nn.Module) -> list[nn.Module]:
    return [
        layer
        for layer in net.modules()
        if "Dropout" in type(layer).__name__ and layer.p
    ]


def active_regularisers(project: Project, net: nn.Module) -> list[str]:
    """What is on, with its value, as the config says it and as the live objects say it."""
    config = project.config
    groups = project.optimizer(net).param_groups
    decay = max([config.weight_decay, *(g.get("weight_decay", 0) for g in groups)])
    active = [f"weight decay {decay:g}"] if decay else []
    if made_up := getattr(config, "synthetic", 0.0):
        active.append(f"{made_up:.0%} of the training examples are made up")
    schedule = getattr(config, "schedule", "constant")
    if schedule != "constant":
        active.append(f"schedule {schedule}")
    return active + [
        f"{type(layer).__name__}({layer.p:g}) at {name}"
        for name, layer in net.named_modules()
        if "Dropout" in type(layer).__name__ and layer.p  # type: ignore[operator]
    ]


def changing_examples(feed: Feed, project: Project) -> list[str]:
    """Ids whose x or y is not the same when it is decoded again."""
    once = feed[range(len(feed))]
    encode, answer = project.inputs.encode, project.target.encode
    return [
        example.id
        for i, example in enumerate(feed.examples)
        if not same_bits(encode(example.raw), once.x[i])
        or not same_bits(answer(example.answer), once.y[i])
    ]


@torch.no_grad()
def between_modes(net: nn.Module, feed: Feed) -> tuple[float, bool, float, float]:
    """Largest difference, as a share of the spread of the outputs; is it by chance; correlation;
    spread in training mode over that in evaluation."""
    net = with_random_head(net)
    x = feed[range(len(feed))].x.to(device_of(net))
    evaluation = net.eval()(x)
    net.train()
    for layer in net.modules():
        if isinstance(layer, nn.modules.batchnorm._BatchNorm):
            layer.eval()  # the one layer that may tell the modes apart
    answers = []
    for seed in (0, 1):
        fix_random_seed(seed)
        answers.append(net(x))
    gap = (answers[0] - evaluation).abs().max() / evaluation.std().clamp_min(1e-12)
    both = torch.stack([answers[0].flatten(), evaluation.flatten()])
    ratio = (answers[0].std() / evaluation.std().clamp_min(1e-12)).item()
    by_chance, alike = not torch.equal(*answers), torch.corrcoef(both)[0, 1].item()
    return gap.item(), by_chance, alike, ratio
