def following(last: str, config: Config) -> list[int]:
    """The times of the steps after the last known one."""
    step = int(config.step.removesuffix("i"))
    return [int(last) + k * step for k in range(1, config.horizon + 1)]
