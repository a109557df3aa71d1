"""Parts of a net that are not to learn: by choice where their weights were given."""

import torch
from torch import nn

from .contract import NotOffered, Project
from .findings import Findings

MODEL = "model.py: requires_grad_(False) of the part, and eval() in its train()"


def drawn(project: Project) -> set[str]:
    """The weights that another seed draws anew: the others were given, or are all alike."""
    try:
        other = project.but(seed=project.config.seed + 1).net()
    except (AttributeError, NotOffered, TypeError):
        return set()
    others = dict(other.named_parameters())
    return {
        name
        for name, p in project.net().named_parameters()
        if name in others and not torch.equal(p.cpu(), others[name].cpu())
    }


def frozen(net: nn.Module, project: Project) -> set[str]:
    """The weights that are not to learn and were not drawn by chance: fine-tuning's trunk."""
    still = {name for name, p in net.named_parameters() if not p.requires_grad}
    return still - drawn(project) if still else still


def judge_flags(net: nn.Module, findings: Findings) -> None:
    """`part.requires_grad = False` freezes nothing: a module has no such switch."""
    for name, part in net.named_modules():
        if vars(part).get("requires_grad", True) is not False:
            continue
        learns = sum(p.numel() for p in part.parameters() if p.requires_grad)
        findings.demand(
            not learns,
            f"{name or 'The net'} has requires_grad = False, and its {learns:,} weights learn "
            "all the same: a module has no such switch.",
            f"model.py: {name or 'net'}.requires_grad_(False)",
        )


def statistics(net: nn.Module, still: set[str]) -> dict[str, torch.Tensor]:
    """The running means of the norms whose weights are frozen, and for which."""
    return {
        f"{name}.running_mean": layer.running_mean.clone()
        for name, layer in net.named_modules()
        if isinstance(layer, nn.modules.batchnorm._BatchNorm)
        and layer.running_mean is not None
        and f"{name}.weight" in still
    }


def judge_statistics(
    net: nn.Module, before: dict[str, torch.Tensor], findings: Findings
) -> None:
    """A frozen trunk is what it was: a norm in training mode still goes by each batch."""
    after = net.state_dict()
    moved = [n for n, value in before.items() if not torch.equal(after[n], value)]
    findings.demand(
        not moved,
        f"{len(moved)} norms of a frozen part go on measuring, such as {moved[:1]}: training "
        "sees another net than the one that was given, and evaluation a third.",
        MODEL,
    )
