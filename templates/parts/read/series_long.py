def by_channel(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """A channel for each name in `series`; values of the same moment become their mean."""
    time, series = config.split_column, config.series
    names, every = frame[series], pl.exclude(time, *config.drop)
    cells = pl.col(config.target) if config.target else every
    frame = frame.select(time, numbers(cells)).with_columns(names)
    return frame.filter(names.is_not_null() & ~names.is_in(config.drop)).pivot(
        series, index=time, aggregate_function="mean", sort_columns=True
    )
