"""x of a picture that has a mask: from the file to the pixels the net sees, and back.

Yours to edit. Every picture is resized and standardised per channel; only training
pictures decide mean and sd: see `Inputs`. What a mask means is for target.py to say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .config import Config
from .recipe import arrays, masks, parts, pictures, tables
from .recipe.contract import Example, Splits
from .recipe.paths import resolve
from .recipe.split import linked

ENDINGS = {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".ppm"}
MEASURED = 2000  # training pictures for mean and sd; more change the third digit


def load(config: Config) -> Splits:
    """ids: "train/0001TP_006690.png" in folders, "pairs.csv:17", "shapes.npz:17"."""
    left_out: dict[str, str] = {}
    kept: dict[str, list[Example]] = {}
    for part, path in parts.given(config):
        found = examples(resolve(path), config)
        faults = {e.id: why for e in found if (why := fault(e, config))}
        kept[part] = [example for example in found if example.id not in faults]
        left_out |= faults
    raws = (example.raw for some in kept.values() for example in some)
    copies = iter(linked(map(pictures.contents, raws)))
    pools = {
        part: parts.Pool(
            some,
            [example.id for example in some],
            [next(copies) for _ in some],
            [None for _ in some],  # no mask is like another
            [group(example.id, config) for example in some],
        )
        for part, some in kept.items()
    }
    return parts.cut(pools, config, left_out)


def read(path: str, config: Config) -> Sequence[Example]:
    """New pictures to predict: one file, a folder, a table of paths, or arrays."""
    if Path(path).suffix.lower() in ENDINGS:
        return [Example(Path(path).name, path, None)]
    found = [Example(e.id, e.raw, None) for e in examples(Path(path), config)]
    return [e for e in found if not fault(e, config, labelled=False)]


def examples(path: Path, config: Config) -> list[Example]:
    """All pairs at a path, usable or not; `raw` and `answer` are paths or uint8 arrays."""
    if path.is_dir():
        return [
            Example(f"{path.name}/{p.relative_to(path).as_posix()}", str(p), str(mask))
            for p, mask in masks.pairs(path, *config.pairs)
        ]
    if path.suffix == ".npz":
        raws, answers = arrays.npz_masks(path, *config.pairs)
    else:
        cells = map(tables.read(path).column, config.pairs)
        raws, answers = (
            [str(path.parent / (c or "")) for c in column] for column in cells
        )
    rows = enumerate(zip(raws, answers, strict=True), 1)
    return [Example(f"{path.name}:{i}", raw, answer) for i, (raw, answer) in rows]


def fault(example: Example, config: Config, labelled: bool = True) -> str:
    """Why a pair cannot be used, "" if it can. A torn picture shows only when decoded."""
    place = example.raw if isinstance(example.raw, str) else example.id
    if any(f"/{place}".endswith(f"/{name}") for name in config.drop):
        return "named in `drop`"
    if isinstance(example.raw, str) and Path(place).suffix.lower() not in ENDINGS:
        return "not a picture"
    if isinstance(example.raw, str) and not Path(place).is_file():
        return "no such file"
    return masks.misfit(example.raw, example.answer) if labelled else ""


def group(id: str, config: Config) -> str:
    """What `split_column` finds in the file's name: "0006R0" in "0006R0_f00990.png"."""
    found = re.search(config.split_column, Path(id).name)
    return found.group() if found else id


@dataclass(frozen=True)
class Inputs:
    """x: float32 [channels, height, width], mean 0 and sd 1 per channel in training."""

    height: int  # pixels
    width: int
    mean: list[float]  # per channel, of pixels in 0..1
    sd: list[float]

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Inputs":
        size, channels = config.image_size, config.channels
        plain = cls(*size, [0.0] * channels, [1.0] * channels)
        sample = range(0, len(examples), len(examples) // MEASURED + 1)
        xs = (plain.encode(examples[i].raw).double() for i in sample)
        mean, square = torch.stack(
            [torch.stack([x.mean((1, 2)), x.square().mean((1, 2))]) for x in xs]
        ).mean(0)
        sd = (square - mean.square()).clamp_min(1e-6).sqrt()  # 1e-3 in an even channel
        return cls(*size, mean.tolist(), sd.tolist())

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.mean), self.height, self.width)

    def encode(self, raw: str | np.ndarray) -> Tensor:
        """Decoded in full, turned as its EXIF says, converted, resized, standardised."""
        mode = "L" if len(self.mean) == 1 else "RGB"
        pixels = np.array(pictures.decoded(raw, mode, self.height, self.width))
        x = torch.from_numpy(pixels.reshape(*pixels.shape[:2], -1)).permute(2, 0, 1)
        return (x / 255 - per_channel(self.mean)) / per_channel(self.sd)

    def pixels(self, x: Tensor) -> np.ndarray:
        """The picture that x holds: uint8 [height, width, channels]"""
        x = x.cpu() * per_channel(self.sd) + per_channel(self.mean)
        return (x * 255).round().clamp(0, 255).byte().permute(1, 2, 0).numpy()

    def show(self, x: Tensor) -> str:
        pixels = self.pixels(x)
        shape = " x ".join(map(str, pixels.shape))
        low, high, mean = pixels.min(), pixels.max(), pixels.mean()
        return f"{shape} pixels from {low} to {high}, {mean:.0f} on average"

    def draw(self, x: Tensor, axes: Any) -> None:
        axes.imshow(self.pixels(x), cmap="gray", vmin=0, vmax=255)
        axes.axis("off")


def per_channel(values: list[float]) -> Tensor:
    return torch.tensor(values)[:, None, None]
