"""Use backprop to chart dependencies: what does each output feel?"""

import copy

import torch
from torch import Tensor, nn

from .. import show
from ..contract import Batch, Project
from ..dependencies.filling import judge_filling
from ..dependencies.graph import judge_parameters
from ..dependencies.learning import judge_learning
from ..dependencies.places import judge_places
from ..dependencies.straight import judge_bends
from ..dependencies.time_dependencies import judge_backwards, judge_sides, judge_time
from ..findings import Findings, evidence
from ..ledger import Ledger, Record
from ..silent_failures.padding import judge_pads, judge_target
from ..specimen import device_of, fresh_net, some, with_random_head
from .slope import judge_slope

EXAMPLES = 5  # in the chart
PERTURBED = 1e-5  # of an example's effect on itself; float32 sums round at 1e-7
DOUBLED = 1e-5  # relative: the same loss, summed in another order
MODEL = "model.py: a view where a permute was meant, or a mean over the batch"
LOSS = "target.py: loss must give one number per example, from that example alone"


def check(project: Project, ledger: Ledger) -> Record:
    """The output of an example depends on its own input and on nothing else (recipe 2.15).

    A `view` where a `permute` was meant mixes the examples of a batch, and the net still
    trains, only worse. So: backprop the sum of the outputs of example i, and every other
    input gets a gradient of exactly 0. A leak through `detach` or `argmax` has no gradient,
    hence the inputs are also replaced one by one. The same is asked of the loss. And the same
    graph shows what it reaches: every parameter, no other weight, no two layers in one.
    """
    experiment = ledger.expect(
        "2.15",
        "Output i feels input i and no other, and every parameter learns.",
        value=0.0,
        how="gradient of sum(outputs[i]) at the inputs j != i, in evaluation mode",
        tolerance=f"exactly 0; {PERTURBED:g} of the own effect when an input is replaced",
    )
    net = with_random_head(fresh_net(project)).eval()
    feed = project.feed(some(project.splits.train, 4 * EXAMPLES))
    batch = feed[range(len(feed))].to(device_of(net))
    x = batch.x[:EXAMPLES]
    felt, moved, findings = influence(net, x), effects(net, batch.x), Findings()
    judge_net(felt, moved, findings)
    judge_time(net, batch.x, findings)
    judge_sides(net, batch.x, project.inputs, findings)
    judge_backwards(net, batch.x, project.inputs, findings)
    judge_pads(net, batch.x, project, findings)
    judge_target(net, batch, project, findings)
    judge_filling(net, feed, project, findings)
    judge_loss(net, batch, project, findings)
    judge_slope(net, project, findings)
    judge_places(net, batch.x, project.inputs, findings)
    judge_parameters(project, feed, findings)
    judge_bends(project, feed, findings)
    judge_learning(project, feed, findings)
    measured = {
        "gradient from others": others(felt),
        "effect of others, as a share of the own": others(moved),
        # BatchNorm mixes here, by design
        "gradient from others in training mode": others(influence(net.train(), x)),
    }
    because = (
        f"Each of {len(x)} outputs feels its own input only; every parameter learns."
    )
    return findings.conclude(experiment, measured, because, picture(felt, ledger))


def influence(net: nn.Module, x: Tensor) -> Tensor:
    """[i, j]: size of the gradient of the outputs of example i at the input of example j."""
    outputs, source = outputs_and_source(net, x)
    rows = [
        torch.autograd.grad(output.sum(), source, retain_graph=True)[0]
        for output in outputs
    ]
    return torch.stack(rows).flatten(2).abs().sum(2)


