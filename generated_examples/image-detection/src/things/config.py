"""Every knob: meaning, unit, reason. Yours to edit; each is also a flag of `train`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # path of the data; the sample of 300 drawings with discs, squares and bars, a box
    # around each
    data: str = "data/things.npz"
    # share kept for validation; of 240 examples: as small as an interval allows
    validation_share: float = 0.15
    test_share: float = 0.15  # kept for the end: `evaluate --split test` alone opens it
    split_seed: int = 0  # draws the split, which another `seed` keeps

    # (key of the pictures, key of the boxes)
    columns: tuple[str, ...] = ("images", "boxes")
    # (name in your files, class)
    classes: tuple[tuple[str, str], ...] = (
        ("2", "bar"),
        ("0", "disc"),
        ("1", "square"),
    )
    first_pixel: int = 0  # number of the first pixel: the lowest corner is -5
    most_boxes: int = 4  # boxes in the fullest picture: rows of y
    # size of x in pixels; height, width: nothing is resized
    image_size: tuple[int, int] = (48, 64)
    channels: int = 1  # 1 is grey, 3 is colour; every picture is grey (mode L)
    drop: tuple[str, ...] = ()  # examples that are left out, by id; none

    seed: int = 1337  # fix random seed (recipe 2.2): the same command, the same bits
    # which net: linear cannot go wrong, tiny is for tests, reference is the paper's
    model: Literal["linear", "tiny", "reference"] = "reference"
    width: int = 16  # channels of the first layer; each halving doubles them
    depth: int = 2  # residual blocks at an eighth of the size: how far a place sees

    batch_size: int = 8  # examples per step, of 240
    steps: int = 600  # batches to train on; each example is seen about 20 times
    # size of a step; Adam is safe: a detector this small takes it
    learning_rate: float = 3e-3
    warmup: float = 0.05  # share of the steps over which the rate rises from 0
    betas: tuple[float, float] = (0.9, 0.999)  # share of the past in Adam's two means
    weight_decay: float = 0.0  # per step, of matrices only; 0 until you regularize
    clip: float = 1.0  # largest norm of the gradient; the loss is never clipped

    # picks the best weights; the mean over the classes: each counts alike, however rare
    watch: str = "mAP@.5"
    evaluate_every: int = 60  # steps between two evaluations: 10
    log_every: int = 10  # steps between two rows of metrics.csv
    cache_megabytes: int = 2000  # of encoded examples; more are encoded each epoch
    # core: more would wait; fixed, as another number changes the last bits
    threads: int = 1
    # where to compute: auto takes cuda, then mps, then cpu
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
