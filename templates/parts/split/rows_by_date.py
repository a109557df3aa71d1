"""Who trains, who validates, who tests: the past, the present, the future."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import polars as pl

from .config import Config
from .read import Example

Three = tuple[list[int], list[int], list[int]]  # train, validation, test: ascending


def contents(examples: Sequence[Example], config: Config) -> list[str]:
    """One text per row, equal for copies: all cells but the answer, time and row numbers.

    A row number is a dropped column without a repetition.
    """
    columns = {name: [e.raw.get(name) for e in examples] for name in config.drop}
    aside = {name for name, cells in columns.items() if len(set(cells)) == len(cells)}
    aside.add(config.split_column)
    rows = ([e.raw[c] or "" for c in e.raw if c not in aside] for e in examples)
    return ["\x1f".join(cells) for cells in rows]


def cut(examples: Sequence[Example], contents: list[str], shares, config) -> Three:
    """Equal times stay together; copies go with the latest of them.

    So training holds nothing of a later date.
    """
    cells = [example.raw.get(config.split_column) for example in examples]
    times = sortable(cells, config.time_format)
    latest: dict[str, Any] = {}
    for time, text in zip(times, contents, strict=True):
        if time is not None:  # a row without one is in no part
            latest[text] = max(time, latest.get(text, time))
    units: dict[Any, list[int]] = defaultdict(list)
    for i, text in enumerate(contents):
        if times[i] is not None:
            units[latest[text]].append(i)
    parts: Three = ([], [], [])
    deal([units[time] for time in sorted(units, reverse=True)], shares, parts)
    return tuple(map(sorted, parts))  # type: ignore[return-value]


def sortable(times: Sequence[str | None], time_format: str) -> Sequence[Any]:
    """As dates, None where a cell is none; as numbers if all are numbers."""
    with suppress(ValueError):
        return [None if time is None else float(time) for time in times]
    cells = pl.Series(times, dtype=pl.String)
    if "%M" in time_format:  # with hours and minutes
        return cells.str.to_datetime(time_format, strict=False).to_list()
    return cells.str.to_date(time_format, strict=False).to_list()


def deal(units: list[list[int]], shares: tuple[float, float], parts: Three) -> None:
    """The first units test, the next validate, the rest trains; each goes by its middle."""
    (validation, test), before, total = shares, 0, sum(map(len, units))
    for unit in units:
        middle = (before + len(unit) / 2) / total
        parts[(middle < test) + (middle < test + validation)].extend(unit)
        before += len(unit)
