"""`baseline`: what can be had without a net, or without looking."""

from ...config import Config
from .. import say
from ..checks import measure, measured_by
from ..ledger import Ledger


def baseline(
    config: Config = Config(),  # noqa: B008
    *,
    json: bool = False,
) -> int:
    """Train on blank inputs, and climb the ladder of dumb baselines.

    Example: python -m PACKAGE baseline --steps 500

    Args:
        json: print the verdicts as JSON.
    """
    records = measure(measured_by("baseline"), config, Ledger.of(config))
    say.as_json(records) if json else say.verdicts(records)
    return say.exit_code(records)
