def on_the_grid(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """One time from its parts: `split_column` names them, from the year down."""
    names = config.split_column.split(f" {config.time_format} ")
    whole = [pl.col(name).cast(pl.Float64, strict=False).cast(int) for name in names]
    time = pl.datetime(*whole, *[pl.lit(1)] * (3 - len(whole)))
    frame = frame.with_columns(time.alias(config.split_column)).drop(names)
    if not config.step or config.step.endswith("mo"):
        return frame
    time = pl.col(config.split_column)
    offset = time.min() - time.min().dt.truncate(config.step)
    return frame.with_columns((time - offset).dt.round(config.step) + offset)


def every_step(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """In order; a step without a row is a gap, where steps are even."""
    time = config.split_column
    frame = frame.sort(time)
    return frame.upsample(time, every=config.step) if config.step else frame
