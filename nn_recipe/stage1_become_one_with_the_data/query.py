"""Questions to the table of attributes; no torch here: an answer takes a moment."""

import polars as pl


def numeric(frame: pl.DataFrame) -> list[str]:
    """The columns along which examples have an order."""
    return [s.name for s in frame if s.dtype.is_numeric()]


def chosen(frame: pl.DataFrame, where: str = "", sort: str = "") -> pl.DataFrame:
    """The rows for which an SQL condition is true, lowest of `sort` first ("name desc": highest).

    Only a condition is read: nothing in it is run. Empty cells come last.
    """
    frame = filtered(frame, where) if where else frame
    name, descending = axis_of(sort)
    if not sort:
        return frame
    known(frame, "--sort", name)
    return frame.sort(name, descending=descending, nulls_last=True)


def filtered(frame: pl.DataFrame, where: str) -> pl.DataFrame:
    """A whole statement: `pl.sql_expr` reads as much of a condition as it understands."""
    try:
        base = pl.SQLContext(examples=frame)
        return base.execute(f"SELECT * FROM examples WHERE ({where})", eager=True)
    except (pl.exceptions.PolarsError, TypeError) as error:
        why = str(error).splitlines()[0].partition(";")[0]
        raise ValueError(
            f'--where "{where}": {why}. Needed: a condition of SQL on '
            f"{', '.join(map(quoted, frame.columns))}."
        ) from None


def axis_of(sort: str) -> tuple[str, bool]:
    """The column, and whether its highest come first."""
    name = sort.removesuffix(" desc").removesuffix(" asc").strip()
    return name, sort.endswith(" desc")


def known(frame: pl.DataFrame, flag: str, name: str) -> None:
    if name not in frame.columns:
        raise ValueError(f"{flag} {name}: needed one of {', '.join(frame.columns)}.")


def grouped(frame: pl.DataFrame, by: str, axis: str) -> pl.DataFrame:
    """How many of each value, most first, and of those the median along the axis."""
    known(frame, "--by", by)
    told = [pl.len().alias("examples"), (pl.len() / len(frame)).alias("share")]
    if axis in numeric(frame):
        told.append(pl.col(axis).median().alias(f"median {axis}"))
    return frame.group_by(by).agg(told).sort("examples", by, descending=[True, False])


def quoted(column: str) -> str:
    return column if column.isidentifier() else f'"{column}"'
