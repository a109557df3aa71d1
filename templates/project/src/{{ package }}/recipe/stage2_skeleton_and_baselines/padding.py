"""What a net may feel of the pads behind a short example: nothing (recipe 2.15)."""

import torch
from torch import Tensor, nn

from ..contract import Padded, Problem
from ..findings import Findings
from ..specimen import InDouble, some

PAIRS = 200  # examples that are encoded and measured
SHORT = 12  # examples: those with the most pads
MOVED = (
    1e-9  # of the largest output, in float64; sums over fewer places round otherwise
)
PAD = "model.py: does the mask keep pads out of attention, mean and maximum?"


@torch.no_grad()
def judge_pads(net: nn.Module, x: Tensor, problem: Problem, findings: Findings) -> None:
    """Inputs with pads are answered as if they had none; others are not asked.

    Each example is also given alone, cut behind its last place: the same answer, on the places
    it has. Other pads change nothing either: what the net makes of a pad, the row of an
    embedding, may be anything.
    """
    inputs, x = problem.inputs, x.cpu()
    if not isinstance(inputs, Padded):
        return
    lengths = [inputs.length_of(one) for one in x]
    shortest = sorted(range(len(x)), key=lengths.__getitem__)[:SHORT]
    chosen = [i for i in shortest if 0 < lengths[i] < x.shape[1]]
    double = InDouble(net).eval()
    outputs = double(x)
    size = outputs.abs().max()
    for i in chosen:
        alone = double(x[i : i + 1, : lengths[i]])[0]
        moved = (alone - outputs[i][..., : alone.shape[-1]]).abs().max() / size
        findings.demand(
            moved.item() <= MOVED,
            f"Without its {x.shape[1] - lengths[i]} pads an example is answered otherwise: its "
            f"outputs move by {moved:.2g} of the largest, expected at most {MOVED:g}.",
            PAD,
        )
        if findings.faults:
            return  # one example tells the story
    judge_other_pads(double, x, lengths, findings)
    if getattr(net, "ordered", False):
        judge_order(double, x, lengths, findings)


def judge_other_pads(
    net: InDouble, x: Tensor, lengths: list[int], findings: Findings
) -> None:
    """The stem may give pads any values: here 1 to 2 times the largest it gives to others."""
    before = net(x)
    pads = torch.arange(x.shape[1])[None] >= torch.tensor(lengths)[:, None]
    stem: nn.Module = net.net.stem  # type: ignore[assignment]

    def disturb(layer: nn.Module, given: object, made: Tensor) -> Tensor | None:
        if made.shape[:2] != pads.shape:
            return None  # a stem that has no places, such as a table of counts
        there = pads.reshape(*pads.shape, *[1] * (made.ndim - 2))
        noise = torch.linspace(1, 2, made[0, 0].numel(), dtype=made.dtype)
        return torch.where(there, made.abs().max() * noise.view(made.shape[2:]), made)

    hook = stem.register_forward_hook(disturb)
    after = net(x)
    hook.remove()
    if before.ndim > 2:  # answers at the pads themselves count nowhere
        kept = ~pads[:, None].expand_as(before)
        before, after = before[kept], after[kept]
    moved = (before - after).abs().max() / before.abs().max()
    findings.demand(
        moved.item() <= MOVED,
        f"Other pads move an output by {moved:.2g} of the largest, expected at most {MOVED:g}.",
        PAD,
    )


def judge_order(
    net: InDouble, x: Tensor, lengths: list[int], findings: Findings
) -> None:
    """A net with `ordered = True` hears who stands before whom: read backwards, x says more."""
    backwards = x.clone()
    for i, length in enumerate(lengths):
        backwards[i, :length] = x[i, :length].flip(0)
    moved = (net(x) - net(backwards)).abs().max() / net(x).abs().max()
    findings.demand(
        moved.item() > MOVED,
        "Every example read backwards gets the same answer: the net sees a bag, not an order.",
        "model.py: are the places added to the embedding?",
    )


def judge_lengths(problem: Problem, findings: Findings) -> None:
    """What stands in x is the beginning of the raw example, as far as x reaches."""
    inputs = problem.inputs
    if not isinstance(inputs, Padded):
        return
    for example in some(problem.splits.train, PAIRS):
        found = inputs.length_of(inputs.encode(example.raw))
        needed = min(inputs.places(example.raw), inputs.shape[0])
        findings.demand(
            found == needed,
            f"x of {example.id} has {found} places, its raw example needs {needed}: a part of it "
            "never reaches the net.",
            "data.py: encode",
        )
        if findings.faults:
            return  # one example tells the story
