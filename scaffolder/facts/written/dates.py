"""Dates as people write them: the format that reads a column, and whether its text sorts in time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffolder.facts.listing import said

if TYPE_CHECKING:
    import polars as pl

    from scaffolder.facts.model import Column

EITHER = "day or month first"  # in the place of a format: no cell decides
UNREAD = "not read"  # in the place of a format: several zones, or several ways
READ = 0.95  # of the cells must be dates in one format
SAMPLE = 200
MONTHS = 12
YEAR_FIRST = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")
YEAR_FIRST += ("%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y.%m.%d")
YEAR_FIRST += ("%Y-%m-%dT%H:%M", "%Y-%m-%d %I:%M:%S %p", "%Y/%m/%d %I:%M:%S %p")
# months, and dates whose month is a word
IN_WORDS = {
    r"\d{4}-\d\d": "%Y-%m",
    r"\d{4}/\d\d": "%Y/%m",
    r"\d\d/\d{4}": "%m/%Y",
    r"[A-Za-z]{3}-\d{4}": "%b-%Y",
    r"[A-Za-z]{3} \d{4}": "%b %Y",
    r"[A-Za-z]{3}-\d\d": "%b-%y",
    r"[A-Za-z]{3,9} \d{4}": "%B %Y",
    r"[A-Za-z]{3,9} \d{1,2}, \d{4}": "%B %d, %Y",
    r"\d{1,2} [A-Za-z]{3,9} \d{4}": "%d %B %Y",
    r"\d{1,2}[A-Za-z]{3}\d{4}": "%d%b%Y",  # 03JAN2016, as SAS writes it
    r"\d{1,2}[A-Za-z]{3}\d\d": "%d%b%y",
    r"\d{1,2}[A-Za-z]{3}\d{4}:\d\d:\d\d:\d\d": "%d%b%Y:%H:%M:%S",
}
ZONE = re.compile(  # 10:12:33 AM GMT+2, 10:12:33Z, 10:12:33+01:00
    r"(.+:\d\d(?:\.\d+)?(?: [AaPp][Mm])?)"
    r"( ?(?:Z|[+-]\d\d:?\d\d|(?:[A-Z]{3,4})(?:[+-]\d{1,2}(?::?\d\d)?)?))"
)
DATED = r"^\d{4}([-/.])\d{1,2}[-/.]\d{1,2}[ T]\d{1,2}:\d\d"
DAY = r"\d{1,2}[-/. ](\d{1,2}|[A-Za-z]{3})[-/. ](\d{4}|\d\d)( |T|$)"  # 1.2.21
YEAR_AHEAD = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}( |T|$)"
WRITTEN = re.compile(  # 13/02/2021 10:00, 1.2.21, 13-Feb-2021 9:05:00 PM
    r"\d{1,2}(?P<sign>[-/. ])(?P<month>\d{1,2}|[A-Za-z]{3})(?P=sign)(?P<year>\d{4}|\d\d)"
    r"((?P<gap>[ T])\d{1,2}:\d\d(?P<seconds>:\d\d)?(?P<half> [AaPp][Mm])?)?"
)
DAY_AND_CLOCK = r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d"
SPELT = (  # with the month as a word, or the year behind a comma; %B reads Mar, too
    (r"[A-Z][a-z]{2,8} \d{1,2}, \d{4}", "%B %d, %Y"),
    (r"\d{1,2} [A-Z][a-z]{3,8} \d{4}", "%d %B %Y"),
    (r"\d\d \d{1,2}, \d{4}", "%m %d, %Y"),
    (rf"{DAY_AND_CLOCK} [+-]\d{{4}} \d{{4}}", "%a %b %d %H:%M:%S %z %Y"),
    (rf"{DAY_AND_CLOCK} [A-Z]{{3,4}} \d{{4}}", "%a %b %d %H:%M:%S %Z %Y"),
)
NAMES = {"date", "datetime", "time", "timestamp", "day", "when"}  # of 1.2.21


def read(cells: pl.Series) -> tuple[pl.Series, str] | None:
    """(the times, their format or EITHER), None where 95 % of the cells are no dates."""
    import polars as pl

    if cells.dtype != pl.String or not cells.null_count() < len(cells):
        return None
    sample = cells.drop_nulls().head(SAMPLE)
    if not sample[:20].str.contains(r"\d").any():
        return None
    fit = [form for form in forms(sample, cells.name) if reads(sample, form)]
    fit = [form for form in fit if reads(cells, form)]
    if not fit:
        return None
    counts = {form: parsed(cells, form).count() for form in fit}
    best = [form for form in fit if counts[form] == max(counts.values())]
    times = {form: parsed(cells, form) for form in best}
    ordered = [form for form in best if in_order(times[form].drop_nulls())]
    form = (ordered or best)[0]
    return times[form], form if ordered or len(best) == 1 else EITHER


def is_dated(cells: pl.Series) -> bool:
    """Whether they are moments, whatever stands behind the date and the time of day.

    Days in several ways are, if some have a year of four digits: 13/02/20 and 14/02/2021.
    """
    import polars as pl

    if cells.dtype != pl.String or not cells.null_count() < len(cells):
        return False
    filled = cells.drop_nulls()
    if filled.str.contains(DATED).sum() >= READ * len(filled):
        return True
    written = filled.filter(filled.str.contains(f"^({DAY}|{YEAR_AHEAD})"))
    whole = written.str.contains(r"\d{4}").sum()  # no version, no share of an hour
    return len(written) >= READ * len(filled) and whole > (1 - READ) * len(filled)


def forms(sample: pl.Series, name: str) -> list[str]:
    """Formats that the first cells suggest; day first before month first."""
    import polars as pl

    zones = [match.groups() for cell in sample if (match := ZONE.fullmatch(cell))]
    if zones and len(zones) == len(sample):
        without = pl.Series([moment for moment, _ in zones])
        ways = in_zones([zone for _, zone in zones])
        return [form + way for way in ways for form in forms(without, name)]
    for pattern, form in IN_WORDS.items():
        if all(re.fullmatch(pattern, cell) for cell in sample):
            few = form == "%b-%y" and sample.n_unique() <= MONTHS
            return [] if few else [form]
    found = [match for cell in sample[:20] if (match := WRITTEN.fullmatch(cell))]
    if len(found) < READ * len(sample[:20]):
        return spelt(sample[:20].to_list()) or list(YEAR_FIRST)
    sign, month, year, gap, seconds, half = found[0].group(
        "sign", "month", "year", "gap", "seconds", "half"
    )
    named = NAMES & set(re.split("[^a-z]+", name.lower()))
    if len(year) == 2 and not named and not month.isalpha() and not _calendar(sample):
        return []  # 10.4.19 may be a version
    clock = f"{gap}%{'I' if half else 'H'}:%M{':%S' if seconds else ''}" if gap else ""
    clock += " %p" if half else ""
    places = ["%d %b"] if month.isalpha() else ["%d %m", "%m %d"]
    year = "%Y" if len(year) == 4 else "%y"
    return [place.replace(" ", sign) + sign + year + clock for place in places]


def in_zones(zones: list[str]) -> list[str]:
    """How the end of a time is written: as in all cells, or in each by its distance to UTC."""
    same = zones[:1] if len({*zones}) == 1 else []
    gaps = {zone[: zone.find(sign)] for zone in zones for sign in "+-" if sign in zone}
    numbers = all(re.fullmatch(r" ?[+-]\d\d:?\d\d", zone) for zone in zones)
    return [*same, *(gap + "%z" for gap in gaps if numbers and len(gaps) == 1)]


def _calendar(sample: pl.Series) -> bool:
    """Two of three numbers run through days and months: 27.2.19, 5.12.20, as no version does."""
    found = [m for cell in sample if (m := re.fullmatch(r"(\d+)\D(\d+)\D(\d+)", cell))]
    one, other = ({int(m.group(place)) for m in found} for place in (1, 2))
    days, months = (one, other) if max(one, default=0) > 12 else (other, one)
    whole = 12 < max(days, default=0) <= 31 and max(months, default=0) <= MONTHS
    return whole and len(days) > MONTHS and len(months) >= 3


def spelt(cells: list[str]) -> list[str]:
    """The format of dates with a word in them."""
    for pattern, form in SPELT:
        if sum(map(bool, (re.fullmatch(pattern, c) for c in cells))) >= READ * len(
            cells
        ):
            return [form]
    return []


def reads(cells: pl.Series, form: str) -> bool:
    lost = parsed(cells, form).null_count() - cells.null_count()
    return lost <= (1 - READ) * len(cells)


def parsed(cells: pl.Series, form: str) -> pl.Series:
    """As `moment` in split.py of a project does."""
    import polars as pl

    if "%M" in form:
        times = cells.str.to_datetime(form, strict=False, time_unit="us")
        return times.dt.replace_time_zone(None)  # "+0200" is UTC by then
    return cells.str.to_date(form, strict=False).cast(pl.Datetime("us"))


def in_order(times: pl.Series) -> bool:
    return times.is_sorted() or times.is_sorted(descending=True)


def time_format(cells: pl.Series) -> str:
    """What a project needs to sort the cells; "" where they sort as they are written."""
    import polars as pl

    if (found := read(cells)) is None:
        return UNREAD
    times, form = found
    both = pl.DataFrame({"cell": cells, "time": times}).drop_nulls().sort("cell")
    return "" if both["time"].is_sorted() else form


def first(form: str) -> str:
    """In words."""
    parts = {"%d": "day", "%Y": "year"}
    return f"the {parts.get(form[:2], 'month')} first"


def sentences(columns: tuple[Column, ...]) -> list[str]:
    """Times that nobody can put in order."""
    either = [
        f"{column.name} is a date such as {column.examples[0]}, and none of its"
        f" {said(column.unique, 'value')} says whether the day or the month stands first."
        " Write the year first, as in 2020-01-31, where the split is to be by time."
        for column in columns
        if column.time_format == EITHER
    ]
    return either + [
        f"{column.name} is a time such as {column.examples[0]}, and not all of its cells"
        " are written alike (zones count, too). Write 2020-01-31 17:24:00, of one zone,"
        " or 2020-01-31, where the split is to be by time."
        for column in columns
        if column.time_format == UNREAD
    ]
