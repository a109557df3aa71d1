"""Which windows train, validate and test: as the folders given say."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from . import ROOT, place
from .config import Config
from .read import Example, Windows, read
from .split import cut


@dataclass(frozen=True)
class Splits:
    """Three lazy sequences: nothing needs the whole data set in memory."""

    train: Sequence[Example]
    validation: Sequence[Example]
    test: Sequence[Example]
    left_out: dict[str, str] = field(default_factory=dict)  # name of a text -> why


def load(config: Config) -> Splits:
    """The given texts as they are; of `data` a share for each part without texts.

    Nothing is skipped in silence: a text whose copy stands in a part nearer to the test is
    named in `left_out`.
    """
    paths = {"test": config.test_data, "validation": config.validation_data}
    nearer, left_out = dict[str, str](), dict[str, str]()
    given = {
        part: without_copies(read(place(path), config), nearer, left_out)
        for part, path in (paths | {"train": config.data}).items()
        if path
    }
    shares = (
        0.0 if config.validation_data else config.validation_share,
        0.0 if config.test_data else config.test_share,
    )
    train, validation, test = cut(given["train"], shares, config)
    cuts = {"validation": validation, "test": test}
    return patched(Splits(**(cuts | given | {"train": train}), left_out=left_out))


def without_copies(
    texts: Windows, nearer: dict[str, str], left_out: dict[str, str]
) -> Windows:
    """Texts that are not among those `nearer` to the test: digest -> name."""
    contents = [
        blake2b(piece.file.read_bytes(), digest_size=16).hexdigest()
        for piece in texts.pieces
    ]
    pairs = [*zip(texts.pieces, contents, strict=True)]
    left_out |= {p.name: f"a copy of {nearer[c]}" for p, c in pairs if c in nearer}
    kept = [(piece, content) for piece, content in pairs if content not in nearer]
    nearer |= {content: piece.name for piece, content in kept}
    return Windows([piece for piece, _ in kept], texts.context)
