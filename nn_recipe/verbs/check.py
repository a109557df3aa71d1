"""`check`: the gates of the recipe, measured."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

import tyro

from .. import say
from ..checks import chosen, looks_right, measuring
from ..ledger import Ledger, Record
from . import usual


def check(
    names: Annotated[
        tuple[str, ...], tyro.conf.Positional, tyro.conf.arg(metavar="[NAME ...]")
    ] = (),
    /,
    *,
    fast: bool = False,
    all: bool = False,
    smoke: bool = False,
    seeds: int = 1,
    seed: int | None = None,
    model: str = "",
    waive: str = "",
    because: str = "",
    looks_right_to: Annotated[str, tyro.conf.arg(name="looks-right")] = "",
    blame: bool = False,
    json: bool = False,
) -> int:
    """Measure what should hold, and say where to look when it does not.

    Example: python -m PACKAGE check overfit_one_batch --seeds 3

    Args:
        names: checks by name or number; all that need no long training if none is named.
        fast: only those that are done in seconds.
        all: the baselines and the sweeps as well.
        smoke: a few examples, nothing written to the ledger.
        seeds: repeat each check with this many seeds.
        seed: another one than that of config.py.
        model: another net than that of config.py, such as tiny.
        waive: number of a gate to pass over, such as 2.11.
        because: the reason, which stays in the report for ever.
        looks_right_to: your name, once you have looked at the pictures of 2.13.
        blame: of what fails, find the change of yours that makes it fail: each is taken back alone.
        json: print the verdicts as JSON.
    """
    config = usual()
    config = config if seed is None else replace(config, seed=seed)
    config = replace(config, model=model) if model else config
    ledger = Ledger() if smoke else Ledger.of(config)
    say.aside(ledger.remark)
    if waive:
        records = [ledger.waive(waive, because)]
    elif looks_right_to:
        records = [looks_right(ledger, looks_right_to)]
    else:
        rows = chosen(names, fast=fast or smoke, all=all)
        records = heard(measuring(rows, config, ledger, seeds, smoke), json)
    say.as_json(records) if json else say.verdicts(records)
    failing = list(dict.fromkeys(r.id for r in records if r.verdict == "fails"))
    if blame and failing:
        from ..blame import told

        options = {"--seed": seed, "--model": model or None, "--seeds": seeds}
        given = ((k, str(v)) for k, v in options.items() if v is not None)
        say.aside(told(failing, [word for pair in given for word in pair]))
    return say.exit_code(records)


def heard(measured: Iterable[Record], json: bool) -> list[Record]:
    """All of them; whoever stops half-way is told what was found."""
    found: list[Record] = []
    try:
        found.extend(measured)  # one by one
    except KeyboardInterrupt:
        if found and not json:
            say.verdicts(found)
        raise
    return found
