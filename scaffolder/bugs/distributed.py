"""X: mistakes of training in several processes. All wait until a project can do that."""

from .bug import Bug

WAITS = "Waits for training in several processes, which the projects do not do yet."

BUGS = (
    Bug(
        "X01",
        "every epoch in the same order on every rank",
        stage=6,
        difficulty="medium",
        symptom="a slightly worse validation loss",
        story=f"`set_epoch` is forgotten. {WAITS} The order of an epoch is a function of "
        "(seed, epoch) here, which leaves nothing to forget.",
    ),
    Bug(
        "X02",
        "all ranks see the same examples",
        stage=6,
        difficulty="medium",
        symptom="four machines are as fast as one",
        story=f"The sampler is missing. {WAITS}",
    ),
    Bug(
        "X04",
        "the evaluation counts some examples twice",
        stage=6,
        difficulty="medium",
        symptom="metrics move with the number of machines",
        story=f"The sampler pads the split to a multiple of the ranks. {WAITS}",
    ),
)
