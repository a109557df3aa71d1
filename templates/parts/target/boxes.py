"""The answer is boxes, each with a class: y, its loss, its formulas, its metrics.

Yours to edit. What an answer means lives here and nowhere else. The formulas on paper never
call `loss`: each can find a mistake in the other.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from . import detections
from .boxes import Grid, inside, judged
from .config import Config
from .detections import Found
from .read import Example, Truth, size

PRIOR = 0.01  # of a class at a place, at first: else many empty places drown the few
ALPHA, GAMMA = 0.25, 2.0  # of the focal loss (Lin et al. 2017), as published
SURE = 0.5  # a score that a person would count
MEASURED = 2000  # training pictures for the mean box; more change the third digit


@dataclass(frozen=True)
class Target:
    names: list[str]  # of the classes, in the order of the outputs
    numbers: dict[str, int]  # name in your files -> its class
    size: list[int]  # height, width of x in pixels
    first: int  # number of the first pixel of a row, in your files
    most: int  # boxes in a picture
    mean: list[float]  # of what places say of their boxes, in training

    answers_are = "boxes"  # which dumb baselines make sense
    errors = ()  # metrics of which less is better

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Target":
        names = list(dict.fromkeys(name for _, name in config.classes))
        numbers = {found: names.index(name) for found, name in config.classes}
        size, most = list(config.image_size), config.most_boxes
        empty = cls(names, numbers, size, config.first_pixel, most, [])
        some = range(0, len(examples), len(examples) // MEASURED + 1)
        y = torch.stack([empty.encode(examples[i].answer) for i in some])
        _, boxes, speaks = empty.asked(y)
        if not speaks.any():
            raise ValueError("Found no box in training: check `data` in config.py.")
        return replace(empty, mean=boxes[speaks].mean(0).tolist())

    @property
    def outputs(self) -> int:
        return len(self.names) + 4

    def encode(self, answer: Any) -> Tensor:
        """float32 [most, 5]: left, top, right, bottom in pixels of x; class, -1 for none."""
        found = [box for box, fault in judged(answer, self.first) if not fault]
        if len(found) > self.most:
            raise ValueError(f"{len(found)} boxes: raise `most_boxes` in config.py.")
        if unknown := {box[0] for box in found} - self.numbers.keys():
            raise ValueError(
                f"Found boxes of class {sorted(unknown)}, needed some of "
                f"{[*self.numbers]}: add them to `classes` in config.py."
            )
        across, down = self.size[1] / answer.width, self.size[0] / answer.height
        y = torch.full((self.most, 5), -1.0)
        for row, (name, left, top, right, bottom) in zip(y, found, strict=False):
            corners = left * across, top * down, right * across, bottom * down
            row[:] = torch.tensor([*corners, self.numbers[name]])
        return y

    def asked(self, y: Tensor, dtype=torch.float64) -> tuple[Tensor, Tensor, Tensor]:
        """What each place should say: one-hot classes [batch, places, classes] and boxes
        [batch, places, 4]; and whether it speaks of a box at all, [batch, places]."""
        owner, speaks = (grid := Grid(*self.size)).assigned(y)
        kinds = y[..., 4].gather(1, owner).where(speaks, -1).long()
        classes = F.one_hot(kinds + 1, len(self.names) + 1)[..., 1:].to(dtype)
        return classes, grid.wanted(y.to(dtype), owner), speaks

    # --- the loss, and what it must be on paper

    def split(self, outputs: Tensor) -> tuple[Tensor, ...]:
        """Scores [batch, places, classes], and what is said of boxes [batch, places, 4]."""
        return outputs.flatten(2).mT.split([len(self.names), 4], 2)

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Focal loss of all places and squared errors of those with a box, over boxes + 1.

        [batch, classes + 4, down, across], [batch, most, 5] -> [batch]
        """
        scores, said = self.split(outputs)
        true, boxes, speaks = self.asked(y, outputs.dtype)
        entropy = F.binary_cross_entropy_with_logits(scores, true, reduction="none")
        wrong = true + (1 - 2 * true) * scores.sigmoid()
        side = ALPHA * true + (1 - ALPHA) * (1 - true)
        classes = (side * wrong**GAMMA * entropy).sum((1, 2))
        errors = (said - boxes).square().sum(2) * speaks
        return (classes + errors.sum(1)) / self.weight(y)

    def weight(self, y: Tensor) -> Tensor:
        """Boxes + 1: an empty picture counts as well."""
        return (y[..., 4] >= 0).sum(1) + 1.0

    def head_bias(self) -> Tensor:
        """Each class as unlikely as PRIOR, and the mean box."""
        return torch.tensor([log(PRIOR / (1 - PRIOR))] * len(self.names) + self.mean)

    def expected_loss_at_init(self, y: Tensor) -> float:
        """n1 a (1-p)^g (-ln p) + n0 (1-a) p^g (-ln(1-p)), p the PRIOR, and the boxes'
        variance; all over boxes + pictures."""
        _, boxes, speaks = self.asked(y)
        n1 = int(speaks.sum())
        n0 = speaks.numel() * len(self.names) - n1
        rare = n1 * ALPHA * (1 - PRIOR) ** GAMMA * -log(PRIOR)
        common = n0 * (1 - ALPHA) * PRIOR**GAMMA * -log(1 - PRIOR)
        spread = (boxes[speaks] - boxes.new_tensor(self.mean)).square().sum().item()
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
        """Boxes in pixels of x, classes (-1: none), scores: [batch, n, 4 | -], best first."""
        scores, said = self.split(outputs)
        return detections.best(scores.sigmoid(), Grid(*self.size).corners(said))

    def decode(self, outputs: Tensor) -> list[Found]:
        """The boxes of each picture with label and score, in pixels of x."""
        each = zip(*(part.tolist() for part in self.detections(outputs)), strict=True)
        return [detections.named(b, k, p, self.names) for b, k, p in each]

    def locate(self, prediction: Found, raw: Any) -> Found:
        """In pixels of the raw picture, counted as your files count them."""
        width, height = size(raw)
        across, down = width / self.size[1], height / self.size[0]
        return detections.scaled(prediction, across, down, self.first)

    def pointing_at(self, box: Sequence[int], width: int, height: int) -> Truth:
        """A box of the first class, given in pixels from 0."""
        left, top, right, bottom = box
        corners = left + self.first, top + self.first, right, bottom
        return Truth(width, height, ((next(iter(self.numbers)), *corners),))

    def covered(self, y: Tensor) -> Tensor:
        """bool [height, width]: the pixels of x whose middle lies in a box."""
        return inside(y[y[:, 4] >= 0], self.size)

    def sayable(self, y: Tensor) -> Tensor:
        """[batch]: has each box a place of its own, and is none a repetition of another?"""
        stays = detections.suppress(y[..., :4], y[..., 4])
        return (Grid(*self.size).owned(y) & stays | (y[..., 4] < 0)).all(1)

    def agrees(self, prediction: Found, answer: Any) -> bool:
        """Are the sure boxes the true ones, each overlapping by half and of its class?"""
        sure = [box for box in prediction if box["score"] >= SURE]
        return detections.agree(sure, self.encode(answer), self.names)

    def describe(self, y: Tensor) -> str:
        """ "12 RBC, 1 WBC" """
        kinds = Counter(self.names[int(kind)] for kind in y[:, 4] if kind >= 0)
        return ", ".join(f"{n} {name}" for name, n in kinds.most_common()) or "nothing"

    def draw(self, y: Tensor, axes: Any) -> None:
        """Each box in the colour of its class, over the picture."""
        for left, top, right, bottom, kind in (y[y[:, 4] >= 0] - 0.5).tolist():
            xs, ys = [left, right, right, left, left], [top, top, bottom, bottom, top]
            axes.plot(xs, ys, color=f"C{round(kind + 0.5)}", linewidth=1)

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Mean probability given to the true class where there is a box, [batch]"""
        true, _, speaks = self.asked(y, outputs.dtype)
        said = self.split(outputs)[0].sigmoid() * true
        return said.sum((1, 2)) / speaks.sum(1).clamp_min(1)

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Of each decoded box class, score and whether it is right; then the true boxes."""
        return detections.tally(*self.detections(outputs), y)

    def metrics(self, tally: Tensor) -> dict[str, float]:
        """As COCO's; a class that never occurs is left out of the means."""
        table = detections.precisions(tally, len(self.names))  # [classes, overlaps]
        means = {"mAP@.5": table[:, 0].nanmean(), "mAP@.5:.95": table.nanmean()}
        each = {f"AP@.5 {n}": row[0] for n, row in zip(self.names, table, strict=True)}
        return {name: value.item() for name, value in (means | each).items()}
