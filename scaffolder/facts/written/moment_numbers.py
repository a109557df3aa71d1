"""Numbers that are times: since 1970, in seconds or parts of them, and days such as 20200131."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

WORDS = {"time", "date", "datetime", "timestamp", "ts", "epoch", "unix", "day"}
SIZES = (1, 1000, 10**6, 10**9)  # of a second: milli-, micro- and nanoseconds
SINCE_1970 = tuple((3e8 * size, 4.2e9 * size) for size in SIZES)  # 1979 to 2103
NUMBERED = re.compile(r"column_\d+")  # in the place of a name in a header
FEWEST = 10  # different ones


def are_moments(cells: pl.Series, unique: int, words: set[str]) -> bool:
    """By the words of the column's name; without a header days are, by their digits alone."""
    named = bool(WORDS & words)
    if not (named or NUMBERED.fullmatch(cells.name)) or unique < FEWEST:
        return False
    filled = cells.drop_nulls()
    low, high = filled.min(), filled.max()
    if not (filled == filled.floor()).all():
        return False
    since = any(begin <= low and high <= end for begin, end in SINCE_1970)  # type: ignore[operator]
    return named and since or are_days(filled)


def are_long(cells: pl.Series, words: set[str]) -> bool:
    """Micro- or nanoseconds since 1970, which stay text: a float64 would round them."""
    filled = cells.drop_nulls()
    if not WORDS & words or cells.dtype.is_float() or len(filled) < FEWEST:
        return False
    digits = filled.str.len_bytes().unique().to_list()
    if digits not in ([16], [19]) or not filled.str.contains(r"^\d+$").all():
        return False
    begin, end = SINCE_1970[2 if digits == [16] else 3]
    return bool(filled.cast(float).is_between(begin, end).all())


def are_days(filled: pl.Series) -> bool:
    """Whether all are days such as 20200131."""
    low, high = filled.min(), filled.max()
    if not 19000101 <= low <= high <= 21001231:  # type: ignore[operator]
        return False
    month, day = filled // 100 % 100, filled % 100
    return bool((month.is_between(1, 12) & day.is_between(1, 31)).all())
