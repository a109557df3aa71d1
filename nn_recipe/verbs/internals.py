"""`internals`: what goes on inside the net while it trains."""

from .. import say
from ..contract import NotOffered, open_project
from ..ledger import Ledger
from ..place import here
from . import usual

USUAL = 300  # steps, or those of the config: what is wrong inside shows early


def internals(*, steps: int = USUAL, json: bool = False) -> int:
    """Look inside: does each layer pass on something, and learn? What is in the first weights?

    The config is trained for some steps, and looked into on the way, with the same bits as
    if nobody looked. Nothing is kept but the pictures.

    Example: python -m PACKAGE internals --steps 1000

    Args:
        steps: of the training that is watched; at most those of the config.
        json: print the verdicts as JSON.
    """
    from ..stage4_regularize import activations, first_layer_weights
    from ..stage4_regularize.watched import watched

    config, looks = usual(), (activations, first_layer_weights)
    if steps < 2:
        raise ValueError(f"Found --steps {steps}, needed 2 or more.")
    ledger = Ledger.of(config)
    try:
        project = open_project(here().package, **vars(config))
        seen = watched(project, min(steps, getattr(config, "steps", steps)))
        records = [look.concluded(seen, ledger) for look in looks]
    except NotOffered as missing:
        why = f"Not asked: {missing}."
        records = [
            ledger.not_applicable(row, "The net is well inside.", why)
            for row in ("4.14", "4.13")
        ]
    say.as_json(records) if json else say.remarks(records)
    return say.exit_code(records)
