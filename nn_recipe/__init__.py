"""A Recipe for Training Neural Networks, as experiments: each tip measures, and says if it held.

    import nn_recipe

    project = nn_recipe.open_project("wine")  # a package, or the adapter of your own code
    record = nn_recipe.overfit_one_batch(project)
    assert record.verdict == "holds", record.because

Each tip of the post is one function here. It gives a `Record`: hypothesis, expected
{value, how, tolerance}, measured, verdict, because, look_at. None of them raises: a check that
cannot be carried out fails and says why, one that asks for more than the project offers is
"not applicable". Without a ledger nothing is written and nothing is drawn; with
`Ledger.of(project.config)` verdict and pictures stand in runs/, as after `check`.

The source is Andrej Karpathy, "A Recipe for Training Neural Networks" (2019). Losses are per
example, in the unit of your loss (nats for a cross entropy), a metric is in its own.
"""

from typing import TYPE_CHECKING, Any

from .ledger import Ledger, Record

if TYPE_CHECKING:  # torch takes seconds: whoever measures nothing does not wait for it
    from .contract import Project

Kept = Ledger | None  # where the record goes as well


def open_project(name: str, **changes: Any) -> "Project":
    """By the name of its package, or of a module that has `project(**changes)`.

    `changes` are fields of its config. Raises ValueError if there is no such module, and what
    the project itself raises if its data cannot be read.
    """
    from .contract import open_project
    from .place import stand

    stand(name)
    return open_project(name, **changes)


def measured(check: str, project: "Project", ledger: Kept = None) -> Record:
    """The record of one check by its name or number: `measured("2.11", project)`."""
    from .checks import named, verdicts
    from .ledger.rows import ROWS

    row = named(check, [row for row in ROWS.values() if row.file])
    seed = getattr(getattr(project, "config", None), "seed", 0)
    asked = [(row, seed)]
    return next(verdicts(asked, project, Ledger() if ledger is None else ledger))


# --- stage 2: set up the skeleton, get dumb baselines


def fails_silently(project: "Project", ledger: Kept = None) -> Record:
    """Training, data and what leaves the project, against references written anew (0.3)."""
    return measured("fails_silently", project, ledger)


def fix_random_seed(project: "Project", ledger: Kept = None) -> Record:
    """The same seed gives the same bits: workers, evaluations and a resume change none (2.2)."""
    return measured("fix_random_seed", project, ledger)


def simplify(project: "Project", ledger: Kept = None) -> Record:
    """Nothing is on yet that regularises, augments or hides a bug (2.3)."""
    return measured("simplify", project, ledger)


def significant_digits(project: "Project", ledger: Kept = None) -> Record:
    """Loss and metrics are those of the whole split, each example once (2.4)."""
    return measured("significant_digits", project, ledger)


def verify_loss_at_init(project: "Project", ledger: Kept = None) -> Record:
    """The untrained net costs what the best constant costs, to 1 % (2.5).

    That is -sum q ln p over the class shares for a softmax, the variance for a squared error.
    """
    return measured("verify_loss_at_init", project, ledger)


def init_well(project: "Project", ledger: Kept = None) -> Record:
    """The untrained net answers the best constant, and the loss reaches its first layer (2.6)."""
    return measured("init_well", project, ledger)


def human_interpretable_metrics(project: "Project", ledger: Kept = None) -> Record:
    """Metrics are what a slow count of decoded and raw answers gives; perfect ones score 0 or 1
    (2.7)."""
    return measured("human_interpretable_metrics", project, ledger)


def input_independent_baseline(project: "Project", ledger: Kept = None) -> Record:
    """With x set to zero the net ends at the best constant, with x it does better (2.9).

    Trains two nets under the whole budget of the config.
    """
    return measured("input_independent_baseline", project, ledger)


def dumb_baselines(project: "Project", ledger: Kept = None) -> Record:
    """Constant and linear net agree with a library's; which baseline is the one to beat (2.10).

    Fits every rung of the project's ladder, and trains its nets.
    """
    return measured("dumb_baselines", project, ledger)


def overfit_one_batch(project: "Project", ledger: Kept = None) -> Record:
    """Two and eight examples are learnt by heart: 1 % of the way to the floor is left at most,
    and each prediction is the raw answer (2.11)."""
    return measured("overfit_one_batch", project, ledger)


def more_capacity(project: "Project", ledger: Kept = None) -> Record:
    """Each doubling of the width lowers the training loss: 15 trainings of 200 steps (2.12)."""
    return measured("more_capacity", project, ledger)


def just_before_the_net(project: "Project", ledger: Kept = None) -> Record:
    """What goes into the net is what `encode` gives, around 0 and of size 1, in training and in
    validation (2.13). "unclear" until a person has looked at the picture."""
    return measured("just_before_the_net", project, ledger)


def prediction_dynamics(project: "Project", ledger: Kept = None) -> Record:
    """The predictions of a fixed batch settle, and looking on changes no bit (2.14)."""
    return measured("prediction_dynamics", project, ledger)


def backprop_dependencies(project: "Project", ledger: Kept = None) -> Record:
    """An output feels its own example and no other, its past and no future (2.15)."""
    return measured("backprop_dependencies", project, ledger)


# --- stage 3: overfit


def first_overfit(project: "Project", ledger: Kept = None) -> Record:
    """The training set can be learnt by heart, by the net of config.py or a wider one (3.1)."""
    return measured("first_overfit", project, ledger)


def adam_is_safe(project: "Project", ledger: Kept = None) -> Record:
    """The learning rate is within 3 times of what a range test suggests (3.3)."""
    return measured("adam_is_safe", project, ledger)


def learning_rate_decay(project: "Project", ledger: Kept = None) -> Record:
    """The optimizer holds the declared rate at every step; none comes to rest early (3.5)."""
    return measured("learning_rate_decay", project, ledger)
