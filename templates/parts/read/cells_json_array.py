def table(path: Path, config: Config) -> pl.DataFrame:
    """The cells as text, without spaces around them; null where one says nothing."""
    try:
        frame = pl.read_json(path, infer_schema_length=None)
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise ValueError(f"{path.name} is no array of JSON: {reason}.") from error
    frame.columns = [name.strip() for name in frame.columns]
    cells = (~pl.selectors.nested()).cast(pl.String).str.strip_chars()
    return frame.select(pl.when(~cells.is_in(["", *config.missing])).then(cells))
