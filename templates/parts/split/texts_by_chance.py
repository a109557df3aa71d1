"""Who trains, who validates, who tests: whole texts by chance, and copies on one side.

A pure function of what the texts hold and of `split_seed`, never of `seed` or of their order.
"""

from collections import defaultdict
from hashlib import blake2b

from .config import Config
from .read import Windows


def cut(texts: Windows, shares: tuple[float, float], config: Config) -> list[Windows]:
    """In the order of their hash the first ones test, the next validate, the rest trains.

    A text goes by its middle in that order; new texts move only the few next to a border.
    """
    copies: dict[str, list[int]] = defaultdict(list)
    for i, piece in enumerate(texts.pieces):
        content = digest(piece.file.read_bytes())
        copies[digest(f"{config.split_seed} {content}".encode())].append(i)
    validation, test = shares
    parts: tuple[list[int], list[int], list[int]] = ([], [], [])
    before, total = 0, len(texts.pieces)
    for key in sorted(copies):
        middle = (before + len(copies[key]) / 2) / total
        part = 2 if middle < test else 1 if middle < test + validation else 0
        parts[part].extend(copies[key])
        before += len(copies[key])
    return [
        Windows([texts.pieces[i] for i in sorted(part)], texts.context)
        for part in parts
    ]


def digest(content: bytes) -> str:
    """The same in every process and on every machine, which `hash` is not."""
    return blake2b(content, digest_size=16).hexdigest()
