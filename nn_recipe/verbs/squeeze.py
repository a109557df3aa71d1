"""`squeeze`: out of what is trained the last few points."""

from typing import Annotated, Any, Literal

import tyro

from .. import say
from ..contract import NotOffered, open_project
from ..ledger import Ledger, Record
from ..place import here
from ..printable import escaped
from . import usual

What = Literal["ensemble", "evaluate", "predict"]
FEWEST = 2


def squeeze(
    what: Annotated[What, tyro.conf.Positional],
    names: Annotated[tuple[str, ...], tyro.conf.Positional] = (),
    /,
    *,
    seeds: int = 0,
    name: str = "",
    at_once: int = 1,
    split: Literal["validation", "test"] = "validation",
    to: str = "",
    json: bool = False,
) -> int:
    """Squeeze out the juice: several nets as one, and whether that is better than one.

    `ensemble` takes runs by number or name, or --seeds 5: the config as it is with five seeds, of
    which only those are trained that runs/try/ does not hold. What they claim is averaged
    (probabilities, not logits), and every size of ensemble is judged against the single nets,
    over other seeds and other examples. runs/squeeze/NAME.json names the nets; `evaluate NAME`
    and `predict NAME FILES` answer with all of them.

    Example: python -m PACKAGE squeeze ensemble --seeds 5
    Example: python -m PACKAGE squeeze ensemble 3 4 7 --name three
    Example: python -m PACKAGE squeeze evaluate three --split test

    Args:
        what: ensemble judges, evaluate and predict use what it leaves.
        names: runs, or the name of a result and then files.
        seeds: so many trainings of the config as it is, in place of runs.
        name: of the result, for `ensemble`.
        at_once: so many processes; the results are the same bits.
        split: for `evaluate`. The test split is opened by name alone, and each time is counted.
        to: a .csv or .parquet, for `predict`.
        json: print the verdict as JSON.
    """
    if what == "ensemble":
        return ensemble(names, seeds, name, at_once, json)
    from ..stage6_squeeze import served

    if not names:
        raise ValueError(
            f"Say which: {here().python} squeeze {what} NAME, of runs/squeeze."
        )
    if what == "predict":
        return served.predict(names[0], names[1:], to, json)
    return served.evaluate(names[0], split, json)


def ensemble(
    names: tuple[str, ...], seeds: int, name: str, at_once: int, json: bool
) -> int:
    if bool(names) == bool(seeds) or max(len(names), seeds) < FEWEST or at_once < 1:
        raise ValueError(
            f"Found {len(names)} runs, --seeds {seeds} and --at-once {at_once}. Needed are "
            f"runs or --seeds, {FEWEST} or more: squeeze ensemble 3 4 7, or --seeds 5."
        )
    from ..stage6_squeeze import ensembles, members
    from ..stage6_squeeze.kept import slug

    config = usual()
    ledger, show = Ledger.of(config), shown(json)
    say.aside(ledger.remark)
    project, count = open_project(here().package, **vars(config)), len(names) or seeds
    try:
        found = members.of_runs(project, names) if names else []
        experiment = ensembles.begun(ledger, count, config.watch)
        found = found or members.of_seeds(project, seeds, at_once, show)
        say.aside(members.alike(found))
        asked = ensembles.Asked(found, slug(name or f"ensemble-{count}"))
        record = ensembles.squeezed(project, experiment, asked, show)
    except NotOffered as missing:
        why = f"Not asked: {missing}."
        record = ledger.not_applicable(ensembles.ROW, "Nets together do good.", why)
    except KeyboardInterrupt:
        say.aside("Stopped: what is trained is kept. The same command goes on.")
        return 130
    return told(record, f"ensemble of {count}", json)


def shown(json: bool) -> Any:
    return say.aside if json else lambda text: print(escaped(text), flush=True)


def told(record: Record, what: str, json: bool) -> int:
    from ..trials.journal import written

    if record.verdict != "not applicable":
        say.aside(written(record, f"squeeze, {what}", ""))
    say.as_json([record]) if json else say.remarks([record])
    return say.exit_code([record])
