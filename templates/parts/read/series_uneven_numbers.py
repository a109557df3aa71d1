def on_the_grid(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """Times as they are: there is no grid."""
    time = pl.col(config.split_column).cast(pl.Float64, strict=False)
    frame = frame.with_columns(time)
    whole = (time == time.cast(pl.Int64, strict=False)).all()
    return frame


def every_step(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """In order; each row is the next step."""
    return frame.sort(config.split_column)
