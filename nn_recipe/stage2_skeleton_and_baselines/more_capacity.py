"""Verify decreasing training loss: a net with a little more capacity must fit better."""

import statistics

from .. import show
from ..contract import Project
from ..findings import Findings, evidence
from ..ledger import Ledger, Record
from ..progress import track
from ..specimen import cooled, fresh_net, some

WIDTHS = (4, 8, 16)  # far too narrow for any data: there must be something to gain
SEEDS = 5
STEPS = 200
# falls to 0 on the way: what is left is capacity, not the last step's noise
LEARNING_RATE = 3e-3
MOST = 2000  # training examples
CLEAR = 2.0  # standard errors of the fall
FITTED = 0.01  # of the first loss: nothing left to gain


def check(project: Project, ledger: Ledger) -> Record:
    """At this stage you should be underfitting: more capacity, lower training loss (2.12).

    The reference net in three widths, with the same seeds, steps and batches. Each doubling
    has to lower the training loss with every seed (by chance 3 % of the time), or on average
    by more than twice the standard error of the fall (6 %), unless the loss is at its floor
    already. If it does not: a dead layer, a wrong rate, labels that do not belong to the inputs.
    """
    experiment = ledger.expect(
        "2.12",
        "Each doubling of the width lowers the training loss.",
        value="lower",
        how=f"widths {WIDTHS}, {SEEDS} seeds, {STEPS} steps each",
        tolerance=f"with every seed, or {CLEAR:g} standard errors, or down to the floor",
    )
    losses, findings = sweep(project), Findings()
    means = {width: statistics.mean(values) for width, values in losses.items()}
    for narrow, wide in zip(WIDTHS, WIDTHS[1:], strict=False):
        falls = [a - b for a, b in zip(losses[narrow], losses[wide], strict=True)]
        least = CLEAR * statistics.stdev(falls) / SEEDS**0.5
        findings.demand(
            min(falls) > 0
            or statistics.mean(falls) > least
            or fitted(means[wide], project),
            f"From width {narrow} to {wide} the training loss went from {means[narrow]:.4g} to "
            f"{means[wide]:.4g}, and not down with every seed; expected a fall of more than "
            f"{least:.2g}.",
            "model.py: does the width reach every layer? data.py, target.py: do x and y match?",
        )
    because = "Training loss " + ", ".join(
        f"{m:.4g} at width {w}" for w, m in means.items()
    )
    path = evidence(ledger, "more_capacity.svg")
    drawn = [] if path is None else [show.capacity(losses, path)]
    return findings.conclude(experiment, losses, f"{because}.", drawn)


def sweep(project: Project) -> dict[int, list[float]]:
    """The training loss after the same steps, one per seed, for each width."""
    short = cooled(
        project,
        "cosine",
        model="reference",
        depth=1,
        steps=STEPS,
        learning_rate=LEARNING_RATE,
        evaluate_every=10**9,
    )
    feed_of = {}
    examples = some(project.splits.train, MOST)
    losses: dict[int, list[float]] = {width: [] for width in WIDTHS}
    asked = [(w, s) for w in WIDTHS for s in range(SEEDS)]
    for width, seed in track(asked, "training", len(asked)):
        one = short.but(width=width, seed=short.config.seed + seed)
        feed = feed_of.setdefault(seed, one.feed(examples))
        net = fresh_net(one)
        one.train(net, feed)
        losses[width].append(project.evaluate(net, feed).loss)
    return losses


def fitted(loss: float, project: Project) -> bool:
    y = project.feed(some(project.splits.train, 256))
    y = y[range(len(y))].y
    floor = project.target.floor(y)
    return loss - floor <= FITTED * (project.target.expected_loss_at_init(y) - floor)
