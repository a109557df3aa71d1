"""Human-interpretable metrics: numbers other than the loss that a person can check."""

import math
from collections.abc import Iterator
from textwrap import shorten

import torch
from torch import Tensor

from ..chance import mix
from ..contract import Evaluation, Example, Project, Target
from ..findings import Findings
from ..ideal import perfect_outputs
from ..ledger import Ledger, Record
from ..same_answer import disagreeing
from ..specimen import affordable, fresh_net, sayable, some, with_random_head
from .boxes_by_hand import not_cut
from .counted_by_hand import counted_by_hand
from .covered_share import judge_coverage
from .slope import judge_rest
from .where_yes_begins import judge_yes

MOST = 256  # validation examples, and
NUMBERS = 250_000  # outputs at most: 15 windows of 64 tokens out of 256
PERFECT = 1e-3  # of 1, or of what a constant answer scores
SAME = 1e-6  # relative: the tally is kept in float64
BLURS = (0.5, 1.0, 2.0)  # of nearly perfect outputs, in their own sds
SCALES = (0.1, 1.0, 5.0)  # of the outputs of a random head: unsure, usual, too sure
WHERE = "target.py: tally and metrics"
LONG = 300  # letters of an answer in a message: boxes say much


def check(project: Project, ledger: Ledger) -> Record:
    """Metrics are in the user's units, and the best possible answers score best (recipe 2.7).

    The outputs themselves are fitted to y, with no net in between: decoded, they must be the
    raw answers, and every metric must then be 0 (an error) or 1 (a share). Metrics may not
    depend on the order of the examples, nor break on a single class or a single example. Answers
    that no outputs decode to (Crowded) are left aside. A net with a random head, wrong as often
    as right, is scored from its decoded answers as well.
    """
    experiment = ledger.expect(
        "2.7",
        "Perfect answers score 0 or 1, others what their decoded answers say.",
        value="0 or 1 in every metric",
        how="outputs fitted to y without a net; raw answers by id",
        tolerance=f"{PERFECT:g} of 1, or of what the constant answer scores",
    )
    target = project.target
    examples = some(project.splits.validation, few_outputs(project))
    feed = project.feed(examples)
    y, answers = feed[range(len(feed))].y, [example.answer for example in examples]
    net = with_random_head(fresh_net(project))
    evaluation = project.evaluate(net, feed, keep_outputs=True)
    random = evaluation.outputs
    assert random is not None
    findings, can = Findings(), sayable(target, y)
    perfect = perfect_outputs(target, random[can], y[can])
    meant = [answer for answer, yes in zip(answers, can.tolist(), strict=True) if yes]
    judge_perfect(target, perfect, y[can], meant, findings)
    judge_rest(target, random[can].double(), perfect, y[can], findings)
    judge_stability(target, target.tally(random, y), findings)
    judge_perplexity(evaluation, findings)
    judge_coverage(target, y, findings)
    judge_yes(project, random, findings)
    for scale in SCALES:
        judge_against_answers(project, scale * random.double(), y, examples, findings)
    known = [e for e, yes in zip(examples, can.tolist(), strict=True) if yes]
    for outputs in nearly(perfect):
        judge_against_answers(project, outputs, y[can], known, findings)
    measured = {
        "perfect": said(target.metrics(target.tally(perfect, y[can]))),
        "answers that can be said": can.double().mean().item(),
        "random head": said(evaluation.metrics),
    }
    because = f"{len(evaluation.metrics)} metrics, checked on {len(feed)} raw answers."
    return findings.conclude(experiment, measured, because)


def few_outputs(project: Project) -> int:
    """How many examples: each has an output for every class at every place of its y."""
    y = project.target.encode(project.splits.validation[0].answer)
    fitting = NUMBERS // (project.target.outputs * y.numel())
    return min(affordable(project, MOST), max(8, fitting))


def said(metrics: dict[str, float]) -> dict[str, float | str]:
    """With words where a metric is undefined, such as the AUROC of a single class."""
    return {
        name: value if math.isfinite(value) else "undefined"
        for name, value in metrics.items()
    }


