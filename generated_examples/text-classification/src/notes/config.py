"""Every knob of the project: its meaning, its unit, its reason.

Yours to edit. Each field is also a flag: `train --learning-rate 1e-3`.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # the embedded sample: 1200 notes of tenants and what is broken
    data: str = "data/notes.tsv"
    # no validation texts were given: a share of `data` is kept
    validation_data: str = ""
    # no test texts were given: a share of `data` is kept
    test_data: str = ""
    # tabs stand between the cells
    separator: str = "\t"
    # a double quote is part of the text here and encloses nothing
    quote: str = ""
    # the usual one, and the bytes agree
    encoding: str = "utf8"
    # the file has no header: numbered from the left, rename them here
    columns: tuple[str, ...] = ("column_1", "column_2")
    # columns of the text, one after the other
    text: tuple[str, ...] = ("column_2",)
    # empty: the answer has a column of its own
    label: str = ""
    # the answer that the embedded sample is about
    target: str = "column_1"
    # (as found, meant): every answer has one spelling here
    same_answer: tuple[tuple[str, str], ...] = ()
    # nothing is left out
    drop: tuple[str, ...] = ()
    # tokens of a text; 0.67 % of them are longer and lose their end
    length: int = 27
    # nothing says which texts belong together but copies
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
    # channels of a place; an attention head takes 32
    width: int = 128
    # blocks of attention: don't be a hero
    depth: int = 1

    # examples per step, of 1,200
    batch_size: int = 32
    # parts into which each batch is cut: the same step in less memory, in more time
    accumulate: int = 1
    # each example is seen about 10.7 times
    steps: int = 400
    # Adam is safe: an encoder this small takes 1e-3
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
    evaluate_every: int = 40
    # steps between two rows of metrics.csv
    log_every: int = 10
    # processes that decode; any number gives the same batches, bit for bit
    workers: int = 0
    # MB of encoded examples kept in memory; above it they are decoded again each epoch
    cache_megabytes: int = 2000
    # core: matrices this small would wait for a second one; fixed, as another number
    # changes the last bits
    threads: int = 1
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
