"""Numbers that are times: seconds since 1970, and days such as 20200131."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

WORDS = {"time", "date", "datetime", "timestamp", "ts", "epoch", "unix", "day"}
SINCE_1970 = ((3e8, 4.2e9), (3e11, 4.2e12))  # 1979 to 2103, in seconds and milliseconds
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


def are_days(filled: pl.Series) -> bool:
    """Whether all are days such as 20200131."""
    low, high = filled.min(), filled.max()
    if not 19000101 <= low <= high <= 21001231:  # type: ignore[operator]
        return False
    month, day = filled // 100 % 100, filled % 100
    return bool((month.is_between(1, 12) & day.is_between(1, 31)).all())
