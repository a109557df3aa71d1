"""Silent bugs to plant: the checks must catch them, and a student may look for them.

A file per category. `CATALOGUE` has them all by id.
"""

from . import loop
from .bug import Bug, Edit, NoLongerApplies, Variant

CATALOGUE: dict[str, Bug] = {bug.id: bug for module in (loop,) for bug in module.BUGS}

__all__ = ["CATALOGUE", "Bug", "Edit", "NoLongerApplies", "Variant"]
