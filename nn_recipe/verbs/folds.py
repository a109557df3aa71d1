"""`folds`: the ladder on small data, where one split says little."""

from typing import Annotated

import tyro

from .. import say
from ..contract import Evaluation, open_project
from ..folds import folded, over_units, pooled
from ..ledger.strict_json import strict
from ..place import here
from ..printable import document
from ..progress import track


def folds(k: Annotated[int, tyro.conf.Positional] = 5, /, *, json: bool = False) -> int:
    """Train the baselines and the net k times: each example of training and validation validates once.

    For small data, where one split says little. Groups stay whole, and the intervals are those
    of other groups; with as many folds as groups, or more, each group is left out once. The
    test split stays shut. The table is kept in runs/folds.json. Losses of numbers are in units
    of the training of each fold, metrics in those of the answers.

    Example: python -m PACKAGE folds 10

    Args:
        k: how many folds: the net is trained as often.
        json: print the table as JSON.
    """
    project = open_project(here().package)
    parts, units = folded(project, k)
    rungs: dict[str, list[Evaluation]] = {}
    for part in track(parts, "fold", len(parts)):
        for name, found in part.baselines():
            rungs.setdefault(name, []).append(found)
    n, whole = len(units), len(set(units.values()))
    say.aside(
        f"{len(parts)} folds of {n} examples, {whole} of them apart, value [95 %]"
    )
    table = {}
    for name, found in rungs.items():
        numbers = over_units(pooled(found, project.target), project.target, units)
        table[name] = {key: i.three for key, i in numbers.items()}
        if not json:
            shown = "  ".join(f"{key} {value}" for key, value in numbers.items())
            print(f"{name:<22}  {shown}", flush=True)
    path = here().runs / "folds.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(document(strict(table), indent=1), encoding="utf-8")
    if json:
        say.as_json(table)
    return 0
