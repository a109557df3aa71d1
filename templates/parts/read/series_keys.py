def by_channel(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """A channel for each pair of names in the columns of `series`: "north-3"."""
    time, series = config.split_column, config.series
    keys = series.split(" + ")
    if absent := {*keys} - {*frame.columns}:
        raise ValueError(f"It lacks {sorted(absent)}, which name its series: add them.")
    names = pl.concat_str(keys, separator="-").alias(series)
    every = pl.exclude(time, *keys, *config.drop)
    cells = pl.col(config.target) if config.target else every
    frame = frame.select(time, numbers(cells), names)
    kept = pl.col(series).is_not_null() & ~pl.col(series).is_in(config.drop)
    frame = frame.filter(kept)
    if frame.is_empty():
        raise ValueError(f"`drop` leaves none of the {series} in config.py.")
    return frame.pivot(series, index=time, aggregate_function="mean", sort_columns=True)
