"""Every knob: meaning, unit, reason. Yours to edit; each is also a flag of `train`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # path of the data; the sample of 800 drawings of a few shapes or none
    data: str = "data/scenes.npz"
    # share kept for validation; of 800 examples: as small as an interval allows
    validation_share: float = 0.15
    test_share: float = 0.15  # kept for the end: `evaluate --split test` alone opens it
    split_seed: int = 0  # draws the split, which another `seed` keeps

    # (key of the pictures, key of the labels), known by shape and dtype
    columns: tuple[str, ...] = ("images", "labels")
    # size of x in pixels; every picture is 32 x 32: nothing is resized
    image_size: int = 32
    channels: int = 1  # 1 is grey, 3 is colour; the arrays have 1
    drop: tuple[str, ...] = ()  # examples that are left out, by id; none
    # what a picture may have, several or none of them
    labels: tuple[str, ...] = ("disc", "square", "triangle")
    label_separator: str = "|"  # stands between the labels of a picture

    seed: int = 1337  # fix random seed (recipe 2.2): the same command, the same bits
    # which net: linear cannot go wrong, tiny is for tests, reference is the paper's
    model: Literal["linear", "tiny", "reference"] = "reference"
    width: int = 32  # channels of the first stage; each later stage doubles them
    depth: int = 1  # residual blocks per stage: don't be a hero

    batch_size: int = 32  # examples per step, of 800
    steps: int = 400  # batches to train on; each example is seen about 16 times
    # size of a step; Adam is safe: a convnet this small takes 1e-3
    learning_rate: float = 1e-3
    warmup: float = 0.05  # share of the steps over which the rate rises from 0
    betas: tuple[float, float] = (0.9, 0.999)  # share of the past in Adam's two means
    weight_decay: float = 0.0  # per step, of matrices only; 0 until you regularize
    clip: float = 1.0  # largest norm of the gradient; the loss is never clipped

    # picks the best weights; each label alike, however rare
    watch: str = "mean average precision"
    evaluate_every: int = 40  # steps between two evaluations: 10
    log_every: int = 10  # steps between two rows of metrics.csv
    cache_megabytes: int = 2000  # of encoded examples; more are encoded each epoch
    # cores for the convolutions; fixed, as another number changes the last bits
    threads: int = 2
    # where to compute: auto takes cuda, then mps, then cpu
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
