"""Every knob: meaning, unit, reason. Yours to edit; each is also a flag of `train`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # path of the data; the sample of 216 calls of six made-up voices
    data: str = "data/calls"
    # share kept for validation; of the clips, and one of 6 speakers at least
    validation_share: float = 0.17
    test_share: float = 0.17  # kept for the end: `evaluate --split test` alone opens it
    # what the split is by; the field of the names that says who speaks: ada, bo, cy,
    # dee, eve, flo
    split_column: str = "speaker"
    split_seed: int = 0  # draws the split, which another `seed` keeps

    # fields of the name of a file, told by what repeats; swap the fields if they mean
    # something else
    names: str = "{label}_{speaker}_{take}"
    drop: tuple[str, ...] = ()  # examples that are left out, by id; none
    sample_rate: int = 4000  # Hz: most clips have 4,000, others from 4,000 to 8,000
    seconds: float = 0.35  # of sound in x: 100 % of the clips fit
    bands: int = 40  # of equal width in mel, up to 2,000 Hz
    hop: float = 0.01  # seconds between frames: 35 in x
    window: float = 0.025  # seconds a frame hears, under a Hann window
    seed: int = 1337  # fix random seed (recipe 2.2): the same command, the same bits
    # which net: linear cannot go wrong, tiny is for tests, reference is the paper's
    model: Literal["linear", "tiny", "reference"] = "reference"
    width: int = 32  # channels of the first stage; each later stage doubles them
    depth: int = 1  # residual blocks per stage: don't be a hero

    batch_size: int = 32  # examples per step, of 216
    steps: int = 300  # batches to train on; each example is seen about 44.4 times
    # size of a step; Adam is safe: a convnet this small takes 1e-3
    learning_rate: float = 1e-3
    warmup: float = 0.05  # share of the steps over which the rate rises from 0
    betas: tuple[float, float] = (0.9, 0.999)  # share of the past in Adam's two means
    weight_decay: float = 0.0  # per step, of matrices only; 0 until you regularize
    clip: float = 1.0  # largest norm of the gradient; the loss is never clipped

    # picks the best weights; the share of right answers; no class is rare here
    watch: str = "accuracy"
    evaluate_every: int = 30  # steps between two evaluations: 10
    log_every: int = 10  # steps between two rows of metrics.csv
    cache_megabytes: int = 2000  # of encoded examples; more are encoded each epoch
    # cores for the convolutions; fixed, as another number changes the last bits
    threads: int = 2
    # where to compute: auto takes cuda, then mps, then cpu
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
