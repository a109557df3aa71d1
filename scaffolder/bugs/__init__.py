"""Silent bugs to plant: the checks must catch them, and a student may look for them.

A file per category, each with a tuple `BUGS`. `CATALOGUE` has them all by id; bug.py says what a
bug is, finds.py which check names it.
"""

import importlib
import pkgutil

from .bug import Bug, Edit, NoLongerApplies, Variant

__all__ = ["CATALOGUE", "Bug", "Edit", "NoLongerApplies", "Variant"]


def all_bugs() -> tuple[Bug, ...]:
    """The bugs of every file beside this one."""
    names = sorted({m.name for m in pkgutil.iter_modules(__path__)} - {"bug", "finds"})
    modules = [importlib.import_module(f".{name}", __name__) for name in names]
    return tuple(bug for module in modules for bug in module.BUGS)


CATALOGUE: dict[str, Bug] = {
    bug.id: bug for bug in sorted(all_bugs(), key=lambda bug: bug.id)
}
