"""The verbs against the loop: what train, evaluate and predict do beyond calling it."""

import math
import tempfile
from pathlib import Path

from torch import nn

from ..contract import Evaluation, Project, Run, Some
from ..findings import Findings
from ..specimen import (
    fresh_net,
    keep,
    plain,
    some,
    weight_hash,
    with_random_head,
)
from .located import judge_wide
from .named_chances import judge_chances
from .predict_parity import judge_predictions

EXAMPLES, VALIDATE = 24, 8
SAME = 1e-5  # relative, float32, summed in another order
NOWHERE = "no such file"


def judge_verbs(project: Project, findings: Findings) -> None:
    """On a few examples, in a folder that is thrown away: each verb does what the loop does."""
    config = {"model": "tiny", "steps": 5, "batch_size": 8, "evaluate_every": 2}
    sides = (project.splits.train, project.splits.test)
    train, test = (some(part, EXAMPLES) for part in sides)
    # those whose answers come last by name: whoever measures anything on them is found out
    validation = sorted(
        some(project.splits.validation, 200), key=lambda e: str(e.answer)
    )
    splits = Some(train, validation[-VALIDATE:], test)
    few = plain(project, learning_rate=1e-2, **config).having(splits=splits)
    with tempfile.TemporaryDirectory() as folder:
        judge_train(few, few.new_run(Path(folder, "0001-trained")), findings)
        if getattr(project.config, "model", "tiny") != "tiny":
            own = few.but(model=project.config.model, steps=1, evaluate_every=1)
            judge_net(own, own.new_run(Path(folder, "0004-own")), findings)
        judge_answers(few, few.new_run(Path(folder, "0002-saved")), findings)


def judge_train(project: Project, run: Run, findings: Findings) -> None:
    """`train` ends with the weights of the bare loop, and notes what validation says."""
    project.train_command(run)
    net = fresh_net(project)
    feed, validation = (
        project.feed(examples)
        for examples in (project.splits.train, project.splits.validation)
    )
    alone = project.new_run(run.folder.with_name("0003-alone"))
    project.train(net, feed, run=alone)
    last = with_weights(project, run, "last")
    findings.demand(
        weight_hash(last) == weight_hash(with_weights(project, alone, "last")),
        "`train` ends with other weights than the bare loop on the training split with "
        "nobody looking on.",
        "__main__.py: train, which examples are fed?; pictures.py: Followed changes nothing",
    )
    best = run.checkpoint("best")["step"]  # last.pt may hold others than an average
    noted = noted_losses(run)[best]
    found = project.evaluate(with_weights(project, run, "best"), validation).loss
    findings.demand(
        math.isclose(noted, found, rel_tol=SAME),
        f"metrics.csv says that validation cost {noted:.6g} after {best} steps; evaluated on "
        f"the validation split the same weights cost {found:.6g}.",
        "__main__.py: train, which split validates?",
    )


def judge_net(project: Project, run: Run, findings: Findings) -> None:
    """`train` trains the net that the config names, and no smaller one of a trial."""
    project.train_command(run)
    sizes = [
        {name: tuple(value.shape) for name, value in state.items()}
        for state in (run.checkpoint("last")["net"], fresh_net(project).state_dict())
    ]
    saved, meant = (sum(map(math.prod, each.values())) for each in sizes)
    findings.demand(
        sizes[0] == sizes[1],
        f"`train` with model {project.config.model} saves a net of {saved:,} numbers, the one "
        f"that config.py names has {meant:,}.",
        "__main__.py: train, which net?; run.py; train.py: keep",
    )


def noted_losses(run: Run) -> dict[int, float]:
    return {
        int(row["step"]): float(row["value"])
        for row in run.rows("metrics.csv")
        if (row["split"], row["name"]) == ("validation", "loss")
    }


def with_weights(project: Project, run: Run, name: str) -> nn.Module:
    """These weights in a net of the project; nothing else of the checkpoint is asked."""
    net = fresh_net(project)
    net.load_state_dict(run.checkpoint(name)["net"])
    return net


def judge_answers(project: Project, run: Run, findings: Findings) -> None:
    """`evaluate` and `predict` answer as the loop does with the weights they name.

    best.pt and last.pt hold two nets with random heads, so that no answer is like another.
    """
    feed = project.feed(project.splits.validation)
    expected: dict[str, Evaluation] = {}
    for seed, which in enumerate(("best", "last")):
        net = with_random_head(fresh_net(project), seed)
        keep(net, project, run, which)
        expected[which] = project.evaluate(net, feed, keep_outputs=True)
    for which, evaluation in expected.items():
        found = project.evaluate_command(run, "validation", which)
        findings.demand(
            math.isclose(found, evaluation.loss, rel_tol=SAME),
            f"`evaluate` finds a loss of {found:.6g} with the {which} weights, the loop "
            f"{evaluation.loss:.6g}.",
            "__main__.py: evaluate, which weights, which target, which examples?",
        )
    judge_predictions(project, run, expected["best"], findings)
    outputs = expected["best"].outputs
    assert outputs is not None
    judge_chances(project, run, outputs, findings)
    judge_wide(project, run, findings)
    judge_alone(project, run, findings)


def judge_alone(project: Project, run: Run, findings: Findings) -> None:
    """A checkpoint needs no data: where there is none, it still predicts."""
    if not hasattr(project.config, "data"):
        return
    moved = project.but(data=NOWHERE)
    keep(fresh_net(moved), moved, run, "best")
    try:
        moved.predict(run, moved.splits.validation)
    except (OSError, ValueError):
        findings.demand(
            False,
            "With the training data moved away a checkpoint no longer predicts.",
            "run.py: trained must take all it needs from the checkpoint",
        )