def judge_perfect(
    target: Target, perfect: Tensor, y: Tensor, answers: list, findings: Findings
) -> None:
    decoded = target.decode(perfect)
    wrong = [
        (decoded[i], answers[i]) for i in disagreeing(target, decoded, answers, PERFECT)
    ]
    findings.demand(
        not wrong,
        f"{len(wrong)} of {len(answers)} ideal outputs decode to something else than the raw "
        f"answer: {shorten(str(wrong[:1]), LONG)}.",
        "target.py: decode must undo encode",
    )
    # probabilities that are not quite 1, and metrics made of them
    left = (target.loss(perfect, y).mean() - target.floor(y)).clamp(0, PERFECT).item()
    bias = target.head_bias().reshape(1, -1, *[1] * (perfect.ndim - 2))
    usual = target.metrics(target.tally(bias.expand_as(perfect), y))
    for name, value in target.metrics(target.tally(perfect, y)).items():
        scale = abs(usual[name]) if math.isfinite(usual[name]) else 1.0
        room = max(PERFECT * scale, 2 * left)
        ideal = abs(value) <= room or abs(value - 1) <= max(PERFECT, 2 * left)
        findings.demand(
            not abs(usual[name] - value) > PERFECT
            or (value < usual[name]) == (name in target.errors),
            f"{name} is {value:.4g} for ideal outputs and {usual[name]:.4g} for constant ones, yet "
            f"`errors` says that {'less' if name in target.errors else 'more'} is better.",
            "target.py: errors, which decides which weights are kept",
        )
        findings.demand(
            ideal or math.isnan(value),
            f"Ideal outputs score {value:.6g} in {name}, expected 0 or 1.",
            WHERE,
        )


def judge_stability(target: Target, tally: Tensor, findings: Findings) -> None:
    """The order does not matter; a single example or answer may be undefined, never infinite."""
    once, backwards = target.metrics(tally), target.metrics(tally.flip(0))
    for name, value in once.items():
        findings.demand(
            math.isnan(value)
            or abs(backwards[name] - value) <= SAME * max(1.0, abs(value)),
            f"In reverse order {name} is {backwards[name]:.8g}, expected {value:.8g}.",
            WHERE,
        )
    for what, few in (
        ("one example", tally[:1]),
        ("one example thrice", tally[:1].repeat_interleave(3, 0)),
    ):
        for name, value in target.metrics(few).items():
            findings.demand(
                not math.isinf(value),
                f"{name} of {what} is infinite, expected a number or nan (undefined).",
                WHERE,
            )


def judge_perplexity(evaluation: Evaluation, findings: Findings) -> None:
    """The loss in another unit is no opinion of its own: e to the nats."""
    for name, value in evaluation.metrics.items():
        expected = math.exp(min(evaluation.loss, 700.0))
        findings.demand(
            name.lower() != "perplexity" or abs(value - expected) <= 1e-4 * expected,
            f"{name} is {value:.6g}, and e to the loss of {evaluation.loss:.6g} is {expected:.6g}.",
            "target.py: metrics, is the base e?",
        )


def nearly(perfect: Tensor) -> Iterator[Tensor]:
    """Right in part: with noise as large as what an output varies by, and half and twice that."""
    spread = perfect.transpose(0, 1).flatten(1).std(1, correction=0)  # [outputs]
    spread = spread.reshape(-1, *[1] * (perfect.ndim - 2))
    generator = torch.Generator().manual_seed(mix(0))
    for much in BLURS:
        noise = torch.randn(perfect.shape, generator=generator).to(perfect)
        yield perfect + much * spread * noise


def judge_against_answers(
    project: Project,
    outputs: Tensor,
    y: Tensor,
    examples: list[Example],
    findings: Findings,
) -> None:
    """Metrics are what a slow count of decoded and raw answers gives. Outputs of a random net, sure
    or unsure, stand on both sides of any threshold; those that are nearly right find some boxes,
    or parts of a text, that a random net never would."""
    off = disagreement(project, outputs, y, examples)
    if off and project.target.answers_are == "boxes":
        # a box cut at the border of its picture may reach into a rim that x has
        kept = not_cut(project, project.target.decode(outputs), examples)
        those = [examples[i] for i in kept]
        off = disagreement(project, outputs[kept], y[kept], those) if kept else ""
    findings.demand(not off or bool(findings.faults), off, WHERE)


def disagreement(
    project: Project, outputs: Tensor, y: Tensor, examples: list[Example]
) -> str:
    """The first metric that is off, "" if none is; you may have chosen others."""
    metrics = project.target.metrics(project.target.tally(outputs, y))
    expected = counted_by_hand(project, outputs, y, examples)
    for name in metrics.keys() & expected.keys():
        if not same(metrics[name], expected[name]):
            return (
                f"{name} is {metrics[name]:.8g}; counted by hand, from the decoded and the raw "
                f"answers, it is {expected[name]:.8g}."
            )
    return ""


def same(found: float, expected: float) -> bool:
    """Both undefined, or equal but for rounding."""
    if math.isnan(expected):
        return math.isnan(found)
    return abs(found - expected) <= SAME * max(1.0, abs(expected))
