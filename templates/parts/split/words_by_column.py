"""Who trains, validates and tests: whole groups of texts.

A function of the groups and of `split_seed`. load.py leaves near copies out of training.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from zlib import crc32

import numpy as np

from . import place
from .config import Config
from .data import plain, tokens_of
from .read import Example, read

FEW = 10  # groups
Three = tuple[list[int], list[int], list[int]]  # train, validation, test: ascending
RUN = 3  # words
FEWEST = 8  # words of a text that is compared by its runs: fewer share one by chance
BANDS, ROWS = 8, 8  # of 64 hashes: of two texts with 9 of 10 runs in common 99 % are
DRAWN = np.random.default_rng(0).integers(  # found, of two with half in common 3 %
    2**63, size=(2, BANDS * ROWS, 1), dtype=np.uint64
)


def contents(examples: Sequence[Example], config: Config) -> list[str]:
    """One name per text, equal for near copies, if only by way of others."""
    leader: dict[str, str] = {}
    names = [[digest(name) for name in near(example.raw)] for example in examples]
    for whole, *bands in names:
        for name in [whole, *bands]:
            leader[first(leader, name)] = first(leader, whole)
    return [first(leader, whole) for whole, *_ in names]


def near(text: str) -> list[bytes]:
    """Near copies share one of these: the plain text, or a band of smallest hashes.

    Broder 1997, "On the resemblance and containment of documents": the share of the runs
    that two texts have in common is how often the smallest hash of their runs is the same.
    """
    tokens = tokens_of(text)
    words = plain(tokens)
    whole = " ".join(words or tokens).encode("utf8", "replace")
    if len(words) < FEWEST:
        return [whole]
    runs = zip(*(words[i:] for i in range(RUN)), strict=False)
    hashes = np.array([crc32(" ".join(run).encode()) for run in runs], np.uint64)
    # multiply and shift, modulo 2^64: Dietzfelbinger et al. 1997
    mixed = ((DRAWN[0] | 1) * hashes + DRAWN[1]) >> np.uint64(32)
    return [whole, *(band.tobytes() for band in mixed.min(1).reshape(BANDS, ROWS))]


def first(leader: dict[str, str], name: str) -> str:
    """The name that stands for all those linked to this one."""
    while leader.setdefault(name, name) != name:
        leader[name] = name = leader[leader[name]]
    return name


def cut(examples: Sequence[Example], contents: list[str], shares, config) -> Three:
    """In the order of their hash the first groups test, the next validate, the rest trains.

    Short texts repeat, and must not tie groups together: copies do not count here.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for i, example in enumerate(examples):
        name = f"{config.split_seed} {group(example, config)}"
        groups[digest(name.encode("utf8", "replace"))].append(i)
    parts: Three = ([], [], [])
    (validation, test), before = shares, 0
    few = len(groups) < FEW  # then a share may be less than one of them
    first_ones = few * ([2] * (test > 0) + [1] * (validation > 0))
    for i, key in enumerate(sorted(groups)):  # each goes by its middle
        middle = (before + len(groups[key]) / 2) / len(examples)
        part = (middle < test) + (middle < test + validation)
        parts[first_ones[i] if i < len(first_ones) else part].extend(groups[key])
        before += len(groups[key])
    return tuple(map(sorted, parts))  # type: ignore[return-value]


def group(example: Example, config: Config) -> str:
    """The cell of its row in `split_column`; a row without one is alone."""
    return column(config)[int(example.id.rpartition(":")[2]) - 1] or example.id


@cache
def column(config: Config) -> list[str]:
    """Read as if it were the text."""
    asked = replace(config, text=(config.split_column,))
    return [example.raw for example in read(place(config.data), asked)]


def digest(content: bytes) -> str:
    """The same in every process and on every machine, which `hash` is not."""
    return blake2b(content, digest_size=16).hexdigest()
