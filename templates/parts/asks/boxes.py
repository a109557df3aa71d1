def predict(
    run: tyro.conf.Positional[str],
    files: tyro.conf.Positional[tuple[str, ...]],
    to: str = "",
    threshold: float = 0.5,
    json: bool = False,
) -> int:
    """Boxes of new data that score --threshold or more: CSV, printed or --to FILE."""
    if to and not to.endswith(".csv"):
        raise ValueError(f"--to {to}: it needs a name that ends in .csv.")
    table = [*rows(Run.find(run), files, threshold)]
    if json:
        print(strict.dumps(table, default=str))
    if to or not json:
        write(table, to)
    return 0
