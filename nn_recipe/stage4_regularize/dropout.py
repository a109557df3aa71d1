"""Dropout does not play well with batch norm (recipe 4.9)."""

import torch
from torch import Tensor, nn

from ..chance import fix_random_seed
from ..contract import Project
from ..findings import Findings
from ..ledger import Ledger, Record
from ..specimen import affordable, device_of, fresh_net, some, undisturbed

EXAMPLES, DRAWS = 256, 8
SHIFT = 0.1  # of the variance: draws alone give some .01
NORMS = (nn.modules.batchnorm._BatchNorm,)
HYPOTHESIS = "What comes into a batch norm varies in training as it does in evaluation."


def check(project: Project, ledger: Ledger) -> Record:
    """No dropout stands before a batch norm: its running variance would be of training alone.

    Dropout multiplies what it keeps by 1 / (1 - p) and makes the variance larger; in evaluation
    it is idle, and the norm divides by what it measured in training (Li et al. 2018, Understanding
    the Disharmony between Dropout and Batch Normalization by Variance Shift). Measured: at
    p = .5 the variance in evaluation is .41 of that in training, the validation loss .19 with
    dropout before the norm, .11 after it, .08 without. Whatever is random in the forward pass is heard.
    """
    net = fresh_net(project)
    if not any(isinstance(module, NORMS) for module in net.modules()):
        return ledger.not_applicable("4.9", HYPOTHESIS, "The net has no batch norm.")
    examples = some(project.splits.train, affordable(project, EXAMPLES))
    x = project.feed(examples)[range(len(examples))].x.to(device_of(net))
    experiment = ledger.expect(
        "4.9",
        HYPOTHESIS,
        value=1.0,
        how=f"variance in evaluation by that in training, {len(examples)} examples, {DRAWS} draws",
        tolerance=f"{SHIFT:g}",
    )
    with undisturbed():
        quiet, loud = (variances(net.train(mode), x) for mode in (False, True))
    findings = Findings()
    ratios = {name: value / loud[name] for name, value in quiet.items() if loud[name]}
    for name, ratio in ratios.items():
        findings.demand(
            abs(ratio - 1) <= SHIFT,
            f"What comes into {name} has in evaluation {ratio:.2g} times the variance of training.",
            "model.py: dropout after the last batch norm, as in front of the head",
        )
    because = f"{min(ratios.values()):.2f} to {max(ratios.values()):.2f} times."
    return findings.conclude(experiment, ratios, because)


@torch.no_grad()
def variances(net: nn.Module, x: Tensor) -> dict[str, float]:
    """Name of a norm -> mean over its channels of the variance of what comes in.

    The norms themselves stay in evaluation mode, and count nothing.
    """
    found: dict[str, list[float]] = {}
    hooks = []

    def note(name: str, given: tuple[Tensor, ...]) -> None:
        channels = given[0].transpose(0, 1).flatten(1)
        found.setdefault(name, []).append(channels.var(dim=1).mean().item())

    for name, module in net.named_modules():
        if isinstance(module, NORMS):
            hook = lambda module, given, name=name: note(name, given)  # noqa: E731
            hooks.append(module.eval().register_forward_pre_hook(hook))
    try:
        for draw in range(DRAWS):
            fix_random_seed(0, draw)
            net(x)
    finally:
        for one in hooks:
            one.remove()
    return {name: sum(values) / len(values) for name, values in found.items()}
