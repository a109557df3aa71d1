"""Every knob of the project: its meaning, its unit, its reason.

Yours to edit. Each field is also a flag: `train --learning-rate 1e-3`.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # the embedded sample: 800 drawings of a few shapes or none
    data: str = "data/scenes.npz"
    # no validation pictures were given: a share of `data` is kept
    validation_data: str = ""
    # no test pictures were given: a share of `data` is kept
    test_data: str = ""
    # (key of the pictures, key of the labels), known by shape and dtype
    columns: tuple[str, ...] = ("images", "labels")
    # empty: the first line of a table names its columns
    header: tuple[str, ...] = ()
    # every picture is 32 x 32: nothing is resized
    image_size: int = 32
    # the arrays have 1
    channels: int = 1
    # nothing is left out
    drop: tuple[str, ...] = ()
    # a picture may have several, or none
    labels: tuple[str, ...] = ("disc", "square", "triangle")
    # stands between the labels of a picture
    label_separator: str = "|"

    # nothing says which pictures belong together
    split: Literal["chance", "group", "time"] = "chance"
    # a split by chance needs no column
    split_column: str = ""
    # share of the examples kept for validation, where no file or folder is given
    validation_share: float = 0.15
    # share kept for the test; opened by `evaluate --split test` and by nothing else
    test_share: float = 0.15
    # decides the split and nothing else: another `seed` keeps the same validation set
    split_seed: int = 0

    # fix random seed: the same command twice gives the same bits
    seed: int = 1337
    # linear cannot go wrong, tiny is for checks, reference is the paper's simplest net
    model: Literal["linear", "tiny", "reference"] = "reference"
    # channels of the first stage; each later stage doubles them
    width: int = 32
    # residual blocks per stage: don't be a hero
    depth: int = 1

    # examples per step, of 800
    batch_size: int = 32
    # parts into which each batch is cut: the same step in less memory, in more time
    accumulate: int = 1
    # each example is seen about 16 times
    steps: int = 400
    # Adam is safe: a convnet this small takes 1e-3
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

    # picks the best weights: each label alike, however rare
    watch: str = "mean average precision"
    # steps between two evaluations: 10
    evaluate_every: int = 40
    # steps between two rows of metrics.csv
    log_every: int = 10
    # processes that decode; any number gives the same batches, bit for bit
    workers: int = 0
    # MB of encoded examples kept in memory; above it they are decoded again each epoch
    cache_megabytes: int = 2000
    # cores for the convolutions; fixed, as another number changes the last bits
    threads: int = 2
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
