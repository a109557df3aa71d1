"""`curve`: the loss against one knob, with a verdict and a picture."""

from collections.abc import Callable
from typing import Annotated, Any

import tyro

from .. import say
from ..checks import measure, measured_by
from ..contract import open_project
from ..ledger import Ledger, Record
from ..place import here
from ..printable import escaped
from ..trials.change import change, hint_of, parsed
from ..trials.tips import tip_of
from . import usual

Show = Callable[[str], object]
KNOBS = ("lr", "capacity", "overfit", "data", "inputs")
FRACTIONS = ".06,.12,.25,.5,1"


def curve(
    knob: Annotated[
        str,
        tyro.conf.Positional,
        tyro.conf.arg(metavar="{" + ",".join(KNOBS) + ",FIELD=V,V,...}"),
    ],
    /,
    *,
    fractions: str = FRACTIONS,
    seeds: int = 3,
    at_once: int = 1,
    json: bool = False,
) -> int:
    """Sweep one knob: is the learning rate good, does a wider net fit better, would more data help?

    Example: python -m PACKAGE curve lr
    Example: python -m PACKAGE curve data --fractions .06,.12,.25,.5,1 --seeds 3
    Example: python -m PACKAGE curve "width=16,64,256" --seeds 3

    Args:
        knob: lr for the learning-rate range test, capacity for the width, overfit for the steps
            (is the training set learnt by heart?), data for the examples, inputs for the
            columns, or the size of pictures; or a field of config.py and values to compare.
        fractions: of the training split, for `curve data`.
        seeds: trainings on each, for `curve data` and the values of a field.
        at_once: so many processes, for the same; the results are the same bits.
        json: print the verdict as JSON.
    """
    field, several, values = knob.partition("=")
    fits(knob, bool(several), fractions, seeds, at_once)
    config = usual()
    ledger = Ledger.of(config)
    show = say.aside if json else lambda text: print(escaped(text), flush=True)
    try:
        if several:
            records = [of_values(ledger, field, values, seeds, at_once, show)]
        elif knob == "data":
            records = [of_data(ledger, shares(fractions), seeds, at_once, show)]
        else:
            records = measure(measured_by(f"curve {knob}"), config, ledger)
    except KeyboardInterrupt:
        if several or knob == "data":
            say.aside("Stopped: what is trained is kept. The same command goes on.")
            return 130
        raise
    if json:
        say.as_json(records)
    elif knob in KNOBS and knob != "data":
        say.verdicts(records)
    else:
        say.remarks(records)
    return say.exit_code(records)


def fits(knob: str, several: bool, fractions: str, seeds: int, at_once: int) -> None:
    """ValueError where the flags are not for this knob."""
    if not several and knob not in KNOBS:
        raise ValueError(
            f"Found {knob!r}, needed one of {', '.join(KNOBS)}, or a field of config.py with "
            'values to compare, such as "width=16,64,256".'
        )
    if knob != "data" and fractions != FRACTIONS:
        raise ValueError("--fractions is for `curve data` alone.")
    if knob != "data" and not several and (seeds, at_once) != (3, 1):
        raise ValueError("--seeds and --at-once are for `curve data` and values.")
    if seeds < 1 + several or at_once < 1:
        raise ValueError(
            f"Found --seeds {seeds} --at-once {at_once}, needed {1 + several} and 1 "
            "or more."
        )


def of_data(
    ledger: Ledger, parts: list[float], seeds: int, at_once: int, show: Show
) -> Record:
    from ..stage4_regularize.more_real_data import swept

    project = open_project(here().package, **vars(usual()))
    return swept(project, ledger, parts, seeds, at_once, show)


def of_values(
    ledger: Ledger, field: str, values: str, seeds: int, at_once: int, show: Show
) -> Record:
    from ..stage3_overfit.several_values import Sweep, swept
    from ..trials.journal import written

    config = usual()
    given = [value.strip() for value in values.split(",")]
    if len(given) < 2:
        raise ValueError(f'Of one value `try "{field}={values}"` tells more.')
    field, found = field.strip(), list[Any]()
    for value in given:
        if not is_now(config, field, value):
            found.append(change(config, f"{field}={value}")[1])
    if not found:
        raise ValueError(f"{field} is {given[0]} already: give other values.")
    row = tip_of(config, {field: found[-1]})
    sweep = Sweep(field, tuple(found), row, seeds, at_once)
    project = open_project(here().package, **vars(config))
    record = swept(project, ledger, sweep, show)
    show(written(record, f"{field} of {values}", ""))
    return record


def is_now(config: Any, field: str, value: str) -> bool:
    known = hasattr(config, field)
    return known and parsed(value, hint_of(config, field), field) == getattr(
        config, field
    )


def shares(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise ValueError(
            f"--fractions {text!r}: needed are numbers such as {FRACTIONS}."
        ) from None
