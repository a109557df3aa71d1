def on_the_grid(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """Times as they are: there is no grid, as between trading days."""
    time = pl.col(config.split_column)
    read = time.str.to_datetime(config.time_format, strict=False, time_unit="us")
    return frame.with_columns(read.dt.replace_time_zone(None))  # "+02:00" is now UTC


def every_step(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """In order; each row is the next step."""
    return frame.sort(config.split_column)
