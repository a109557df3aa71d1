"""Dumb baselines: what can be had without a net, or without looking (recipe 2.9, 2.10)."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from scipy.sparse import csr_matrix
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from torch import Tensor

from .evaluate import Evaluation, judged
from .feed import Feed
from .machine import use
from .problem import Problem
from .train import train

MOST = 20_000  # training texts: beyond that the slow models take minutes
CERTAIN = 1e-12  # a probability under which a logarithm says nothing more
LINEAR = {"model": "linear", "learning_rate": 1e-2, "steps": 1500}
REFERENCE = ("logistic regression", "accuracy")  # near it the linear net must come
MODELS: dict[str, Any] = {  # of counts of words; as these outnumber texts C chooses
    "drawn from the shares": DummyClassifier(strategy="stratified", random_state=0),
    "nearest neighbour": KNeighborsClassifier(1),
    "logistic regression": LogisticRegression(C=100, max_iter=2000),
    "logistic regression on TF-IDF": make_pipeline(
        TfidfTransformer(sublinear_tf=True), LogisticRegression(C=10, max_iter=2000)
    ),
}


def ladder(problem: Problem) -> Iterator[tuple[str, Evaluation]]:
    """Each rung and how it does on the whole validation split; dumb ones first."""
    splits, n = problem.splits, len(problem.splits.train)
    chosen = torch.linspace(0, n - 1, min(MOST, n)).long().tolist()
    parts = ([splits.train[i] for i in chosen], splits.validation)
    known, asked = (next(Feed(p, problem).in_order(len(p))) for p in parts)
    constant = problem.target.head_bias().double().expand(len(asked.y), -1)
    yield "best constant", judged([(asked, constant)], problem.target)
    before, now = (counted(problem, batch.x) for batch in (known, asked))
    for name, model in MODELS.items():
        said = np.zeros((len(asked.y), problem.target.outputs))
        model.fit(before, known.y.numpy())
        said[:, model.classes_] = model.predict_proba(now)
        outputs = torch.from_numpy(said).clamp_min(CERTAIN).log()
        yield name, judged([(asked, outputs)], problem.target)
    yield "linear net", fitted(problem.but(**LINEAR))
    yield "blank inputs", fitted(problem, blank=True)
    yield f"{problem.config.model} net", fitted(problem)


def counted(problem: Problem, x: Tensor) -> csr_matrix:
    """[n, tokens]: most counts are 0, and too many to write them all down."""
    counts = torch.stack([problem.inputs.features(one) for one in x]).coalesce()
    pairs = (counts.values().double().numpy(), counts.indices().numpy())
    return csr_matrix(pairs, tuple(counts.shape))


def fitted(problem: Problem, blank: bool = False) -> Any:
    """A net trained as the config says, where it validates best."""
    splits = (problem.splits.train, problem.splits.validation)
    training, validation = (Feed(examples, problem, blank) for examples in splits)
    net = problem.net().to(use(problem.config))
    return train(problem, net, training, validation).evaluation
