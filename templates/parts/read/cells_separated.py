def table(path: Path, config: Config) -> pl.DataFrame:
    """The cells as text, without spaces around them; null where one says nothing."""
    try:
        frame = pl.read_csv(
            path,
            separator=config.separator,
            quote_char=config.quote or None,
            encoding=config.encoding,
            infer_schema=False,
        )
    except (pl.exceptions.PolarsError, ValueError) as error:
        raise ValueError(
            f"{path.name} cannot be read: {str(error).splitlines()[0]}. Compare "
            "`separator`, `quote` and `encoding` in config.py with the file."
        ) from error
    frame.columns = [name.strip() for name in frame.columns]
    cells = pl.all().str.strip_chars()
    return frame.select(pl.when(~cells.is_in(["", *config.missing])).then(cells))
