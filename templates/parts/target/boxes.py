"""The answer is boxes, each with a class: y, its loss, its formulas, its metrics.

Yours to edit. What an answer means lives here and nowhere else; `recipe/contract.py` lists
what the recipe asks. The formulas on paper never call `loss`: each checks the other.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from .config import Config
from .recipe import boxes, masks
from .recipe.detections import OVERLAPS, average_precision, matched, suppress

STRIDE = 8  # pixels of x from one place of the outputs to the next
NEAR = 1.5  # strides around its centre in which places speak of a box (FCOS: centre sampling)
PRIOR = (
    0.01  # of a class at a place, at first: else the many empty places drown the few
)
ALPHA, GAMMA = 0.25, 2.0  # of the focal loss (Lin et al. 2017), as published
SCORE, SURE = 0.05, 0.5  # the least that is kept at all, and what a person would count
MOST_ALIKE = (
    0.6  # overlap with a better box of the class above which a box is a repetition
)
CANDIDATES, KEPT = (
    300,
    100,
)  # best scores of a picture, and how many boxes are left of them
MEASURED = 2000  # training pictures for the mean box; more change the third digit
TRUE = -1.0  # in a tally, in place of a score: a box of the answer


@dataclass(frozen=True)
class Target:
    names: list[str]  # of the classes, in the order of the outputs
    spelt: list[list[str]]  # (name in the files, class)
    size: list[int]  # height, width of x in pixels
    first: int  # number of the first pixel of a row, in your files
    most: int  # boxes in a picture
    mean: list[float]  # of `wanted` over the training places that speak of a box

    answers_are = "boxes"  # which dumb baselines make sense
    errors = ()  # metrics of which less is better

    @classmethod
    def from_training(cls, answers: Sequence[Any], config: Config) -> "Target":
        names = list(dict.fromkeys(name for _, name in config.classes))
        spelt = [list(pair) for pair in config.classes]
        size, first = list(config.image_size), config.first_pixel
        empty = cls(names, spelt, size, first, config.most_boxes, [])
        some = range(0, len(answers), len(answers) // MEASURED + 1)
        y = torch.stack([empty.encode(answers[i]) for i in some])
        owner, speaks = empty.assigned(y)
        if not speaks.any():
            raise ValueError(
                "Found no box in the training pictures, needed some of each class. Check "
                "`classes` and `data` in config.py."
            )
        mean = empty.wanted(y.double(), owner)[speaks].mean(0)
        return cls(names, spelt, size, first, config.most_boxes, mean.tolist())

    @property
    def outputs(self) -> int:
        """A score for each class; then how far the centre is, and the logs of the sides."""
        return len(self.names) + 4

    def encode(self, answer: Any) -> Tensor:
        """float32 [most, 5]: left, top, right, bottom in pixels of x; class, -1 for none."""
        found = boxes.truth(answer)
        several = boxes.usable(found, self.first)
        if len(several) > self.most:
            raise ValueError(
                f"Found {len(several)} boxes in a picture, `most_boxes` in config.py says "
                f"{self.most}: raise it."
            )
        height, width = self.size
        across, down = width / found.width, height / found.height
        y = torch.full((self.most, 5), -1.0)
        for row, (name, left, top, right, bottom) in zip(y, several, strict=False):
            corners = left * across, top * down, right * across, bottom * down
            row[:] = torch.tensor([*corners, self.index(name)])
        return y

    def index(self, name: str) -> int:
        known = {found: self.names.index(name) for found, name in self.spelt}
        if name not in known:
            raise ValueError(
                f"Found a box of class {name!r}, `classes` in config.py lists {list(known)}: "
                "add it there, or mend the annotation."
            )
        return known[name]

    # --- which place of the outputs speaks of which box

    def places(self) -> Tensor:
        """Middles in pixels of x: [places, 2], across and down, row by row."""
        down, right = (torch.arange(side // STRIDE) + 0.5 for side in self.size)
        return STRIDE * torch.stack(
            torch.meshgrid(right, down, indexing="xy"), 2
        ).flatten(0, 1)

    def assigned(self, y: Tensor) -> tuple[Tensor, Tensor]:
        """Row of y that each place speaks of, and whether it does: [batch, places] each.

        The box with the nearest centre, if that is within 1.5 strides both ways.
        """
        away = (centres(y)[:, None] - self.places().to(y)[:, None]).abs()
        near = (away < NEAR * STRIDE).all(3) & (y[:, None, :, 4] >= 0)
        far = (
            away.square().sum(3).masked_fill(~near, torch.inf)
        )  # [batch, places, most]
        return far.argmin(2), near.any(2)

    def wanted(self, y: Tensor, owner: Tensor) -> Tensor:
        """What each place should say of its box: the way to its centre in strides, logs of
        its sides in strides. [batch, places, 4]"""
        own = y.gather(1, owner[..., None].expand(-1, -1, 5))
        way = (centres(own) - self.places().to(y)) / STRIDE
        sides = (own[..., 2:4] - own[..., :2]).clamp_min(1e-3) / STRIDE
        return torch.cat([way, sides.log()], 2)

    # --- the loss, and what it must be on paper

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Focal loss of the classes at all places, squared error of the boxes where there are any;
        divided by the number of boxes + 1.

        [batch, classes + 4, down, across], [batch, most, 5] -> [batch]
        """
        scores, said = outputs.flatten(2).mT.split([len(self.names), 4], 2)
        owner, speaks = self.assigned(y)
        kinds = y[..., 4].gather(1, owner).where(speaks, -1).long()  # [batch, places]
        true = F.one_hot(kinds + 1, len(self.names) + 1)[..., 1:].to(scores)
        entropy = F.binary_cross_entropy_with_logits(scores, true, reduction="none")
        p = scores.sigmoid()
        wrong, side = true + p - 2 * true * p, ALPHA * true + (1 - ALPHA) * (1 - true)
        classes = (side * wrong**GAMMA * entropy).sum((1, 2))
        apart = (said - self.wanted(y, owner).to(said)).square().sum(2)
        return (classes + (apart * speaks).sum(1)) / self.weight(y)

    def weight(self, y: Tensor) -> Tensor:
        """Boxes + 1: an empty picture counts as well."""
        return (y[..., 4] >= 0).sum(1) + 1

    def head_bias(self) -> Tensor:
        """Each class as unlikely as PRIOR, and the mean box."""
        unlikely = log(PRIOR / (1 - PRIOR))
        return torch.tensor([unlikely] * len(self.names) + self.mean)

    def expected_loss_at_init(self, y: Tensor) -> float:
        """n1 a (1-p)^g (-ln p) + n0 (1-a) p^g (-ln(1-p)), p the PRIOR, and the boxes' variance;
        all over boxes + pictures."""
        owner, speaks = self.assigned(y)
        n1 = int(speaks.sum())
        n0 = speaks.numel() * len(self.names) - n1
        rare = n1 * ALPHA * (1 - PRIOR) ** GAMMA * -log(PRIOR)
        common = n0 * (1 - ALPHA) * PRIOR**GAMMA * -log(1 - PRIOR)
        errors = self.wanted(y.double(), owner)[speaks] - torch.tensor(self.mean)
        spread = errors.square().sum().item()
        return (rare + common + spread) / self.weight(y).sum().item()

    def floor(self, y: Tensor) -> float:
        """Both parts can be driven to 0: each place speaks of one box at most."""
        return 0.0

    def cautious(self) -> list[int]:
        """Outputs whose first bias is no minimum but a choice: all scores begin at PRIOR."""
        return list(range(len(self.names)))

    def prediction(self, outputs: Tensor) -> Tensor:
        """Probabilities of the classes; ways and logs of sides as they are."""
        scores, said = outputs.split([len(self.names), 4], 1)
        return torch.cat([scores.sigmoid(), said], 1)

    # --- back to words, numbers and pictures for people

    def detections(self, outputs: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Boxes in pixels of x, classes (-1: none), scores: [batch, KEPT, 4 | -], best first."""
        scores, said = outputs.flatten(2).mT.split([len(self.names), 4], 2)
        p, order = scores.sigmoid().flatten(1).sort(dim=1, descending=True, stable=True)
        few = min(
            CANDIDATES, int((p >= SCORE).sum(1).max())
        )  # the rest is left out below
        p, order = p[:, :few], order[:, :few]
        place, classes = order // len(self.names), order % len(self.names)
        said = said.gather(1, place[..., None].expand(-1, -1, 4))
        middle = self.places().to(said)[place] + STRIDE * said[..., :2]
        half = (
            STRIDE / 2 * said[..., 2:].clamp_max(log(2 * max(self.size) / STRIDE)).exp()
        )
        edge = said.new_tensor([self.size[1], self.size[0]] * 2)
        found = torch.cat([middle - half, middle + half], 2).clamp_min(0).minimum(edge)
        stays = (p >= SCORE) & suppress(found, classes, MOST_ALIKE)
        first = stays.int().sort(dim=1, descending=True, stable=True).indices[:, :KEPT]
        room = (0, KEPT - first.shape[1])
        classes = F.pad(classes.where(stays, -1).gather(1, first), room, value=-1)
        found = F.pad(
            found.gather(1, first[..., None].expand(-1, -1, 4)), (0, 0, *room)
        )
        return found, classes, F.pad(p.gather(1, first), room)

    def decode(self, outputs: Tensor) -> list[list[dict[str, Any]]]:
        """Boxes with a label and a score, in pixels of x; best first."""
        found, classes, scores = (part.tolist() for part in self.detections(outputs))
        return [
            [
                {"label": self.names[kind], "score": score}
                | dict(zip(CORNERS, box, strict=True))
                for box, kind, score in zip(*picture, strict=True)
                if kind >= 0
            ]
            for picture in zip(found, classes, scores, strict=True)
        ]

    def locate(
        self, prediction: list[dict[str, Any]], raw: Any
    ) -> list[dict[str, Any]]:
        """The same boxes in pixels of the raw picture, counted as your files count them."""
        width, height = masks.size(raw)
        scale = {"xmin": width, "xmax": width, "ymin": height, "ymax": height}
        return [
            box
            | {
                name: round(box[name] * side / self.size[name[0] == "x"], 2)
                + self.first * name.endswith("min")
                for name, side in scale.items()
            }
            for box in prediction
        ]

    def agrees(self, prediction: list[dict[str, Any]], answer: Any) -> bool:
        """Does each sure box overlap a true one of its class by half, and each true one a sure one?"""
        y = self.encode(answer)
        y = y[y[:, 4] >= 0][None]
        sure = [box for box in prediction if box["score"] >= SURE]
        found = torch.tensor([[box[name] for name in CORNERS] for box in sure]).reshape(
            1, -1, 4
        )
        classes = torch.tensor(
            [[self.names.index(box["label"]) for box in sure]]
        ).reshape(1, -1)
        if len(sure) != y.shape[1] or not sure:
            return len(sure) == y.shape[1]
        return bool(matched(found, classes, y[..., :4], y[..., 4])[..., 0].all())

    def describe(self, y: Tensor) -> str:
        """ "12 RBC, 1 WBC" """
        counts = Counter(
            self.names[int(kind)] for kind in y[:, 4].tolist() if kind >= 0
        )
        return ", ".join(f"{n} {name}" for name, n in counts.most_common()) or "nothing"

    def draw(self, y: Tensor, axes: Any) -> None:
        """Each box in the colour of its class, over the picture."""
        for left, top, right, bottom, kind in y.tolist():
            if kind >= 0:
                xs, ys = [left, right, right, left, left], [
                    top,
                    top,
                    bottom,
                    bottom,
                    top,
                ]
                colour = COLOURS[int(kind) % len(COLOURS)]  # 0 is the middle of a pixel
                axes.plot(
                    [x - 0.5 for x in xs], [y - 0.5 for y in ys], color=colour, lw=1
                )

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Mean probability given to the true class where there is a box, [batch]"""
        scores = outputs[:, : len(self.names)].flatten(2).mT.sigmoid()
        owner, speaks = self.assigned(y)
        kinds = y[..., 4].gather(1, owner).clamp_min(0).long()
        true = scores.gather(2, kinds[..., None])[..., 0]
        return (true * speaks).sum(1) / speaks.sum(1).clamp_min(1)

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, KEPT + most, 2 + overlaps]: of each decoded box class, score, and whether it
        is right at each overlap; then the true ones, with TRUE as their score."""
        found, classes, scores = self.detections(outputs)
        hits = matched(found, classes, y[..., :4], y[..., 4])
        ours = torch.cat([classes[..., None], scores[..., None], hits], 2)
        true = y.new_full((*y.shape[:2], ours.shape[2]), TRUE).to(ours)
        true[..., 0] = y[..., 4]
        return torch.cat([ours, true], 1)

    def metrics(self, tally: Tensor) -> dict[str, float]:
        """COCO's: AP of each class over all pictures together; a class that never occurs is
        left out of the means."""
        rows = tally.flatten(0, 1)
        rows = rows[rows[:, 0] >= 0]
        true = rows[:, 1] == TRUE
        each = []
        for kind in range(len(self.names)):
            said = rows[(rows[:, 0] == kind) & ~true]
            count = int(((rows[:, 0] == kind) & true).sum())
            each.append(average_precision(said[:, 1], said[:, 2:], count))
        table = torch.stack(each)  # [classes, overlaps]
        return {
            "mAP@.5": table[:, 0].nanmean().item(),
            "mAP@.5:.95": table.nanmean().item(),
        } | {
            f"AP@.5 {name}": row[0].item()
            for name, row in zip(self.names, table, strict=True)
        }


CORNERS = ("xmin", "ymin", "xmax", "ymax")
COLOURS = ("#ff3b30", "#34c759", "#0a84ff", "#ffd60a", "#bf5af2", "#ff9f0a", "#64d2ff")


def centres(y: Tensor) -> Tensor:
    """[..., 5] -> [..., 2]: across, down"""
    return (y[..., :2] + y[..., 2:4]) / 2
