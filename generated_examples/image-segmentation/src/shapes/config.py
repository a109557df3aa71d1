"""Every knob: meaning, unit, reason. Yours to edit; each is also a flag of `train`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # path of the data; the sample of 180 drawings of discs, squares and triangles
    data: str = "data/shapes.npz"
    # share kept for validation; of 180 examples: as small as an interval allows
    validation_share: float = 0.15
    test_share: float = 0.15  # kept for the end: `evaluate --split test` alone opens it
    split_seed: int = 0  # draws the split, which another `seed` keeps

    # (key of the pictures, key of the masks), known by shape and values
    pairs: tuple[str, str] = ("images", "masks")
    # (value of a mask's pixels, name of the class); give them names here
    classes: tuple[tuple[str, str], ...] = (
        ("0", "class 0"),
        ("1", "class 1"),
        ("2", "class 2"),
        ("3", "class 3"),
    )
    # codes that count nowhere; 255 stands apart from 0 to 3: no class, as usual
    void: tuple[str, ...] = ("255",)
    # size of x in pixels; height, width: nothing is resized
    image_size: tuple[int, int] = (32, 32)
    channels: int = 1  # 1 is grey, 3 is colour; every picture is grey (mode L)
    drop: tuple[str, ...] = ()  # examples that are left out, by id; none

    seed: int = 1337  # fix random seed (recipe 2.2): the same command, the same bits
    # which net: linear cannot go wrong, tiny is for tests, reference is the paper's
    model: Literal["linear", "tiny", "reference"] = "reference"
    width: int = 16  # channels at full size; each level down doubles them
    depth: int = 2  # levels down, each at half the size: don't be a hero

    batch_size: int = 8  # examples per step, of 180
    steps: int = 400  # batches to train on; each example is seen about 17.8 times
    # size of a step; Adam is safe: a small U-Net takes 3e-3
    learning_rate: float = 3e-3
    warmup: float = 0.05  # share of the steps over which the rate rises from 0
    betas: tuple[float, float] = (0.9, 0.999)  # share of the past in Adam's two means
    weight_decay: float = 0.0  # per step, of matrices only; 0 until you regularize
    clip: float = 1.0  # largest norm of the gradient; the loss is never clipped

    # picks the best weights; counts each class alike; most pixels are of few
    watch: str = "mean IoU"
    evaluate_every: int = 40  # steps between two evaluations: 10
    log_every: int = 10  # steps between two rows of metrics.csv
    cache_megabytes: int = 2000  # of encoded examples; more are encoded each epoch
    # core: more would wait; fixed, as another number changes the last bits
    threads: int = 1
    # where to compute: auto takes cuda, then mps, then cpu
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
