"""Starting numbers for rows of a table."""

from ..answers import Answers
from ..facts.model import Facts, Proposal
from .budget import lasting, threads


def training(answers: Answers, facts: Facts) -> dict[str, Proposal]:
    return {**for_rows(facts.counts["train"]), "inputs": inputs(answers, facts)}


def inputs(answers: Answers, facts: Facts) -> Proposal:
    """Columns without names and gaps need less code; given files may have gaps of their own."""
    aside = {answers.target or facts.target.value, answers.split_column, *answers.drop}
    used = [column for column in facts.columns if column.name not in aside]
    plain = all(c.role == "number" and not c.missing for c in used)
    if (
        used
        and plain
        and len(facts.counts) == 1
        and not facts.settings["missing"].value[1:]
    ):
        return Proposal("numbers", "every column is a number without a gap")
    return Proposal("table", "numbers and names, with gaps")


def for_rows(rows: int) -> dict[str, Proposal]:
    """A few hundred rows are fitted within 100 steps: a smaller net, watched more closely."""
    small = rows < 1_000
    batch = 32 if small else 128 if rows < 200_000 else 512
    return {
        "width": Proposal(
            32 if small else 128,
            "units of a hidden layer: more is for `curve capacity` to show",
        ),
        "depth": Proposal(
            1 if small else 2, "residual blocks of two layers each: don't be a hero"
        ),
        **lasting(rows, batch, 20, fewest=1_000, most=3_000, looks=50 if small else 10),
        "learning_rate": Proposal(3e-4, "Adam is safe: 3e-4, before any tuning"),
        "threads": threads(1, "core: more would wait"),
    }
