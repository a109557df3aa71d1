"""What a place may feel: nothing that comes later, or so far to both sides (recipe 2.15)."""

from typing import Any
from unittest import mock

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..additions import Padded
from ..contract import Inputs
from ..findings import Findings
from ..specimen import InDouble

EXAMPLES = 2
PLACES = 8  # of a window, spread from its first to its last
MOVED = 1e-9  # of the largest output, in float64; attention sums in another order
MODEL = "model.py: the causal mask (is_causal), or a view where a transpose was meant"


def judge_time(net: nn.Module, x: Tensor, findings: Findings) -> None:
    """A net with `causal = True` keeps its promise; others are not asked.

    The output at place t has a gradient of exactly 0 at every later place, and not 0 at its
    own nor, back to `net.reach` places, at any earlier one. As `detach` hides from a
    gradient, later tokens are also replaced. And the same token everywhere must not give the
    same output everywhere: a net that looks back has to know how far.
    """
    if not getattr(net, "causal", False):
        return
    double, x = InDouble(net).eval(), x[:EXAMPLES]
    length, reach = x.shape[1], getattr(net, "reach", x.shape[1])
    places = torch.linspace(0, length - 1, min(PLACES, length)).long().tolist()
    felt = influence(double, x, places)
    for t, row in zip(places, felt, strict=True):
        judge_place(t, row, max(0, t - reach + 1), findings)
        if findings.faults:
            return  # one place tells the story
    judge_replaced(double, x, findings)
    if reach > 1:
        judge_order(double, x, findings)


def judge_sides(net: nn.Module, x: Tensor, inputs: Inputs, findings: Findings) -> None:
    """A net with an output at each token feels the tokens on both sides, up to `net.reach`.

    Without a `reach` it is to feel all of them. A net that looks to one side only, or further
    than it says, has slipped: the tags of a sentence moved by one are still learnt, half well.
    """
    if getattr(net, "causal", False) or not isinstance(inputs, Padded):
        return
    double, x = InDouble(net).eval(), x.cpu()
    length, i = max((inputs.length_of(one), i) for i, one in enumerate(x))
    x = x[i : i + 1]
    with torch.no_grad():
        if double(x).ndim != 3:
            return  # one answer for them all
    reach = min(getattr(net, "reach", length), length - 1)
    for t, row in enumerate(influence(double, x, [*range(length)])):
        near = torch.arange(max(0, t - reach), min(length, t + reach + 1))
        far = torch.ones(x.shape[1], dtype=torch.bool)
        far[near] = False
        deaf, beyond = (row[near] == 0).nonzero(), (far & (row != 0)).nonzero()
        findings.demand(
            not len(deaf),
            f"The output at token {t} of {length} does not feel token "
            f"{int(near[deaf[0]]) if len(deaf) else 0}, expected {reach} to each side.",
            "model.py: is x used, and does every window look to both sides?",
        )
        findings.demand(
            not len(beyond),
            f"The output at token {t} of {length} feels place "
            f"{int(beyond[0]) if len(beyond) else 0}, expected {reach} to each side and no pad.",
            "model.py: reach, the mask of the pads, or a view where a transpose was meant",
        )
        if findings.faults:
            return  # one place tells the story


@torch.no_grad()
def judge_backwards(
    net: nn.Module, x: Tensor, inputs: Inputs, findings: Findings
) -> None:
    """A net with `ordered = True` hears what stands before what: backwards, x says otherwise."""
    if not getattr(net, "ordered", False) or not isinstance(inputs, Padded):
        return
    double, x = InDouble(net).eval(), x.cpu()
    backwards = x.clone()
    for row in backwards:
        length = inputs.length_of(row)
        row[:length] = row[:length].flip(0)
    moved = (double(x) - double(backwards)).abs().max() / double(x).abs().max()
    findings.demand(
        moved.item() > MOVED,
        "Every example read backwards gets the same answer: the net sees a bag, not an order.",
        "model.py: are the places added to the embedding?",
    )


def influence(net: InDouble, x: Tensor, places: list[int]) -> Tensor:
    """[places, time]: size of the gradient of the outputs at each place at what the stem made."""
    seen: list[Any] = []
    stem: nn.Module = net.net.stem  # type: ignore[assignment]
    hook = stem.register_forward_hook(
        lambda layer, given, made: seen.append(
            made if made.requires_grad else made.requires_grad_()  # frozen
        )
    )
    outputs = net(x)  # [batch, outputs, time]
    hook.remove()
    rows = [
        torch.autograd.grad(outputs[:, :, t].sum(), seen[0], retain_graph=True)[0]
        for t in places
    ]
    return torch.stack(rows).abs().flatten(3).sum((1, 3))


def judge_place(t: int, felt: Tensor, first: int, findings: Findings) -> None:
    later = felt[t + 1 :]
    findings.demand(
        not bool(later.any()),
        f"The output at place {t} feels place {t + 1 + int(later.argmax()) if len(later) else t}, "
        "which comes later: the net reads the answer it should predict.",
        MODEL,
    )
    silent = (felt[first : t + 1] == 0).nonzero().flatten().tolist()
    findings.demand(
        not silent,
        f"The output at place {t} does not feel place {first + (silent or [0])[0]}, expected "
        f"every place from {first} to {t}.",
        f"{MODEL}; is x used, and is the mask the right way round?",
    )


@torch.no_grad()
def judge_replaced(net: InDouble, x: Tensor, findings: Findings) -> None:
    """Other tokens in the second half must leave the outputs of the first as they are."""
    half = x.shape[1] // 2
    other = x.clone()
    other[:, half:] = x[:, half:].flip(1).roll(1, 0)
    before, after = net(x), net(other)
    moved = (before - after)[:, :, :half].abs().max() / before.abs().max()
    findings.demand(
        moved.item() <= MOVED,
        f"Replacing the second half of a window moves the outputs of the first by {moved:.2g} "
        f"of the largest, expected at most {MOVED:g}.",
        MODEL,
    )


@torch.no_grad()
def judge_order(net: InDouble, x: Tensor, findings: Findings) -> None:
    """Places added to an embedding show in the outputs; those turned into queries, in them."""
    same = x[:1, :1].expand(1, x.shape[1])
    attend, turned = F.scaled_dot_product_attention, list[bool]()

    def noting(query: Tensor, *rest: Any, **named: Any) -> Tensor:
        turned.append(bool((query - query[..., :1, :]).abs().max() > MOVED))
        return attend(query, *rest, **named)

    with mock.patch.object(F, "scaled_dot_product_attention", noting):
        outputs = net(same)
    spread = (outputs - outputs[:, :, :1]).abs().max() / outputs.abs().max()
    findings.demand(
        spread.item() > MOVED or any(turned),
        "The same token everywhere gives the same output everywhere: the net does not know "
        "where in the window a token stands.",
        "model.py: are the places added to the embedding?",
    )
