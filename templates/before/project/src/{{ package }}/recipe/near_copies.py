"""Texts that are nearly the same: two of them on two sides of a split would be a leak.

Broder 1997, "On the resemblance and containment of documents": the share of the runs of three
words that two texts have in common is how often the smallest hash of their runs is the same.
"""

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np

RUN = 3  # words
BANDS, ROWS = (
    8,
    8,
)  # of smallest hashes: of two texts with 9 of 10 runs in common 99 % are
FEWEST = 8  # found, of two with half in common 3 %; fewer words share a run by chance
DRAWN = np.random.default_rng(0).integers(
    2**63, size=(2, BANDS * ROWS, 1), dtype=np.uint64
)


def plain(tokens: Sequence[str]) -> list[str]:
    """Words in small letters, numbers as 0, signs left out."""
    return [re.sub(r"\d+", "0", t.lower()) for t in tokens if t[0].isalnum()]


def contents(tokens: Sequence[str]) -> list[bytes]:
    """Near copies share one of these: the plain text itself, or a band of smallest hashes."""
    words = plain(tokens)
    whole = " ".join(words or tokens).encode("utf8", "replace")
    if len(words) < FEWEST:
        return [whole]
    runs = zip(*(words[i:] for i in range(RUN)), strict=False)
    hashes = np.array([crc32(" ".join(run).encode()) for run in runs], np.uint64)
    # multiply and shift, modulo 2^64: Dietzfelbinger et al. 1997
    factor, offset = DRAWN
    mixed = ((factor | 1) * hashes + offset) >> np.uint64(32)
    return [whole, *(band.tobytes() for band in mixed.min(1).reshape(BANDS, ROWS))]
