"""`squeeze`: out of what is trained the last few points."""

from typing import Annotated, Any, Literal

import tyro

from .. import say
from ..checks import not_offered
from ..contract import NotOffered, open_project
from ..ledger import Ledger, Record
from ..ledger.rows import row
from ..place import here
from ..printable import escaped
from . import usual

What = Literal[
    "ensemble", "average", "distill", "views", "longer", "evaluate", "predict"
]
FEWEST = 2  # pairs: of one nobody knows how far it would move
NETS = 3  # of two, one left out leaves no ensemble to tell how far other seeds would move it


def squeeze(
    what: Annotated[What, tyro.conf.Positional],
    names: Annotated[tuple[str, ...], tyro.conf.Positional] = (),
    /,
    *,
    seeds: int = 0,
    name: str = "",
    steps: int = 0,
    temperature: float = 3.0,
    alpha: float = 0.5,
    views: int = 8,
    level: str = "",
    at_once: int = 1,
    split: Literal["validation", "test"] = "validation",
    to: str = "",
    json: bool = False,
) -> int:
    """Squeeze out the juice: several nets as one, the mean of weights, a net that learns from nets.

    `ensemble` takes runs by number or name, or --seeds 5: the config as it is with five seeds.
    What they claim is averaged (probabilities, not logits), and every size of ensemble is judged
    against the single nets, over other seeds and other examples. `average` goes on for --steps
    more at a constant rate and averages the weights meanwhile. `distill NAME KEY=VALUE` trains a
    net so changed, which learns from that ensemble as well, and the same without. `views RUN`
    asks one net of several views of an example, as its augmentation draws them, and averages
    what it claims. `longer RUN` reads from the looks of a run whether it was still getting better.
    What is trained is kept in runs/try/, and not trained again. runs/squeeze/NAME.json names the
    nets of a result; `evaluate NAME` and `predict NAME FILES` answer with it.

    Example: python -m PACKAGE squeeze ensemble --seeds 5
    Example: python -m PACKAGE squeeze ensemble 3 4 7 --name three
    Example: python -m PACKAGE squeeze average --steps 200 --seeds 5
    Example: python -m PACKAGE squeeze distill ensemble-5 "width=16" --seeds 5
    Example: python -m PACKAGE squeeze views last --views 8 --level light
    Example: python -m PACKAGE squeeze longer last
    Example: python -m PACKAGE squeeze evaluate ensemble-5 --split test

    Args:
        what: ensemble, average, distill, views and longer judge; evaluate and predict use what
            they leave.
        names: runs; or the name of a result, then changes or files.
        seeds: trainings of the config with so many seeds.
        name: of the result of `ensemble` or `views`.
        steps: so many more, for `average`.
        temperature: of both nets in `distill`: above 1 what is unlikely is heard as well.
        alpha: the teacher's part of the loss in `distill`; 1 - alpha is that of the answers.
        views: so many, for `views`: the example as it is, the others as they are drawn.
        level: how far they go, one of augment.py; none: as config.py trains.
        at_once: so many processes; the results are the same bits.
        split: for `evaluate`. The test split is opened by name alone, and each time is counted.
        to: a .csv or .parquet, for `predict`.
        json: print the verdict as JSON.
    """
    if at_once < 1:
        raise ValueError(f"Found --at-once {at_once}, needed 1 or more.")
    if what in ("evaluate", "predict"):
        return used(what, names, split, to, json)
    config = usual()
    ledger = Ledger.of(config)
    say.aside(ledger.remark)
    project = open_project(here().package, **vars(config))
    how = project, ledger, at_once, shown(json)
    try:
        if what == "ensemble":
            record = ensemble(names, seeds, name, *how)
        elif what == "average":
            record = average(names, steps, seeds, *how)
        elif what == "longer":
            record = longer(names, project, ledger)
        elif what == "views":
            record = several(names, seeds, (views, level, name), *how)
        else:
            record = distill(names, temperature, alpha, seeds, *how)
    except NotOffered as missing:
        measured = row({"distill": "6.2", "longer": "6.3"}.get(what, "6.1"))
        record = not_offered(measured, missing, ledger)
    except KeyboardInterrupt:
        say.aside("Stopped: what is trained is kept. The same command goes on.")
        return 130
    return told(record, f"{what} {' '.join(names)}".strip(), json)


