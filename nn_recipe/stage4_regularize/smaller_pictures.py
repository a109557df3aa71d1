"""The size of a picture: if details do not matter, a smaller one has less to overfit (4.6)."""

from collections.abc import Mapping
from statistics import mean, stdev

from .. import show
from ..contract import NotOffered, Project
from ..findings import evidence
from ..ledger import Ledger, Record
from ..progress import track
from ..trials.training import Asked, Trainings

SEEDS = 3
SHARES = (1, 3 / 4, 1 / 2, 1 / 3)  # of the side
LEAST = 4  # pixels


def sized(project: Project, ledger: Ledger) -> Record:
    """The smallest size that is within a standard error of the best one (Breiman et al. 1984)."""
    whole, watch = project.config.image_size, project.config.watch
    if not isinstance(whole, int) or whole <= LEAST:
        raise NotOffered("x is not a square of pixels that could be smaller")
    sizes = sorted({max(LEAST, round(whole * share)) for share in SHARES})
    experiment = ledger.expect(
        "4.6",
        "Pictures of this size are worth it.",
        value=whole,
        how=f"{SEEDS} seeds on each of {len(sizes)} sizes, the same steps",
        tolerance="a standard error of the best size",
    )
    first = project.config.seed
    asked = {
        size: [
            Asked((("image_size", size),) * (size != whole), seed, 1.0, f"{size} px")
            for seed in range(first, first + SEEDS)
        ]
        for size in sizes
    }
    trainings, scores = Trainings(project), dict[int, list[float]]()
    for size in track(sizes, "sizes", len(sizes)):
        found = [one.evaluation for one in trainings.each(asked[size])]
        scores[size] = [e.numbers[watch] for e in found if e]
        if len(scores[size]) < SEEDS:
            raise ValueError(f"With {size} pixels it does not train.")
    sign = -1 if watch in ("loss", *project.target.errors) else 1
    least = enough(scores, sign)
    path = evidence(ledger, "smaller_inputs.svg")
    drawn = [] if path is None else [show.sizes(scores, least, watch, path)]
    told = ", ".join(f"{mean(some):.4g} at {size} px" for size, some in scores.items())
    because = f"{watch.capitalize()} {told}."
    if least < whole:
        because += f" Less is enough: `try image_size={least}`."
    return experiment.conclude(
        {f"{size} px": some for size, some in scores.items()},
        True if least == whole else None,
        because,
        (),
        drawn,
    )


def enough(scores: Mapping[int, list[float]], sign: int) -> int:
    """The smallest size whose mean is within one standard error of the best mean."""
    means = {size: sign * mean(some) for size, some in scores.items()}
    best = max(means, key=lambda size: means[size])
    error = stdev(scores[best]) / len(scores[best]) ** 0.5
    return min(size for size, value in means.items() if value >= means[best] - error)
