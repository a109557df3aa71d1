"""Attention at its first weights: scores of q and k of size 1 are of size 1 (recipe 2.6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch.nn.functional as F
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from ..contract import Project
from ..dependencies.graph import (
    BENDS_NOTHING,
    Node,
    inputs_of,
    is_parameter,
    kind_of,
)
from ..findings import Findings
from ..frozen import drawn
from ..specimen import device_of, fresh_net, some

EXAMPLES = 4
SMALLEST = 8  # channels of a head; scores of fewer hardly spread
# What may stand between a layer and the scores, and between the scores and their softmax.
PASSES = {*BENDS_NOTHING, "ReshapeAlias", "Split", "SplitWithSizes", "Unbind", "ToCopy"}
TURNS = {"Neg", "Cat", "Stack", "ViewAsComplex", "ViewAsReal"}  # rotary places
MASKS = {"MaskedFill", "Where"}
LAYERS = (F.linear, F.conv1d, F.conv2d)
MODEL = "model.py: attention, is q k^T divided by the root of a head's channels?"


@dataclass(frozen=True)
class Product:
    """q k^T of one attention, and the number by which it is multiplied before the softmax."""

    q: Tensor  # [..., queries, channels]
    k: Tensor  # [..., keys, channels]
    q_from: Node
    k_from: Node
    factor: float


class Layers(TorchFunctionMode):
    """What linear layers and convolutions gave meanwhile: node of the graph -> (output, weight)."""

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[Node, tuple[Tensor, Tensor]] = {}

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs=None):
        found = func(*args, **(kwargs or {}))
        if func in LAYERS and len(args) > 1 and found.grad_fn is not None:
            self.made[found.grad_fn] = (found.detach(), args[1])
        return found


def judge_attention(project: Project, findings: Findings) -> None:
    """Two vectors of d channels of size 1 have a product of size sqrt(d), hence the scale.

    Vaswani et al. 2017, section 3.2.1: without it the softmax of large scores has hardly a
    gradient. The size is that of the layers behind q and k, so that a scale of q alone, of
    both (Whisper), or of first weights (T5) counts. A norm, a temperature that is learnt and
    weights that were given are choices, and not judged.
    """
    net = fresh_net(project).eval()
    feed = project.feed(some(project.splits.train, EXAMPLES))
    x = feed[range(len(feed))].to(device_of(net)).x
    judge_scores(net, x, drawn(project), findings)


def judge_scores(
    net: nn.Module, x: Tensor, fresh: set[str], findings: Findings
) -> None:
    """`fresh`: the weights that were drawn by chance."""
    names = {id(p): name for name, p in net.named_parameters()}
    with Layers() as layers:
        outputs = net(x)
    for product in products(outputs.grad_fn, layers.made):
        made = [layers.made[node] for node in (product.q_from, product.k_from)]
        of = [names.get(id(weight), "") for _, weight in made]
        channels = product.q.shape[-1]
        if channels < SMALLEST or not fresh.issuperset(of) or findings.faults:
            continue
        size = max(rms(output) for output, _ in made)
        both = rms(product.q) * rms(product.k) / max(size, 1e-12) ** 2
        spread = abs(product.factor) * channels**0.5 * both
        findings.demand(
            spread
            <= channels**0.25,  # half way between 1 and sqrt(channels), as factors
            f"From queries and keys of size 1 and {channels} channels, such as "
            f"{of[0].removesuffix('.weight')} makes, come scores of size {spread:.2g}, "
            "expected 1: the softmax is too sharp.",
            MODEL,
        )


def products(start: Node, made: dict[Node, Any]) -> Iterator[Product]:
    """Every attention in the graph below whose queries and keys come from a layer each."""
    found, waiting = set[Node](), [start]
    while waiting:
        node = waiting.pop()
        if node is None or node in found:
            continue
        found.add(node)
        waiting += [after for after, _ in node.next_functions]
        if kind_of(node) == "Softmax":
            yield from written_out(node, made)
        if kind_of(node).startswith("ScaledDotProduct"):
            yield from built_in(node, made)


def written_out(softmax: Node, made: dict[Node, Any]) -> Iterator[Product]:
    node, factor = softmax.next_functions[0][0], 1.0
    while node is not None and kind_of(node) not in ("Bmm", "Baddbmm"):
        ways, times = [*inputs_of(node)], scalar(node)
        if kind_of(node) not in PASSES | MASKS or times is None or len(ways) != 1:
            return
        node, factor = ways[0], factor * times
    if node is None:
        return
    added = kind_of(node) == "Baddbmm"
    names = (
        ("_saved_batch1", "_saved_batch2") if added else ("_saved_self", "_saved_mat2")
    )
    sources = [layer_behind(b, made) for b, _ in node.next_functions[added:]]
    if all(sources):
        q, k = (getattr(node, name) for name in names)
        times = float(node._saved_alpha) if added else 1.0
        yield Product(q.detach(), k.detach().mT, *sources, factor * times)  # type: ignore[arg-type]


def built_in(node: Node, made: dict[Node, Any]) -> Iterator[Product]:
    q, k, scale = node._saved_query, node._saved_key, node._saved_scale
    sources = [layer_behind(b, made) for b, _ in node.next_functions[:2]]
    if all(sources):
        scale = q.shape[-1] ** -0.5 if scale is None else scale
        yield Product(q.detach(), k.detach(), *sources, scale)  # type: ignore[arg-type]


def scalar(node: Node) -> float | None:
    """By how much a node multiplies: 1 of what only moves values, None where nobody can say."""
    kind = kind_of(node)
    if kind not in ("Mul", "Div"):
        return None if kind in ("Mean", "Sum", "NativeBatchNorm") else 1.0
    other = node._saved_other
    if other is None or other.numel() != 1 or any(map(is_parameter, inputs(node))):
        return None  # a temperature that is learnt, say
    return float(other) if kind == "Mul" else 1 / float(other)


def layer_behind(node: Node, made: dict[Node, Any]) -> Node | None:
    """The one layer whose output comes here through nothing but views, turns and constants."""
    sources, waiting = set[Node](), [node]
    while waiting:
        node = waiting.pop()
        if node in made:
            sources.add(node)
        elif node is None or kind_of(node) not in PASSES | TURNS | MASKS:
            return None
        else:
            if any(map(is_parameter, inputs(node))):
                return None
            waiting += inputs(node)
    return sources.pop() if len(sources) == 1 else None


def inputs(node: Node) -> list[Node]:
    return [before for before, _ in node.next_functions if before is not None]


def rms(values: Tensor) -> float:
    return values.double().square().mean().sqrt().item()
