def following(last: str, config: Config) -> list[datetime]:
    """The moments of the steps after the last known one."""
    moment, moments = pl.Series([datetime.fromisoformat(last)]), []
    for _ in range(config.horizon):
        moment = moment.dt.offset_by(config.step)
        moments.append(moment[0])
    return moments
