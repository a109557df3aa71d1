"""Init well: the net starts at the best constant answer, and learns from the first step."""

from typing import Any

import torch
from torch import Tensor, nn

from ..contract import Feed, Project, Target
from ..findings import Findings, evidence
from ..frozen import frozen
from ..ledger import Ledger, Record
from ..specimen import (
    affordable,
    altered,
    batch_loss,
    device_of,
    fresh_net,
    plain,
    some,
    with_usual_head,
)
from .attention_scale import judge_attention
from .first_weights import judge_first_weights
from .given_weights import judge_given_weights
from .signal import judge_signal
from .word_vectors import judge_word_vectors

MOST = 1000  # examples
# training sds or, of boxes, strides; measured: 0.003 at most over 40 seeds, of series 0.0045
NEAR = {"numbers": 0.01, "series": 0.01, "boxes": 0.01}
NEAR_PROBABILITY = 2e-3  # measured: 8e-4 at most over 20 seeds
STEPS, HEAD_START = 40, 10  # of the two starts: where a hockey stick shows


def check(project: Project, ledger: Ledger) -> Record:
    """On average the untrained net claims the best constant, and its trunk feels the loss.

    With positives to negatives at 1:10 the net then says 1/11 for everybody, and the first
    steps are not spent on learning the bias. Weights of exactly 0 would give the same first
    loss, but nothing below the head would feel a gradient.

    Compared as what they claim, `target.prediction`: the mean probability of each class with
    its share, or the mean number with the training mean.

    The evidence is two loss curves of one net (recipe 2.6): with torch's own start the first
    steps only move the bias, and the curve looks like a hockey stick. Where the answers are
    balanced there is no stick to remove, and the small head costs a few steps.
    """
    target = project.target
    best = claimed(target, target.head_bias()[None])
    near = NEAR.get(target.answers_are, NEAR_PROBABILITY)
    experiment = ledger.expect(
        "2.6",
        "The untrained net answers the best constant on average.",
        value=best,
        how="prediction(head_bias), against the mean prediction over training examples",
        tolerance=f"{near:g}, in probability or in training sds",
    )
    net, findings = fresh_net(project), Findings()
    feed = project.feed(some(project.splits.train, affordable(project, MOST)))
    outputs = project.evaluate(net, feed, keep_outputs=True).outputs
    assert outputs is not None
    mean = claimed(target, outputs)
    away = apart(mean, best, target)
    findings.demand(
        away <= near,
        f"On average the untrained net claims {said(mean)}, the best constant is "
        f"{said(best)}: {away:.2g} apart, expected at most {near:g}.",
        "model.py: forward must use x, and `head` come last, with its bias and nothing after it",
    )
    findings.demand(
        trunk_feels(net, feed, project),
        "No gradient reaches the first layer from the first loss.",
        "model.py: is the stem frozen, detached or left out? problem.py: init_well, never by 0",
    )
    findings.ask(judge_final_bias, project)
    judge_first_weights(net, findings)
    judge_signal(net, project, findings)
    findings.ask(judge_attention, project)
    findings.ask(judge_given_weights, project)
    findings.ask(judge_word_vectors, project)
    measured: dict[str, Any] = {"mean prediction": mean}
    because = f"The mean prediction is {away:.2g} away from the best constant."
    if not hasattr(project.config, "steps"):  # a training of yours is never cut short
        return findings.conclude(experiment, measured, because)
    default, well = two_starts(project, feed)
    first = f"loss of the first {HEAD_START} steps"
    measured[f"{first}, default init"] = sum(default[:HEAD_START]) / HEAD_START
    measured[f"{first}, init well"] = sum(well[:HEAD_START]) / HEAD_START
    drawn = picture(default, well, ledger)
    return findings.conclude(experiment, measured, because, drawn)


def leaning(target: Target) -> Target:
    """The same target with another best constant: that of balanced classes has only zeros."""
    other = torch.linspace(-1, 2, target.outputs)
    return altered(target, head_bias=lambda self: other)


def judge_final_bias(project: Project, findings: Findings) -> None:
    """Whatever the target calls the best constant is the final bias."""
    target = leaning(project.target)
    net = fresh_net(project.having(target=target))
    bias: Tensor = net.head.bias  # type: ignore[union-attr, assignment]
    findings.demand(
        torch.equal(bias.detach().cpu(), target.head_bias().to(bias.dtype)),
        "The final bias is not what target.head_bias() says, so rare classes start as likely as "
        "common ones, or a number starts at 0 instead of its mean.",
        "problem.py: init_well",
    )


def apart(mean: Tensor, best: Tensor, target: Target) -> float:
    """The largest difference; of a forecast the root mean square over all steps ahead."""
    if target.answers_are == "series":  # of 96 steps the worst is far off by chance
        return (mean - best).square().mean().sqrt().item()
    return (mean - best).abs().max().item()


def said(values: Tensor) -> str:
    return ", ".join(f"{value:.4g}" for value in values.flatten().tolist()[:6])


def claimed(target: Target, outputs: Tensor) -> Tensor:
    """[outputs], float64: the mean over the examples, and over places where there are any."""
    prediction = target.prediction(outputs.double())
    return (
        prediction.flatten(2).mean(2).mean(0)
        if prediction.ndim > 2
        else prediction.mean(0)
    )


def trunk_feels(net: nn.Module, feed: Feed, project: Project) -> bool:
    """Of a frozen stem with given weights no gradient is asked, but of what learns above it."""
    batch = feed[range(min(32, len(feed)))].to(device_of(net))
    batch_loss(net, batch, project.target).backward()
    stem: nn.Module = net.stem  # type: ignore[assignment]
    asked = {id(p) for p in stem.parameters()}
    still = frozen(net, project)
    if asked <= {id(p) for name, p in net.named_parameters() if name in still}:
        head: nn.Module = net.head  # type: ignore[assignment]
        asked = {id(p) for p in net.parameters() if p.requires_grad}
        asked -= {id(p) for p in head.parameters()}
    felt = {id(p) for p in net.parameters() if p.grad is not None and p.grad.any()}
    return not asked or bool(asked & felt)


def two_starts(project: Project, feed: Feed) -> tuple[list[float], list[float]]:
    """The losses of the first steps of the tiny net, from torch's own init and from ours."""
    tiny = plain(
        project, model="tiny", steps=STEPS, batch_size=32, evaluate_every=10**9
    )
    well = fresh_net(tiny)
    default = with_usual_head(well)
    return tiny.train(default, feed).losses, tiny.train(well, feed).losses


def picture(default: list[float], well: list[float], ledger: Ledger) -> list[str]:
    from .. import show

    path = evidence(ledger, "init_well.svg")
    return [] if path is None else [show.two_starts(default, well, path)]
