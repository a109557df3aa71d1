"""Who chooses by validation never sees the test split: it is shut while trainings run."""

from collections.abc import Sequence
from typing import NoReturn

from ..contract import Example, Project, Some


class Shut(Sequence[Example]):
    """A test split that cannot be opened, nor counted."""

    def refuse(self, *_: object) -> NoReturn:
        raise AssertionError("The test split is for `evaluate --split test` alone.")

    __getitem__ = __len__ = __iter__ = __contains__ = __reversed__ = refuse
    index = count = refuse


def shut(project: Project) -> Project:
    """The same project without a way to its test split."""
    splits = project.splits
    if isinstance(splits.test, Shut):
        return project
    known = (splits.train, splits.validation, Shut(), splits.left_out)
    return project.having(splits=Some(*known))
