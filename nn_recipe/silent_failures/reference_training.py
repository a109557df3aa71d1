"""The project's training loop against a slow one: AdamW, its rates and its options written out."""

import copy
import math

from ..additions import Watching
from ..contract import NotOffered, Project
from ..findings import Findings
from ..specimen import InDouble, fresh_net, some, under, with_random_head
from .by_hand import BETAS, EXACT, Both, replay
from .reference_step import largest_difference, weighed_unequally
from .step_form import Form, followed, form_of

# Every option has an effect, and none its usual value; two epochs and a bit.
UNUSUAL = {
    "model": "tiny",
    "steps": 11,
    "batch_size": 5,
    "accumulate": 2,
    "learning_rate": 0.02,
    "warmup": 0.3,
    "schedule": "wsd",
    "weight_decay": 0.3,
    "betas": (0.8, 0.95),
    "clip": 0.05,
    "evaluate_every": 4,
    "log_every": 3,
    "workers": 0,
}
USUAL = {
    "steps": 4,  # within the first epoch
    "accumulate": 1,
    "warmup": 0.0,
    "schedule": "constant",
    "weight_decay": 0.0,
    "betas": BETAS,
    "clip": 1e9,
}
EXAMPLES = 25
LOOP = "train.py: train and new_optimizer"


class Still(InDouble):
    """In float64 and always in evaluation mode: BatchNorm and dropout are not at issue here."""

    def train(self, mode: bool = True) -> "Still":
        super().train(False)
        return self


def judge_training(project: Project, findings: Findings) -> float:
    """`train` ends where AdamW by hand does, and says of itself what happened.

    Decay, both betas, clipping, parts of a batch, epochs: all as the config says, for a config
    in which each of them matters. In float64, from the same batches. What a project may choose
    is taken as it comes: another optimizer, rates of its own for some weights (3.5 asks for the
    rates), inputs that are turned and cut for training alone, an average that is evaluated.
    """
    unusual = weighed_unequally(under(project, **UNUSUAL))
    form = form_of(unusual)
    if form.unfollowed:
        raise NotOffered(form.unfollowed)
    both = side_by_side(unusual, form)
    findings.demand(
        both.gap <= EXACT,
        f"After {len(both.losses)} steps of training with every option at an unusual value a "
        f"weight is {both.gap:.2g} away from {both.optimizer} written out, expected {EXACT:g}; "
        f"{suspects(unusual, both.gap, form)}.",
        LOOP,
    )
    if both.gap <= EXACT:  # else all that follows differs as well
        judge_history(both, findings)
    return both.gap


def side_by_side(project: Project, form: Form) -> Both:
    """How far apart both trainings end; what ours reports, and what the other found."""
    feed = project.feed(some(project.splits.train, EXAMPLES))
    validation = project.feed(some(project.splits.validation, EXAMPLES))
    ours = Still(with_random_head(fresh_net(project))).eval()
    naive, written = copy.deepcopy(ours), followed(project, form)
    if not isinstance(project, Watching):
        both = Both(project.train(ours, feed, validation))
        given = both.history.batches or feed.training(0, project.config.steps)
        replay(naive, [*given], feed, validation, project, both)
        both.gap = largest_difference(ours, naive)
        return both
    with project.watching() as seen:
        both = Both(project.train(ours, feed, validation))
    if len(seen.steps) != project.config.steps:
        raise NotOffered(
            "training does not go through `train_step` for each of its steps"
        )
    batches = [step.batch for step in seen.steps]
    replay(naive, batches, feed, validation, written, both, seen, form.loss)
    return both


def suspects(unusual: Project, gap: float, form: Form) -> str:
    """The options without which both agree."""
    if gap <= EXACT:
        return "none"
    found = [
        f"{option} = {value}"
        for option, value in USUAL.items()
        if hasattr(unusual.config, option)
        and side_by_side(unusual.but(**{option: value}), form).gap <= EXACT
    ]
    return f"with {' or '.join(found)} they agree" if found else "whatever the options"


def judge_history(both: Both, findings: Findings) -> None:
    """What training says about itself is what happened, and the best is the best."""
    history, losses, evaluations = both.history, both.losses, both.evaluations
    findings.demand(
        near(history.losses, losses),
        f"Training reports the losses {history.losses[:3]}..., by hand {losses[:3]}...",
        "train.py: log",
    )
    findings.demand(
        [step for step, _ in history.evaluations] == list(evaluations)
        and near([loss for _, loss in history.evaluations], list(evaluations.values())),
        f"Evaluated after (steps, loss) {history.evaluations}, by hand {evaluations}.",
        "train.py: keep",
    )


def near(found: list[float], expected: list[float]) -> bool:
    return len(found) == len(expected) and all(
        math.isclose(a, b, rel_tol=EXACT) for a, b in zip(found, expected, strict=True)
    )
