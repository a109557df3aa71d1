def by_channel(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """A channel for each column; values of the same moment become their mean."""
    time = config.split_column
    return frame.select(time, numbers(config)).group_by(time).mean()
