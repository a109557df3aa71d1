"""Input-independent baseline: does the net extract anything from the input at all?"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import torch

from .. import show
from ..bootstrap import Interval, bootstrap, paired_difference
from ..contract import Evaluation, Project, Some
from ..findings import Findings, evidence
from ..ledger import Ledger, Record
from ..specimen import fresh_net, under
from .best_constant import best_without_input
from .dumb_baselines import CONSTANT as CONSTANT_RUNG
from .dumb_baselines import WALK, walks

BLANK = "blank inputs"
CONSTANT = 0.03  # relative: a net without input can learn the constant and nothing else
# validation examples: if they cannot tell, parts of the training examples help
FEW = 100
PARTS = 4  # of the training examples, each about as large as the validation split


class Pair(NamedTuple):
    """Two trainings, each at its best weights on the validation split."""

    blank: Evaluation
    real: Evaluation


def check(project: Project, ledger: Ledger) -> Record:
    """Train on inputs set to zero; with the real ones the net must do better (recipe 2.9).

    Two verdicts. The blank net ends at the loss of the best constant: lower, and the answer
    leaks past the input; higher, and the loss or its formula is wrong. Where the bias of the
    start is no minimum (Cautious), it may end anywhere between the best answer that needs no
    input, which is fitted, and the loss at init. The real net is better than the blank one,
    with a paired interval, both at their best checkpoints: overtrained, a sound net can lose.
    Blank means zero in training too, not only when it is tested.

    The rungs of baselines.py are such a pair. Their weights are the best by `watch`, though;
    where they leave a doubt, both nets are trained once more and judged by their loss.
    """
    lowest, constant, how = best_without_input(project)
    experiment = ledger.expect(
        "2.9",
        "Without inputs the net ends at the best constant; with them it does better.",
        value=constant,
        how=how,
        tolerance=f"{CONSTANT:g} (relative); real below blank with a paired 95 % interval",
    )
    pair = of_the_ladder(project)
    if pair is None or doubt(pair, lowest, constant):
        pair = Pair(*(trained(project, blank) for blank in (True, False)))
    gain = paired_difference(pair.real, pair.blank)
    if gain.high >= 0 and few(pair.real):
        gain = cross_validated(project, pair)
    findings = Findings()
    judge_blank(pair.blank.loss, lowest, constant, findings)
    walk = gain.low <= 0 <= gain.high and walks(project)
    if not walk:
        judge_gain(gain, pair, findings)
    losses = {"blank": pair.blank.loss, "real": pair.real.loss}
    measured = {**losses, "real minus blank": [gain.low, gain.high]}
    drawn = picture(project, pair, constant, ledger)
    if not findings.faults and gain.high >= 0:
        why = WALK if walk else "Not clearly better: train longer, or on more examples."
        because = f"{sentence(gain)} {why}"
        return experiment.conclude(
            measured, None, because, ("config.py: steps",), drawn
        )
    return findings.conclude(experiment, measured, sentence(gain), drawn)


def of_the_ladder(project: Project) -> Pair | None:
    rungs = dict(project.baselines())
    return Pair(rungs[BLANK], [*rungs.values()][-1]) if BLANK in rungs else None


def doubt(pair: Pair, lowest: float, constant: float) -> bool:
    findings = Findings()
    judge_blank(pair.blank.loss, lowest, constant, findings)
    return bool(findings.faults) or paired_difference(pair.real, pair.blank).high >= 0


def few(validation: Evaluation) -> bool:
    return len(validation.ids) < FEW and validation.overlap == 1


def cross_validated(project: Project, pair: Pair) -> Interval:
    """Real minus blank over the validation split and each part of the training examples."""
    reals, blanks = [pair.real], [pair.blank]
    for fold in other_folds(project):
        reals.append(trained(fold, blank=False))
        blanks.append(trained(fold, blank=True))
    return paired_difference(joined(reals), joined(blanks))


def other_folds(project: Project) -> Iterator[Project]:
    """Parts of the training examples validate in turn; the others train with the validation's."""
    train, validation = list(project.splits.train), list(project.splits.validation)
    parts = [train[i::PARTS] for i in range(PARTS)]
    for held in parts:
        rest = [e for part in parts if part is not held for e in part]
        splits = Some(rest + validation, held, project.splits.test)
        yield project.having(splits=splits)


def joined(folds: list[Evaluation]) -> Evaluation:
    """The examples of several folds, each of which is in one of them, as one evaluation."""
    columns = zip(*((f.losses, f.weights, f.tally) for f in folds), strict=True)
    losses, weights, tally = map(torch.cat, columns)
    loss = (losses.double().dot(weights.double()) / weights.double().sum()).item()
    ids = [id for f in folds for id in f.ids]
    return Evaluation(ids, losses, weights, tally, loss, {})


def judge_gain(gain: Interval, pair: Pair, findings: Findings) -> None:
    findings.demand(
        gain.value < 0,
        f"With real inputs the validation loss is {pair.real.loss:.4g}, with blank ones "
        f"{pair.blank.loss:.4g}. {sentence(gain)} The net gets nothing out of its input.",
        "data.py: encode, then the check overfit_one_batch",
    )


def sentence(gain: Interval) -> str:
    return f"Real inputs change the loss by {gain}."


def trained(project: Project, blank: bool) -> Evaluation:
    """The same loop, budget and seed; only the inputs differ. The best weights are those of the
    least loss, as losses are compared."""
    project = under(project, watch="loss")
    train, validation = (
        project.feed(part, blank=blank)
        for part in (project.splits.train, project.splits.validation)
    )
    net = fresh_net(project)
    with TemporaryDirectory() as folder:
        run = project.new_run(Path(folder))
        project.train(net, train, validation, run)
        net.load_state_dict(run.checkpoint("best")["net"])
    return project.evaluate(net, validation)


def judge_blank(
    blank: float, lowest: float, constant: float, findings: Findings
) -> None:
    room = CONSTANT * max(abs(constant), 0.01)
    findings.demand(
        blank >= lowest - room,
        f"On blank inputs the net reaches {blank:.4g}, below the best constant's "
        f"{lowest:.4g}: the answer leaks in past the input.",
        "data.py: does anything but x reach the net? feed.py: blank",
    )
    findings.demand(
        blank <= constant + room,
        f"On blank inputs the net only reaches {blank:.4g}, a constant costs {constant:.4g}.",
        "target.py: loss, head_bias and expected_loss_at_init disagree",
    )


def picture(project: Project, pair: Pair, constant: float, ledger: Ledger) -> list[str]:
    """Constant, blank and real: the first two side by side, the third below."""
    path = evidence(ledger, "input_independent_baseline.svg")
    if path is None:
        return []
    rungs = [
        show.Rung(CONSTANT_RUNG, constant, constant, constant),
        rung_of(project, BLANK, pair.blank),
        rung_of(project, "real inputs", pair.real, ours=True),
    ]
    return [show.ladder(rungs, "loss", path, lower_is_better=True)]


def rung_of(
    project: Project, name: str, found: Evaluation, ours: bool = False
) -> show.Rung:
    interval = bootstrap(found, project.target)["loss"]
    return show.Rung(name, interval.value, interval.low, interval.high, ours)
