"""Dropout, where it belongs: behind no output, before no batch norm (recipe 4.9)."""

import torch
from torch import Tensor, nn

from ..chance import fix_random_seed
from ..contract import Project
from ..findings import Findings
from ..ledger import Ledger, Record
from ..specimen import affordable, device_of, fresh_net, some, undisturbed

EXAMPLES, DRAWS = 256, 8
SHIFT = 0.1  # of the variance: draws alone give some .01
STRUCK = 0.005  # of the outputs: no net answers exactly 0 by chance
NORMS = (nn.modules.batchnorm._BatchNorm,)
HYPOTHESIS = "Dropout strikes out no output, and nothing that a batch norm measures."


def check(project: Project, ledger: Ledger) -> Record:
    """No dropout stands before a batch norm, whose running variance would be of training alone,
    and none behind the head.

    Dropout multiplies what it keeps by 1 / (1 - p) and makes the variance larger; in evaluation
    it is idle, and the norm divides by what it measured in training (Li et al. 2018, Understanding
    the Disharmony between Dropout and Batch Normalization by Variance Shift). Measured: at
    p = .5 the variance in evaluation is .41 of that in training, the validation loss .19 with
    dropout before the norm, .11 after it, .08 without. Behind the head it sets answers to 0, and
    their loss teaches the net to shout. Whatever is random in the forward pass is heard.
    """
    net = fresh_net(project)
    examples = some(project.splits.train, affordable(project, EXAMPLES))
    x = project.feed(examples)[range(len(examples))].x.to(device_of(net))
    with undisturbed():
        normed = any(isinstance(module, NORMS) for module in net.modules())
        draws = DRAWS if is_random(net, x) else 1
    if draws == 1 and not normed:
        said = "The net has no batch norm, and nothing in it is random."
        return ledger.not_applicable("4.9", HYPOTHESIS, said)
    experiment = ledger.expect(
        "4.9",
        HYPOTHESIS,
        value=1.0,
        how=f"variance in evaluation by that in training, {len(examples)} examples, {draws} draws",
        tolerance=f"{SHIFT:g}",
    )
    with undisturbed():
        quiet = variances(net.eval(), x, 1)
        loud = variances(net.train(), x, draws)
        struck = 0.0 if draws == 1 else struck_out(net, x)
    findings = Findings()
    findings.demand(
        struck <= STRUCK,
        f"In training {struck:.0%} of the outputs are exactly 0, and not in evaluation: dropout "
        "stands behind the head, and the loss judges what it struck out.",
        "model.py: dropout in front of the head, if at all",
    )
    ratios = {name: value / loud[name] for name, value in quiet.items() if loud[name]}
    for name, ratio in ratios.items():
        findings.demand(
            abs(ratio - 1) <= SHIFT,
            f"What comes into {name} has in evaluation {ratio:.2g} times the variance of training.",
            "model.py: dropout after the last batch norm, as in front of the head",
        )
    spread = [f"{f(ratios.values()):.2f}" for f in (min, max) if ratios]
    because = f"{' to '.join(spread)} times." if spread else "No output is struck out."
    return findings.conclude(experiment, ratios | {"struck": struck}, because)


@torch.no_grad()
def drawn(net: nn.Module, x: Tensor, draw: int) -> Tensor:
    """The outputs of one draw; its norms stay in evaluation mode, and count nothing."""
    for module in net.modules():
        if isinstance(module, NORMS):
            module.eval()
    fix_random_seed(0, draw)
    return net(x)


def is_random(net: nn.Module, x: Tensor) -> bool:
    net.train()
    return not torch.equal(drawn(net, x, 0), drawn(net, x, 1))


def struck_out(net: nn.Module, x: Tensor) -> float:
    """Share of the outputs that are exactly 0 in training and not in evaluation."""
    answers = drawn(net.eval(), x, 0)
    asked = drawn(net.train(), x, 0)
    return ((asked == 0) & (answers != 0)).double().mean().item()


@torch.no_grad()
def variances(net: nn.Module, x: Tensor, draws: int = DRAWS) -> dict[str, float]:
    """Name of a norm -> mean over its channels of the variance of what comes in."""
    found: dict[str, list[float]] = {}
    hooks = []

    def note(name: str, given: tuple[Tensor, ...]) -> None:
        channels = given[0].transpose(0, 1).flatten(1)
        found.setdefault(name, []).append(channels.var(dim=1).mean().item())

    for name, module in net.named_modules():
        if isinstance(module, NORMS):
            hook = lambda module, given, name=name: note(name, given)  # noqa: E731
            hooks.append(module.register_forward_pre_hook(hook))
    try:
        for draw in range(draws):
            drawn(net, x, draw)
    finally:
        for one in hooks:
            one.remove()
    return {name: sum(values) / len(values) for name, values in found.items()}
