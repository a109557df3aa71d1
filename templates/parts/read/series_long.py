def by_channel(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """A channel for each name in `series`; values of the same moment become their mean."""
    time, series = config.split_column, config.series
    frame = frame.select(time, series, numbers(config)).drop_nulls(series)
    return frame.pivot(series, index=time, aggregate_function="mean", sort_columns=True)
