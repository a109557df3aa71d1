"""Numbers as spreadsheets write them: "1.299,50 €", "(12)", "7 %", and not as Python does.

`read/cells_spreadsheet.py` of a project rewrites them by the same rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

Form = tuple[str, str, str]  # column, decimal mark, what stands beside the digits

CURRENCIES = ("$", "€", "£", "¥", "₹", "USD", "EUR", "GBP", "CHF", "US$", "Rs.", "kr")
SHARES = ("%", "‰")
UNIT = re.compile(r"[^\W\d_]{1,6}[²³23]?|°[CF]?|[^\W\d_]{1,4}/[^\W\d_]{1,4}")
THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(\.\d{3})*|0")
MANY = 50
FEW = 20  # so many different cells with a unit may be names: "4 stars"
MOSTLY = 0.01  # of the cells may be written in another way, and count as missing
BETWEEN = " '’\u00a0\u202f"  # what stands between thousands, but for the other mark
EDGE = re.compile(  # a mark before a letter ends the name of a file: "1.png"
    r"^[(+\-−\s]*(\D*?)[\s+\-−]*([.,]?\d.*\d|\d)(?:[.,](?![^\W\d_]))?(.*?)[)\-\s]*$"
)


def pattern(mark: str, beside: str) -> str:
    """What a cell must match; its first group holds the digits."""
    group = f"[{BETWEEN}{',' if mark == '.' else '.'}]"
    whole = rf"\d{{1,3}}(?:{group}\d{{2,3}})*{group}\d{{3}}|\d+"
    digits = rf"(?:(?:{whole})(?:[{mark}]\d*)?|[{mark}]\d+)(?:[eE][-+]?\d+)?"
    unit = f"(?:{re.escape(beside)})?"
    return rf"^\(?[-+−]?\s*{unit}\s*[-+−]?({digits})\s*{unit}\s*[)-]?$"


def plain(cells: pl.Expr, mark: str, beside: str) -> pl.Expr:
    """ "(1.299,50 €)" becomes "-1299.50"; what is written in another way stays."""
    import polars as pl

    other = f"[{BETWEEN}{',' if mark == '.' else '.'}]"
    digits = cells.str.extract(pattern(mark, beside), 1)
    digits = digits.str.replace_all(other, "").str.replace(mark, ".", literal=True)
    minus = pl.when(cells.str.contains(r"^\D*[-−(]|-$")).then(pl.lit("-"))
    number = pl.concat_str(minus.otherwise(pl.lit("")), digits)
    return pl.when(digits.is_not_null()).then(number).otherwise(cells)


def form_of(counts: dict[str, int], separator: str, of_file: str) -> tuple[str, str]:
    """(decimal mark, what stands beside the digits) of a column; ("", "") for no numbers.

    `counts` are its different cells, `of_file` is the mark of other columns, if any.
    """
    parts = {cell: found.groups() for cell in counts if (found := EDGE.match(cell))}
    named = [c for c, p in parts.items() if p[0].strip() not in ("", *CURRENCIES)]
    if sum(counts[cell] for cell in named) > MOSTLY * sum(counts.values()):
        return "", ""  # "p12" is a name, and "ca. 12" a slip
    parts = {cell: part for cell, part in parts.items() if cell not in named}
    beside = _beside({c: (p[0] or p[2]).strip() for c, p in parts.items()}, counts)
    if beside is None:
        return "", ""
    fits = {
        mark: [cell for cell in counts if re.match(pattern(mark, beside), cell)]
        for mark in ".,"
    }
    total = sum(counts.values())
    good = [
        mark
        for mark, cells in fits.items()
        if sum(counts[cell] for cell in cells) >= (1 - MOSTLY) * total
        and not any(map(_is_plain, counts.keys() - set(cells)))
    ]
    digits = (
        [re.match(pattern(good[0], beside), c) for c in fits[good[0]]] if good else []
    )
    bodies = [found.group(1) for found in digits if found]
    if not bodies or any(re.fullmatch(r"0\d+", body) for body in bodies):
        return "", ""
    if len(good) == 1:
        return good[0], beside
    return _of_two(bodies, separator, of_file), beside


def _beside(sides: dict[str, str], counts: dict[str, int]) -> str | None:
    """The one currency, percent sign or unit of a column; None where there are several."""
    rows = {}
    for cell, side in sides.items():
        rows[side] = rows.get(side, 0) + counts[cell]
    total = sum(counts.values())
    if rows.get("", 0) >= (1 - MOSTLY) * total:
        return ""
    usual = max(
        (side for side in rows if side), key=lambda side: rows[side], default=""
    )
    if usual in CURRENCIES:
        alike = rows[usual] + rows.get("", 0)
        return usual if alike >= (1 - MOSTLY) * total else None
    unit = usual in SHARES or (len(sides) > FEW and UNIT.fullmatch(usual))
    return usual if unit and rows[usual] >= (1 - MOSTLY) * total else None


def _is_plain(cell: str) -> bool:
    return re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", cell) is not None


def _of_two(bodies: Sequence[str], separator: str, of_file: str) -> str:
    """The mark where "1,234" may be either: three digits follow it in every cell."""
    marks = {mark for body in bodies for mark in ".," if mark in body}
    if not marks:
        return "."
    mark = marks.pop()
    if of_file:
        return of_file
    if any(body.startswith(f"0{mark}") for body in bodies):
        return mark
    if any(mark not in body for body in bodies):  # 950 beside 1,234: thousands
        return "," if mark == "." else "."
    # a factor of 1000 in every cell: a net cannot tell, a person is told
    return "," if separator != "," and mark == "," else "."


def are_thousands(cells: set[str], certain: bool) -> bool:
    """ "1.250" and "990": a point that parts thousands only.

    `certain` says that another column has decimal commas. Without one, whole numbers stand
    beside fifty with a point, and none of these has lost a last zero as decimals do.
    """
    grouped = [cell for cell in cells if "." in cell]
    enough = certain or MANY <= len(grouped) < 0.95 * len(cells)
    return bool(grouped and enough) and all(map(THOUSANDS.fullmatch, cells))


@lru_cache(10_000)
def looks_like(cell: str) -> bool:
    """Whether it could be a number in one of the ways, currency and percent apart."""
    return any(re.match(pattern(mark, "%"), cell) for mark in ".,")


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return "_" not in text
