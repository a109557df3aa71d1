"""A project that `recipe new` wrote, as the contract sees it.

The only folder that knows how the modules of a generated project are called. What a project
*declares* (the rate of each step) is written anew here, on paper, and not asked of its code.
"""

from .project import Generated, when_loaded

__all__ = ["Generated", "when_loaded"]
