"""`try`: one change at a time, judged by pairs of trainings."""

from typing import Annotated

import tyro

from .. import say
from ..contract import NotOffered, open_project
from ..ledger import Ledger, Record
from ..ledger.stages import unsettled
from ..place import here
from ..printable import escaped
from ..trials.change import changes, label
from ..trials.tips import tip_of
from . import usual

FEWEST = 2  # of one pair nobody knows how far it would move


def trial(
    change: Annotated[
        tuple[str, ...], tyro.conf.Positional, tyro.conf.arg(metavar="KEY=VALUE ...")
    ],
    /,
    *,
    expect: str = "",
    because: str = "",
    seeds: int = 5,
    at_once: int = 1,
    bundle: bool = False,
    as_is: bool = False,
    json: bool = False,
) -> int:
    """Try one change of config.py: does it do what you expect, over seeds and other examples?

    The present config and the changed one are trained with the same seeds, on the same split.
    Each training is kept in runs/try/: more seeds, or another change, train only what is new,
    and after Ctrl-C the same command goes on.

    Example: python -m PACKAGE try "width=64" --expect "accuracy +0.01" --seeds 5

    Args:
        change: a field of config.py and its new value.
        expect: the gain, in units of a metric or in percent, such as "loss -2%".
        because: why you expect it, for LAB.md.
        seeds: so many pairs.
        at_once: so many processes; the results are the same bits.
        bundle: judge several changes together.
        as_is: leave steps and learning rate alone when batch_size changes.
        json: print the verdict as JSON.
    """
    if seeds < FEWEST or at_once < 1:
        raise ValueError(
            f"Found --seeds {seeds} --at-once {at_once}, needed at least {FEWEST} and 1."
        )
    config = usual()
    ledger = Ledger.of(config)
    say.aside(ledger.remark)
    try:
        asked = changes(config, change, bundle)
    except NotOffered as missing:
        because = f"Not asked: {missing}."
        return told(
            [ledger.not_applicable("3.4", "A change does good.", because)], json
        )
    say.aside(early(ledger))
    project = open_project(here().package, **vars(config))
    from ..stage3_overfit.one_thing_at_a_time import Trial, tried
    from ..trials.fair import scaled, warned
    from ..trials.journal import written

    more, said = ({}, "") if as_is else scaled(project, asked)
    what = label(asked)
    for remark in (said, warned(project, asked)):
        say.aside(remark)
    if bundle and len(asked) > 1:
        say.aside(
            "The verdict is of all of them together: of each alone nothing is known."
        )
    show = say.aside if json else lambda text: print(escaped(text), flush=True)
    row = tip_of(config, asked)
    one = Trial(what, asked | more, expect, seeds, at_once, row)
    try:
        record = tried(project, ledger, one, show)
    except KeyboardInterrupt:
        say.aside("Stopped: what is trained is kept. The same command goes on.")
        return 130
    say.aside(written(record, what, because))
    return told([record], json)


def early(ledger: Ledger, before: int = 4) -> str:
    """What a verdict would stand on that is not settled: advice."""
    waiting = unsettled(ledger, before)
    if not waiting:
        return ""
    more = f" and {len(waiting) - 3} more" if len(waiting) > 3 else ""
    names = ", ".join(f"{row.id} {row.name}" for row in waiting[:3])
    return (
        f"{names}{more} are not settled yet, and a bug may be what is judged: "
        f"{here().python} status"
    )


def told(records: list[Record], json: bool) -> int:
    say.as_json(records) if json else say.remarks(records)
    return say.exit_code(records)
