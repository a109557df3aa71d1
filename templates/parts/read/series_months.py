def on_the_grid(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """Times at the beginning of their month, or of as many as a step has."""
    time = pl.col(config.split_column)
    read = time.str.to_datetime(config.time_format, strict=False, time_unit="us")
    return frame.with_columns(read.dt.replace_time_zone(None).dt.truncate(config.step))


def every_step(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """In order; a step without a row is a gap."""
    time = config.split_column
    return frame.sort(time).upsample(time, every=config.step)
