"""What the numbers of the card do not say."""

from collections.abc import Iterator

from ..place import here
from ..side_files import scores
from .data import split
from .markdown import bullets, code, ledger, missing, section, text
from .subject import Subject
from .tried import number_of_looks


def limits(about: Subject, own: str) -> str:
    lines = [*of_few(about), *of_choice(about), *of_seeds(about), *of_data(about)]
    return section("Limits", bullets(lines), own)


def of_few(about: Subject) -> Iterator[str]:
    """How wide the interval of the watched metric is, on each split."""
    for part in ("validation", "test"):
        found = scores(about.evaluation(part)).get(about.watch)
        n = about.evaluation(part).get("n")
        if found and found["high"] > found["low"]:
            width = found["high"] - found["low"]
            yield (
                f"{n} {part} examples: the 95 % interval of {text(about.watch)} is {width:.2g} "
                f"wide ({code(about.file(f'evaluation-{part}.json'))})."
            )


def of_choice(about: Subject) -> Iterator[str]:
    """Validation flatters whoever chooses by it."""
    looks = number_of_looks(about)
    if about.run:
        word = "training" if looks == 1 else "trainings"
        judged = f", and judged {looks} other {word} (runs, changes, trials)"
        tried = judged if looks else ""
        test = (
            "" if scores(about.evaluation("test")) else ": the test split is still shut"
        )
        yield (
            f"Validation chose the step whose weights are kept{tried}; so its numbers are "
            f"a little too good{test} ({code('runs/')})."
        )


def of_seeds(about: Subject) -> Iterator[str]:
    if not about.run:
        return
    seeds = [r for r in about.ledger.records() if r.id == "6.1" and r.measured]
    seed = about.config.get("seed", "–")
    if seeds:
        where = ledger(seeds[-1].number)
        yield f"One training, of seed {seed}; others stand in {where}."
    else:
        lack = missing("how much another seed differs", "squeeze ensemble --seeds 5")
        yield f"One training, of seed {seed}; {lack}"


def of_data(about: Subject) -> Iterator[str]:
    """Drift, groups, labels: what was asked of them; and that nobody has looked."""
    latest = about.ledger.latest()
    if "by chance" in split(about):
        yield (
            "Split by chance: what belongs together, and has no column that says so, may "
            "stand on two sides."
        )
    for id, what in (("1.4", "Drift between splits"), ("1.6", "Label noise")):
        if id not in latest:
            yield missing(what, "look")
        elif latest[id].verdict != "holds":
            yield f"{what}: {text(latest[id].because)} ({ledger(latest[id].number)})."
    yield (
        "Data from elsewhere or later are in no split: nothing here says how it does on them."
    )
    if "1.1" not in latest or latest["1.1"].verdict != "holds":
        yield f"Nobody has said that they looked through the data: `{here().python} look --browse`."
