"""`status`: where you are."""

from .. import left_out, say
from .. import status as overview
from ..ledger import Ledger
from . import usual


def status(*, json: bool = False) -> int:
    """The six stages of the recipe, where you are, and the next command.

    Example: python -m PACKAGE status --json

    Args:
        json: print the map as JSON.
    """
    ledger = Ledger.of(usual())
    say.aside(left_out.unread())
    if json:
        say.as_json(overview.as_dict(ledger))
    else:
        overview.draw(ledger)
    return 0
