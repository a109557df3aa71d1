"""`curve`: the loss against one knob, with a verdict and a picture."""

from typing import Annotated, Literal

import tyro

from .. import say
from ..checks import measure, measured_by
from ..ledger import Ledger
from . import usual


def curve(
    knob: Annotated[Literal["lr", "capacity", "overfit"], tyro.conf.Positional],
    /,
    *,
    json: bool = False,
) -> int:
    """Sweep one knob: is the learning rate good, does a wider net reach a lower training loss?

    Example: python -m PACKAGE curve lr

    Args:
        knob: lr for the learning-rate range test, capacity for the width, overfit for the
            steps: does the net learn the training set by heart?
        json: print the verdict as JSON.
    """
    config = usual()
    records = measure(measured_by(f"curve {knob}"), config, Ledger.of(config))
    say.as_json(records) if json else say.verdicts(records)
    return say.exit_code(records)
