"""The table of the recipe: every row with its kind of promise and what measures it.

A *gate* or a *human* row must hold, be waived or not apply before the next stage begins.
*Advice* gets a verdict and never blocks. A *rule* is built in and enforced by the tests.
"""

from dataclasses import dataclass
from typing import Literal

from ..place import here

STAGES = {
    1: "Become one with the data",
    2: "Set up the skeleton + get dumb baselines",
    3: "Overfit",
    4: "Regularize",
    5: "Tune",
    6: "Squeeze out the juice",
}
SETTLED = ("holds", "waived", "not applicable")

CODE = ("data", "model", "loss", "versions")
NET = (*CODE, "split")
TRAINED = (*NET, "optimiser", "augmentation")


@dataclass(frozen=True)
class Row:
    """One tip of the post: what its verdict depends on and what measures it."""

    id: str
    name: str  # the post's own words
    type: Literal["gate", "human", "advice", "rule"]
    stage: int  # 0 for what holds in all of them
    depends_on: tuple[str, ...] = ()  # fingerprints that make the verdict stale
    verb: str = ""  # what measures it: `python -m PACKAGE <verb>`
    file: str = ""  # under nn_recipe/, without .py; its function `check` measures
    fast: bool = False  # trains nothing for long, so `check --fast` includes it
    kept_by: str = ""  # under nn_recipe/, without .py, where no `check` measures it

    @property
    def blocks(self) -> bool:
        return self.type in ("gate", "human")

    @property
    def source(self) -> str:
        """Under nn_recipe/, without .py: where it is measured, or kept."""
        return self.file or self.kept_by

    @property
    def command(self) -> str:
        return f"{here().python} {self.verb}" if self.verb else ""

    @property
    def check(self) -> str:
        """The name `check NAME` knows the row by."""
        return self.file.rpartition("/")[2]


RULES = (
    Row(
        "0.1",
        "every step is an experiment: hypothesis, expectation, verdict",
        "rule",
        0,
        kept_by="ledger/experiment",
    ),
    Row(
        "0.2",
        "from simple to complex, one unverified thing at a time",
        "rule",
        0,
        kept_by="ledger/order",
    ),
    Row(
        "0.4",
        "visualize everything you possibly can",
        "rule",
        0,
        verb="report",
        kept_by="report/__init__",
    ),
)


def looked(
    id: str,
    name: str,
    file: str,
    *,
    type: Literal["gate", "human", "advice"] = "advice",
    verb: str = "look",
) -> Row:
    """A row of stage 1, measured by `look` unless another verb is named."""
    where = f"stage1_become_one_with_the_data/{file}"
    return Row(id, name, type, 1, ("data", "split", "versions"), verb, where)


DATA = (
    looked("1.8", "search, filter and sort by anything", "table", type="gate"),
    looked("1.3", "corrupt samples and labels", "corrupt_samples", type="gate"),
    looked("1.2", "duplicates and leaks", "copies", type="gate"),
    looked(
        "1.1",
        "scan through thousands of examples",
        "seen",
        type="human",
        verb="look --browse",
    ),
    looked(
        "1.5",
        "your own decision process",
        "your_own_decision_process",
        type="human",
        verb="look --probes",
    ),
    looked("1.4", "imbalances and biases", "imbalances_and_biases"),
    looked("1.6", "how noisy are the labels", "label_noise"),
    looked("1.9", "outliers along any axis", "outliers"),
)


def skeleton(
    id: str,
    name: str,
    file: str,
    depends_on: tuple[str, ...],
    *,
    type: Literal["gate", "human", "advice"] = "gate",
    verb: str = "",
    fast: bool = True,
) -> Row:
    """A row of stage 2, measured by `check FILE` unless another verb is named."""
    where = f"stage2_skeleton_and_baselines/{file}"
    return Row(id, name, type, 2, depends_on, verb or f"check {file}", where, fast)


SKELETON = (
    skeleton("0.3", "neural net training fails silently", "fails_silently", TRAINED),
    skeleton("2.2", "fix random seed", "fix_random_seed", (*TRAINED, "environment")),
    skeleton("2.3", "simplify", "simplify", TRAINED),
    skeleton("2.4", "add significant digits to your eval", "significant_digits", NET),
    skeleton("2.5", "verify loss @ init", "verify_loss_at_init", NET),
    skeleton("2.6", "init well", "init_well", NET),
    skeleton(
        "2.7",
        "human-interpretable metrics",
        "human_interpretable_metrics",
        ("data", "loss"),
    ),
    skeleton("2.11", "overfit one batch", "overfit_one_batch", CODE),
    skeleton(
        "2.13",
        "visualize just before the net",
        "just_before_the_net",
        ("data", "split", "loss", "augmentation"),
        type="human",
    ),
    skeleton(
        "2.15",
        "use backprop to chart dependencies",
        "backprop_dependencies",
        ("data", "model"),
    ),
    skeleton(
        "2.12",
        "verify decreasing training loss",
        "more_capacity",
        TRAINED,
        verb="curve capacity",
        fast=False,
    ),
    skeleton(
        "2.9",
        "input-independent baseline",
        "input_independent_baseline",
        TRAINED,
        verb="baseline",
        fast=False,
    ),
    Row(
        "2.1",
        "set up the skeleton: train, evaluate, draw",
        "gate",
        2,
        TRAINED,
        "train",
        kept_by="stage2_skeleton_and_baselines/set_up_the_skeleton",
    ),
    skeleton(
        "2.10",
        "get dumb baselines",
        "dumb_baselines",
        TRAINED,
        verb="baseline",
        fast=False,
    ),
    # of stage 1 in the post; asked once a net has trained
    Row(
        "1.7",
        "what the net gets wrong",
        "human",
        2,
        TRAINED,
        "evaluate",
        file="stage1_become_one_with_the_data/mispredictions",
    ),
    skeleton(
        "2.8",
        "measure your own accuracy",
        "human_baseline",
        ("data", "split", "loss"),
        type="human",
        verb="label --annotator YOUR-NAME",
        fast=False,
    ),
    skeleton(
        "2.14",
        "visualize prediction dynamics",
        "prediction_dynamics",
        TRAINED,
        type="advice",
        verb="train",
        fast=False,
    ),
)

