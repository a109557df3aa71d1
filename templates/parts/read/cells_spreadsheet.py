BETWEEN = " '’\u00a0\u202f"  # what stands between thousands, but for the other mark


def table(path: Path, config: Config) -> pl.DataFrame:
    """The cells as text, without spaces around them; null where one says nothing."""
    try:
        frame = pl.read_csv(
            path,
            separator=config.separator,
            quote_char=config.quote or None,
            encoding=config.encoding,
            infer_schema=False,
            skip_lines=config.skip,
            has_header=not config.columns,
        )
    except (pl.exceptions.PolarsError, ValueError) as error:
        raise ValueError(
            f"{path.name} cannot be read: {str(error).splitlines()[0]}. Compare "
            "`separator`, `quote`, `encoding` and `skip` in config.py with the file."
        ) from error
    names = [*config.columns] or [name.strip("\ufeff ") for name in frame.columns]
    if len(names) == frame.width + 1 and config.target in names:
        names.remove(config.target)  # new data may lack the answer
    if len(names) != frame.width:
        raise ValueError(
            f"{path.name} has {frame.width} columns, config.py names {len(names)}."
        )
    frame.columns = names
    cells = pl.all().str.strip_chars()
    frame = frame.select(pl.when(cells != "").then(cells))
    first = pl.coalesce(pl.all()).is_in(config.aside)
    frame = frame.filter(~first.fill_null(False))
    for name, mark, beside in config.numbers:
        if name in names:
            frame = frame.with_columns(plain(pl.col(name), mark, beside).alias(name))
    return frame.select(pl.when(~pl.all().is_in(config.missing)).then(pl.all()))


def plain(cells: pl.Expr, mark: str, beside: str) -> pl.Expr:
    """ "(1.299,50 €)" becomes "-1299.50"; what is written in another way stays."""
    group = "[" + BETWEEN + (",]" if mark == "." else ".]")
    whole = r"(?:\d{1,3}(?:" + group + r"\d{2,3})*" + group + r"\d{3}|\d+)"
    digits = whole + rf"(?:[{mark}]\d*)?|[{mark}]\d+"
    unit = "".join(f"[{sign}]" for sign in beside)
    form = rf"^\(?[-+−]?\s*(?:{unit})?\s*[-+−]?((?:{digits})(?:[eE][-+]?\d+)?)"
    number = cells.str.extract(form + rf"\s*(?:{unit})?\s*[)-]?$", 1)
    number = number.str.replace_all(group, "").str.replace(mark, ".", literal=True)
    minus = pl.when(cells.str.contains(r"^\D*[-−(]|-$")).then(pl.lit("-"))
    signed = pl.concat_str(minus.otherwise(pl.lit("")), number)
    return pl.when(number.is_not_null()).then(signed).otherwise(cells)
