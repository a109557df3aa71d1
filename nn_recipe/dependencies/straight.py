"""Two layers with nothing nonlinear in between, which are one layer."""

from collections import Counter
from collections.abc import Iterator

from torch import nn

from ..contract import Feed, Project
from ..findings import Findings
from ..specimen import fresh_net
from .graph import (
    BENDS_NOTHING,
    LAYERS,
    Node,
    inputs_of,
    kind_of,
    nodes_of,
    parameter_of,
)


def judge_bends(project: Project, feed: Feed, findings: Findings) -> None:
    """Between two layers something bends: without it they are one layer.

    Looked for in evaluation mode, where BatchNorm is a straight line; pooling does not count,
    as it only picks. Sums of two branches may be straight: the shortcuts of residual nets.
    """
    net = fresh_net(project).eval()
    straight = one_layer(net, nodes_of(net, feed, project))
    findings.demand(
        not straight,
        f"{len(straight)} layers take the output of another layer with nothing nonlinear "
        "in between: together they are one linear layer.",
        "model.py: an activation is missing",
    )


def one_layer(net: nn.Module, nodes: list[Node]) -> list[Node]:
    """Layers that make one with the layer before them."""
    used = Counter(after for node in nodes for after, _ in node.next_functions if after)
    gates = {id(weight) for weight in gates_of(net)}
    return [
        node
        for node in nodes
        if (weight := weight_of(node)) is not None
        and id(weight) not in gates
        and (before := layer_before(node, used)) is not None
        and not factorizes(before, node)
    ]


def gates_of(net: nn.Module) -> Iterator[nn.Parameter]:
    """Weights of recurrent layers, which take embeddings as they are."""
    for module in net.modules():
        if isinstance(module, nn.RNNBase):
            yield from module.parameters()


def factorizes(before: Node, after: Node) -> bool:
    """Two layers in place of one on purpose: fewer channels in between, or each by itself.

    A bottleneck (Sainath et al. 2013) and a separable convolution (Howard et al. 2017) have
    fewer weights than the one layer that they make.
    """
    if max(getattr(node, "_saved_groups", 1) for node in (before, after)) > 1:
        return True
    between, inside = channels(before)
    outside, taken = channels(after)
    return taken == between and between * (inside + outside) < inside * outside


def channels(layer: Node) -> tuple[int, int]:
    """(out, in), of a layer whose channels are not in groups."""
    weight = weight_of(layer)
    assert weight is not None
    one, other = weight.shape[:2]
    return (other, one) if getattr(layer, "_saved_transposed", False) else (one, other)


def weight_of(node: Node) -> nn.Parameter | None:
    """Of a product with a weight; a product of two activations, as in attention, has none."""
    if kind_of(node) not in LAYERS:
        return None
    weights = (parameter_of(before) for before, _ in node.next_functions if before)
    return next(
        (weight for weight in weights if weight is not None and weight.ndim > 1), None
    )


def layer_before(layer: Node, used: Counter[Node]) -> Node | None:
    """Does a single straight path lead back to another layer, whose output goes nowhere else?"""
    node = next(inputs_of(layer), None)
    while node is not None and kind_of(node) in BENDS_NOTHING:
        inputs = list(inputs_of(node))
        if len(inputs) != 1 or used[node] > 1:
            return None
        node = inputs[0]
    alone = node is not None and weight_of(node) is not None and used[node] == 1
    return node if alone else None
