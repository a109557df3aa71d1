"""Pads: what fills x up to one length changes no output, no loss and no metric (recipe 2.15)."""

import copy

import torch
from torch import Tensor, nn

from ..contract import Padded, Problem, Target
from ..feed import Batch
from ..findings import Findings
from ..machine import mix
from ..specimen import InDouble, some

PAIRS = 200  # examples whose places are counted
EXAMPLES = 4  # with the most pads
SAME = 1e-9  # of the largest output, in float64; fewer places are summed otherwise
STIRRED = 0.1  # sd of what is added to the weights: a bias of 0 hides a mistake
MODEL = "model.py: is every layer masked, so that pads stay 0?"
TARGET = "target.py: encode, loss, weight and tally leave out pads"


def judge_padding(
    problem: Problem, net: nn.Module, batch: Batch, findings: Findings
) -> None:
    """Inputs that are not `Padded` are not asked.

    Without its pads an example gives the same outputs, also when training has moved the
    biases, and with other pads as well. Where every place has an answer, whatever the net
    says at pads costs nothing, weighs nothing and counts in no metric.
    """
    if not isinstance(problem.inputs, Padded):
        return
    real = problem.inputs.real(batch.x)
    lengths, stirred = real.sum(1), InDouble(stir(net)).eval()
    judge_other_pads(stirred, batch.x.cpu(), ~real.cpu(), findings)
    for i in lengths.argsort()[:EXAMPLES].tolist():
        length = max(1, int(lengths[i]))
        if length == batch.x.shape[1]:
            return  # nothing is padded
        judge_net(stirred, batch.x[i : i + 1], length, findings)
        outputs, y = net(batch.x[i : i + 1]).detach().cpu(), batch.y[i : i + 1].cpu()
        if outputs.ndim == 3 and not findings.faults:
            judge_target(problem.target, outputs, y, length, findings)
        if findings.faults:
            return  # one example tells the story


@torch.no_grad()
def stir(net: nn.Module) -> nn.Module:
    """A copy as training might leave it."""
    net, generator = copy.deepcopy(net).cpu(), torch.Generator().manual_seed(mix(0))
    for p in net.parameters():
        p += STIRRED * torch.randn(p.shape, generator=generator)
    return net


@torch.no_grad()
def judge_net(net: InDouble, x: Tensor, length: int, findings: Findings) -> None:
    padded, alone = net(x.cpu()), net(x[:, :length].cpu())
    if padded.ndim == 3:
        padded = padded[:, :, :length]
    moved = ((padded - alone).abs().max() / alone.abs().max()).item()
    findings.demand(
        moved <= SAME,
        f"With {x.shape[1] - length} pads after its {length} tokens the outputs of an example "
        f"move by {moved:.2g} of the largest, expected at most {SAME:g}.",
        MODEL,
    )


@torch.no_grad()
def judge_other_pads(
    net: InDouble, x: Tensor, pads: Tensor, findings: Findings
) -> None:
    """The stem may give pads any values: here 1 to 2 times the largest it gives to others."""
    stem: nn.Module = net.net.stem  # type: ignore[assignment]

    def disturb(layer: nn.Module, given: object, made: Tensor) -> Tensor | None:
        if made.shape[:2] != pads.shape:
            return None  # a stem that has no places, such as a table of counts
        there = pads.reshape(*pads.shape, *[1] * (made.ndim - 2))
        noise = torch.linspace(1, 2, made[0, 0].numel(), dtype=made.dtype)
        return torch.where(there, made.abs().max() * noise.view(made.shape[2:]), made)

    before = net(x)
    hook = stem.register_forward_hook(disturb)
    after = net(x)
    hook.remove()
    if before.ndim > 2:  # what is said at the pads themselves is for `judge_target`
        before, after = (o.mT[~pads] for o in (before, after))
    moved = ((before - after).abs().max() / before.abs().max()).item()
    findings.demand(
        moved <= SAME,
        f"Other pads move an output by {moved:.2g} of the largest, expected at most {SAME:g}.",
        MODEL,
    )


def judge_target(
    target: Target, outputs: Tensor, y: Tensor, length: int, findings: Findings
) -> None:
    """`outputs` [1, outputs, time]: other ones at the pads, and none at all."""
    other = outputs.clone()
    other[:, :, length:] = outputs[:, :, length:].flip(1) + 1
    cut = outputs[:, :, :length], y[:, :length]
    for how, given in (("other outputs at the pads", (other, y)), ("no pads", cut)):
        for what, before, after in (
            ("the loss", target.loss(outputs, y), target.loss(*given)),
            ("the weight", target.weight(y), target.weight(given[1])),
            ("what is watched", target.watch(outputs, y), target.watch(*given)),
            ("a metric", measured(target, outputs, y), measured(target, *given)),
            ("the expected loss", on_paper(target, y), on_paper(target, given[1])),
        ):
            findings.demand(
                bool(torch.isclose(before, after, rtol=1e-5, equal_nan=True).all())
                or bool(findings.faults),
                f"With {how} {what} of one example is {said(after)}, before it was "
                f"{said(before)}: pads count.",
                TARGET,
            )


def measured(target: Target, outputs: Tensor, y: Tensor) -> Tensor:
    return torch.tensor([*target.metrics(target.tally(outputs, y)).values()])


def on_paper(target: Target, y: Tensor) -> Tensor:
    return torch.tensor([target.expected_loss_at_init(y)])


def said(values: Tensor) -> str:
    return ", ".join(f"{value:.4g}" for value in values.flatten().tolist()[:4])


def judge_lengths(problem: Problem, findings: Findings) -> None:
    """What stands in x is the beginning of the raw example, as far as x reaches."""
    inputs = problem.inputs
    if not isinstance(inputs, Padded):
        return
    for example in some(problem.splits.train, PAIRS):
        found = int(inputs.real(inputs.encode(example.raw)[None]).sum())
        needed = min(inputs.places(example.raw), inputs.shape[0])
        findings.demand(
            found == needed,
            f"x of {example.id} has {found} places, its raw example needs {needed}: a part of it "
            "never reaches the net.",
            "data.py: encode",
        )
        if findings.faults:
            return  # one example tells the story
