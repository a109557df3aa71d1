"""How well each class is found, and whether its probabilities are to be believed."""

import polars as pl

from .markdown import source, table, text
from .subject import Subject

SPLITS = ("test", "validation")  # the honest one, if it was opened
NAMED = 20  # classes that the card shows; the file holds all
CONFUSION, EACH = "confusion-{}.csv", "predictions-{}.parquet"


def per_class(about: Subject) -> str:
    """Recall and precision, counted in the table of confusions that `evaluate` wrote."""
    split = first(about, CONFUSION)
    if not split or not about.run:
        return ""
    path = about.run.path / CONFUSION.format(split)
    try:
        frame = pl.read_csv(path, infer_schema=False)
        names = frame["answer"].to_list()
        counts = [[int(v) for v in row[1:]] for row in frame.rows()]
        guessed = [sum(column) for column in zip(*counts, strict=True)]
        found = [
            (name, sum(row), row[i], guessed[i])
            for i, (name, row) in enumerate(zip(names, counts, strict=True))
        ]
    except (pl.exceptions.PolarsError, OSError, ValueError, IndexError):
        return ""  # of an older version, or torn
    rows = sorted((row for row in found if row[1]), key=lambda row: -row[1])
    shown = [line(*row) for row in rows[:NAMED]]
    if len(rows) > NAMED:
        shown.append((f"and {len(rows) - NAMED} rarer ones", "", "", ""))
    head = (f"class, on {split}", "n", "recall", "precision")
    return f"{table(head, shown)}\n\n{source(about.file(path.name))}"


def line(name: str, n: int, hits: int, guessed: int) -> tuple[str, str, str, str]:
    precision = f"{hits / guessed:.3f}" if guessed else "never said"
    return text(name), f"{n:,}", f"{hits / n:.3f}", precision


def sureness(about: Subject) -> str:
    """How sure it is of its answers on average, and how often it is right: the same, if calibrated."""
    split = first(about, EACH)
    if not split or not about.run:
        return ""
    path = about.run.path / EACH.format(split)
    try:
        frame = pl.read_parquet(path)
        chances = [c for c in frame.columns if c.startswith("p ")]
        if not chances or not len(frame):
            return ""
        sure = frame.select(pl.max_horizontal(chances).mean()).item()
        right = (frame["answer"] == frame["prediction"]).mean()
    except (pl.exceptions.PolarsError, OSError):
        return ""
    said = (
        f"Its {len(frame):,} answers on {split} have a mean probability of {sure:.3f}, and "
        f"{right:.3f} of them are right: where these differ by more than chance, it is not "
        "calibrated."
    )
    return f"{said}\n\n{source(about.file(path.name))}"


def first(about: Subject, name: str) -> str:
    """The split that has this file; "" if none."""
    there = (
        s for s in SPLITS if about.run and (about.run.path / name.format(s)).is_file()
    )
    return next(there, "")
