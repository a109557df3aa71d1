"""Boxes: average precision against pycocotools, repetitions by the rule: `pytest tests/test_boxes.py`."""

import contextlib
import io
import math

import numpy as np
import pytest
import torch
from things import detections
from torch import Tensor

MOST, SIDE = 6, 100  # boxes in a picture of these tests, and its pixels


def random_boxes(n: int, rng: np.random.Generator, whole: bool) -> np.ndarray:
    """[n, 4]; whole numbers make many overlaps and ties equal."""
    low = rng.uniform(0, SIDE - 20, (n, 2))
    found = np.concatenate([low, low + rng.uniform(4, 20, (n, 2))], 1)
    return np.round(found / 8) * 8 + [0, 0, 8, 8] if whole else found


def a_split(seed: int) -> tuple[list[Tensor], Tensor]:
    """Found boxes [n, 4], classes, scores of 12 pictures, and y: many a near miss, some ties."""
    rng = np.random.default_rng(seed)
    ys = torch.full((12, MOST, 5), -1.0)
    boxes_, kinds, scores = (
        torch.zeros(12, 30, 4),
        torch.full((12, 30), -1),
        torch.zeros(12, 30),
    )
    for i in range(12):
        true = random_boxes(int(rng.integers(0, MOST + 1)), rng, seed % 2 == 1)
        classes = rng.integers(0, 2 if seed % 3 == 0 else 3, len(true))
        ys[i, : len(true)] = torch.tensor(
            np.c_[true, classes], dtype=torch.float32
        ).reshape(-1, 5)
        near = np.repeat(true, 3, 0) + rng.normal(0, 2, (3 * len(true), 4)) * (seed % 4)
        said = np.concatenate([near, random_boxes(5, rng, False)])
        said[:, 2:] = np.maximum(said[:, 2:], said[:, :2] + 1)
        p = np.sort(rng.integers(1, 20, len(said)) / 20)[::-1].copy()
        boxes_[i, : len(said)] = torch.tensor(said, dtype=torch.float32)
        kinds[i, : len(said)] = torch.tensor(rng.integers(0, 3, len(said)))
        scores[i, : len(said)] = torch.tensor(p, dtype=torch.float32)
    return [boxes_, kinds, scores], ys


def of_pycocotools(found: list[Tensor], y: Tensor) -> np.ndarray:
    """AP of each class at each overlap, -1 where the class never occurs: [classes, overlaps]"""
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    def corner(box: list[float]) -> list[float]:
        return [box[0], box[1], box[2] - box[0], box[3] - box[1]]

    truth, said = [], []
    for i, rows in enumerate(y.double().tolist()):
        for *box, kind in rows:
            if kind >= 0:
                wide = corner(box)
                area = wide[2] * wide[3]
                row = {
                    "image_id": i,
                    "category_id": int(kind),
                    "bbox": wide,
                    "iscrowd": 0,
                }
                truth.append(row | {"area": area, "id": len(truth) + 1})
    for i, (several, kinds, scores) in enumerate(
        zip(*(part.tolist() for part in found), strict=True)
    ):
        for box, kind, score in zip(several, kinds, scores, strict=True):
            if kind >= 0:
                row = {"image_id": i, "category_id": kind, "bbox": corner(box)}
                said.append(row | {"score": score})
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {
            "images": [{"id": i} for i in range(len(y))],
            "annotations": truth,
            "categories": [{"id": k} for k in range(3)],
        }
        coco.createIndex()
        evaluation = COCOeval(coco, coco.loadRes(said), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
    precision = evaluation.eval["precision"][:, :, :, 0, 2]  # all sizes, 100 boxes
    return precision.mean(1).T


@pytest.mark.parametrize("seed", range(24))
def test_average_precision_equals_pycocotools(seed):
    """Random pictures, empty ones, absent classes, level scores, equal boxes; to rounding."""
    found, y = a_split(seed)
    ours = detections.precisions(detections.tally(*found, y), 3)
    theirs = of_pycocotools(found, y)
    assert np.allclose(ours.nan_to_num(-1).numpy(), theirs, atol=1e-12)


@pytest.mark.parametrize("what", ["nothing found", "nothing true", "all right"])
def test_average_precision_of_extremes(what):
    found, y = a_split(2)
    if what == "nothing found":
        found[1][:] = -1
    elif what == "nothing true":
        y[:] = -1
    else:
        found = [y[..., :4], y[..., 4].long(), torch.ones(y.shape[:2])]
    ap = detections.precisions(detections.tally(*found, y), 3)
    expected = {"nothing found": 0.0, "all right": 1.0}.get(what, math.nan)
    assert torch.equal(ap.nan_to_num(-1), torch.full_like(ap, expected).nan_to_num(-1))


@pytest.mark.parametrize("seed", range(10))
def test_suppression_is_the_greedy_rule(seed):
    generator = torch.Generator().manual_seed(seed)
    low = torch.rand(1, 60, 2, generator=generator) * 40
    found = torch.cat(
        [low, low + 5 + 15 * torch.rand(1, 60, 2, generator=generator)], 2
    )
    kinds = torch.randint(2, (1, 60), generator=generator)
    kept: list[int] = []
    shared = detections.overlap(found, found)[0]
    for i in range(60):
        if all(kinds[0, i] != kinds[0, j] or shared[i, j] <= 0.4 for j in kept):
            kept.append(i)
    assert detections.suppress(found, kinds, 0.4)[0].nonzero()[:, 0].tolist() == kept
