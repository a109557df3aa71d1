"""Every knob of the project: its meaning, its unit, its reason.

Yours to edit. Each field is also a flag: `train --learning-rate 1e-3`.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # the embedded sample: 216 calls of six made-up voices
    data: str = "data/calls"
    # no validation clips were given: a share of `data` is kept
    validation_data: str = ""
    # no test clips were given: a share of `data` is kept
    test_data: str = ""
    # empty: no table names the clips
    columns: tuple[str, ...] = ()
    # fields of the name of a file, told by what repeats; swap the fields if they mean
    # something else
    names: str = "{label}_{speaker}_{take}"
    # nothing is left out
    drop: tuple[str, ...] = ()
    # Hz: most clips have 4,000, others from 4,000 to 8,000
    sample_rate: int = 4000
    # of sound in x: 100 % of the clips fit
    seconds: float = 0.35
    # of equal width in mel, up to 2,000 Hz
    bands: int = 40
    # seconds between frames: 35 in x
    hop: float = 0.01
    # seconds a frame hears, under a Hann window
    window: float = 0.025
    # clips of one speaker are alike: a new voice is the honest test
    split: Literal["chance", "group", "time"] = "group"
    # the field of the names that says who speaks: ada, bo, cy, dee, eve, flo
    split_column: str = "speaker"
    # share of the examples kept for validation, where no file or folder is given
    validation_share: float = 0.17
    # share kept for the test; opened by `evaluate --split test` and by nothing else
    test_share: float = 0.17
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

    # examples per step, of 216
    batch_size: int = 32
    # parts into which each batch is cut: the same step in less memory, in more time
    accumulate: int = 1
    # each example is seen about 44.4 times
    steps: int = 300
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

    # picks the best weights: the share of right answers; no class is rare here
    watch: str = "accuracy"
    # steps between two evaluations: 10
    evaluate_every: int = 30
    # steps between two rows of metrics.csv
    log_every: int = 10
    # processes that decode; any number gives the same batches, bit for bit
    workers: int = 0
    # MB of encoded examples kept in memory; above it they are decoded again each epoch
    cache_megabytes: int = 2000
    # cores for the convolutions; fixed, as another number changes the last bits
    threads: int = 2
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
