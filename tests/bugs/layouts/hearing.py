"""A project written for one layout, and all that a user would run on it: who speaks up?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from nn_recipe.checks import measured_by
from nn_recipe.ledger import Ledger
from nn_recipe.ledger.rows import ROWS
from scaffolder import new, render
from scaffolder.bugs.finds import Heard
from scaffolder.say import Say
from tests.examples import PACKAGES

from ..hunt import processor_time, reseed, said, trained
from ..listen import words
from ..planting import Planted, imported
from . import LAYOUTS, Layout


def hear(name: str, model: str = "tiny") -> Heard:
    """`check --fast`, `baseline`, `train`."""
    reseed()
    began, layout = processor_time(), LAYOUTS[name]
    try:
        with written(layout, model=model) as healthy:
            rows = healthy.rows(fast=True) + measured_by("baseline")
            records = [*healthy.records(rows)]
            stopped, _ = trained(healthy)
            records += Ledger.of(healthy.project.config).records()
    except Exception as error:  # it is not even read
        return Heard(name, layout.kind, stopped=said(error))
    alarms = [r for r in records if r.verdict == "fails"]
    gates = [r for r in records if ROWS[r.id].type == "gate"]
    unclear = words([r for r in gates if r.verdict == "unclear"])
    seconds = round(processor_time() - began)
    return Heard(name, layout.kind, words(alarms), unclear, stopped, seconds)


@contextmanager
def written(layout: Layout, **changes) -> Iterator[Planted]:
    """As `recipe new` writes it, with the data inside."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "data").mkdir()
        given = {"name": PACKAGES[layout.kind], "kind": layout.kind}
        asked = given | layout.make(folder / "data")
        design = new.design(asked, Say(quiet=True), silent=True)
        render.render(design.answers, design.plan, folder)
        with imported(folder, layout.kind, **changes) as healthy:
            yield healthy
