"""The graph of the loss: which parameters it reaches, and what lies between two layers."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from torch import nn

from ..contract import Feed, Project
from ..findings import Findings
from ..frozen import frozen
from ..specimen import batch_loss, device_of, fresh_net

# Backward functions, as torch names them. Whatever is not listed counts as nonlinear.
LAYERS = ("Addmm", "Mm", "Convolution")
BENDS_NOTHING = (
    *(
        "View",
        "UnsafeView",
        "T",
        "Transpose",
        "Permute",
        "Expand",
        "Squeeze",
        "Unsqueeze",
    ),
    *(
        "Clone",
        "Slice",
        "Select",
        "Mean",
        "Sum",
        "AvgPool2D",
        "AdaptiveAvgPool2D",
        "Mul",
    ),
    *("Div", "NativeBatchNorm", "CudnnBatchNorm", "MaxPool2DWithIndices", "Add", "Sub"),
)
Node = Any  # torch.autograd.graph.Node


def judge_parameters(project: Project, feed: Feed, findings: Findings) -> None:
    """The loss reaches the named parameters and nothing else that could be learnt.

    A layer in a plain list takes part in every answer, yet the optimizer and the checkpoint
    never hear of it.
    """
    net = fresh_net(project).train()
    nodes = nodes_of(net, feed, project)
    reached = {id(node.variable) for node in nodes if hasattr(node, "variable")}
    names = {id(p): name for name, p in net.named_parameters()}
    strangers = len(reached - names.keys())
    findings.demand(
        not strangers,
        f"The loss reaches {strangers} weights that net.parameters() does not name: no optimizer "
        "moves them, no checkpoint holds them.",
        "model.py: layers in a plain list or dict? Use nn.ModuleList, or nn.Sequential",
    )
    still = frozen(net, project)
    unused = [n for key, n in names.items() if key not in reached and n not in still]
    findings.demand(
        not unused,
        f"No gradient can reach {named(unused)} from the loss.",
        "model.py: is it used in forward, and does it require a gradient?",
    )


def judge_bends(project: Project, feed: Feed, findings: Findings) -> None:
    """Between two layers something bends: without it they are one layer.

    Looked for in evaluation mode, where BatchNorm is a straight line; pooling does not count,
    as it only picks. Sums of two branches may be straight: the shortcuts of residual nets.
    """
    net = fresh_net(project).eval()
    nodes = nodes_of(net, feed, project)
    used = Counter(after for node in nodes for after, _ in node.next_functions if after)
    straight = [node for node in nodes if is_layer(node) and feeds_straight(node, used)]
    findings.demand(
        not straight,
        f"{len(straight)} layers take the output of another layer with nothing nonlinear "
        "in between: together they are one linear layer.",
        "model.py: an activation is missing",
    )


def nodes_of(net: nn.Module, feed: Feed, project: Project) -> list[Node]:
    """Every node of the graph of the loss on two examples."""
    loss = batch_loss(net, feed[range(2)].to(device_of(net)), project.target)
    found, waiting = {}, [loss.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None and node not in found:
            found[node] = True
            waiting += [after for after, _ in node.next_functions]
    return list(found)


def kind_of(node: Node) -> str:
    return node.name().removesuffix("0").removesuffix("Backward")


def is_layer(node: Node) -> bool:
    """A product with a weight; a product of two activations, as in attention, is none."""
    return kind_of(node) in LAYERS and any(
        before is not None and is_parameter(before) for before, _ in node.next_functions
    )


def inputs_of(node: Node) -> Iterator[Node]:
    """Where what flows through comes from: all inputs but parameters and constants."""
    for before, _ in node.next_functions:
        if before is not None and not is_parameter(before):
            yield before


def is_parameter(node: Node) -> bool:
    while kind_of(node) in ("T", "Transpose", "View", "Expand"):
        node = node.next_functions[0][0]
    return hasattr(node, "variable")


def feeds_straight(layer: Node, used: Counter) -> bool:
    """Does a single straight path lead back to another layer, whose output goes nowhere else?"""
    node = next(inputs_of(layer), None)
    while node is not None and kind_of(node) in BENDS_NOTHING:
        inputs = list(inputs_of(node))
        if len(inputs) != 1 or used[node] > 1:
            return False
        node = inputs[0]
    return node is not None and is_layer(node) and used[node] == 1


def named(parameters: list[str]) -> str:
    more = f" and {len(parameters) - 3} more" if len(parameters) > 3 else ""
    return ", ".join(parameters[:3]) + more
