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

    separator: str = "\t"  # between the cells of a row: tabs
    # what encloses a cell; a double quote is part of the text here and encloses nothing
    quote: str = ""
    encoding: str = "utf8"  # encoding of the file; the usual one, and the bytes agree
    # names of the columns; the file has none: numbered from the left, rename them here
    columns: tuple[str, ...] = ("column_1", "column_2")
    text: tuple[str, ...] = ("column_2",)  # columns of the text, one after the other
    # what is to be predicted; the answer that the embedded sample is about
    target: str = "column_1"
    # (as found, meant): every answer has one spelling here
    same_answer: tuple[tuple[str, str], ...] = ()
    drop: tuple[str, ...] = ()  # examples that are left out, by id; none
    length: int = 27  # tokens of a text; 0.67 % of them are longer and lose their end
    seed: int = 1337  # fix random seed (recipe 2.2): the same command, the same bits
    # which net: linear cannot go wrong, tiny is for tests, reference is the paper's
    model: Literal["linear", "tiny", "reference"] = "reference"
    width: int = 128  # channels of a place; an attention head takes 32
    depth: int = 1  # blocks of attention: don't be a hero

    batch_size: int = 32  # examples per step, of 1,200
    steps: int = 400  # batches to train on; each example is seen about 10.7 times
    # size of a step; Adam is safe: an encoder this small takes 1e-3
    learning_rate: float = 1e-3
    warmup: float = 0.05  # share of the steps over which the rate rises from 0
    betas: tuple[float, float] = (0.9, 0.999)  # share of the past in Adam's two means
    weight_decay: float = 0.0  # per step, of matrices only; 0 until you regularize
    clip: float = 1.0  # largest norm of the gradient; the loss is never clipped

    # picks the best weights; the share of right answers; no class is rare here
    watch: str = "accuracy"
    evaluate_every: int = 40  # steps between two evaluations: 10
    log_every: int = 10  # steps between two rows of metrics.csv
    cache_megabytes: int = 2000  # of encoded examples; more are encoded each epoch
    # core: more would wait; fixed, as another number changes the last bits
    threads: int = 1
    # where to compute: auto takes cuda, then mps, then cpu
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
