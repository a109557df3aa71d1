"""Which windows train, validate and test: as the files given say."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import place
from .config import Config
from .read import Example, read
from .split import cut


@dataclass(frozen=True)
class Splits:
    """Three lazy sequences: nothing needs the whole data set in memory."""

    train: Sequence[Example]
    validation: Sequence[Example]
    test: Sequence[Example]
    left_out: dict[str, str] = field(default_factory=dict)  # id -> why


def load(config: Config) -> Splits:
    """The given texts as they are; of `data` a share for each part without a text."""
    given = {"validation": config.validation_data, "test": config.test_data}
    texts = {part: read(place(path), config) for part, path in given.items() if path}
    shares = (
        0.0 if config.validation_data else config.validation_share,
        0.0 if config.test_data else config.test_share,
    )
    parts = cut(read(place(config.data), config), shares, config)
    cuts = dict(zip(("train", "validation", "test"), parts, strict=True))
    return Splits(**(cuts | texts))
