"""Tags that are surely wrong: what a linear model of the words around, out of fold, is sure of (1.6)."""

import warnings
from collections.abc import Sequence

import numpy as np
import polars as pl
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from ..contract import Example, Project
from .attributes import PARTS
from .confident import confident

MOST = 6000  # tokens asked, of whole sentences from all over the splits
FOLDS = 5  # of sentences: a sentence never helps with its own tags
PLACES = 2**13  # that words are hashed to; more cost more, and tell no more


def doubts(project: Project) -> tuple[pl.DataFrame, float]:
    """[tokens]: id of the sentence, given, says, doubt from 0 to 1, suspect; most doubtful first. And
    the share of tags that the model gets right; 0 where there are too few to ask."""
    examples = asked(project)
    tokens = [(e, i) for e in examples for i in range(len(e.answer))]
    given = np.array([str(e.answer[i]) for e, i in tokens])
    names, counts = np.unique(given, return_counts=True)
    often = names[counts >= FOLDS]
    kept = np.isin(given, often)
    tokens = [token for token, keep in zip(tokens, kept, strict=True) if keep]
    if len(examples) < FOLDS or len(often) < 2:
        return pl.DataFrame(), 0.0
    tags, place = np.unique(given[kept], return_inverse=True)
    hashed = FeatureHasher(PLACES, input_type="string", alternate_sign=False)
    x = hashed.transform(around(e.raw, i) for e, i in tokens)
    sentence = {e.id: number for number, e in enumerate(examples)}
    with warnings.catch_warnings(action="ignore"):  # a rare tag may miss in a fold
        p = cross_val_predict(
            LogisticRegression(C=10.0, max_iter=50),
            x,
            place,
            groups=[sentence[e.id] for e, _ in tokens],
            cv=GroupKFold(FOLDS),
            method="predict_proba",
        )
    p = np.asarray(p)
    suspect, doubt, other = confident(p, place)
    frame = pl.DataFrame(
        {
            "id": [e.id for e, _ in tokens],
            "given": [
                f"{e.raw[i]}: {tags[t]}"
                for (e, i), t in zip(tokens, place, strict=True)
            ],
            "says": [str(tags[t]) for t in other],
            "doubt": doubt,
            "suspect": suspect,
        }
    )
    ranked = frame.sort("suspect", "doubt", descending=True, maintain_order=True)
    return ranked, float((p.argmax(1) == place).mean())


def asked(project: Project) -> list[Example]:
    """Whole sentences with a tag for each word."""
    whole = [
        e
        for part in PARTS
        for e in getattr(project.splits, part)
        if isinstance(e.raw, tuple) and len(e.raw) == len(e.answer)
    ]
    tokens = sum(len(e.raw) for e in whole)
    return whole[:: max(1, -(-tokens // MOST))]


def around(words: Sequence[str], i: int) -> list[str]:
    """The word, its neighbours, its end and its form."""
    low = ["<begin>", *(str(word).lower() for word in words), "<end>"]
    before, word, after = low[i : i + 3]
    form = "Aa"[str(words[i])[:1].islower()] + "0" * word.isdigit()
    return [
        f"word {word}",
        f"before {before}",
        f"after {after}",
        f"both {before} {word}",
        f"next {word} {after}",
        f"ends {word[-3:]}",
        f"ends {word[-2:]}",
        f"form {form} {i == 0}",
    ]
