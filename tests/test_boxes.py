"""Boxes: metrics against pycocotools, the formula, the round trip: `pytest tests/test_boxes.py`."""

import contextlib
import io
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from things import data
from things.config import Config
from things.recipe import box_files, boxes, detections
from things.recipe.contract import Problem
from things.recipe.dumb.boxes import nearest
from things.recipe.feed import Feed
from things.recipe.grid import Grid
from things.recipe.stage2_skeleton_and_baselines.boxes_by_hand import of_boxes
from things.target import ALPHA, GAMMA, PRIOR, Target
from torch import Tensor

from tests.examples import PACKAGES

assert PACKAGES["image-detection"] == "things"
MOST, SIDE = 6, 100  # boxes in a picture of these tests, and its pixels
NAMES = ("a", "b", "c")


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


# --- the target


def target(size=(48, 64), first=0, most=MOST) -> Target:
    spelt = [[name, name] for name in NAMES]
    return Target(spelt, list(size), first, most, [0.0, 0.0, 0.5, 0.5])


def truth(*found: tuple, width=128, height=96) -> box_files.Truth:
    return box_files.Truth(width, height, tuple(found))


def saying(y: Tensor, one: Target) -> Tensor:
    """Outputs that say y, [batch, outputs, down, across]."""
    owner, speaks = one.grid.assigned(y)
    kinds = y[..., 4].gather(1, owner).where(speaks, -1)
    scores = torch.stack([torch.where(kinds == k, 9.0, -9.0) for k in range(3)], 1)
    both = torch.cat([scores, one.grid.wanted(y, owner).mT], 1)
    return both.unflatten(2, (one.size[0] // 8, one.size[1] // 8))


@pytest.mark.parametrize("first", [0, 1])
def test_boxes_survive_the_round_trip_in_raw_pixels(first):
    """Through the resize, y, outputs, decode and back: float32 leaves 1e-4 pixels."""
    one = target(first=first)
    answer = truth(("b", 10, 20, 50, 60), ("a", 70, 5 + first, 128, 40))
    said = one.decode(saying(one.encode(answer)[None], one))[0]
    raw = np.zeros((96, 128), np.uint8)
    found = one.locate(said, raw)
    assert one.agrees(said, answer)
    best: dict[str, dict] = {}
    for box in found:
        best.setdefault(box["label"], box)
    for label, *corners in answer.boxes:
        assert [best[label][c] for c in boxes.CORNERS] == pytest.approx(
            corners, abs=1e-3
        )


def test_boxes_follow_a_mirror_and_are_themselves_in_the_second():
    """Mirror of encode is encode of the mirror, to float32's rounding, for x and for y."""
    rng = np.random.default_rng(0)
    raw = rng.integers(0, 255, (96, 128), np.uint8)
    inputs, one = data.Inputs(48, 64, [0.5], [0.25]), target(first=1)
    answer = truth(("b", 11, 20, 50, 60), ("a", 70, 5, 128, 40), ("c", 90, 50, 99, 96))

    def mirrored(found: box_files.Truth) -> box_files.Truth:
        flipped = ((n, 129 - r, t, 129 - left, b) for n, left, t, r, b in found.boxes)
        return replace(found, boxes=tuple(flipped))

    y, other = one.encode(answer), one.encode(mirrored(answer))
    expected = y.clone()
    has = y[:, 4] >= 0
    expected[has, 0], expected[has, 2] = 64 - y[has, 2], 64 - y[has, 0]
    assert torch.allclose(other, expected, atol=1e-4)
    assert torch.equal(one.encode(mirrored(mirrored(answer))), y)
    turned = inputs.encode(np.ascontiguousarray(raw[:, ::-1]))
    assert torch.allclose(
        turned.flip(2), inputs.encode(raw), atol=1 / 255 / 0.25 + 1e-6
    )


def test_assignment_is_the_nearest_centre_within_reach():
    """Against a loop over places and boxes."""
    rng = np.random.default_rng(3)
    grid, y = Grid(48, 64, 8, 1.5), torch.full((8, MOST, 5), -1.0)
    for i in range(8):
        rows = random_boxes(i % (MOST + 1), rng, False) % 48
        rows[:, 2:] = rows[:, :2] + 9
        y[i, : len(rows), :4], y[i, : len(rows), 4] = torch.tensor(rows).float(), 1
    owner, speaks = grid.assigned(y)
    for i in range(8):
        for place in range(48):
            middle = 8 * (place % 8) + 4, 8 * (place // 8) + 4
            near = {}
            for row, (left, top, right, bottom, kind) in enumerate(y[i].tolist()):
                way = (left + right) / 2 - middle[0], (top + bottom) / 2 - middle[1]
                if kind >= 0 and max(map(abs, way)) < 12:
                    near[row] = math.hypot(*way)
            assert bool(speaks[i, place]) == bool(near)
            if near:
                assert int(owner[i, place]) == min(near, key=lambda row: near[row])


@pytest.fixture(scope="module")
def problem() -> Problem:
    return Problem.load(replace(Config(), model="tiny", threads=1))


def test_loss_at_init_is_the_sum_over_places_and_classes(problem):
    """The formula against a loop that knows focal loss only as the paper writes it."""
    examples = problem.splits.validation
    y = torch.stack([problem.target.encode(examples[i].answer) for i in range(6)])
    owner, speaks = problem.target.grid.assigned(y)
    wanted, total = problem.target.grid.wanted(y.double(), owner), 0.0
    for i in range(len(y)):
        for place in range(owner.shape[1]):
            for kind in range(3):
                yes = bool(speaks[i, place]) and int(y[i, owner[i, place], 4]) == kind
                p = PRIOR if yes else 1 - PRIOR  # of what is true
                side = ALPHA if yes else 1 - ALPHA
                total -= side * (1 - p) ** GAMMA * math.log(p)
            if speaks[i, place]:
                said = zip(wanted[i, place].tolist(), problem.target.mean, strict=True)
                total += sum((a - b) ** 2 for a, b in said)
    count = int((y[..., 4] >= 0).sum()) + len(y)
    assert problem.target.expected_loss_at_init(y) == pytest.approx(
        total / count, rel=1e-9
    )
    bias = problem.target.head_bias()[None, :, None, None].double().expand(6, -1, 6, 8)
    losses, weights = problem.target.loss(bias, y), problem.target.weight(y)
    mean = (losses * weights).sum() / weights.sum()
    assert mean.item() == pytest.approx(total / count, rel=1e-6)  # float32 bias


def test_outputs_that_say_y_have_a_loss_of_nothing_and_perfect_metrics(problem):
    examples = list(problem.splits.train[:60])
    y = torch.stack([problem.target.encode(e.answer) for e in examples])
    can = problem.target.sayable(y)
    assert can.double().mean() > 0.9
    outputs = saying(y, problem.target)[can].double()
    assert problem.target.loss(outputs, y[can]).max() < 1e-6
    metrics = problem.target.metrics(problem.target.tally(outputs, y[can]))
    assert all(value == pytest.approx(1) for value in metrics.values())


def test_precision_by_hand_agrees_on_a_random_net(problem):
    examples = list(problem.splits.validation)
    y = torch.stack([problem.target.encode(e.answer) for e in examples])
    generator = torch.Generator().manual_seed(0)
    noise = torch.randn(len(y), 7, 6, 8, generator=generator).double()
    outputs = saying(y, problem.target).double() + noise * 0.2
    outputs[:, :3] = outputs[:, :3] * 0.2 + noise[:, :3]  # unsure, sometimes wrong
    metrics = problem.target.metrics(problem.target.tally(outputs, y))
    by_hand = of_boxes(problem, problem.target.decode(outputs), examples)
    assert (
        by_hand == pytest.approx(metrics, abs=1e-9) and 0.1 < metrics["mAP@.5"] < 0.99
    )


def test_an_answer_with_too_many_boxes_or_an_unknown_class_is_refused():
    one = target(most=1)
    with pytest.raises(ValueError, match="most_boxes.*raise it"):
        one.encode(truth(("a", 1, 1, 9, 9), ("a", 20, 20, 30, 30)))
    with pytest.raises(ValueError, match="class 'z'.*add it there"):
        one.encode(truth(("z", 1, 1, 9, 9)))


def test_odd_boxes_are_mended_or_named():
    found = truth(
        ("a", 5, 5, 5, 9),
        ("a", 50, 30, 10, 20),
        ("a", -9, 90, 20, 120),
        ("a", 200, 5, 220, 9),
    )
    assert dict(boxes.faults(found, 0)) == {
        1: "a box without area",
        4: "a box off the picture",
    }
    assert boxes.usable(found, 0) == [("a", 10, 20, 50, 30), ("a", 0.0, 90, 20, 96)]


def test_the_nearest_picture_says_the_boxes_of_a_picture_of_training(problem):
    feed = Feed(list(problem.splits.train[:40]), problem)
    batch = feed[range(40)]
    said = nearest(problem, problem.target, batch)(batch.x)
    decoded = problem.target.decode(said)
    agreeing = [
        problem.target.agrees(d, e.answer)
        for d, e in zip(decoded, feed.examples, strict=True)
    ]
    assert sum(agreeing) == int(problem.target.sayable(batch.y).sum())


# --- reading


def test_the_same_boxes_from_xml_json_and_a_table(tmp_path):
    """One picture with two boxes, one without; each format gives the same truth."""
    from PIL import Image

    for name in ("one", "two"):
        Image.new("L", (40, 30)).save(tmp_path / f"{name}.png")
    marked = [("cat", 3.0, 4.0, 13.0, 24.0), ("dog", 20.0, 5.0, 30.0, 15.0)]
    write_xml(tmp_path / "one.xml", marked)
    write_xml(tmp_path / "two.xml", [])
    rows = [f"one.png,{','.join(map(str, c))},{n}" for n, *c in marked] + [
        "two.png,,,,,"
    ]
    (tmp_path / "boxes.csv").write_text(
        "file,x1,y1,x2,y2,label\n" + "\n".join(rows) + "\n"
    )
    write_coco(tmp_path / "boxes.json", marked)
    columns = ("file", "x1", "y1", "x2", "y2", "label")
    config = replace(Config(), pictures=".", columns=columns, header=(), drop=())
    for path in (tmp_path, tmp_path / "boxes.csv", tmp_path / "boxes.json"):
        found = list(data.examples(path, config))
        said = [boxes.truth(e.answer) for e in found]
        assert [Path(e.raw).name for e in found] == ["one.png", "two.png"]
        assert [s.boxes for s in said] == [tuple(marked), ()], path
        assert {(s.width, s.height) for s in said} == {(40, 30)}


def write_xml(path: Path, marked: list) -> None:
    each = "".join(
        f"<object><name>{n}</name><bndbox><xmin>{a}</xmin><ymin>{b}</ymin><xmax>{c}</xmax>"
        f"<ymax>{d}</ymax></bndbox></object>"
        for n, a, b, c, d in marked
    )
    size = "<size><width>40</width><height>30</height></size>"
    path.write_text(f"<annotation>{size}{each}</annotation>")


def write_coco(path: Path, marked: list) -> None:
    stored = {
        "images": [
            {"id": i, "file_name": f"{n}.png", "width": 40, "height": 30}
            for i, n in enumerate(("one", "two"))
        ],
        "annotations": [
            {"id": i, "image_id": 0, "category_id": i, "bbox": [a, b, c - a, d - b]}
            for i, (_, a, b, c, d) in enumerate(marked)
        ],
        "categories": [{"id": i, "name": n} for i, (n, *_) in enumerate(marked)],
    }
    path.write_text(json.dumps(stored))
