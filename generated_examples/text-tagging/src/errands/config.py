"""Every knob: meaning, unit, reason. Yours to edit; each is also a flag of `train`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # path of the data; the sample of 420 sentences in which words change their tag
    data: str = "data/errands.conllu"
    # share kept for validation; of 420 examples: as small as an interval allows
    validation_share: float = 0.15
    test_share: float = 0.15  # kept for the end: `evaluate --split test` alone opens it
    split_seed: int = 0  # draws the split, which another `seed` keeps

    # what is to be predicted; the answer that the embedded sample is about
    target: str = "UPOS"
    # would stand where there is no tag; every token has one
    untagged: tuple[str, ...] = ("_",)
    drop: tuple[str, ...] = ()  # examples that are left out, by id; none
    # tokens of x; the longest sentence has 21: 2 of 420 are cut in pieces
    length: int = 16
    seed: int = 1337  # fix random seed (recipe 2.2): the same command, the same bits
    # which net: linear cannot go wrong, tiny is for tests, reference is the paper's
    model: Literal["linear", "tiny", "reference"] = "reference"
    width: int = 64  # numbers that describe a token
    depth: int = 1  # windows one on another, each twice as wide: don't be a hero

    batch_size: int = 32  # examples per step, of 420
    steps: int = 600  # batches to train on; each example is seen about 45.7 times
    # size of a step; Adam is safe: a net this small takes 1e-3
    learning_rate: float = 1e-3
    warmup: float = 0.05  # share of the steps over which the rate rises from 0
    betas: tuple[float, float] = (0.9, 0.999)  # share of the past in Adam's two means
    weight_decay: float = 0.0  # per step, of matrices only; 0 until you regularize
    clip: float = 1.0  # largest norm of the gradient; the loss is never clipped

    # picks the best weights; the share of tokens with the right tag, as papers give it
    watch: str = "accuracy"
    evaluate_every: int = 60  # steps between two evaluations: 10
    log_every: int = 10  # steps between two rows of metrics.csv
    cache_megabytes: int = 2000  # of encoded examples; more are encoded each epoch
    # core: more would wait; fixed, as another number changes the last bits
    threads: int = 1
    # where to compute: auto takes cuda, then mps, then cpu
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
