"""Every knob of the project: its meaning, its unit, its reason.

Yours to edit. Each field is also a flag: `train --learning-rate 1e-3`.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # the embedded sample: 80 days of a water tank and what was drawn from it
    data: str = "data/tank.csv"
    # no validation file was given: a share of `data` is kept
    validation_data: str = ""
    # no test file was given: a share of `data` is kept
    test_data: str = ""
    # commas stand between the cells
    separator: str = ","
    # the usual quote: it can enclose a cell that holds the separator
    quote: str = '"'
    # the usual one, and the bytes agree
    encoding: str = "utf8"
    # empty: the first row is the header
    columns: tuple[str, ...] = ()
    # an empty cell has no value
    missing: tuple[str, ...] = ("",)
    # how the time is written
    time_format: str = "%Y-%m-%d %H:%M"
    # 100 % of the steps are 1 hour apart; a step without a row is a gap
    step: str = "1h"
    # empty: a wide table, a channel per column of numbers
    series: str = ""
    # empty: all 2 channels are forecast; name one for it alone
    target: str = ""
    # nothing is left out
    drop: tuple[str, ...] = ()
    # steps the net sees; 288 are worth a trial
    lookback: int = 96
    # steps ahead to forecast
    horizon: int = 24
    # steps of a season; MASE and a dumb baseline repeat it
    period: int = 24
    # windows overlap: the past trains, the future tests
    split: Literal["chance", "group", "time"] = "time"
    # the time: 100 % of the steps are 1 hour apart
    split_column: str = "time"
    # share of the examples kept for validation, where no file or folder is given
    validation_share: float = 0.2
    # share kept for the test; opened by `evaluate --split test` and by nothing else
    test_share: float = 0.2
    # decides the split and nothing else: another `seed` keeps the same validation set
    split_seed: int = 0

    # fix random seed: the same command twice gives the same bits
    seed: int = 1337
    # linear cannot go wrong, tiny is for checks, reference is the paper's simplest net
    model: Literal["linear", "tiny", "reference"] = "reference"
    # numbers that describe a stretch of the past
    width: int = 64
    # residual blocks per halving of the steps: don't be a hero
    depth: int = 1

    # examples per step, of 1,920
    batch_size: int = 64
    # parts into which each batch is cut: the same step in less memory, in more time
    accumulate: int = 1
    # each example is seen about 10 times
    steps: int = 300
    # Adam is safe: a net this small takes 1e-3
    learning_rate: float = 1e-3
    # share of the steps over which the learning rate rises from 0; constant afterwards
    warmup: float = 0.05
    # do not trust learning rate decay defaults: constant until the very end of tuning
    schedule: Literal["constant", "wsd", "cosine"] = "constant"
    # of the means that Adam keeps of gradients and of their squares: the share of the past
    betas: tuple[float, float] = (0.9, 0.999)
    # per step, decoupled; 0 until stage 4 (regularize)
    weight_decay: float = 0.0
    # largest norm of the gradient of all parameters; clips gradients, never the loss
    clip: float = 1.0

    # picks the best weights: what papers report: squared error in training sds
    watch: str = "scaled MSE"
    # steps between two evaluations: 10
    evaluate_every: int = 30
    # steps between two rows of metrics.csv
    log_every: int = 10
    # processes that decode; any number gives the same batches, bit for bit
    workers: int = 0
    # MB of encoded examples kept in memory; above it they are decoded again each epoch
    cache_megabytes: int = 2000
    # core: a net this small would wait for a second one; fixed, as another number
    # changes the last bits
    threads: int = 1
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
