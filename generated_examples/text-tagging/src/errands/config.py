"""Every knob of the project: its meaning, its unit, its reason.

Yours to edit. Each field is also a flag: `train --learning-rate 1e-3`.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Config:
    # the embedded sample: 420 sentences in which words change their tag
    data: str = "data/errands.conllu"
    # no validation file was given: a share of `data` is kept
    validation_data: str = ""
    # no test file was given: a share of `data` is kept
    test_data: str = ""
    # those of CoNLL-U
    columns: tuple[str, ...] = (
        "ID",
        "FORM",
        "LEMMA",
        "UPOS",
        "XPOS",
        "FEATS",
        "HEAD",
        "DEPREL",
        "DEPS",
        "MISC",
    )
    # the column of the tokens
    word: str = "FORM"
    # the answer that the embedded sample is about
    target: str = "UPOS"
    # tabs
    separator: str = "\t"
    # as its bytes read
    encoding: str = "utf8"
    # begins a comment
    comment: str = "#"
    # would stand where there is no tag; every token has one
    untagged: tuple[str, ...] = ("_",)
    # nothing is left out
    drop: tuple[str, ...] = ()
    # tokens of x; the longest sentence has 21: 2 of 420 are cut in pieces
    length: int = 16
    # whole documents, of 60: sentences of one share names and topic
    split: Literal["chance", "group", "time"] = "group"
    # the files mark where one begins
    split_column: str = "document"
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
    # numbers that describe a token
    width: int = 64
    # windows one on another, each twice as wide: don't be a hero
    depth: int = 1

    # examples per step, of 420
    batch_size: int = 32
    # parts into which each batch is cut: the same step in less memory, in more time
    accumulate: int = 1
    # each example is seen about 45.7 times
    steps: int = 600
    # Adam is safe: a net this small takes 1e-3
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

    # picks the best weights: the share of tokens with the right tag, as papers give
    # it
    watch: str = "accuracy"
    # steps between two evaluations: 10
    evaluate_every: int = 60
    # steps between two rows of metrics.csv
    log_every: int = 10
    # processes that decode; any number gives the same batches, bit for bit
    workers: int = 0
    # MB of encoded examples kept in memory; above it they are decoded again each epoch
    cache_megabytes: int = 2000
    # core: a net this small would wait for a second one; fixed, as another number
    # changes the last bits
    threads: int = 1
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
