def on_the_grid(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """Times at the nearest moment of the grid, from a day and a clock in two columns."""
    names, forms = (
        both.split(" + ") for both in (config.split_column, config.time_format)
    )
    written = pl.concat_str(names, separator=" ")
    time = written.str.to_datetime(" ".join(forms), strict=False, time_unit="us")
    frame = frame.with_columns(time.alias(config.split_column)).drop(names)
    time = pl.col(config.split_column)
    offset = time.min() - time.min().dt.truncate(config.step)
    return frame.with_columns((time - offset).dt.round(config.step) + offset)


def every_step(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """In order; a step without a row is a gap."""
    time = config.split_column
    return frame.sort(time).upsample(time, every=config.step)
