"""Classes of boxes: what is cut out of the picture, out of fold, may look like another one (1.6)."""

from typing import Any

import numpy as np
import polars as pl
import torch
import torch.nn.functional as F
from torch import Tensor

from ..contract import Project
from .attributes import PARTS
from .confident import confident
from .label_noise import FOLDS, out_of_fold

MOST = 6000  # boxes asked, of whole pictures from all over the splits
SIZE = 12  # pixels of what is cut out


def doubts(project: Project) -> tuple[pl.DataFrame, float]:
    """[boxes]: id of the picture, given, says, doubt from 0 to 1, suspect; most doubtful first. And the
    share that the model gets right, the mean over classes; 0 where there are too few to ask.
    """
    target: Any = project.target
    ids, rows, classes = cut_out(project)
    kinds, counts = np.unique(classes, return_counts=True)
    kept = np.isin(classes, kinds[counts >= 2 * FOLDS])
    if len(np.unique(classes[kept])) < 2:
        return pl.DataFrame(), 0.0
    ids, rows = ids[kept], rows[kept]
    kinds, place = np.unique(classes[kept], return_inverse=True)
    p = out_of_fold(rows, place, groups=ids)  # boxes of a picture are alike
    suspect, doubt, other = confident(p, place)
    right = p.argmax(1) == place
    names = np.array([str(target.names[int(kind)]) for kind in kinds])
    frame = pl.DataFrame(
        {
            "id": ids,
            "given": [f"a box, {names[c]}" for c in place],
            "says": names[other],
            "doubt": doubt,
            "suspect": suspect,
        }
    )
    ranked = frame.sort("suspect", "doubt", descending=True, maintain_order=True)
    return ranked, float(np.mean([right[place == c].mean() for c in range(len(kinds))]))


def cut_out(project: Project) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each box: the id of its picture, its features, its class."""
    examples = [e for part in PARTS for e in getattr(project.splits, part)]
    ys = [boxes(project, e) for e in examples]
    step = max(1, -(-sum(map(len, ys)) // MOST))
    ids: list[str] = []
    rows: list[np.ndarray] = []
    classes: list[int] = []
    for example, y in [*zip(examples, ys, strict=True)][::step]:
        x = project.inputs.encode(example.raw).float() if len(y) else None
        for box in y:
            assert x is not None
            ids.append(example.id)
            rows.append(looks(x, box))
            classes.append(int(box[4]))
    return np.array(ids), np.array(rows), np.array(classes)


def boxes(project: Project, example: Any) -> Tensor:
    """[boxes, left top right bottom class], in pixels of x."""
    y = project.target.encode(example.answer).reshape(-1, 5).float()
    return y[y[:, 4] >= 0]


def looks(x: Tensor, box: Tensor) -> np.ndarray:
    """12 x 12 pixels about their mean and over their sd; these; the logarithms of its sides."""
    height, width = x.shape[-2:]
    left, top = (max(0, int(at)) for at in box[:2])
    left, top = min(left, width - 1), min(top, height - 1)
    right = max(left + 1, min(width, int(box[2].ceil())))
    bottom = max(top + 1, min(height, int(box[3].ceil())))
    piece = x[None, :, top:bottom, left:right]
    small = F.interpolate(piece, (SIZE, SIZE), mode="bilinear", antialias=True)
    pixels = small.flatten()
    mean, sd = pixels.mean(), pixels.std()
    sides = (box[2:4] - box[:2]).clamp_min(1).log()
    about = (pixels - mean) / (sd + 1e-3)
    return torch.cat([about, mean[None], sd[None], sides]).double().numpy()
