"""An expectation that is written down before the first training, and goes on if interrupted."""

import time
from typing import Any

from ..ledger import Experiment, Ledger
from ..ledger.strict_json import plain


def begin(ledger: Ledger, id: str, hypothesis: str, **expectation: Any) -> Experiment:
    """Written down anew, unless the same one waits for its end and nothing has changed since.

    `expectation`: value, how and tolerance.
    """
    for record in reversed(ledger.unfinished()):
        same = (record.id, record.hypothesis) == (id, hypothesis)
        if (
            same
            and record.expected == plain(expectation)
            and not ledger.changed(record)
        ):
            return Experiment(ledger.append, record, time.perf_counter())
    return ledger.expect(id, hypothesis, **expectation)
