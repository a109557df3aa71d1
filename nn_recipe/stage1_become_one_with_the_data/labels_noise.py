"""Labels of which an example has several: each is a yes or no that a model out of fold may doubt (1.6)."""

from typing import Any

import numpy as np
import polars as pl
from scipy.sparse import csr_matrix
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

from ..contract import Project
from .attributes import PARTS
from .confident import confident
from .label_noise import FOLDS, GOOD, NEIGHBOURS, WIDE, features, out_of_fold
from .patch_words import patch_words

MOST = 2000  # examples asked: each label has models of its own
SURE = 0.9  # of doubt; planted, of what is named with less every second one is right


def doubts(project: Project) -> tuple[pl.DataFrame, float, str]:
    """[asked]: id, given, says, doubt from 0 to 1, suspect; most doubtful first. The share that models
    get right, of those with a label and of those without on average; which labels they do not.

    Only labels are asked that a model gets right on 90 %.
    """
    examples = [e for part in PARTS for e in getattr(project.splits, part)]
    examples = examples[:: -(-len(examples) // MOST)]
    target: Any = project.target
    y = np.stack([target.encode(e.answer).numpy() for e in examples])
    xs = seen(project, examples)
    tables, rights, unclear = [], [], []
    for label, given in zip(target.labels, y.T, strict=True):
        known = np.isin(given, (0, 1))
        p, right = better(xs, given, known)
        rights.append(right)
        if right < GOOD:
            unclear.append(f"{label} (right on {right:.0%})")
            continue
        place = given[known].astype(int)
        suspect, doubt, _ = confident(p, place)
        suspect &= doubt >= SURE
        words = np.array([f"not {label}", str(label)])
        ids = [e.id for e, there in zip(examples, known, strict=True) if there]
        columns = {"id": ids, "given": words[place], "says": words[1 - place]}
        tables.append(pl.DataFrame(columns | {"doubt": doubt, "suspect": suspect}))
    if not tables:
        return pl.DataFrame(), max(rights, default=0.0), ""
    found = pl.concat(tables)
    found = found.sort("suspect", "doubt", descending=True, maintain_order=True)
    clear = [right for right in rights if right >= GOOD]
    return found, float(np.mean(clear)), ", ".join(unclear)


def seen(project: Project, examples: list[Any]) -> list[Any]:
    """[n, features] each; of pictures also what is anywhere in them."""
    first = project.inputs.encode(examples[0].raw)
    found = [features(project, examples)]
    if first.ndim == 3 and not first.is_sparse:
        found.append(patch_words([project.inputs.encode(e.raw) for e in examples]))
    return [x if isinstance(x, csr_matrix) else directions(x) for x in found]


def directions(x: np.ndarray) -> np.ndarray:
    """Found once: they know of no label."""
    x = StandardScaler().fit_transform(x)
    many = min(WIDE, len(x) // 2)
    return PCA(many, random_state=0).fit_transform(x) if x.shape[1] > many else x


def said(x: Any, y: np.ndarray) -> list[np.ndarray]:
    """[n, 2] each, by models that were not fitted to what they are asked."""
    if isinstance(x, csr_matrix):
        return [out_of_fold(x, y)]
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    models = (
        LogisticRegression(C=0.1, max_iter=300),
        KNeighborsClassifier(min(NEIGHBOURS, len(y) // 2)),
    )
    return [
        np.asarray(cross_val_predict(m, x, y, cv=folds, method="predict_proba"))
        for m in models
    ]


def better(
    xs: list[Any], given: np.ndarray, known: np.ndarray
) -> tuple[np.ndarray, float]:
    """[known, 2], and how much of it is right; 0 where too few have the label, or lack it."""
    y = given[known].astype(int)
    if min((y == 0).sum(), (y == 1).sum()) < FOLDS:
        return np.zeros((len(y), 2)), 0.0
    every = [p for x in xs for p in said(x[known], y)]
    rights = [
        np.mean([(p.argmax(1) == y)[y == c].mean() for c in (0, 1)]) for p in every
    ]
    return every[int(np.argmax(rights))], float(max(rights))
