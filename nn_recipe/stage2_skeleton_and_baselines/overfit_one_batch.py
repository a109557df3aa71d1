"""Overfit one batch: a handful of examples, down to the lowest loss that can be reached."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten

from torch import Tensor, nn

from .. import show
from ..additions import Structured
from ..chance import fix_random_seed
from ..contract import Example, Feed, Project, Target
from ..findings import Findings, evidence
from ..ledger import Ledger, Record
from ..places import decoded
from ..same_answer import are_numbers, as_number, disagreeing
from ..silent_failures.step_form import form_of
from ..specimen import batch_loss, device_of, fresh_net, plain
from .by_heart import Tail, times, without_chance
from .telling_examples import distinct

SIZES = (2, 8)
# in a batch: eight masks of 96 x 128 pixels would take minutes
ANSWERS = 50_000
CLOSE = 0.05  # of the way: who is as near by then gets as many steps again
STEPS = 400  # at 3e-3 eight examples need about 20, a narrow net or a noisy machine 100
STUCK = 150  # steps after which less than half the way means: not this net
PATIENCE = 10  # steps between two looks at the evaluation
LEARNING_RATE = 3e-3  # ten times the usual: nothing here has to generalise
LEFT = 0.01  # of the way from the first loss to the floor
ROOM = 0.1  # of the range of the answers: how near a predicted number must be
DOUBLINGS = 3  # of the width, at most
LONG = 300  # letters of an answer in a message: boxes say much
HELPS = 0.9  # of what was left: a wider net must leave less


@dataclass(frozen=True)
class Fit:
    """How one batch was fitted."""

    losses: list[float]  # of every step, before it
    floor: float
    left: float  # of the way to the floor, in training mode or in evaluation, the worse
    answers: list  # raw, as the files hold them
    predictions: list
    wrong: list[int]  # where a prediction is not the raw answer
    width: int

    @property
    def reached(self) -> bool:
        return self.left <= LEFT

    @property
    def by_heart(self) -> bool:
        return self.reached and not self.wrong


def check(project: Project, ledger: Ledger) -> Record:
    """A net that cannot learn two examples by heart will learn nothing else (recipe 2.11).

    Through the project's own `train_step`, without regularisers, and with more capacity if
    needed. At most 1 % of the way to the floor may be left, in training mode and in
    evaluation, and each prediction must be the raw answer of the same id: a loss near the
    floor alone does not show that x and y belong together.
    """
    chosen = distinct(project, max(SIZES))
    sizes = affordable_sizes(project, chosen)
    experiment = ledger.expect(
        "2.11",
        f"{' and '.join(map(str, sizes))} examples can be learnt by heart.",
        value={"left of the way to the floor": 0.0, "wrong predictions": 0},
        how="target.floor on the batch; the raw answers by id",
        tolerance={"left of the way to the floor": LEFT, "wrong predictions": 0},
    )
    fits: list[Fit] = []
    findings = Findings()
    for size in sizes:
        fits.append(fit_with_enough_capacity(project, chosen[:size]))
        judge(fits[-1], findings)
        if findings.faults:
            break  # who cannot learn two by heart need not try eight
    measured = {
        f"{len(fit.answers)} examples": {
            "left of the way to the floor": fit.left,
            "wrong predictions": len(fit.wrong),
            "steps": len(fit.losses),
        }
        for fit in fits
    }
    because = f"Learnt by heart within {max(len(fit.losses) for fit in fits)} steps."
    drawn = picture(fits[-1], project.target, ledger)
    return findings.conclude(experiment, measured, because, drawn)


def affordable_sizes(project: Project, examples: Sequence[Example]) -> list[int]:
    """Two and eight; of large masks, whose every pixel is an answer, two are a handful."""
    each = project.target.encode(examples[0].answer).numel()
    return [size for size in SIZES if size == SIZES[0] or size * each <= ANSWERS]


def judge(fit: Fit, findings: Findings) -> None:
    size = len(fit.answers)
    findings.demand(
        fit.reached,
        f"After {len(fit.losses)} steps on the same {size} examples {fit.left:.0%} of the way "
        f"from a loss of {fit.losses[0]:.4g} to the floor {fit.floor:.4g} is left, "
        f"expected at most {LEFT:.0%}.",
        "target.py: loss; train.py: train_step; model.py: does the gradient arrive?",
    )
    for i in fit.wrong[:1]:
        findings.demand(
            False,
            f"{len(fit.wrong)} of {size} predictions are not the answer of their example: "
            f"predicted {shorten(repr(fit.predictions[i]), LONG)} where the file says "
            f"{shorten(repr(fit.answers[i]), LONG)}.",
            "target.py: encode, loss and decode; feed.py: x and y of one id",
        )


def fit_with_enough_capacity(project: Project, examples: Sequence[Example]) -> Fit:
    """The first net that fits; wider ones are tried as long as that helps."""
    narrow, *wider = capacities(project)
    fit = fit_one_batch(narrow, examples)
    for wide in wider:
        before = fit
        if not before.by_heart:
            fit = fit_one_batch(wide, examples)
        if fit.left > HELPS * before.left:
            break  # capacity is not what is missing
    return fit


def capacities(project: Project) -> Iterator[Project]:
    """The net of the config, then the reference at once, twice, ... its width."""
    small = plain(project, learning_rate=LEARNING_RATE)
    yield small
    if not hasattr(small.config, "width"):  # a net of one size
        return
    for doubling in range(1, DOUBLINGS + 1):
        yield small.but(model="reference", width=small.config.width * 2**doubling)


def fit_one_batch(project: Project, examples: Sequence[Example]) -> Fit:
    net, feed = without_chance(fresh_net(project)), project.feed(examples)
    config, target = project.config, project.target
    batch = feed[times(net) * [*range(len(feed))]].to(device_of(net))
    optimizer, losses = project.optimizer(net), []
    rates, tail = [group["lr"] for group in optimizer.param_groups], Tail(
        net, optimizer
    )
    answers = [example.answer for example in examples]
    floor, left = learnable(project, batch.y), 1.0
    predictions, wrong = [], list(range(len(examples)))
    for step in range(1, 2 * STEPS + 1):
        net.train()
        fix_random_seed(config.seed, step)
        losses.append(project.train_step(net, optimizer, batch).loss.item())
        if step % PATIENCE == 0:
            left, outputs = still_left(net, feed, project, losses[0], floor)
            predictions = decoded(outputs, batch.x.cpu(), project.inputs, target)
            wrong = disagreeing(target, predictions, answers, ROOM)
            if left <= LEFT and not wrong:
                break
            trained = (losses[-1] - floor) / max(losses[0] - floor, 1e-12)
            hurry = tail.pace(step, left, trained)
            rests = min(1.0, 2 * (2 - step / STEPS))  # to 0: a kink leaves the rate
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * rests * hurry
            enough = 0.5 if step < STEPS else CLOSE
            if step >= STUCK and min(losses) - floor > enough * (losses[0] - floor):
                break  # by its best step: a spike is not stuck, nor is a BatchNorm that lags
    width = getattr(config, "width", 0)
    return Fit(losses, floor, left, answers, predictions, wrong, width)


def learnable(project: Project, y: Tensor) -> float:
    """The floor of the target; above it where the step smooths its labels: -ln of their share."""
    share = form_of(project).smoothing
    smoothed = -math.log(1 - share + share / project.target.outputs) if share else 0.0
    return project.target.floor(y) + smoothed


def still_left(
    net: nn.Module, feed: Feed, project: Project, first: float, floor: float
) -> tuple[float, Tensor]:
    """The worse of training and evaluation, which BatchNorm keeps apart; outputs of the latter."""
    batch = feed[times(net) * [*range(len(feed))]].to(device_of(net))
    training = batch_loss(net.train(), batch, project.target).item()
    evaluation = project.evaluate(net, feed, keep_outputs=True)
    assert evaluation.outputs is not None
    worse = max(training, evaluation.loss)
    return (worse - floor) / max(first - floor, 1e-12), evaluation.outputs


def picture(fit: Fit, target: Target, ledger: Ledger) -> list[str]:
    """Labels and predictions in one plot, beside the loss on its way to the floor."""
    path = evidence(ledger, "overfit_one_batch.svg")
    if path is None:
        return []
    values = {}
    if are_numbers(fit.predictions):
        values = {
            "label_values": [as_number(answer) for answer in fit.answers],
            "prediction_values": fit.predictions,
        }
    words = [str(answer) for answer in fit.answers], [str(p) for p in fit.predictions]
    if isinstance(target, Structured):  # what they hold, and which agree
        labels = [target.describe(target.encode(answer)) for answer in fit.answers]
        other = {i: "something else" for i in fit.wrong}
        words = labels, [other.get(i, label) for i, label in enumerate(labels)]
    return [show.overfit_one_batch(fit.losses, fit.floor, *words, path, **values)]
