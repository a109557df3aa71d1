def on_the_grid(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """Times at the nearest moment of the grid, from a day and an hour in two columns."""
    day, hour = config.split_column.split(" + ")
    form = config.time_format.split(" + ")[0]
    hours = pl.col(hour).cast(pl.Float64, strict=False).cast(pl.Int64)
    days = pl.col(day).str.to_date(form, strict=False).cast(pl.Datetime("us"))
    time = days + pl.duration(hours=hours)
    frame = frame.with_columns(time.alias(config.split_column)).drop(day, hour)
    time = pl.col(config.split_column)
    offset = time.min() - time.min().dt.truncate(config.step)
    return frame.with_columns((time - offset).dt.round(config.step) + offset)


def every_step(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """In order; a step without a row is a gap."""
    time = config.split_column
    return frame.sort(time).upsample(time, every=config.step)
