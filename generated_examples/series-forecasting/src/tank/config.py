"""Every knob: meaning, unit, reason. Yours to edit; each is also a flag of `train`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # path of the data; the sample of 80 days of a water tank and what was drawn from it
    data: str = "data/tank.csv"
    # share kept for validation; of 1,920 steps: overlapping windows are few examples
    validation_share: float = 0.2
    test_share: float = 0.2  # kept for the end: `evaluate --split test` alone opens it
    # what the split is by; the time: 100 % of the steps are 1 hour apart
    split_column: str = "time"

    time_format: str = "%Y-%m-%d %H:%M"  # how the time is written
    # row to row; 100 % of the steps are 1 hour apart; a step without a row is a gap
    step: str = "1h"
    separator: str = ","  # between the cells of a row: commas
    # what encloses a cell; the usual one, also around a cell that holds the separator
    quote: str = '"'
    encoding: str = "utf8"  # encoding of the file; the usual one, and the bytes agree
    missing: tuple[str, ...] = ("",)  # cells without a value: the empty ones
    # what is to be predicted; empty: all 2 channels are forecast; name one for it alone
    target: str = ""
    drop: tuple[str, ...] = ()  # columns that are no input; none
    lookback: int = 96  # steps the net sees; 288 are worth a trial
    horizon: int = 24  # steps ahead to forecast; a season
    period: int = 24  # steps of a season; MASE and a dumb baseline repeat it
    seed: int = 1337  # fix random seed (recipe 2.2): the same command, the same bits
    # which net: linear cannot go wrong, tiny is for tests, reference is the paper's
    model: Literal["linear", "tiny", "reference"] = "reference"
    width: int = 64  # numbers that describe a stretch of the past
    depth: int = 1  # residual blocks per halving of the steps: don't be a hero

    batch_size: int = 64  # examples per step, of 1,920
    steps: int = 300  # batches to train on; each example is seen about 10 times
    # size of a step; Adam is safe: a net this small takes 1e-3
    learning_rate: float = 1e-3
    warmup: float = 0.05  # share of the steps over which the rate rises from 0
    betas: tuple[float, float] = (0.9, 0.999)  # share of the past in Adam's two means
    weight_decay: float = 0.0  # per step, of matrices only; 0 until you regularize
    clip: float = 1.0  # largest norm of the gradient; the loss is never clipped

    # picks the best weights; what papers report: squared error in training sds
    watch: str = "scaled MSE"
    evaluate_every: int = 30  # steps between two evaluations: 10
    log_every: int = 10  # steps between two rows of metrics.csv
    cache_megabytes: int = 2000  # of encoded examples; more are encoded each epoch
    # core: more would wait; fixed, as another number changes the last bits
    threads: int = 1
    # where to compute: auto takes cuda, then mps, then cpu
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
