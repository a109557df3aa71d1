def predict(
    run: tyro.conf.Positional[str],
    files: tyro.conf.Positional[tuple[str, ...]],
    to: str = "",
    threshold: float | None = None,
    json: bool = False,
) -> int:
    """Labels of new data, as likely as --threshold: CSV, printed or --to FILE."""
    if to and not to.endswith(".csv"):
        raise ValueError(f"--to {to}: it needs a name that ends in .csv.")
    table = [*rows(Run.find(run), files, threshold)]
    if json:
        print(strict.dumps(table, default=str))
    if to or not json:
        write(table, to)
    return 0
