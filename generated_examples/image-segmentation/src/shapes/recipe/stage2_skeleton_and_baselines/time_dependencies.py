"""What a net that reads from the left may feel: nothing that comes later (recipe 2.15)."""

import torch
from torch import Tensor, nn

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


def influence(net: InDouble, x: Tensor, places: list[int]) -> Tensor:
    """[places, time]: size of the gradient of the outputs at each place at what the stem made."""
    seen: list[Tensor] = []
    stem: nn.Module = net.net.stem  # type: ignore[assignment]
    hook = stem.register_forward_hook(lambda layer, given, made: seen.append(made))
    outputs = net(x)  # [batch, outputs, time]
    hook.remove()
    rows = [
        torch.autograd.grad(outputs[:, :, t].sum(), seen[0], retain_graph=True)[0]
        for t in places
    ]
    return torch.stack(rows).abs().sum((1, 3))


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
    same = x[:1, :1].expand(1, x.shape[1])
    outputs = net(same)
    spread = (outputs - outputs[:, :, :1]).abs().max() / outputs.abs().max()
    findings.demand(
        spread.item() > MOVED,
        "The same token everywhere gives the same output everywhere: the net does not know "
        "where in the window a token stands.",
        "model.py: are the places added to the embedding?",
    )
