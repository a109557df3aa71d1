"""Add significant digits to your eval: the whole split, and no more digits than it can give."""

import math

import torch
from torch import Tensor, nn

from ..additions import Ranged
from ..bootstrap import RESAMPLES, TAILS, bootstrap
from ..contract import Evaluation, Project, Target
from ..findings import Findings
from ..ledger import Ledger, Record
from ..silent_failures.reference_step import weighed_unequally
from ..specimen import (
    InDouble,
    affordable,
    fresh_net,
    some,
    weight_hash,
    with_random_head,
)
from .masks_by_hand import at_own_size

MOST = 200  # validation examples; the slow reference takes them one by one
Gap = tuple[float, str]  # relative, and in what
SIZES = (3, 64, MOST)  # of a batch; most of them leave a ragged last one
SAME = 1e-6  # relative, in float64, where the order of a sum changes 1e-15
FEW = 60  # examples whose interval is compared
NARROW = (
    0.7  # how much narrower than a bootstrap's it may be: one standard error is .51
)
LOOP = "evaluate.py: values sums over the split; it never averages averages"
MODE = "evaluate.py: answered calls net.eval() first and puts the mode back"


def check(project: Project, ledger: Ledger) -> Record:
    """A loss is a number of the whole split, not of its batches (recipe 2.4).

    A mean of batch means depends on how the last batch was cut (measured: .203 for .217), and
    one batch of 32 has a standard error of half its value. `evaluate` must give the same for
    any batch size and order, agree with a slow loop over single examples, and leave the net
    as it was. The head is random here: near the prior all outputs agree and hide a mistake.
    """
    experiment = ledger.expect(
        "2.4",
        "evaluate() depends on the examples and on nothing else.",
        value="the slow loop over single examples",
        how=f"batches of {', '.join(map(str, SIZES))}; in reverse order; one by one",
        tolerance=f"{SAME:g} (relative, in float64)",
    )
    # each answer counts differently here, as one of yours may some day
    project = weighed_unequally(project)
    examples = some(project.splits.validation, affordable(project, MOST))
    net = InDouble(with_random_head(fresh_net(project))).train()
    findings = Findings()
    modes = Modes(net)
    results = evaluated_in_all_ways(net, examples, project)
    modes.judge(findings)
    reference = nearest_reference(net, examples, project, results)
    gaps = {how: gap(result, reference) for how, result in results.items()}
    off = {how: gap for how, gap in gaps.items() if not gap[0] <= SAME}
    for how, (size, what) in [*off.items()][:1]:
        findings.demand(
            False,
            f"Evaluated {how}, {what} is off by {size:.2g} from a loop over single examples, "
            f"expected at most {SAME:g}; {suspects(off, gaps)}",
            LOOP,
        )
    findings.ask(judge_ranges, project)
    intervals = bootstrap(reference, project.target, resamples=200)
    said = ", ".join(f"{name} {value}" for name, value in intervals.items())
    because = f"One result for every batch size and order. Untrained, n = {len(examples)}: {said}."
    measured = {"off by": {how: size for how, (size, _) in gaps.items()}}
    return findings.conclude(experiment, measured, because)


def judge_ranges(project: Project, findings: Findings) -> None:
    """The interval of the loss that the project prints is about as wide as a bootstrap's."""
    validation = project.splits.validation
    examples = some(validation, affordable(project, FEW))
    apart = getattr(validation, "overlap", 1) == 1  # neighbours would be drawn together
    if not isinstance(project, Ranged) or not apart or len(examples) < FEW // 3:
        return
    net, feed = with_random_head(fresh_net(project)), project.feed(examples)
    low, high = project.ranges(net, feed)["loss"]
    narrow, wide = widths(project.evaluate(net, feed), project.target)
    findings.demand(
        NARROW * narrow - SAME <= high - low <= wide / NARROW + SAME,
        f"The interval of the loss over {len(examples)} examples is {low:.4g} to {high:.4g}, "
        f"{high - low:.2g} wide; of all draws 95 % lie within {narrow:.2g} to {wide:.2g}.",
        "intervals.py",
    )


def widths(found: Evaluation, target: Target) -> tuple[float, float]:
    """Of two kinds of bootstrap, the narrower first: where a tail is heavy, BCa reaches far."""
    losses, weights = found.losses.double(), found.weights.double()
    generator, n = torch.Generator().manual_seed(0), len(losses)
    chosen = torch.randint(n, (RESAMPLES, n), generator=generator)
    means = (losses * weights)[chosen].sum(1) / weights[chosen].sum(1)
    low, high = means.quantile(TAILS).tolist()
    ours = bootstrap(found, target)["loss"]
    both = sorted((high - low, ours.high - ours.low))
    return both[0], both[1]


