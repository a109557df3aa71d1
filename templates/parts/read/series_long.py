def by_channel(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """A channel for each name in `series`; values of the same moment become their mean."""
    time, series = config.split_column, config.series
    if series not in frame.columns:
        raise ValueError(f"It lacks {series!r}, which names its series: add it.")
    names, every = frame[series], pl.exclude(time, *config.drop)
    cells = pl.col(config.target) if config.target else every
    frame = frame.select(time, numbers(cells)).with_columns(names)
    frame = frame.filter(names.is_not_null() & ~names.is_in(config.drop))
    if frame.is_empty():
        raise ValueError(f"`drop` leaves none of the {series} in config.py.")
    return frame.pivot(series, index=time, aggregate_function="mean", sort_columns=True)