def used(
    what: str,
    names: tuple[str, ...],
    split: Literal["validation", "test"],
    to: str,
    json: bool,
) -> int:
    from ..stage6_squeeze import served

    if here().adapter:
        raise ValueError(
            f"Found {here().package}, an adapter, which has no `{what}`: the files of the "
            "weights are named in runs/squeeze, for your own code to load."
        )
    if len(names) < 1 + (what == "predict"):
        needed = "NAME FILES" if what == "predict" else "NAME"
        raise ValueError(f"Needed: squeeze {what} {needed}, NAME of runs/squeeze.")
    if what == "predict":
        return served.predict(names[0], names[1:], to, json)
    return served.evaluate(names[0], split, json)


def ensemble(
    names: tuple[str, ...],
    seeds: int,
    name: str,
    project: Any,
    ledger: Ledger,
    *how: Any,
) -> Record:
    at_once, show = how
    if bool(names) == bool(seeds) or max(len(names), seeds) < NETS:
        raise ValueError(
            f"Found {len(names)} runs and --seeds {seeds}. Needed are runs or --seeds, "
            f"{NETS} or more: squeeze ensemble 3 4 7, or --seeds 5."
        )
    from ..stage6_squeeze import ensembles, members
    from ..stage6_squeeze.kept import slug

    count = len(names) or seeds
    found = members.of_runs(project, names) if names else []
    experiment = ensembles.begun(ledger, count, project.config.watch)
    found = found or members.of_seeds(project, seeds, at_once, show)
    say.aside(members.alike(found))
    asked = ensembles.Asked(found, slug(name or f"ensemble-{count}"))
    return ensembles.squeezed(project, experiment, asked, show)


def average(
    names: tuple[str, ...],
    steps: int,
    seeds: int,
    project: Any,
    ledger: Ledger,
    *how: Any,
) -> Record:
    if names or steps < 1 or (seeds or 5) < FEWEST:
        raise ValueError(
            f"Found --steps {steps} --seeds {seeds}. Needed: squeeze average --steps 200 "
            f"--seeds 5, {FEWEST} seeds or more; it takes no runs."
        )
    from ..stage6_squeeze.averages import averaged

    return averaged(project, ledger, steps, seeds or 5, *how)


def several(
    names: tuple[str, ...],
    seeds: int,
    asked: tuple[int, str, str],
    project: Any,
    ledger: Ledger,
    *how: Any,
) -> Record:
    (count, level, name), (at_once, show) = asked, how
    if bool(names) == bool(seeds) or count < FEWEST or seeds == 1:
        raise ValueError(
            f"Found {len(names)} runs, --seeds {seeds} and --views {count}. Needed are runs or "
            f"--seeds, and {FEWEST} or more: squeeze views last --views 8."
        )
    from ..stage6_squeeze import members, views
    from ..stage6_squeeze.kept import slug

    chosen = views.chosen(project, count, level)
    found = members.of_runs(project, names) if names else []
    wanted = views.Asked(chosen, slug(name or f"views-{count}-{chosen.level}"))
    return views.judged(
        project,
        ledger,
        lambda: found or members.of_seeds(project, seeds, at_once, show),
        wanted,
        show,
    )


def longer(names: tuple[str, ...], project: Any, ledger: Ledger) -> Record:
    if len(names) > 1:
        raise ValueError(f"Found {len(names)} runs, needed one: squeeze longer last.")
    if here().adapter:
        raise NotOffered("an adapter keeps no looks at validation")
    from ..stage6_squeeze.leave_it_training import judged
    from ..stage6_squeeze.members import named

    return judged(project, ledger, named(names[0] if names else "last"))


def distill(
    names: tuple[str, ...],
    temperature: float,
    alpha: float,
    seeds: int,
    project: Any,
    ledger: Ledger,
    *how: Any,
) -> Record:
    if not names or not temperature > 0 or not 0 <= alpha <= 1 or (seeds or 5) < FEWEST:
        raise ValueError(
            f"Found {len(names)} names, --temperature {temperature} --alpha {alpha} --seeds "
            f'{seeds}. Needed: squeeze distill NAME "KEY=VALUE", a temperature above 0, an '
            f"alpha from 0 to 1, {FEWEST} seeds or more."
        )
    from ..stage6_squeeze.distillation import Lesson, distilled
    from ..stage6_squeeze.kept import read
    from ..trials.change import changes

    changed = changes(project.config, names[1:], True) if names[1:] else {}
    at_once, show = how
    some = read(names[0]), changed, temperature, alpha, seeds or 5, at_once
    return distilled(project, ledger, Lesson(*some), show)


def shown(json: bool) -> Any:
    return say.aside if json else lambda text: print(escaped(text), flush=True)


def told(record: Record, what: str, json: bool) -> int:
    from ..trials.journal import written

    if record.verdict != "not applicable":
        say.aside(written(record, f"squeeze, {what}", ""))
    say.as_json([record]) if json else say.remarks([record])
    return say.exit_code([record])
