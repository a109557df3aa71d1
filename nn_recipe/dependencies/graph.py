"""The graph of the loss, and which parameters it reaches."""

from collections.abc import Iterator
from typing import Any

from torch import Tensor, nn

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


def nodes_of(net: nn.Module, feed: Feed, project: Project) -> list[Node]:
    """Every node of the graph of the loss on two examples."""
    return behind(batch_loss(net, feed[range(2)].to(device_of(net)), project.target))


def behind(loss: Tensor) -> list[Node]:
    found: dict[Node, bool] = {}
    waiting: list[Node] = [loss.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None and node not in found:
            found[node] = True
            waiting += [after for after, _ in node.next_functions]
    return list(found)


def kind_of(node: Node) -> str:
    return node.name().removesuffix("0").removesuffix("Backward")


def inputs_of(node: Node) -> Iterator[Node]:
    """Where what flows through comes from: all inputs but parameters and constants."""
    for before, _ in node.next_functions:
        if before is not None and not is_parameter(before):
            yield before


def is_parameter(node: Node) -> bool:
    return parameter_of(node) is not None


def parameter_of(node: Node) -> nn.Parameter | None:
    while node is not None and kind_of(node) in ("T", "Transpose", "View", "Expand"):
        node = node.next_functions[0][0]
    return getattr(node, "variable", None)


def named(parameters: list[str]) -> str:
    more = f" and {len(parameters) - 3} more" if len(parameters) > 3 else ""
    return ", ".join(parameters[:3]) + more
