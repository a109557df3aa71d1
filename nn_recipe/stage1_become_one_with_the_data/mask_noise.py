"""Masks of another picture: a model of patches, out of fold, finds that those of others fit better (1.6)."""

from typing import Any

import numpy as np
import polars as pl
import torch
import torch.nn.functional as F
from sklearn.ensemble import ExtraTreesClassifier
from torch import Tensor

from ..contract import Project
from .attributes import PARTS
from .label_noise import FOLDS

MOST = 300  # pictures asked: the trees cost the time
ACROSS = 64  # pixels; larger pictures and their masks are made smaller
RADIUS = 3  # pixels around one that the model sees, and light in 5 and 9 around it
PIXELS = 150  # of each picture
OTHERS = 200  # masks that each is held against
KNOWN = 0.02  # of them fit better, at most, where the model knows a mask
SUSPECT = 0.1  # of them: by chance half would
LEAST = 0.01  # probability of a class: one pixel alone decides nothing


def doubts(project: Project) -> tuple[pl.DataFrame, float]:
    """[pictures]: id, given, says, doubt from 0 to 1, suspect; most doubtful first. And the share of
    masks that fit their own picture better than 98 % of the others."""
    examples = [e for part in PARTS for e in getattr(project.splits, part)]
    examples = examples[:: -(-len(examples) // MOST)]
    pairs = [small(project, e) for e in examples]
    if len(pairs) < 2 * FOLDS:
        return pl.DataFrame(), 0.0
    masks = np.stack([y for _, y in pairs])  # [n, height * width]
    places = drawn(masks)
    logs = out_of_fold([x for x, _ in pairs], masks, places, project.target.outputs)
    fits_better = np.array([better(logs, masks, places, i) for i in range(len(masks))])
    asked = np.array([len(some) > 0 for some in places])
    ids = [e.id for e, there in zip(examples, asked, strict=True) if there]
    share = fits_better[asked]
    frame = pl.DataFrame(
        {
            "id": ids,
            "given": ["its mask"] * len(ids),
            "says": [f"{one:.0%} of other masks fit better" for one in share],
            "doubt": share,
            "suspect": share >= SUSPECT,
        }
    )
    ranked = frame.sort("doubt", descending=True, maintain_order=True)
    return ranked, float((share <= KNOWN).mean()) if len(share) else 0.0


def small(project: Project, example: Any) -> tuple[Tensor, np.ndarray]:
    """x [channels, height, width] and its mask laid flat, of the same size for every picture."""
    x = project.inputs.encode(example.raw).float().flatten(0, -3)
    y = project.target.encode(example.answer)
    height, width = x.shape[-2:]
    most = max(ACROSS, height, width)
    size = max(1, height * ACROSS // most), max(1, width * ACROSS // most)
    mask = F.interpolate(y[None, None].double(), size)[0, 0]
    return F.adaptive_avg_pool2d(x, size), mask.flatten().long().numpy()


def drawn(masks: np.ndarray) -> list[np.ndarray]:
    """Of each picture some pixels whose class is known."""
    chance = np.random.default_rng(0)
    known = [np.flatnonzero(mask >= 0) for mask in masks]
    return [chance.permutation(some)[:PIXELS] for some in known]


def around(x: Tensor, places: np.ndarray) -> np.ndarray:
    """[places, features]: the patch around each; mean and sd of more of it; where it is."""
    wide = F.pad(x[None], (RADIUS,) * 4, mode="replicate")
    found = [F.unfold(wide, 2 * RADIUS + 1)[0].T]
    for size in (5, 9):
        more = F.pad(x[None], (size // 2,) * 4, mode="replicate")
        mean = F.avg_pool2d(more, size, 1)[0]
        square = F.avg_pool2d(more**2, size, 1)[0]
        sd = (square - mean**2).clamp_min(0).sqrt()
        found += [mean.flatten(1).T, sd.flatten(1).T]
    height, width = x.shape[-2:]
    lines = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    found.append(torch.stack([line.flatten() for line in lines], 1).float())
    return torch.cat(found, 1)[torch.as_tensor(places)].numpy()


def out_of_fold(
    xs: list[Tensor], masks: np.ndarray, places: list[np.ndarray], outputs: int
) -> list[np.ndarray]:
    """Of each picture [places, classes]: log probabilities by trees that did not see it."""
    rows = [around(x, some) for x, some in zip(xs, places, strict=True)]
    said = [np.full((len(some), outputs), np.log(LEAST)) for some in places]
    fold = np.random.default_rng(0).permutation(np.arange(len(xs)) % FOLDS)
    for number in range(FOLDS):
        train = np.flatnonzero(fold != number)
        x = np.concatenate([rows[i] for i in train])
        y = np.concatenate([masks[i][places[i]] for i in train])
        trees = ExtraTreesClassifier(50, min_samples_leaf=5, random_state=0).fit(x, y)
        for i in np.flatnonzero(fold == number):
            if len(places[i]):
                p = np.asarray(trees.predict_proba(rows[i]))
                said[i][:, trees.classes_] = np.log(p.clip(LEAST))
    return said


def better(
    logs: list[np.ndarray], masks: np.ndarray, places: list[np.ndarray], i: int
) -> float:
    """The share of other masks that fit this picture better than its own does; equal ones do not."""
    at, logs_here = np.arange(len(places[i])), logs[i]
    own = logs_here[at, masks[i][places[i]]].mean() if len(at) else 0.0
    chance = np.random.default_rng(i)
    others = chance.permutation(np.delete(np.arange(len(masks)), i))[:OTHERS]
    theirs = masks[others][:, places[i]]  # [others, places]
    known = theirs >= 0
    fit = np.where(known, logs_here[at, theirs.clip(0)], 0).sum(1)
    mean = fit / known.sum(1).clip(1)
    return float(((mean > own + 1e-9) & known.any(1)).mean())
