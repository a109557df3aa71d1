"""Texts: whether the order of words matters, how much of the text, what is in the letters."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from ...contract import Project
from ..of_texts import as_text
from . import Probe, Sample, View, shrinking
from .answers import Answers

WORD = r"(?u)\w+|[^\w\s]"


def probes(project: Project) -> Iterator[Probe]:
    """The raw text, its words counted, by a logistic regression."""
    sample = Sample.of(project)
    train, asked = sample.each(lambda e: as_text(e.raw))
    answers = Answers.of(project, sample)
    score, chance = f"{answers.score} by a linear model of words", answers.constant()

    def view(name: str, n: int = 0, **counted: Any) -> View:
        counted |= {} if "analyzer" in counted else {"token_pattern": WORD}
        return linear(name, first(train, n), first(asked, n), answers, counted)

    words = view("words in any order")
    pairs = view("adding pairs of neighbours", ngram_range=(1, 2))
    letters = view(
        "reading letters in place of words", analyzer="char_wb", ngram_range=(2, 4)
    )
    views = [words, pairs, letters]
    yield Probe("does order matter", score, views, chance, falling=False)
    usual = sorted(len(text.split()) for text in train)[int(0.9 * len(train))]
    lengths = [n for n in shrinking(max(1, usual)) if n > 1 or usual < 4]
    cut = [view(f"the first {n} words", n) for n in lengths[:6]]
    yield Probe("how much of it", score, cut, chance)


def first(texts: Sequence[str], n: int) -> list[str]:
    return [" ".join(text.split()[:n]) for text in texts] if n else list(texts)


def linear(
    name: str,
    train: Sequence[str],
    asked: Sequence[str],
    answers: Answers,
    counted: dict[str, Any],
) -> View:
    model = make_pipeline(
        TfidfVectorizer(sublinear_tf=True, **counted),
        LogisticRegression(C=10.0, max_iter=200),
    )
    said: Any = model.fit(train, answers.train.tolist()).predict(asked)
    return View(name, answers.worth(torch.as_tensor(said)))
