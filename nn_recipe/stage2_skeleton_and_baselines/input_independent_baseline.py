"""Input-independent baseline: does the net extract anything from the input at all?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch

from .. import show
from ..bootstrap import Interval, paired_difference
from ..contract import Project, Splits
from ..findings import Findings, evidence
from ..ledger import Ledger, Record
from ..specimen import fresh_net
from .best_constant import best_without_input

CONSTANT = 0.03  # relative: a net without input can learn the constant and nothing else
# validation examples: if they cannot tell, parts of the training examples help
FEW = 100
PARTS = 4  # of the training examples, each about as large as the validation split


@dataclass(frozen=True)
class Trained:
    """One training, and its best weights on the validation split."""

    history: History
    evaluation: Evaluation


def check(project: Project, ledger: Ledger, steps: int | None = None) -> Record:
    """Train on inputs set to zero; with the real ones the net must do better (recipe 2.9).

    Two verdicts. The blank net ends at the loss of the best constant: lower, and the answer
    leaks past the input; higher, and the loss or its formula is wrong. Where the bias of the
    start is no minimum (Cautious), it may end anywhere between the best answer that needs no
    input, which is fitted, and the loss at init. The real net is better than the blank one,
    with a paired interval, both at their best checkpoints: overtrained, a sound net can lose.
    Blank means zero in training too, not only when it is tested.
    """
    lowest, constant, how = best_without_input(project)
    experiment = ledger.expect(
        "2.9",
        "Without inputs the net ends at the best constant; with them it does better.",
        value=constant,
        how=how,
        tolerance=f"{CONSTANT:g} (relative); real below blank with a paired 95 % interval",
    )
    blank, real = trained(project, True, steps), trained(project, False, steps)
    gain = paired_difference(real.evaluation, blank.evaluation)
    if gain.high >= 0 and few(real.evaluation):
        gain = cross_validated(project, real, blank, steps)
    losses = {"blank": blank.evaluation.loss, "real": real.evaluation.loss}
    findings = Findings()
    judge_blank(losses["blank"], lowest, constant, findings)
    judge_gain(gain, losses, findings)
    measured = {**losses, "real minus blank": [gain.low, gain.high]}
    references = {"constant": constant, "blank inputs": losses["blank"]}
    drawn = picture(project, real, references, ledger)
    if not findings.faults and gain.high >= 0:
        because = (
            f"{sentence(gain)} Not clearly better: train longer, or on more examples."
        )
        return experiment.conclude(
            measured, None, because, ("config.py: steps",), drawn
        )
    return findings.conclude(experiment, measured, sentence(gain), drawn)


def few(validation: Evaluation) -> bool:
    return len(validation.ids) < FEW and validation.overlap == 1


def cross_validated(
    project: Project, real: Trained, blank: Trained, steps: int | None
) -> Interval:
    """Real minus blank over the validation split and each part of the training examples."""
    reals, blanks = [real.evaluation], [blank.evaluation]
    for fold in other_folds(project):
        reals.append(trained(fold, False, steps).evaluation)
        blanks.append(trained(fold, True, steps).evaluation)
    return paired_difference(joined(reals), joined(blanks))


def other_folds(project: Project) -> Iterator[Project]:
    """Parts of the training examples validate in turn; the others train with the validation's."""
    train, validation = list(project.splits.train), list(project.splits.validation)
    parts = [train[i::PARTS] for i in range(PARTS)]
    for held in parts:
        rest = [e for part in parts if part is not held for e in part]
        yield replace(
            project, splits=Splits(rest + validation, held, project.splits.test)
        )


def joined(folds: list[Evaluation]) -> Evaluation:
    """The examples of several folds, each of which is in one of them, as one evaluation."""
    columns = zip(*((f.losses, f.weights, f.tally) for f in folds), strict=True)
    return Evaluation([id for f in folds for id in f.ids], *map(torch.cat, columns), {})


def judge_gain(gain: Interval, losses: dict[str, float], findings: Findings) -> None:
    findings.demand(
        gain.value < 0,
        f"With real inputs the validation loss is {losses['real']:.4g}, with blank ones "
        f"{losses['blank']:.4g}. {sentence(gain)} The net gets nothing out of its input.",
        "data.py: encode, then the check overfit_one_batch",
    )


def sentence(gain: Interval) -> str:
    return f"Real inputs change the loss by {gain}."


def trained(project: Project, blank: bool, steps: int | None) -> Trained:
    """The same loop, budget and seed; only the inputs differ. The best weights are those of the
    least loss, as losses are compared."""
    feed = project.feed(project.splits.train, blank=blank)
    validation = project.feed(project.splits.validation, blank=blank)
    net = fresh_net(project)
    history = project.but(look="loss").train(net, feed, validation, steps=steps)
    assert history.best is not None
    net.load_state_dict(history.best.net)
    return Trained(history, project.evaluate(net, validation))


def judge_blank(
    blank: float, lowest: float, constant: float, findings: Findings
) -> None:
    room = CONSTANT * max(abs(constant), 0.01)
    findings.demand(
        blank >= lowest - room,
        f"On blank inputs the net reaches {blank:.4g}, below the best constant's "
        f"{lowest:.4g}: the answer leaks in past the input.",
        "data.py: does anything but x reach the net? recipe/feed.py: blank",
    )
    findings.demand(
        blank <= constant + room,
        f"On blank inputs the net only reaches {blank:.4g}, a constant costs {constant:.4g}.",
        "target.py: loss, head_bias and expected_loss_at_init disagree",
    )


def picture(
    project: Project, real: Trained, references: dict[str, float], ledger: Ledger
) -> list[str]:
    """The curves of the real net, with what needs no input as lines across."""
    path = evidence(ledger, "input_independent_baseline.svg")
    if path is None:
        return []
    losses = real.history.losses
    steps = list(range(len(losses)))
    at, values = zip(*real.history.evaluations, strict=True)
    rates = [project.learning_rate(step) for step in steps]
    return [
        show.loss_curves(
            (steps, losses), (at, values), (steps, rates), path, references
        )
    ]
