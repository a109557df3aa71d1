"""How noisy are the labels? Those that a simple model, which never saw them, is sure are wrong (1.6)."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import polars as pl
import torch.nn.functional as F
from scipy.sparse import csr_matrix, vstack
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, StratifiedKFold, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, Normalizer, StandardScaler
from torch import Tensor

from ..additions import Featured
from ..contract import Example, Project
from ..ledger import Ledger, Record
from .attributes import PARTS
from .confident import confident

FOLDS = 5  # also the fewest examples of a class
MOST = 6000  # examples asked, so that it takes seconds
GOOD = 0.9  # of the answers right, or a wrong label cannot be told from a hard example
NOISY = 0.02  # of the labels; fewer are left to a look at the first of the list
PLACE = "data/doubts.parquet"  # in the folder of the ledger
NAMED = 3
SMALL = 16  # pixels
NEIGHBOURS = 15
LOOK_AT = ["runs/look.html, where the first are to go through"]
RIGHT = "A simple model is right on"
LEARNING = "confident learning, the better of simple models"
# of answers: how it is asked, and what is told where the model knows too little
KINDS = {
    "classes": (LEARNING, RIGHT),
    "tags": ("confident learning, a linear model of the words around", RIGHT),
    "labels": (
        f"{LEARNING} for each label",
        "Of no label is a model right on 90 %, at best on",
    ),
    "masks": (
        "each mask against those of others, by trees of patches",
        "Trees of patches know a mask from those of other pictures in",
    ),
    "boxes": (f"{LEARNING} of what is cut out", RIGHT),
}
WIDE = 128  # numbers; of more, as of pixels, that many directions are kept


def check(project: Project, ledger: Ledger) -> Record:
    """At most 2 % of the labels are wrong for sure (recipe 1.6).

    By confident learning. Planted flips of 5 % in digits: 78 % found, 90 % of those named are flips;
    without flips .1 % are named. Of tags each token is one label, of several labels each, of boxes
    each class; a mask is held against those of other pictures.
    """
    hypothesis = "At most 2 % of the labels are surely wrong."
    if project.target.answers_are == "numbers" and project.target.outputs == 1:
        return of_numbers(project, ledger)
    are = project.target.answers_are
    if are not in KINDS:
        why = f"Answers are {are}: asked of {', '.join(KINDS)} and of single numbers."
        return ledger.not_applicable("1.6", hypothesis, why)
    if are == "classes" and len({str(e.answer) for e in asked(project)}) < 2:
        why = f"Fewer than two classes have {FOLDS} examples."
        return ledger.not_applicable("1.6", hypothesis, why)
    experiment = ledger.expect(
        "1.6",
        hypothesis,
        value=0.0,
        how=f"{KINDS[are][0]}, {FOLDS} folds",
        tolerance=NOISY,
    )
    found, right, *unclear = doubts_of(are)(project)
    if not len(found):
        return experiment.conclude({"asked": 0}, None, too_little(are, right))
    if right < GOOD:
        found = found.with_columns(suspect=False)
    keep(found, ledger)
    share = found["suspect"].sum() / len(found)
    measured = {"suspect": share, "right": right, "asked": len(found)}
    if right < GOOD:
        return experiment.conclude(measured, None, too_little(are, right))
    because = " ".join([told(found), *(f"Not asked: {u}." for u in unclear if u)])
    return experiment.conclude(measured, share <= NOISY, because, LOOK_AT)


def too_little(are: str, right: float) -> str:
    if not right:
        return f"Too few {are} to ask."
    return (
        f"{KINDS[are][1]} {right:.0%}: that is too little to tell a wrong label from a"
        " hard example."
    )


def doubts_of(are: str) -> Callable[[Project], tuple[Any, ...]]:
    """(suspects and all others, the share that the model gets right)"""
    from . import box_noise, labels_noise, mask_noise, tag_noise  # which need this file

    own = {
        "tags": tag_noise,
        "labels": labels_noise,
        "masks": mask_noise,
        "boxes": box_noise,
    }
    return own[are].doubts if are in own else doubts


def of_numbers(project: Project, ledger: Ledger) -> Record:
    """Only what is certain: an error beyond all that the errors of the others allow."""
    from .number_noise import doubts  # which needs what stands here

    experiment = ledger.expect(
        "1.6",
        "At most 2 % of the answers are surely wrong.",
        value=0.0,
        how=f"errors of the better of two simple models, {FOLDS} folds, against their own tail",
        tolerance=NOISY,
    )
    found = doubts(project)
    keep(found, ledger)
    share = found["suspect"].sum() / len(found)
    measured = {"suspect": share, "asked": len(found)}
    return experiment.conclude(measured, share <= NOISY, told(found), LOOK_AT)


def told(found: pl.DataFrame) -> str:
    suspects = found.filter("suspect")
    first = [
        f"{row['id']}: {row['given']}, a model says {row['says']}."
        for row in suspects.head(NAMED).iter_rows(named=True)
    ]
    return " ".join([f"{len(suspects)} of {len(found)} labels are suspect.", *first])


def doubts(project: Project) -> tuple[pl.DataFrame, float]:
    """[asked]: id, given, says, doubt from 0 to 1, suspect; most doubtful first. And the share of
    answers that the model gets right."""
    examples = asked(project)
    y = np.array([int(project.target.encode(e.answer)) for e in examples])
    p = out_of_fold(features(project, examples), y)
    classes, place = np.unique(y, return_inverse=True)
    suspect, doubt, other = confident(p, place)
    frame = pl.DataFrame(
        {
            "id": [e.id for e in examples],
            "given": [str(e.answer) for e in examples],
            "says": named(project, classes[other]),
            "doubt": doubt,
            "suspect": suspect,
        }
    )
    ranked = frame.sort("suspect", "doubt", descending=True, maintain_order=True)
    return ranked, float((p.argmax(1) == place).mean())


def asked(project: Project) -> list[Example]:
    """From all over the splits, of classes that every fold can have."""
    examples = [e for part in PARTS for e in getattr(project.splits, part)]
    examples = examples[:: -(-len(examples) // MOST)]
    answers = pl.Series([str(e.answer) for e in examples])
    often = set(answers.value_counts(name="n").filter(pl.col("n") >= FOLDS)[:, 0])
    return [e for e in examples if str(e.answer) in often]


def features(project: Project, examples: Sequence[Example]) -> Any:
    """[n, features]: x laid flat, pictures no larger than 16 pixels, or counts where x is words."""
    inputs = project.inputs
    xs = (inputs.encode(e.raw) for e in examples)
    if not isinstance(inputs, Featured):
        return np.stack([small(x).flatten().float().numpy() for x in xs])
    rows = [inputs.features(x) for x in xs]
    if not rows[0].is_sparse:
        return np.stack([row.flatten().double().numpy() for row in rows])
    return vstack([of_counts(row.coalesce()) for row in rows]).tocsr()


def small(x: Tensor) -> Tensor:
    """Of 6,000 pictures of 224 pixels all numbers would be 7 GB."""
    if x.ndim != 3:
        return x
    height, width = (min(SMALL, n) for n in x.shape[1:])
    return F.adaptive_avg_pool2d(x.float(), (height, width))


def of_counts(row: Any) -> csr_matrix:
    places = row.indices()[0].numpy()
    values = row.values().double().numpy()
    return csr_matrix((values, (0 * places, places)), (1, row.shape[0]))


def out_of_fold(x: Any, y: np.ndarray, groups: Any = None) -> np.ndarray:
    """[n, classes]: what the better of two models says of examples it was not fitted to, nor to
    others of their group."""
    counts = isinstance(x, csr_matrix)
    first: tuple[Any, ...] = (StandardScaler(),)
    if counts:
        first = (FunctionTransformer(np.log1p), Normalizer())
    elif x.shape[1] > WIDE:
        first = (StandardScaler(), PCA(min(WIDE, len(y) // 2), random_state=0))
    models = (
        LogisticRegression(C=10.0 if counts else 0.1, max_iter=300),
        KNeighborsClassifier(min(NEIGHBOURS, len(y) // 2)),
    )
    folds: Any = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    if groups is not None:
        folds = GroupKFold(FOLDS, shuffle=True, random_state=0)
    said: list[Any] = [
        cross_val_predict(
            make_pipeline(*first, model),
            x,
            y,
            groups=groups,
            cv=folds,
            method="predict_proba",
        )
        for model in models
    ]
    classes = np.unique(y)
    return max(said, key=lambda p: (classes[p.argmax(1)] == y).mean())


def named(project: Project, classes: np.ndarray) -> list[str]:
    names: Any = getattr(project.target, "names", None)
    return [str(names[int(c)]) if names else str(int(c)) for c in classes]


def keep(found: pl.DataFrame, ledger: Ledger) -> None:
    if ledger.path is None:
        return
    path = ledger.path.parent / PLACE
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = path.with_suffix(".part")
    found.write_parquet(whole)
    whole.replace(path)
