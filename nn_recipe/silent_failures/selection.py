"""Which weights training keeps: those that the validation split says, as they were then."""

import tempfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import torch
from torch import Tensor, nn

from ..additions import Watching
from ..contract import Feed, Project, Run, Target
from ..findings import Findings
from ..specimen import altered, fresh_net, plain, some, under, weight_hash
from ..watched_training import Watched, apart, weights_of

SAID = (0.4, 0.2, 0.3, 0.6, 0.5)  # what validation says, one evaluation after the other
BEFORE = 0.45  # before the first step: neither least nor most
LATER = (0.3, 0.3)  # what it says after a resume: neither least nor most
LEAST, MOST = 2, 4  # the evaluation that says least, and most, counted from 1
EXAMPLES = 8
SAME = 1e-6  # relative, float32: the same weights on the same examples
KEEP = "train.py: keep; evaluate.py: rank"


def scripted(target: Target, errors: tuple[str, ...]) -> Target:
    """The target of the project, whose validation says what we have written down for it.

    All that is evaluated between two steps has the same to say: an average beside the net, too.
    """
    said, now, learned = iter(SAID + LATER), [BEFORE], [False]

    def loss(self: Target, outputs: Tensor, y: Tensor) -> Tensor:
        losses = target.loss(outputs, y)
        if losses.requires_grad:  # training goes its own way
            learned[0] = True
            return losses
        if learned[0]:
            now[0], learned[0] = next(said, LATER[-1]), False
        return torch.full_like(losses, now[0])

    def metrics(self: Target, tally: Tensor) -> dict[str, float]:
        return {"scripted": now[0]}

    def tally(self: Target, outputs: Tensor, y: Tensor) -> Tensor:
        return target.tally(outputs, y)  # it may ask for a loss of its own

    methods = {"loss": loss, "tally": tally, "metrics": metrics}
    return altered(target, errors=errors, **methods)


def judge_selection(project: Project, findings: Findings) -> None:
    """The best checkpoint is the one that `config.watch` says, less or more being better.

    What validation will say is written down beforehand, once as the loss, once as an error
    and once as a share. The weights kept must be those of that moment, although training
    went on, and evaluate to the loss that was noted for them.
    """
    short = plain(project, model="tiny", batch_size=8, evaluate_every=1)
    short = short.but(steps=len(SAID), learning_rate=1e-2)
    for watch, errors, expected in (
        ("loss", (), LEAST),
        ("scripted", ("scripted",), LEAST),
        ("scripted", (), MOST),
    ):
        if watch != "loss" and not hasattr(project.config, "watch"):
            continue  # the loss decides, and nothing else can
        target = scripted(project.target, errors)
        watched = under(short, watch=watch).having(target=target)
        with tempfile.TemporaryDirectory() as folder:
            run = project.new_run(Path(folder))
            judge_best(watched, run, watch, expected, findings)
    judge_recorded(under(short, watch="loss"), findings)


def judge_best(
    project: Project, run: Run, watch: str, expected: int, findings: Findings
) -> None:
    """best.pt holds the weights of that moment, last.pt the last; a resume forgets neither."""
    net, hashes = fresh_net(project), {}
    feed, validation = feeds(project)

    def remember(done: int, net: nn.Module) -> None:
        hashes[done] = weight_hash(net)

    with watched(project) as seen:
        project.train(net, feed, validation, run=run, look=remember)
    best = run.checkpoint("best")
    what = "the loss" if watch == "loss" else "a metric"
    better = "less" if expected == LEAST else "more"
    findings.demand(
        best["step"] == expected,
        f"Validation said {SAID} as {what} of which {better} is better; kept were the weights "
        f"of evaluation {best['step']}, expected {expected}.",
        KEEP,
    )
    net.load_state_dict(best["net"])
    evaluated = seen.evaluated.get(best["step"])  # of an average, say
    findings.demand(
        weight_hash(net) == hashes[best["step"]]
        or bool(evaluated and apart(evaluated, weights_of(net)) == 0),
        f"The weights kept from step {best['step']} are not those the net had then.",
        "train.py: keep must save the weights at once, or copy them: training goes on in them",
    )
    judge_folder(project, run, best["step"], findings)


def watched(project: Project) -> AbstractContextManager[Watched]:
    watches = isinstance(project, Watching)
    return project.watching() if watches else nullcontext(Watched())


def judge_folder(project: Project, run: Run, best: int, findings: Findings) -> None:
    """In the folder of a run last.pt is the last, and a resume goes on there, best and all."""
    last = run.checkpoint("last")["step"]
    findings.demand(
        last == len(SAID),
        f"After {len(SAID)} steps last.pt is that of step {last}.",
        "train.py: keep; run.py: save and checkpoint",
    )
    longer = project.but(steps=len(SAID + LATER))
    history = longer.train(fresh_net(longer), *feeds(longer), run=run, resume=True)
    steps = [step for step, _ in history.evaluations]
    findings.demand(
        steps[-len(LATER) :] == [*range(last + 1, len(SAID + LATER) + 1)]
        and steps
        in (
            [*range(last + 1, len(SAID + LATER) + 1)],
            [*range(1, len(SAID + LATER) + 1)],
        ),
        f"A run saved at step {last} and resumed for {len(LATER)} more evaluates after the steps "
        f"{steps}.",
        "train.py: restore",
    )
    after = run.checkpoint("best")["step"]
    findings.demand(
        after == best,
        f"A run whose best was step {best} has step {after} as its best once it is resumed, "
        "though that was not better.",
        "train.py: restore must remember how good the best was",
    )


def feeds(project: Project) -> tuple[Feed, Feed]:
    splits = project.splits
    train, validation = some(splits.train, EXAMPLES), some(splits.validation, EXAMPLES)
    return project.feed(train), project.feed(validation)


def judge_recorded(project: Project, findings: Findings) -> None:
    """The best weights, evaluated again after training, have the loss that was noted."""
    net = fresh_net(project)
    feed, validation = feeds(project)
    with tempfile.TemporaryDirectory() as folder:
        run = project.new_run(Path(folder))
        history = project.train(net, feed, validation, run=run)
        best, rows = run.checkpoint("best"), run.rows("metrics.csv")
    net.load_state_dict(best["net"])
    again = project.evaluate(net, validation).loss
    noted = [loss for step, loss in history.evaluations if step == best["step"]]
    noted += [
        float(row["value"])
        for row in rows
        if (row["step"], row["split"], row["name"])
        == (str(best["step"]), "validation", "loss")
    ]
    findings.demand(
        len(noted) == 2
        and all(abs(again - loss) <= SAME * abs(again) for loss in noted),
        f"The best weights were noted with losses of {noted} on validation, in the history and "
        f"in metrics.csv; evaluated again they have {again:.6g}.",
        KEEP,
    )
