"""`train`: one run, from the first step or from where it stopped."""

from dataclasses import asdict
from typing import Any

from ...config import Config
from .. import order, say
from ..ledger import Ledger


def train(
    config: Config = Config(),  # noqa: B008
    *,
    name: str = "",
    resume: str = "",
    zero_input: bool = False,
    waive: str = "",
    because: str = "",
    json: bool = False,
) -> int:
    """Train the net of config.py; every field of it is a flag.

    Example: python -m PACKAGE train --learning-rate 1e-3 --name bold

    Args:
        name: what this run tries; the flags you changed, if you give none.
        resume: go on with this run (a number, a name or "last"), bit for bit.
        zero_input: set every input to zero: what can be learned without looking?
        waive: number of a gate to pass over, such as 2.11.
        because: the reason, which stays in the report for ever.
        json: print run, metrics and verdict as JSON.
    """
    changed = {k: v for k, v in asdict(config).items() if v != asdict(Config())[k]}
    ledger = Ledger.of(config)
    if waive:
        ledger.waive(waive, because)
    if not resume and (why := order.objection(config, ledger)):
        return say.refuse(why)

    from .. import session

    if resume:
        run, problem = session.reopen(resume, changed)
        zero_input = bool(run.read_json("meta.json").get("zero_input"))
    else:
        problem = session.Problem.load(config)
        run = session.Run.new(name or name_of(changed, zero_input), problem)
    ledger = Ledger.of(problem.config)
    result = session.run_through(
        problem, run, ledger, blank=zero_input, resume=bool(resume)
    )
    say.as_json(result) if json else say.evaluation(result)
    return say.exit_code(result["verdicts"])


def name_of(changed: dict[str, Any], zero_input: bool) -> str:
    """The changed flags, so that the list of runs reads as a list of ideas."""
    words = [f"{name}={value}" for name, value in changed.items()]
    return (
        "-".join((["zero-input"] if zero_input else []) + words).replace("_", "-")
        or "train"
    )
