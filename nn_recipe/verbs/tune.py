"""`tune`: many configs drawn at random, and the best one tried with new seeds."""

import importlib.util
import re
from dataclasses import fields, replace
from typing import Any

from .. import say
from ..contract import NotOffered, open_project
from ..ledger import Ledger
from ..place import here
from ..printable import escaped
from . import usual
from .trial import FEWEST, early, told

NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,59}", re.ASCII)
SAMPLERS = ("random", "tpe", "gp", "cmaes")


def tune(
    *,
    trials: int = 30,
    name: str = "study",
    sampler: str = "random",
    seed: int = 0,
    steps: int = 0,
    prune: str = "no",
    seeds: int = 3,
    worker: bool = False,
    apply: bool = False,
    because: str = "",
    json: bool = False,
) -> int:
    """Draw configs at random, train each, and try the best one anew, with other seeds.

    What may change, and how far, stands in space.py (`recipe add tune`), or is derived from
    config.py. Trial 0 is config.py as it is. Validation judges; the test split stays shut.
    Stopped, even by kill -9, the same command goes on; with more --trials it adds to them.

    Example: python -m PACKAGE tune --trials 30
    Example: python -m PACKAGE tune --worker

    Args:
        trials: so many in all, config.py as it is among them.
        name: of the study, a folder in runs/tune/.
        sampler: random, or what learns from the trials before: tpe, gp or cmaes.
        seed: of what is drawn; the same seed draws the same trials.
        steps: of each training; 0 for those of config.py.
        prune: median stops a trial that lags behind the median at its looks; no by default.
        seeds: so many new ones, for the best trial and config.py as it is.
        worker: join a study that runs, in this or another process, with its own settings.
        apply: write what held into config.py.
        because: why you expect a gain, for LAB.md.
        json: print the verdict as JSON.
    """
    refuse(trials, name, sampler, prune, seeds, steps)
    ledger = Ledger.of(usual())
    say.aside(ledger.remark)
    say.aside("" if worker else early(ledger, before=5))
    show = say.aside if json else lambda text: print(escaped(text), flush=True)
    from ..stage5_tune.study import Settings

    given = Settings(name, trials, sampler, seed, prune, steps)  # type: ignore[arg-type]
    try:
        return begin(ledger, given, seeds, worker, apply, because, json, show)
    except NotOffered as missing:
        because = f"Not asked: {missing}."
        row = "5.1" if sampler == "random" else "5.2"
        hypothesis = "Other knobs are better."
        return told([ledger.not_applicable(row, hypothesis, because)], json)
    except KeyboardInterrupt:
        say.aside("Stopped: what is trained is kept. The same command goes on.")
        return 130


def refuse(
    trials: int, name: str, sampler: str, prune: str, seeds: int, steps: int
) -> None:
    """What was asked, before anything is read; ValueError in a sentence."""
    if trials < 2 or seeds < FEWEST or steps < 0:
        raise ValueError(
            f"Found --trials {trials} --seeds {seeds} --steps {steps}: needed are at least 2, "
            f"{FEWEST} and 0."
        )
    if not NAME.fullmatch(name):
        raise ValueError(
            f"--name {name!r} is no name of a folder: needed are up to 60 letters, digits, "
            "- and _."
        )
    if sampler not in SAMPLERS:
        raise ValueError(f"There is no --sampler {sampler!r}: {', '.join(SAMPLERS)}.")
    if prune not in ("no", "median"):
        raise ValueError(f"There is no --prune {prune!r}: no, median.")
    if not importlib.util.find_spec("optuna"):
        raise ValueError("For `tune`: pip install 'optuna>=5,<6'")


def begin(
    ledger: Ledger,
    given: Any,
    seeds: int,
    worker: bool,
    apply: bool,
    because: str,
    json: bool,
    show: Any,
) -> int:
    """Everything that needs torch and Optuna."""
    from ..stage5_tune.config_diff import offered
    from ..stage5_tune.random_search import tuned
    from ..stage5_tune.same_study import joined, remember
    from ..stage5_tune.search import opened
    from ..trials.journal import written

    given = joined(given.name) if worker else given
    project = open_project(here().package, **shorter(usual(), given.steps))
    with opened(project, given, show) as search:
        if worker:
            search.work(waits=False)
            return 0
        remember(given)
        record = tuned(search, ledger, seeds, show)
        say.aside(written(record, f"tune {given.name}", because))
        code = told([record], json)
        say.aside(offered(search, record, apply))
    return code


def shorter(config: Any, steps: int) -> dict[str, Any]:
    """The fields of a config with so many steps, and one look at validation at least."""
    known = {f.name for f in fields(config)}
    if not steps:
        return vars(config)
    if "steps" not in known:
        raise ValueError("`Config` has no steps: leave --steps away.")
    changed = {"steps": steps}
    if "evaluate_every" in known:
        changed["evaluate_every"] = min(config.evaluate_every, steps)
    return vars(replace(config, **changed))
