"""Every knob: meaning, unit, reason. Yours to edit; each is also a flag of `train`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # path of the data; the sample of 178 wines of three cultivars
    data: str = "data/wine.csv"
    # share kept for validation; of 178 examples: as small as an interval allows
    validation_share: float = 0.15
    test_share: float = 0.15  # kept for the end: `evaluate --split test` alone opens it
    split_seed: int = 0  # draws the split, which another `seed` keeps

    separator: str = ","  # between the cells of a row: commas
    # what encloses a cell; the usual one, also around a cell that holds the separator
    quote: str = '"'
    encoding: str = "utf8"  # encoding of the file; the usual one, and the bytes agree
    missing: tuple[str, ...] = ("",)  # cells without a value: the empty ones

    # what is to be predicted; the answer that the embedded sample is about
    target: str = "cultivar"
    # (as found, meant): every answer has one spelling here
    same_answer: tuple[tuple[str, str], ...] = ()
    # columns whose values are names; all others are numbers
    categorical: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()  # columns that are no input; none
    seed: int = 1337  # fix random seed (recipe 2.2): the same command, the same bits
    # which net: linear cannot go wrong, tiny is for tests, reference is the paper's
    model: Literal["linear", "tiny", "reference"] = "reference"
    width: int = 32  # units of a hidden layer: more is for `curve capacity` to show
    depth: int = 1  # residual blocks of two layers each: don't be a hero

    batch_size: int = 32  # examples per step, of 178
    steps: int = 1000  # batches to train on; each example is seen about 180 times
    learning_rate: float = 3e-4  # size of a step; Adam is safe: 3e-4, before any tuning
    warmup: float = 0.05  # share of the steps over which the rate rises from 0
    betas: tuple[float, float] = (0.9, 0.999)  # share of the past in Adam's two means
    weight_decay: float = 0.0  # per step, of matrices only; 0 until you regularize
    clip: float = 1.0  # largest norm of the gradient; the loss is never clipped

    # picks the best weights; the share of right answers; no class is rare here
    watch: str = "accuracy"
    evaluate_every: int = 20  # steps between two evaluations: 50
    log_every: int = 10  # steps between two rows of metrics.csv
    cache_megabytes: int = 2000  # of encoded examples; more are encoded each epoch
    # core: more would wait; fixed, as another number changes the last bits
    threads: int = 1
    # where to compute: auto takes cuda, then mps, then cpu
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
