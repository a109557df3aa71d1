def on_the_grid(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """Times at the nearest number of the grid."""
    time, width = pl.col(config.split_column), int(config.step[:-1])  # "5i" is 5
    read = time.cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)
    frame = frame.with_columns(read)
    nearest = (time - time.min() + width // 2) // width * width
    return frame.with_columns(time.min() + nearest)


def every_step(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """In order; a step without a row is a gap."""
    time = config.split_column
    return frame.sort(time).upsample(time, every=config.step)
