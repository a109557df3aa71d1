"""What the recipe says of a training, and of the baselines, once they are done."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from .. import left_out, predictions, same_data, say, trained
from ..checks import measured_by, verdicts
from ..contract import Project
from ..findings import last_run
from ..generated import Generated, when_loaded
from ..ledger import Experiment, Ledger, Record
from ..ledger.order import objection, too_early
from ..place import here
from ..printable import escaped
from ..specimen import fresh_net
from ..stage2_skeleton_and_baselines import set_up_the_skeleton as skeleton
from . import usual

FIRST = os.environ.get("RANK", "0") == "0"  # of several processes it alone judges
ALONE = os.environ.get("WORLD_SIZE", "1") == "1"
Verb = Callable[..., int]
Begun = list[tuple[Project, Ledger, Experiment]]


def train(
    verb: Verb, config: Any, name: str = "", resume: str = "", json: bool = False
) -> int:
    """Refuse where a gate fails, say what comes early (0.2); then say whether anything was learned (2.1, 2.14)."""
    ledger = Ledger.of(config)
    say.aside(ledger.remark)
    if not resume and (why := objection(config, ledger)):
        return say.refuse(why)
    say.aside(left_out.unread())
    say.aside(too_early(config, ledger))
    begun, before = Begun(), same_data.stand(config)
    began = time.perf_counter()
    with when_loaded(here().package, lambda project: begin(project, begun)):
        code = verb(config, name=name, resume=resume, json=json)
    if code or not begun:
        return code
    project, ledger, experiment = begun[0]
    run = last_run(ledger, "evaluation-validation.json")
    assert run is not None
    if other := same_data.told(before, same_data.stand(config)):
        why = f"{other} changed while {run.name} was trained: its numbers are of both."
        return say.refuse(f"{why} Leave the files alone, and `train` anew.")
    same_data.keep(run, before)
    trained.keep(run, project, time.perf_counter() - began, bool(resume))
    draw_first_weights(run, project)
    draw_watched(run, ledger)
    records = [skeleton.conclude(experiment, run, project, ledger)]
    if ALONE:  # other processes would have to join in its short trainings
        records += of("train", project, ledger)
    if not json:
        say.remarks(records)
    return say.exit_code(records)


def draw_first_weights(run: Path, project: Project) -> None:
    """Of a stem that is one layer, in the folder of the run."""
    from .. import show  # matplotlib costs half a second, which no other verb needs

    if not FIRST:
        return
    nets = fresh_net(project), project.served(project.new_run(run), "last")[1]
    before, after = (getattr(net.stem, "weight", None) for net in nets)
    if before is not None and after is not None and before.shape == after.shape:
        show.first_weights(before, after, run / "first_weights.svg")


def draw_watched(run: Path, ledger: Ledger) -> None:
    """The watched metric with everybody who answered across it, which is said (2.8)."""
    from ..report.folders import Folder
    from ..report.people import people
    from ..report.runs import watched

    if not FIRST or not (persons := people(ledger)):
        return
    for file, _ in watched(Folder(run), persons):
        say.aside(f"Drawn across the curve: {', '.join(persons)}: {file}")


def begin(project: Project, begun: Begun) -> None:
    """Under the config that is trained: a resumed run keeps its own."""
    if FIRST:
        ledger = Ledger.of(project.config)
        begun.append((project, ledger, skeleton.expect(ledger, project)))


def of(verb: str, project: Project, ledger: Ledger) -> list[Record]:
    """The verdicts on the rows that this verb settles."""
    asked = [(row, project.config.seed) for row in measured_by(verb)]
    return list(verdicts(asked, project, ledger))


def baseline(verb: Verb, config: Any, json: bool = False) -> int:
    """The table, then the verdicts on it (2.9, 2.10): one way up the ladder for both."""
    project = Generated.of(here().package, **vars(config))
    with project.as_loaded(), project.climbing():
        verb(config, json=json)
    records = of("baseline", project, Ledger.of(config))
    if not json:
        say.remarks(records)
    return say.exit_code(records)


def evaluate(
    verb: Verb,
    run: str = "last",
    split: str = "validation",
    weights: str = "best",
    json: bool = False,
) -> int:
    """The test split is opened here and nowhere else, and each time is counted.

    Each example with its prediction and its loss is left in the folder of the run.
    """
    with predictions.kept(here().package) as kept, loaded_by(verb) as splits:
        code = verb(run, split, weights, json)
    ledger = Ledger.of(usual())
    found = last_run(ledger, f"evaluation-{split}.json")
    if split == "test":
        ledger.opened_test(found.name if found else run)
    if found:
        if other := same_data.since(found):
            why = f"{other} changed since {found.name} was trained: the split may be another"
            say.aside(f"{why} one. Put it back, or `train` anew.")
        lines = kept.leave(found, split)
        print(escaped("\n".join(lines)), file=sys.stderr if json else sys.stdout)
    if found and splits and (split, weights) == ("validation", "best"):
        problem = replace(kept.problem, splits=splits[-1])
        project = Generated(here().package, problem)
        records = of("evaluate", project, Ledger.of(project.config))
        if not json:
            say.remarks(records)
    return code


@contextmanager
def loaded_by(verb: Any) -> Iterator[list[Any]]:
    """The splits that this verb reads: nobody reads them again."""
    found, load = [], verb.__globals__.get("load")

    def loaded(config: Any) -> Any:
        found.append(load(config))
        return found[-1]

    with mock.patch.dict(verb.__globals__, {"load": loaded} if load else {}):
        yield found
