"""The graph of the loss: which parameters it reaches, and what lies between two layers."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from ..contract import Feed, Project
from ..findings import Findings
from ..specimen import batch_loss, device_of, fresh_net, plain

UNREAD = 0.45  # of the inputs of the head: units of a ReLU may be at rest
ROUNDING = 1e-6
STEPS = 3  # a small head lets the first gradients be tiny: one step proves nothing
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
    unused = [name for key, name in names.items() if key not in reached]
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


def judge_learning(project: Project, feed: Feed, findings: Findings) -> None:
    """Each parameter gets a gradient that is not 0 everywhere, and has moved after 3 steps."""
    project = plain(project, learning_rate=1e-3)
    net = fresh_net(project).train()
    optimizer = project.optimizer(net)
    before = {name: value.clone() for name, value in net.state_dict().items()}
    felt = {
        name: torch.zeros_like(p, dtype=torch.bool)
        for name, p in net.named_parameters()
    }
    strongest: dict[str, float] = {}
    for _ in range(STEPS):
        batch = feed[range(len(feed))].to(device_of(net))
        project.train_step(net, optimizer, batch)
        for name, p in net.named_parameters():
            if p.grad is not None:
                felt[name] |= p.grad != 0
                strongest[name] = max(
                    strongest.get(name, 0.0), p.grad.abs().max().item()
                )
    silent = [name for name, where in felt.items() if not where.any()]
    findings.demand(
        not silent,
        f"After {STEPS} steps no gradient has reached {named(silent)}.",
        "model.py: is it used in forward, and does it require a gradient?",
    )
    after = net.state_dict()
    # what is smaller is 0 on paper: the bias that a BatchNorm takes away
    least = ROUNDING * max(strongest.values(), default=0.0)
    clear = [name for name in felt if strongest.get(name, 0.0) > least]
    still = [name for name in clear if torch.equal(after[name], before[name])]
    findings.demand(
        not set(still) - set(silent),
        f"After {STEPS} steps {named(still)} is as at first, though it has a gradient.",
        "train.py: new_optimizer, does the optimizer hold this net's parameters?",
    )
    frozen = [
        name
        for name in after
        if name.endswith("running_mean") and torch.equal(after[name], before[name])
    ]
    findings.demand(
        not frozen,
        f"After {STEPS} steps of training {named(frozen)} is as at first, so evaluation goes by "
        "numbers that were never measured.",
        "model.py: momentum and track_running_stats of BatchNorm",
    )
    if net.head is not net.stem:
        judge_head(felt[name_of(net.head.weight, net)], findings)  # type: ignore[union-attr, arg-type]


def name_of(parameter: nn.Parameter, net: nn.Module) -> str:
    return next(name for name, p in net.named_parameters() if p is parameter)


def judge_head(felt: Tensor, findings: Findings) -> None:
    """Most of what comes into the head says something: `felt` is [outputs, inputs, ...]."""
    read = felt.transpose(0, 1).flatten(1).any(1)
    share = (~read).double().mean().item()
    findings.demand(
        share <= UNREAD,
        f"The head gets nothing from {share:.0%} of its {len(read)} inputs, expected "
        f"{UNREAD:.0%} at most.",
        "model.py: forward, what is handed to the head?",
    )


def named(parameters: list[str]) -> str:
    more = f" and {len(parameters) - 3} more" if len(parameters) > 3 else ""
    return ", ".join(parameters[:3]) + more
