"""A project written for one layout, and all that a user would run on it: who speaks up?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from scaffolder import new, render
from scaffolder.bugs.finds import Heard
from scaffolder.say import Say
from tests.examples import PACKAGES

from ..listen import heard
from ..planting import Planted, imported
from . import LAYOUTS, Layout


def hear(name: str, model: str = "tiny") -> Heard:
    """`check --fast`, `baseline`, `train`."""
    return heard(name, LAYOUTS[name].kind, written(LAYOUTS[name], model=model))


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
