"""What is asked of a training: what differs from the config, and how it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from torch import nn

from ..contract import Feed, Project, Run

Changed = tuple[tuple[str, Any], ...]  # field of the config, new value


class How(Protocol):
    """A way of training, of whose `repr` the key is; it must pass to another process."""

    def __call__(
        self, project: Project, net: nn.Module, train: Feed, validation: Feed, run: Run
    ) -> Mapping["How | None", str]:
        """What was saved in the folder of the run: the name of each net it found."""
        ...


@dataclass(frozen=True)
class Asked:
    """One training: what differs from the config, the seed, the share of the training split."""

    changed: Changed
    seed: int
    share: float = 1.0
    what: str = "as it is"  # in words, for the name of its folder
    weights: bool = False  # are the weights kept, too?
    how: How | None = None  # another way of training than `train`
