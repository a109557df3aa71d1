"""Who trains, validates and tests: a function of the texts and of `split_seed` alone."""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any
from zlib import crc32

import numpy as np

from .config import Config
from .data import plain, tokens_of
from .read import Example

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
    """Each answer gives its share to each part; near copies stay together.

    Texts are cut off in the order of their hash: new ones move only the few next to a border.
    Answers that hardly repeat (fewer than ten texts each) count as one.
    """
    answers = [example.answer for example in examples]
    classes = len(answers) >= 10 * len(set(answers))
    copies: dict[str, list[int]] = defaultdict(list)
    for i, name in enumerate(contents):
        copies[digest(f"{config.split_seed} {name}".encode())].append(i)
    strata: dict[Any, list[list[int]]] = defaultdict(list)
    for _, unit in sorted(copies.items()):
        strata[answers[unit[0]] if classes else None].append(unit)
    parts: Three = ([], [], [])
    validation, test = shares
    for units in strata.values():
        before, total = 0, sum(map(len, units))
        for unit in units:  # the first test, the next validate; each goes by its middle
            middle = (before + len(unit) / 2) / total
            parts[(middle < test) + (middle < test + validation)].extend(unit)
            before += len(unit)
    return tuple(map(sorted, parts))  # type: ignore[return-value]


def digest(content: bytes) -> str:
    """The same in every process and on every machine, which `hash` is not."""
    return blake2b(content, digest_size=16).hexdigest()