OVERFIT = (
    Row(
        "3.1",
        "first overfit the training set",
        "gate",
        3,
        (*NET, "optimiser"),
        verb="curve overfit",
        file="stage3_overfit/first_overfit",
    ),
    Row(
        "3.3",
        "adam is safe",
        "advice",
        3,
        TRAINED,
        verb="curve lr",
        file="stage3_overfit/adam_is_safe",
    ),
    Row(
        "3.5",
        "do not trust learning rate decay defaults",
        "gate",
        3,
        ("optimiser",),
        verb="check learning_rate_decay",
        file="stage3_overfit/learning_rate_decay",
        fast=True,
    ),
    Row(
        "3.4",
        "complexify only one at a time",
        "advice",
        3,
        TRAINED,
        verb="try",
        kept_by="stage3_overfit/one_thing_at_a_time",
    ),
)


def tried(id: str, name: str, change: str) -> Row:
    """A row of stage 4 that a change of the config settles."""
    where = "stage3_overfit/one_thing_at_a_time"
    return Row(id, name, "advice", 4, TRAINED, f'try "{change}"', kept_by=where)


REGULARIZE = (
    Row(
        "4.1",
        "get more data",
        "advice",
        4,
        TRAINED,
        verb="curve data",
        kept_by="stage4_regularize/more_real_data",
    ),
    tried("4.2", "data augmentation", "augment=light"),
    tried("4.4", "weights of another training", "pretrained=FILE"),
    tried("4.7", "smaller model size", "width=16"),
    tried("4.8", "smaller batch size", "batch_size=16"),
    Row(
        "4.9",
        "dropout, sparingly: it does not play well with batch norm",
        "advice",
        4,
        CODE,
        verb="check dropout",
        file="stage4_regularize/dropout",
    ),
    tried("4.10", "weight decay", "weight_decay=0.1"),
    tried("4.12", "try a larger model", "width=64"),
    Row(
        "4.13",
        "visualize first-layer weights",
        "advice",
        4,
        TRAINED,
        verb="internals",
        kept_by="stage4_regularize/first_layer_weights",
    ),
    Row(
        "4.14",
        "look at the activations inside the net",
        "advice",
        4,
        TRAINED,
        verb="internals",
        kept_by="stage4_regularize/activations",
    ),
)

TUNE = (
    Row(
        "5.1",
        "random over grid search",
        "advice",
        5,
        TRAINED,
        verb="tune",
        kept_by="stage5_tune/random_search",
    ),
    Row(
        "5.2",
        "hyper-parameter optimization",
        "advice",
        5,
        TRAINED,
        verb="tune --sampler tpe",
        kept_by="stage5_tune/samplers",
    ),
)

SQUEEZE = (
    Row(
        "6.1",
        "ensembles",
        "advice",
        6,
        TRAINED,
        verb="squeeze ensemble --seeds 5",
        kept_by="stage6_squeeze/ensembles",
    ),
    Row(
        "6.2",
        "distillation, dark knowledge",
        "advice",
        6,
        TRAINED,
        verb='squeeze distill ensemble-5 "KEY=VALUE"',
        kept_by="stage6_squeeze/distillation",
    ),
    Row(
        "6.3",
        "leave it training",
        "advice",
        6,
        TRAINED,
        verb="squeeze longer",
        kept_by="stage6_squeeze/leave_it_training",
    ),
)

STAGED = (*DATA, *SKELETON, *OVERFIT, *REGULARIZE, *TUNE, *SQUEEZE)
ROWS = {row.id: row for row in (*RULES, *STAGED)}


def row(id: str) -> Row:
    """The row of the recipe with this number."""
    if id not in ROWS:
        raise ValueError(f"There is no row {id!r}. Rows are: {', '.join(ROWS)}.")
    return ROWS[id]


def rows_of(stage: int) -> list[Row]:
    """The rows of one stage, in the order in which to settle them."""
    return [row for row in ROWS.values() if row.stage == stage]
