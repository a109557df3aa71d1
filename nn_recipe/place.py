"""Where the project stands that is being looked at: its package, its root, its runs.

One at a time: whoever opens a project says so here. No torch: `status` answers at once.
"""

import importlib.util
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Place:
    package: str  # the name that `python -m` takes
    folder: Path  # of its modules

    @property
    def root(self) -> Path:
        """The nearest folder above with a pyproject.toml, else where you stand."""
        above = (p for p in self.folder.parents if (p / "pyproject.toml").exists())
        return next(above, Path.cwd())

    @property
    def runs(self) -> Path:
        return self.root / "runs"

    @property
    def python(self) -> str:
        """What to type before a verb."""
        return f"python -m {self.package}"

    def resolve(self, path: str) -> Path:
        """A path of config.py: relative ones start at the root, not where you stand."""
        return self.root / Path(path).expanduser()


_now = [Place("PACKAGE", Path.cwd() / "PACKAGE")]


def here() -> Place:
    """The project that was opened last."""
    return _now[-1]


def stand(package: str) -> Place:
    """Look at this package from now on."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise ValueError(f"There is no module {package!r} to look at: is it installed?")
    _now[:] = [Place(package, Path(found.origin).parent)]
    return here()
