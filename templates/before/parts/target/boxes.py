"""The answer is boxes, each with a class: y, its loss, its formulas, its metrics.

Yours to edit. What an answer means lives here and nowhere else; `recipe/contract.py` lists
what the recipe asks. The formulas on paper never call `loss`: each checks the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from .config import Config
from .recipe import boxes, detections
from .recipe.grid import Grid

STRIDE, NEAR = 8, 1.5  # see recipe/grid.py
PRIOR = 0.01  # of a class at a place, at first: else many empty places drown the few
ALPHA, GAMMA = 0.25, 2.0  # of the focal loss (Lin et al. 2017), as published
SCORE, SURE = 0.05, 0.5  # the least that is kept at all, and what a person would count
REPEATED = 0.6  # overlap with a better box of the class: more is a repetition
CANDIDATES, KEPT = 300, 100  # scores looked at in a picture, boxes left
MEASURED = 2000  # training pictures for the mean box; more change the third digit


@dataclass(frozen=True)
class Target:
    spelt: list[list[str]]  # (name in the files, class)
    size: list[int]  # height, width of x in pixels
    first: int  # number of the first pixel of a row, in your files
    most: int  # boxes in a picture
    mean: list[float]  # of what places say of their boxes, in training

    answers_are = "boxes"  # which dumb baselines make sense
    errors = ()  # metrics of which less is better

    @classmethod
    def from_training(cls, answers: Sequence[Any], config: Config) -> "Target":
        size, spelt = list(config.image_size), [list(pair) for pair in config.classes]
        empty = cls(spelt, size, config.first_pixel, config.most_boxes, [])
        some = range(0, len(answers), len(answers) // MEASURED + 1)
        y = torch.stack([empty.encode(answers[i]) for i in some]).double()
        owner, speaks = empty.grid.assigned(y)
        if not speaks.any():
            raise ValueError("Found no box in training: check `data` in config.py.")
        mean = empty.grid.wanted(y, owner)[speaks].mean(0)
        return replace(empty, mean=mean.tolist())

    @property
    def grid(self) -> Grid:
        height, width = self.size
        return Grid(height, width, STRIDE, NEAR)

    @property
    def names(self) -> list[str]:
        return boxes.classes(self.spelt)

    @property
    def outputs(self) -> int:
        return len(self.names) + 4

    def encode(self, answer: Any) -> Tensor:
        """float32 [most, 5]: left, top, right, bottom in pixels of x; class, -1 for none."""
        rows = boxes.resized(boxes.truth(answer), self.size, self.first)
        if len(rows) > self.most:
            raise ValueError(
                f"Found {len(rows)} boxes in a picture, `most_boxes` in config.py says "
                f"{self.most}: raise it."
            )
        y = torch.full((self.most, 5), -1.0)
        for row, (name, *corners) in zip(y, rows, strict=False):
            row[:] = torch.tensor([*corners, boxes.index(name, self.spelt)])
        return y

    # --- the loss, and what it must be on paper

    def split(self, outputs: Tensor) -> tuple[Tensor, ...]:
        """Scores [batch, places, classes], and what is said of boxes [batch, places, 4]."""
        return outputs.flatten(2).mT.split([len(self.names), 4], 2)

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Focal loss of all places and squared errors of those with a box, over boxes + 1.

        [batch, classes + 4, down, across], [batch, most, 5] -> [batch]
        """
        (scores, said), y = self.split(outputs), y.to(outputs)
        owner, speaks = self.grid.assigned(y)
        kinds = y[..., 4].gather(1, owner).where(speaks, -1).long()  # [batch, places]
        true = F.one_hot(kinds + 1, len(self.names) + 1)[..., 1:].to(scores)
        entropy = F.binary_cross_entropy_with_logits(scores, true, reduction="none")
        wrong = true + (1 - 2 * true) * scores.sigmoid()
        side = ALPHA * true + (1 - ALPHA) * (1 - true)
        classes = (side * wrong**GAMMA * entropy).sum((1, 2))
        errors = (said - self.grid.wanted(y, owner)).square().sum(2)
        return (classes + (errors * speaks).sum(1)) / self.weight(y)

    def weight(self, y: Tensor) -> Tensor:
        """Boxes + 1: an empty picture counts as well."""
        return (y[..., 4] >= 0).sum(1) + 1

    def head_bias(self) -> Tensor:
        """Each class as unlikely as PRIOR, and the mean box."""
        return torch.tensor([log(PRIOR / (1 - PRIOR))] * len(self.names) + self.mean)

    def expected_loss_at_init(self, y: Tensor) -> float:
        """n1 a (1-p)^g (-ln p) + n0 (1-a) p^g (-ln(1-p)), p the PRIOR, and the boxes' variance;
        all over boxes + pictures."""
        owner, speaks = self.grid.assigned(y)
        n1 = int(speaks.sum())
        n0 = speaks.numel() * len(self.names) - n1
        rare = n1 * ALPHA * (1 - PRIOR) ** GAMMA * -log(PRIOR)
        common = n0 * (1 - ALPHA) * PRIOR**GAMMA * -log(1 - PRIOR)
        wanted = self.grid.wanted(y.double(), owner)[speaks]
        mean = torch.tensor(self.mean, dtype=torch.float64)
        spread = (wanted - mean).square().sum().item()
        return (rare + common + spread) / self.weight(y).sum().item()

    def floor(self, y: Tensor) -> float:
        """A place speaks of one box at most: both parts can be driven to 0."""
        return 0.0

    def cautious(self) -> list[int]:
        """The scores: PRIOR is chosen for a calm start, no minimum of the loss."""
        return list(range(len(self.names)))

    def prediction(self, outputs: Tensor) -> Tensor:
        """Probabilities of the classes; what is said of boxes as it is."""
        scores, said = outputs.split([len(self.names), 4], 1)
        return torch.cat([scores.sigmoid(), said], 1)

    # --- back to words, numbers and pictures for people

    def detections(self, outputs: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Boxes in pixels of x, classes (-1: none), scores: [batch, KEPT, 4 | -], best first."""
        scores, said = self.split(outputs)
        p, found = scores.sigmoid(), self.grid.corners(said)
        return detections.best(p, found, SCORE, REPEATED, CANDIDATES, KEPT)

    def decode(self, outputs: Tensor) -> list[boxes.Found]:
        """The boxes of each picture with label and score, in pixels of x."""
        each = zip(*(part.tolist() for part in self.detections(outputs)), strict=True)
        return [boxes.named(found, kinds, p, self.names) for found, kinds, p in each]

    def locate(self, prediction: boxes.Found, raw: Any) -> boxes.Found:
        """In pixels of the raw picture, counted as your files count them."""
        return boxes.located(prediction, raw, self.size, self.first)

    def pointing_at(
        self, box: tuple[int, int, int, int], width: int, height: int
    ) -> boxes.Truth:
        """A box of the first class, given in pixels from 0."""
        return boxes.one(self.spelt[0][0], box, width, height, self.first)

    def covered(self, y: Tensor) -> Tensor:
        """bool [height, width]: the pixels of x whose middle lies in a box."""
        return boxes.inside(y[y[:, 4] >= 0], self.size)

    def sayable(self, y: Tensor) -> Tensor:
        """[batch]: has each box a place of its own, and is none a repetition of another?"""
        owned = self.grid.owned(y)
        stays = detections.suppress(y[..., :4], y[..., 4], REPEATED)
        return (owned & stays | (y[..., 4] < 0)).all(1)

    def agrees(self, prediction: boxes.Found, answer: Any) -> bool:
        """Are the sure boxes the true ones, each overlapping by half and of its class?"""
        sure = [box for box in prediction if box["score"] >= SURE]
        rows = torch.tensor(boxes.rows_of(sure, self.names)).reshape(-1, 5)
        return detections.agree(rows, self.encode(answer))

    def describe(self, y: Tensor) -> str:
        """ "12 RBC, 1 WBC" """
        return boxes.counted(y[y[:, 4] >= 0, 4].tolist(), self.names)

    def draw(self, y: Tensor, axes: Any) -> None:
        """Each box in the colour of its class, over the picture."""
        boxes.outline(y[y[:, 4] >= 0].tolist(), axes)

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Mean probability given to the true class where there is a box, [batch]"""
        owner, speaks = self.grid.assigned(y)
        kinds = y[..., 4].gather(1, owner).clamp_min(0).long()
        true = self.split(outputs)[0].sigmoid().gather(2, kinds[..., None])[..., 0]
        return (true * speaks).sum(1) / speaks.sum(1).clamp_min(1)

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Of each decoded box class, score and whether it is right; then the true boxes."""
        return detections.tally(*self.detections(outputs), y)

    def metrics(self, tally: Tensor) -> dict[str, float]:
        """As COCO's; a class that never occurs is left out of the means."""
        table = detections.precisions(tally, len(self.names))  # [classes, overlaps]
        found = {"mAP@.5": table[:, 0].nanmean(), "mAP@.5:.95": table.nanmean()}
        found |= {
            f"AP@.5 {n}": row[0] for n, row in zip(self.names, table, strict=True)
        }
        return {name: value.item() for name, value in found.items()}
