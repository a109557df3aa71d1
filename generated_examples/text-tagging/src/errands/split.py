"""Who trains, who validates, who tests: whole documents.

A pure function of the documents and of `split_seed`, never of `seed` or of their order.
"""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b

from .config import Config
from .read import Example

Three = tuple[list[int], list[int], list[int]]  # train, validation, test: ascending


def contents(examples: Sequence[Example], config: Config) -> list[str]:
    """All different: short sentences repeat, and must not tie their documents together."""
    return [example.id for example in examples]


def cut(
    examples: Sequence[Example],
    contents: Sequence[str],
    shares: tuple[float, float],
    config: Config,
) -> Three:
    """In the order of their hash the first documents test, the next validate, the rest trains.

    New ones move only the few next to a border; each goes by its middle.
    """
    documents: dict[str, list[int]] = defaultdict(list)
    for i, example in enumerate(examples):
        documents[digest(f"{config.split_seed} {example.group}")].append(i)
    validation, test = shares
    parts: Three = ([], [], [])
    before = 0
    for key in sorted(documents):
        middle = (before + len(documents[key]) / 2) / len(examples)
        part = 2 if middle < test else 1 if middle < test + validation else 0
        parts[part].extend(documents[key])
        before += len(documents[key])
    return tuple(map(sorted, parts))  # type: ignore[return-value]


def digest(text: str) -> str:
    """The same in every process and on every machine, which `hash` is not."""
    return blake2b(text.encode(), digest_size=16).hexdigest()
