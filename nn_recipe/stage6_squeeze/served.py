"""`evaluate` and `predict` of the project, asked of several nets or views as if they were one run."""

import importlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from torch import nn

from .. import predictions
from ..contract import NotOffered
from ..generated import Generated
from ..ledger import Ledger
from ..place import here
from ..verbs import usual
from .kept import Squeezed, folder, read
from .mean_of_nets import MeanOfNets
from .mean_of_views import MeanOfViews


@contextmanager
def found_by_name(result: Squeezed) -> Iterator[tuple[Any, Path]]:
    """The verbs of the project; whatever run they look for, they find this one."""
    if here().adapter:
        raise NotOffered("an adapter has no `evaluate` and `predict` of its own")
    package = here().package
    verbs = importlib.import_module(f"{package}.__main__")
    run_of = importlib.import_module(f"{package}.run").Run
    place = folder() / result.name
    place.mkdir(parents=True, exist_ok=True)
    run = run_of(place)
    run.trained = lambda *_: together(run_of, result)
    # no temperature was fitted to what they say together
    run.checkpoint = lambda *_: {}
    with mock.patch.object(verbs.Run, "find", lambda *_, **__: run):
        yield verbs, place


def together(run_of: Any, result: Squeezed) -> tuple[Any, nn.Module]:
    """The problem of the first net, without its data, and the net of them all."""
    found = [run_of(m.path.parent).trained(m.path.stem) for m in result.members]
    problem, net = found[0]
    if result.views:
        project = Generated(here().package, problem)
        return problem, MeanOfViews(net, project, result.views)
    return problem, MeanOfNets([net for _, net in found], problem.target)


def evaluate(name: str, split: str, json: bool) -> int:
    """As `evaluate` of one run; the test split is counted, and nowhere else opened."""
    result = read(name)
    with predictions.kept(here().package) as kept, found_by_name(result) as (verbs, at):
        code = verbs.evaluate(f"squeeze/{result.name}", split, "best", json)
    if split == "test":
        Ledger.of(usual()).opened_test(f"squeeze/{result.name}")
    for line in kept.leave(at, split):
        if not json:
            print(line)
    return code


def predict(name: str, files: Sequence[str], to: str, json: bool) -> int:
    with found_by_name(read(name)) as (verbs, _):
        return verbs.predict(f"squeeze/{name}", tuple(files), to, json)
