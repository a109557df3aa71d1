"""`curve`: the loss against one knob, with a verdict and a picture."""

from typing import Annotated, Literal

import tyro

from .. import say
from ..checks import measure, measured_by
from ..contract import open_project
from ..ledger import Ledger, Record
from ..place import here
from ..printable import escaped
from . import usual

FRACTIONS = ".06,.12,.25,.5,1"


def curve(
    knob: Annotated[
        Literal["lr", "capacity", "overfit", "data", "inputs"], tyro.conf.Positional
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

    Args:
        knob: lr for the learning-rate range test, capacity for the width, overfit for the steps
            (is the training set learnt by heart?), data for the examples, inputs for the
            columns, or the size of pictures.
        fractions: of the training split, for `curve data`.
        seeds: trainings on each, for `curve data`.
        at_once: so many processes, for `curve data`; the results are the same bits.
        json: print the verdict as JSON.
    """
    if knob != "data" and (fractions, seeds, at_once) != (FRACTIONS, 3, 1):
        raise ValueError(
            "--fractions, --seeds and --at-once are for `curve data` alone."
        )
    config = usual()
    ledger = Ledger.of(config)
    if knob == "data":
        records = [of_data(ledger, shares(fractions), seeds, at_once, json)]
    else:
        records = measure(measured_by(f"curve {knob}"), config, ledger)
    if json:
        say.as_json(records)
    elif knob == "data":
        say.remarks(records)
    else:
        say.verdicts(records)
    return say.exit_code(records)


def of_data(
    ledger: Ledger, parts: list[float], seeds: int, at_once: int, json: bool
) -> Record:
    from ..stage4_regularize.more_real_data import swept

    if seeds < 1 or at_once < 1:
        raise ValueError(
            f"Found --seeds {seeds} --at-once {at_once}, needed 1 or more of each."
        )
    project = open_project(here().package, **vars(usual()))
    show = say.aside if json else lambda text: print(escaped(text), flush=True)
    return swept(project, ledger, parts, seeds, at_once, show)


def shares(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise ValueError(
            f"--fractions {text!r}: needed are numbers such as {FRACTIONS}."
        ) from None
