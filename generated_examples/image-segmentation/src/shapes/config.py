"""Every knob of the project: its meaning, its unit, its reason.

Yours to edit. Each field is also a flag: `train --learning-rate 1e-3`.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # the embedded sample: 180 drawings of discs, squares and triangles
    data: str = "data/shapes.npz"
    # no validation pictures were given: a share of `data` is kept
    validation_data: str = ""
    # no test pictures were given: a share of `data` is kept
    test_data: str = ""
    # (key of the pictures, key of the masks), known by shape and values
    pairs: tuple[str, str] = ("images", "masks")
    # (value of a mask's pixels, name of the class); give them names here
    classes: tuple[tuple[str, str], ...] = (
        ("0", "class 0"),
        ("1", "class 1"),
        ("2", "class 2"),
        ("3", "class 3"),
    )
    # 255 stands apart from 0 to 3: no class but void, as usual
    void: tuple[str, ...] = ("255",)
    # height, width: nothing is resized
    image_size: tuple[int, int] = (32, 32)
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
    # channels at full size; each level down doubles them
    width: int = 16
    # levels down, each at half the size: don't be a hero
    depth: int = 2

    # examples per step, of 180
    batch_size: int = 8
    # parts into which each batch is cut: the same step in less memory, in more time
    accumulate: int = 1
    # each example is seen about 17.8 times
    steps: int = 400
    # Adam is safe: a small U-Net takes 3e-3
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

    # picks the best weights: counts each class alike; most pixels are of few
    watch: str = "mean IoU"
    # steps between two evaluations: 10
    evaluate_every: int = 40
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
