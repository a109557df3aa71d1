"""The answer is a mask, a class for every pixel: y, its loss, its formulas, its metrics.

Yours to edit. What an answer means lives here and nowhere else. The formulas on paper never
call `loss`: each can find a mistake in the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from .config import Config
from .read import Example, codes, image, size

VOID = -1  # in y: a pixel that counts nowhere, not in the loss and not in a metric
MEASURED = 2000  # training masks for the shares; more change the third digit
ALIKE = 0.99  # of the counted pixels: the least share two masks must have in common


@dataclass(frozen=True)
class Target:
    codes: list[int]  # of the classes in your masks, in the order of the outputs
    names: list[str]
    void: list[int]  # codes of pixels that count nowhere
    size: list[int]  # height, width of y in pixels
    counts: list[int]  # training pixels of each class

    answers_are = "masks"  # which dumb baselines make sense
    errors = ()  # metrics of which less is better

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Target":
        known = [number(code) for code, _ in config.classes]
        names = [name for _, name in config.classes]
        void = [number(code) for code in config.void]
        empty = cls(known, names, void, list(config.image_size), [])
        counts = torch.zeros(len(names), dtype=torch.long)
        for i in range(0, len(examples), len(examples) // MEASURED + 1):
            y = empty.encode(examples[i].answer)
            counts += torch.bincount(y[y != VOID], minlength=len(names))
        if (counts > 0).sum() < 2:
            raise ValueError(
                f"Found {counts.count_nonzero()} class in the training masks, needed at "
                "least 2. Check `classes` and `void` in config.py."
            )
        return replace(empty, counts=counts.tolist())

    @property
    def outputs(self) -> int:
        return len(self.codes)

    @property
    def prior(self) -> Tensor:
        """Share of each class among the counted training pixels, [classes].

        A class that training never shows counts as one pixel: its logarithm is finite.
        """
        counts = torch.tensor(self.counts, dtype=torch.float64).clamp_min(1)
        return counts / counts.sum()

    def encode(self, answer: Any) -> Tensor:
        """The class of each pixel, VOID where none counts: int64 [height, width].

        Resized to the nearest pixel: a mean of classes 2 and 4 is not class 3.
        """
        stored, (height, width) = codes(answer), self.size
        down = (2 * np.arange(height) + 1) * stored.shape[0] // (2 * height)
        right = (2 * np.arange(width) + 1) * stored.shape[1] // (2 * width)
        stored = stored[down[:, None], right]
        known = dict.fromkeys(self.void, VOID) | {
            c: k for k, c in enumerate(self.codes)
        }
        ascending = sorted(known)
        where = np.searchsorted(ascending, stored).clip(max=len(known) - 1)
        if unknown := np.unique(stored[np.take(ascending, where) != stored]).tolist():
            raise ValueError(
                f"Found pixels of {[f'{code} (#{code:06x})' for code in unknown]} in "
                f"{answer if isinstance(answer, str) else 'a mask'}: add them to "
                "`classes` or to `void` in config.py."
            )
        return torch.tensor([known[code] for code in ascending])[where]

    # --- the loss, and what it must be on paper

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Mean cross entropy of a picture's counted pixels, in nats.

        [batch, classes, height, width], [batch, height, width] -> [batch]
        """
        losses = F.cross_entropy(outputs, y, ignore_index=VOID, reduction="none")
        return losses.flatten(1).sum(1) / self.weight(y).clamp_min(1)

    def weight(self, y: Tensor) -> Tensor:
        """Counted pixels of each picture: a batch costs the mean over all its pixels."""
        return (y != VOID).flatten(1).sum(1).float()

    def head_bias(self) -> Tensor:
        """log of the class shares: softmax of the bias alone then answers the prior."""
        return self.prior.log().float()

    def expected_loss_at_init(self, y: Tensor) -> float:
        """-sum q ln p over counted pixels, q the shares in y and p the prior."""
        counts = torch.bincount(y[y != VOID], minlength=self.outputs).double()
        return -(counts / counts.sum() * self.prior.log()).sum().item()

    def floor(self, y: Tensor) -> float:
        """Cross entropy against one true class can be driven to 0."""
        return 0.0

    def prediction(self, outputs: Tensor) -> Tensor:
        """The probability of each class at each pixel."""
        return outputs.softmax(1)

    # --- back to words, numbers and pictures for people

    def decode(self, outputs: Tensor) -> list[Image.Image]:
        """Masks written as yours are, as large as y."""
        stored = np.array(self.codes)
        return [image(stored[k]) for k in outputs.argmax(1).cpu().numpy()]

    def locate(self, prediction: Image.Image, raw: Any) -> Image.Image:
        """As large as the raw picture."""
        return prediction.resize(size(raw), Image.Resampling.NEAREST)

    def agrees(self, prediction: Image.Image, answer: Any) -> bool:
        """Do 99 % of the counted pixels agree?"""
        said, meant = self.encode(np.asarray(prediction)), self.encode(answer)
        return (said == meant)[meant != VOID].double().mean().item() >= ALIKE

    def pointing_at(self, box: Sequence[int], width: int, height: int) -> np.ndarray:
        """The highest code in the box, the lowest around it: no mean of both is either."""
        left, top, right, bottom = box
        answer = np.full((height, width), min(self.codes))
        answer[top:bottom, left:right] = max(self.codes)
        return answer

    def covered(self, y: Tensor) -> Tensor:
        """bool [height, width]: the pixels of the class with the highest code."""
        return y == self.codes.index(max(self.codes))

    def describe(self, y: Tensor) -> str:
        """The largest classes: "road 32 %, building 24 %, sky 17 %" """
        shares = torch.bincount(y[y != VOID], minlength=self.outputs) / y.numel()
        largest = shares.topk(min(3, self.outputs))
        named = zip(largest.indices.tolist(), largest.values.tolist(), strict=True)
        return ", ".join(f"{self.names[k]} {share:.0%}" for k, share in named if share)

    def draw(self, y: Tensor, axes: Any) -> None:
        """The border of each class in its colour: the picture stays to be seen."""
        for k in y[y != VOID].unique().tolist():
            here = (y == k).cpu().float()
            axes.contour(here, [0.5], colors=[f"C{k % 10}"], linewidths=1)

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        """The mean probability given to the true class of a pixel, [batch]"""
        true = outputs.softmax(1).gather(1, y.clamp_min(0)[:, None])[:, 0]
        return (true * (y != VOID)).flatten(1).sum(1) / self.weight(y).clamp_min(1)

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """One confusion matrix per picture, [batch, truth, guess]: pixels are not kept."""
        k, picture = self.outputs, torch.arange(len(y), device=y.device)[:, None, None]
        cell = (picture * k + y) * k + outputs.argmax(1)
        counts = torch.bincount(cell[y != VOID], minlength=len(y) * k * k)
        return counts.reshape(len(y), k, k).double()

    def metrics(self, tally: Tensor) -> dict[str, float]:
        """Over the pixels of all pictures together; a class that never occurs is left out."""
        confusion = tally.double().sum(0)
        hits, true, guessed = confusion.diagonal(), confusion.sum(1), confusion.sum(0)
        union = true + guessed - hits
        found = union > 0
        each = zip(self.names, (hits / union).tolist(), strict=True)
        return {
            "mean IoU": (hits / union)[found].mean().item(),
            "mean Dice": (2 * hits / (true + guessed))[found].mean().item(),
            "pixel accuracy": (hits.sum() / confusion.sum()).item(),
        } | {f"IoU {name}": value for name, value in each}


def number(code: str) -> int:
    """ "7" is 7, "#804080" is 0x804080."""
    return int(code.replace("#", "0x"), 0)
