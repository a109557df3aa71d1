"""Every knob of the project: its meaning, its unit, its reason.

Yours to edit. Each field is also a flag: `train --learning-rate 1e-3`.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # your code: when it changes, the verdicts that were measured on it go stale
    data: str = "*.py"
    # your own splits are in theirs.py
    validation_data: str = ""
    test_data: str = ""
    # columns left out: none, as your loader chooses what x holds
    drop: tuple[str, ...] = ()
    # numbers alone: learn the logarithm
    logarithm: bool = False
    # how the parts you do not have are cut off the training part
    split: Literal["chance"] = "chance"
    split_column: str = ""
    # share of the examples kept for validation, where you have none
    validation_share: float = 0.15
    # share kept for the test; opened by `evaluate --split test` and by nothing else
    test_share: float = 0.15
    # decides the split and nothing else: another `seed` keeps the same validation set
    split_seed: int = 0

    # fix random seed: the same command twice gives the same bits
    seed: int = 1337
    # linear cannot go wrong; the other two are your net
    model: Literal["linear", "tiny", "reference"] = "reference"

    # examples per step
    batch_size: int = 32
    # parts into which each batch is cut: the same step in less memory, in more time
    accumulate: int = 1
    # how long to train
    steps: int = 1000
    # Adam is safe: 3e-4, before any tuning
    learning_rate: float = 3e-4
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

    # picks the best weights
    watch: str = "WATCH"
    # steps between two evaluations
    evaluate_every: int = 50
    # steps between two rows of metrics.csv
    log_every: int = 10
    # processes that decode; any number gives the same batches, bit for bit
    workers: int = 0
    # MB of encoded examples kept in memory; above it they are decoded again each epoch
    cache_megabytes: int = 2000
    # cores; fixed, as another number changes the last bits
    threads: int = 1
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
