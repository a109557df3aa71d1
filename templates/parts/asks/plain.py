def predict(
    run: tyro.conf.Positional[str],
    files: tyro.conf.Positional[tuple[str, ...]],
    to: str = "",
    json: bool = False,
) -> int:
    """Answers for new data from the checkpoint alone: CSV, printed or --to FILE."""
    if to and not to.endswith(".csv"):
        raise ValueError(f"--to {to}: it needs a name that ends in .csv.")
    table = [*rows(Run.find(run), files)]
    if json:
        print(strict.dumps(table, default=str))
    if to or not json:
        write(table, to)
    return 0
