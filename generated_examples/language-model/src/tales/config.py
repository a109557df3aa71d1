"""Every knob of the project: its meaning, its unit, its reason.

Yours to edit. Each field is also a flag: `train --learning-rate 1e-3`.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # the embedded sample: 520 small sums told as tales
    data: str = "data/tales.txt"
    # no validation text was given: a share of `data` is kept
    validation_data: str = ""
    # no test text was given: a share of `data` is kept
    test_data: str = ""
    # nothing is left out
    drop: tuple[str, ...] = ()
    # bytes a window holds: how far back the net can look
    context: int = 64
    # one text: its beginning trains and its end tests, or windows would overlap
    split: Literal["chance", "group", "time"] = "time"
    # the place in the text is the time
    split_column: str = "place"
    # share of the examples kept for validation, where no file or folder is given
    validation_share: float = 0.1
    # share kept for the test; opened by `evaluate --split test` and by nothing else
    test_share: float = 0.1
    # decides the split and nothing else: another `seed` keeps the same validation set
    split_seed: int = 0

    # fix random seed: the same command twice gives the same bits
    seed: int = 1337
    # linear cannot go wrong, tiny is for checks, reference is the paper's simplest net
    model: Literal["linear", "tiny", "reference"] = "reference"
    # channels of a place; a head takes 32
    width: int = 64
    # blocks: don't be a hero
    depth: int = 2

    # windows per step, 2,048 bytes
    batch_size: int = 32
    # parts into which each batch is cut: the same step in less memory, in more time
    accumulate: int = 1
    # each byte is seen about 28.5 times
    steps: int = 600
    # Adam is safe: a small GPT takes 1e-3
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

    # picks the best weights: the loss in bits: what the text costs to store
    watch: str = "bits per byte"
    # steps between two evaluations: 8
    evaluate_every: int = 75
    # steps between two rows of metrics.csv
    log_every: int = 10
    # processes that decode; any number gives the same batches, bit for bit
    workers: int = 0
    # MB of encoded examples kept in memory; above it they are decoded again each epoch
    cache_megabytes: int = 2000
    # cores for the matrices; fixed, as another number changes the last bits
    threads: int = 2
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
