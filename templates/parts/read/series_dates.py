def on_the_grid(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """Times at the nearest moment of the grid: clocks are rarely on the second."""
    time = pl.col(config.split_column)
    read = time.str.to_datetime(config.time_format, strict=False, time_unit="us")
    frame = frame.with_columns(read.dt.replace_time_zone(None))  # "+02:00" is now UTC
    offset = time.min() - time.min().dt.truncate(config.step)
    return frame.with_columns((time - offset).dt.round(config.step) + offset)


def every_step(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """In order; a step without a row is a gap."""
    time = config.split_column
    return frame.sort(time).upsample(time, every=config.step)
