"""x of a picture: the pixels the net sees, and back.

Yours to edit. Every picture is resized to one square and standardised per channel; only
training pictures decide mean and sd.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .config import Config
from .read import Example, picture

MEASURED = 2000  # training pictures for mean and sd; more change the third digit


@dataclass(frozen=True)
class Inputs:
    """x: float32 [channels, size, size], mean 0 and sd 1 per channel in training."""

    size: int  # pixels
    mean: list[float]  # per channel, of pixels in 0..1
    sd: list[float]

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Inputs":
        plain = cls(config.image_size, [0.0] * config.channels, [1.0] * config.channels)
        sample = range(0, len(examples), len(examples) // MEASURED + 1)
        xs = (plain.encode(examples[i].raw).double() for i in sample)
        both = [torch.stack([x.mean((1, 2)), x.square().mean((1, 2))]) for x in xs]
        mean, square = torch.stack(both).mean(0)  # [channels] each
        sd = (square - mean.square()).clamp_min(1e-6).sqrt()  # 1e-3 in an even channel
        return cls(config.image_size, mean.tolist(), sd.tolist())

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.mean), self.size, self.size)

    def encode(self, raw: Any) -> Tensor:
        mode = "L" if len(self.mean) == 1 else "RGB"
        pixels = np.array(picture(raw, mode, self.size, self.size))
        x = torch.from_numpy(pixels.reshape(self.size, self.size, -1)).permute(2, 0, 1)
        return (x / 255 - per_channel(self.mean)) / per_channel(self.sd)

    def pixels(self, x: Tensor) -> np.ndarray:
        """The picture that x holds: uint8 [size, size, channels]"""
        x = x.cpu() * per_channel(self.sd) + per_channel(self.mean)
        return (x * 255).round().clamp(0, 255).byte().permute(1, 2, 0).numpy()

    def show(self, x: Tensor) -> str:
        pixels = self.pixels(x)
        return f"{pixels.min()} to {pixels.max()}, {pixels.mean():.0f} on average"

    def draw(self, x: Tensor, axes: Any) -> None:
        axes.imshow(self.pixels(x), cmap="gray", vmin=0, vmax=255)
        axes.axis("off")


def per_channel(values: list[float]) -> Tensor:
    return torch.tensor(values)[:, None, None]
