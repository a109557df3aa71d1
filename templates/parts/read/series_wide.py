def by_channel(frame: pl.DataFrame, config: Config) -> pl.DataFrame:
    """A channel for each column, `target` first; values of one moment become their mean."""
    time = config.split_column
    cells = numbers(pl.exclude(time, *config.drop))
    frame = frame.select(time, cells).group_by(time).mean()
    first = [time, config.target] if config.target else [time]
    return frame.select(*first, pl.exclude(first))
