def on_the_grid(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """Times as they are, whole numbers if all are: there is no grid."""
    time = frame[config.split_column].cast(pl.Float64, strict=False)
    whole = time.cast(pl.Int64, strict=False)
    return frame.with_columns(whole if (whole == time).all() else time)


def every_step(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """In order; each row is the next step."""
    return frame.sort(config.split_column)