def suspects(off: dict[str, Gap], all_of_them: dict[str, Gap]) -> str:
    """What the ways in which it went wrong have in common, as a question."""
    if len(off) == len(all_of_them):
        return (
            "so it is in every way of evaluating: is a batch left out, weighed by anything but "
            "its examples, rounded, or added to what was evaluated before?"
        )
    if not any("batches" in how for how in off):
        return (
            f"only {' and '.join(off)}: what is left over from the evaluation before?"
        )
    return (
        f"right {' and '.join(how for how in all_of_them if how not in off)}: is the last, "
        "smaller batch left out, or an average of averages taken?"
    )


def evaluated_in_all_ways(
    net: nn.Module, examples: list, project: Project
) -> dict[str, Evaluation]:
    """Whatever may vary without changing the result; another net between two evaluations."""
    feed = project.feed(examples)
    results = {
        f"in batches of {size}": project.evaluate(net, feed, True, size)
        for size in SIZES
    }
    other = InDouble(with_random_head(fresh_net(project), seed=1))
    project.evaluate(other, feed)
    results["after another net"] = project.evaluate(net, feed)
    results["in reverse order"] = project.evaluate(net, project.feed(examples[::-1]))
    return results


def nearest_reference(
    net: nn.Module, examples: list, project: Project, results: dict[str, Evaluation]
) -> Evaluation:
    """Masks may be scored at the size of y, or at their own: what of both was meant."""
    own_size = hasattr(project.target, "size") and project.target.answers_are == "masks"
    references = [
        one_by_one(net, examples, project, whole) for whole in sorted({False, own_size})
    ]
    return min(
        references, key=lambda one: max(gap(r, one)[0] for r in results.values())
    )


@torch.no_grad()
def one_by_one(
    net: nn.Module, examples: list, project: Project, whole: bool = False
) -> Evaluation:
    """The slow reference: no batches, no feed, sums of Python numbers."""
    inputs, target, rows = project.inputs, project.target, []
    net.eval()
    for example in examples:
        y = target.encode(example.answer)[None]
        outputs = net(inputs.encode(example.raw)[None])
        rows.append(
            (
                target.loss(outputs, y),
                target.weight(y),
                target.tally(
                    *(at_own_size(target, outputs, example) if whole else (outputs, y))
                ),
                outputs,
            )
        )
    losses, weights, tally, outputs = (
        torch.cat(column) for column in zip(*rows, strict=True)
    )
    ids = [example.id for example in examples]
    loss = math.fsum((losses * weights).tolist()) / math.fsum(weights.tolist())
    metrics = target.metrics(tally)
    return Evaluation(ids, losses, weights, tally, loss, metrics, outputs)


def gap(result: Evaluation, reference: Evaluation) -> tuple[float, str]:
    """The largest relative difference, and in what."""
    if sorted(result.ids) != sorted(reference.ids):
        return math.inf, "the set of examples"
    place = {id: i for i, id in enumerate(result.ids)}
    order = torch.tensor([place[id] for id in reference.ids])
    gaps = {
        "the loss": relative(result.loss, reference.loss),
        "the loss of an example": distance(result.losses[order], reference.losses),
    }
    if result.outputs is not None and reference.outputs is not None:
        gaps["an output"] = distance(result.outputs[order], reference.outputs)
    for name, value in reference.metrics.items():
        gaps[name] = relative(result.metrics.get(name, math.inf), value)
    what = max(gaps, key=lambda name: gaps[name])
    return gaps[what], what


def relative(found: float, expected: float) -> float:
    """0 where both are undefined, such as the AUROC of a single class."""
    if math.isnan(found) and math.isnan(expected):
        return 0.0
    difference = abs(found - expected) / max(abs(expected), 1e-3)
    return difference if math.isfinite(difference) else math.inf


def distance(found: Tensor, expected: Tensor) -> float:
    return (
        (found - expected).abs().max() / expected.abs().max().clamp_min(1e-3)
    ).item()


class Modes:
    """Watches a net: in which mode it was asked, and whether it has changed."""

    def __init__(self, net: nn.Module):
        self.net, self.before, self.training = net, weight_hash(net), set[bool]()
        net.register_forward_pre_hook(lambda net, _: self.training.add(net.training))

    def judge(self, findings: Findings) -> None:
        findings.demand(
            self.training == {False},
            "evaluate() asked the net in training mode, expected evaluation mode.",
            MODE,
        )
        findings.demand(
            self.net.training,
            "evaluate() was handed a net in training mode and gave it back in evaluation.",
            MODE,
        )
        findings.demand(
            weight_hash(self.net) == self.before,
            "evaluate() changed a weight or a buffer of the net, expected none.",
            MODE,
        )