def outputs_and_source(net: nn.Module, x: Tensor) -> tuple[Tensor, Tensor]:
    """What the net answers, and the tensor whose gradient stands for the input's.

    x itself, or what `net.stem` makes of it where x is whole numbers, such as tokens.
    """
    if x.is_floating_point():
        x = x.clone().requires_grad_()
        return net(x), x
    seen: list[Tensor] = []
    stem: nn.Module = net.stem  # type: ignore[assignment]

    def remember(layer: nn.Module, given: object, made: Tensor) -> None:
        seen.append(made if made.requires_grad else made.requires_grad_())  # frozen

    hook = stem.register_forward_hook(remember)
    outputs = net(x)
    hook.remove()
    return outputs, seen[0]


@torch.no_grad()
def effects(net: nn.Module, x: Tensor) -> Tensor:
    """[i, j]: how far output i moves when input j is replaced, as a share of output j's move."""
    before, moved = net(x[:EXAMPLES]), []
    for j in range(len(before)):
        other = x[:EXAMPLES].clone()
        other[j] = x[-1 - j]
        moved.append((net(other) - before).flatten(1).abs().amax(1))
    matrix = torch.stack(moved, 1)
    return matrix / matrix.diagonal().clamp_min(1e-12)


def others(matrix: Tensor) -> float:
    """The largest entry off the diagonal."""
    return (matrix - matrix.diagonal().diag()).max().item()


def judge_net(felt: Tensor, moved: Tensor, findings: Findings) -> None:
    worst = others(felt)
    i, j = divmod(int((felt - felt.diagonal().diag()).argmax()), len(felt))
    findings.demand(
        worst == 0,
        f"The output of example {i} feels the input of example {j}: a gradient of {worst:.2g}, "
        f"expected exactly 0 (its own: {felt[i, i]:.2g}).",
        MODEL,
    )
    findings.demand(
        bool((felt.diagonal() > 0).all()),
        "An output does not feel its own input: its gradient is 0.",
        "model.py: is x used, and is every layer in the path?",
    )
    findings.demand(
        others(moved) <= PERTURBED,
        f"Replacing one input moves the output of another example by {others(moved):.2g} of "
        f"its own move, expected at most {PERTURBED:g}.",
        MODEL,
    )


def judge_loss(
    net: nn.Module, batch: Batch, project: Project, findings: Findings
) -> None:
    """One loss per example, felt by its own outputs only; a batch twice costs the same."""
    outputs = net(batch.x).detach().requires_grad_()
    losses = project.target.loss(outputs, batch.y)
    if losses.shape != (len(batch.x),):
        found = f"The loss of {len(batch.x)} examples has shape {tuple(losses.shape)}."
        findings.demand(False, found, LOSS)
        return
    rows = [
        torch.autograd.grad(loss, outputs, retain_graph=True)[0]
        for loss in losses[:EXAMPLES]
    ]
    worst = others(torch.stack(rows)[:, :EXAMPLES].flatten(2).abs().sum(2))
    findings.demand(
        worst == 0,
        f"The loss of one example feels the outputs of another: a gradient of {worst:.2g}, "
        "expected exactly 0.",
        LOSS,
    )
    twice = Batch(
        2 * batch.ids, batch.x.repeat_interleave(2, 0), batch.y.repeat_interleave(2, 0)
    )
    once, again, doubled = (
        reported_loss(net, b, project) for b in (batch, batch, twice)
    )
    findings.demand(
        abs(doubled - once) <= DOUBLED * abs(once) or again != once,  # drawn by chance
        f"A batch with every example twice costs {doubled:.6g}, once {once:.6g}: expected "
        "the same.",
        "train.py: train_step takes a weighted mean, never a sum",
    )


def reported_loss(net: nn.Module, batch: Batch, project: Project) -> float:
    """What a step says the batch costs; a copy takes it, at a rate of 0."""
    copied = copy.deepcopy(net)
    still = torch.optim.SGD(copied.parameters(), lr=0.0)
    return project.train_step(copied, still, batch).loss.item()


def picture(felt: Tensor, ledger: Ledger) -> list[str]:
    path = evidence(ledger, "backprop_dependencies.svg")
    return [] if path is None else [show.dependency_matrix(felt, path)]
