"""`evaluate`: how good is a run, and how sure is that?"""

from typing import Annotated, Literal

import tyro

from ...config import Config
from .. import say
from ..ledger import Ledger


def evaluate(
    run: Annotated[str, tyro.conf.Positional, tyro.conf.arg(metavar="[RUN]")] = "last",
    /,
    *,
    split: Literal["validation", "test"] = "validation",
    weights: Literal["best", "last"] = "best",
    json: bool = False,
) -> int:
    """Loss and metrics over a whole split, with 95 % bootstrap intervals.

    Example: python -m PACKAGE evaluate 3 --split test

    Args:
        run: its number, its name, or "last".
        split: the test split is opened here and nowhere else, and each time is counted.
        weights: those that `watch` of config.py picked, or the last ones.
        json: print loss and metrics as JSON.
    """
    from .. import session

    found = session.Run.find(run)
    result = session.evaluate_run(found, split, weights)
    if split == "test":
        result["test_openings"] = Ledger.of(Config()).opened_test(found.folder.name)
    say.as_json(result) if json else say.evaluation(result)
    return 0
