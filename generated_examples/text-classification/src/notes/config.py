"""Every knob: meaning, unit, reason. Yours to edit; each is also a flag of `train`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # path of the data; the sample of 1200 notes of tenants and what is broken
    data: str = "data/notes.tsv"
    # share kept for validation; of 1,200 examples: as small as an interval allows
    validation_share: float = 0.15
    test_share: float = 0.15  # kept for the end: `evaluate --split test` alone opens it
    split_seed: int = 0  # draws the split, which another `seed` keeps

    # between the cells of a row: tabs
    separator: str = "\t"
    # what encloses a cell; a double quote is part of the text here and encloses nothing
    quote: str = ""
    # encoding of the file; the usual one, and the bytes agree
    encoding: str = "utf8"
    # names of the columns; the file has none: numbered from the left, rename them here
    columns: tuple[str, ...] = ("column_1", "column_2")
    # columns of the text, one after the other
    text: tuple[str, ...] = ("column_2",)
    # what is to be predicted; the answer that the embedded sample is about
    target: str = "column_1"
    # (as found, meant): every answer has one spelling here
    same_answer: tuple[tuple[str, str], ...] = ()
    # examples that are left out, by id; none
    drop: tuple[str, ...] = ()
    # tokens of a text; 0.67 % of them are longer and lose their end
    length: int = 27
    seed: int = 1337  # fix random seed (recipe 2.2): the same command, the same bits
    # which net: linear cannot go wrong, tiny is for tests, reference is the paper's
    model: Literal["linear", "tiny", "reference"] = "reference"
    # channels of a place; an attention head takes 32
    width: int = 128
    # blocks of attention: don't be a hero
    depth: int = 1

    # examples per step, of 1,200
    batch_size: int = 32
    # batches to train on; each example is seen about 10.7 times
    steps: int = 400
    # size of a step; Adam is safe: an encoder this small takes 1e-3
    learning_rate: float = 1e-3
    warmup: float = 0.05  # share of the steps over which the rate rises from 0
    betas: tuple[float, float] = (0.9, 0.999)  # share of the past in Adam's two means
    weight_decay: float = 0.0  # per step, of matrices only; 0 until you regularize
    clip: float = 1.0  # largest norm of the gradient; the loss is never clipped

    # picks the best weights; the share of right answers; no class is rare here
    watch: str = "accuracy"
    # steps between two evaluations: 10
    evaluate_every: int = 40
    log_every: int = 10  # steps between two rows of metrics.csv
    workers: int = 0  # processes that encode ahead; any number gives the same bits
    cache_megabytes: int = 2000  # of encoded examples; more are encoded each epoch
    # core: more would wait; fixed, as another number changes the last bits
    threads: int = 1
    # where to compute: auto takes cuda, then mps, then cpu
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
