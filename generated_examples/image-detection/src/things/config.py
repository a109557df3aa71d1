"""Every knob of the project: its meaning, its unit, its reason.

Yours to edit. Each field is also a flag: `train --learning-rate 1e-3`.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # the embedded sample: 300 drawings with discs, squares and bars, a box around
    # each
    data: str = "data/things.npz"
    # no validation pictures were given: a share of `data` is kept
    validation_data: str = ""
    # no test pictures were given: a share of `data` is kept
    test_data: str = ""
    # the pictures stand in the same file
    pictures: str = ""
    # (key of the pictures, key of the boxes)
    columns: tuple[str, ...] = ("images", "boxes")
    # empty: no table
    header: tuple[str, ...] = ()
    # (name in your files, class)
    classes: tuple[tuple[str, str], ...] = (
        ("2", "bar"),
        ("0", "disc"),
        ("1", "square"),
    )
    # number of the first pixel: the lowest corner is -5
    first_pixel: int = 0
    # boxes in the fullest picture: rows of y
    most_boxes: int = 4
    # height, width: nothing is resized
    image_size: tuple[int, int] = (48, 64)
    # every picture is grey (mode L)
    channels: int = 1
    # nothing is left out
    drop: tuple[str, ...] = ()
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
    # channels of the first layer; each halving doubles them
    width: int = 16
    # residual blocks at an eighth of the size: how far a place sees
    depth: int = 2

    # examples per step, of 240
    batch_size: int = 8
    # parts into which each batch is cut: the same step in less memory, in more time
    accumulate: int = 1
    # each example is seen about 20 times
    steps: int = 600
    # Adam is safe: a detector this small takes it
    learning_rate: float = 3e-3
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

    # picks the best weights: the mean over the classes: each counts alike, however
    # rare
    watch: str = "mAP@.5"
    # steps between two evaluations: 10
    evaluate_every: int = 60
    # steps between two rows of metrics.csv
    log_every: int = 10
    # processes that decode; any number gives the same batches, bit for bit
    workers: int = 0
    # MB of encoded examples kept in memory; above it they are decoded again each epoch
    cache_megabytes: int = 2000
    # core: pictures this small would wait for a second one; fixed, as another number
    # changes the last bits
    threads: int = 1
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
