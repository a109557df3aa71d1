"""Every knob: meaning, unit, reason. Yours to edit; each is also a flag of `train`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # path of the data; the sample of 520 small sums told as tales
    data: str = "data/tales.txt"
    validation_share: float = 0.1  # share kept for validation; of 43,168 bytes
    test_share: float = 0.1  # kept for the end: `evaluate --split test` alone opens it
    context: int = 64  # bytes a window holds: how far back the net can look
    seed: int = 1337  # fix random seed (recipe 2.2): the same command, the same bits
    # which net: linear cannot go wrong, tiny is for tests, reference is the paper's
    model: Literal["linear", "tiny", "reference"] = "reference"
    width: int = 64  # channels of a place; a head takes 32
    depth: int = 2  # blocks: don't be a hero

    batch_size: int = 32  # windows per step, 2,048 bytes
    steps: int = 600  # batches to train on; each byte is seen about 28.5 times
    learning_rate: float = 1e-3  # size of a step; Adam is safe: a small GPT takes 1e-3
    warmup: float = 0.05  # share of the steps over which the rate rises from 0
    betas: tuple[float, float] = (0.9, 0.999)  # share of the past in Adam's two means
    weight_decay: float = 0.0  # per step, of matrices only; 0 until you regularize
    clip: float = 1.0  # largest norm of the gradient; the loss is never clipped

    # picks the best weights; the loss in bits: what the text costs to store
    watch: str = "bits per byte"
    evaluate_every: int = 75  # steps between two evaluations: 8
    log_every: int = 10  # steps between two rows of metrics.csv
    cache_megabytes: int = 2000  # of encoded examples; more are encoded each epoch
    # cores for the matrices; fixed, as another number changes the last bits
    threads: int = 2
    # where to compute: auto takes cuda, then mps, then cpu
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
