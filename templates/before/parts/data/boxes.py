"""x of a picture with boxes: from the file to the pixels the net sees, and back.

Yours to edit. Every picture is resized and standardised per channel; only training
pictures decide mean and sd: see `Inputs`. What a box means is for target.py to say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .config import Config
from .recipe import box_files, boxes, masks, parts, pictures
from .recipe.contract import Example, Splits
from .recipe.paths import resolve
from .recipe.split import linked

MEASURED = 2000  # training pictures for mean and sd; more change the third digit


def load(config: Config) -> Splits:
    """ids: "train/BloodImage_00001", "boxes.csv/cat.jpg", "shapes.npz:17".

    Boxes that cannot be used are left out one by one: "train/BloodImage_00338, box 7".
    """
    left_out: dict[str, str] = {}
    kept: dict[str, list[Example]] = {}
    for part, path in parts.given(config):
        kept[part] = []
        for example in examples(resolve(path), config):
            if why := fault(example, config):
                left_out[example.id] = why
                continue
            found = boxes.faults(boxes.truth(example.answer), config.first_pixel)
            left_out |= {f"{example.id}, box {i}": why for i, why in found}
            kept[part].append(example)
    raws = (example.raw for some in kept.values() for example in some)
    copies = iter(linked(map(pictures.contents, raws)))
    pools = {
        part: parts.Pool(
            some,
            [example.id for example in some],
            [next(copies) for _ in some],
            [None for _ in some],  # no two pictures have the same boxes
        )
        for part, some in kept.items()
    }
    return parts.cut(pools, config, left_out)


def read(path: str, config: Config) -> Sequence[Example]:
    """New pictures to predict: one file, a folder of them, or whatever `load` reads."""
    place = Path(path)
    files = sorted(place.rglob("*")) if place.is_dir() else [place]
    if found := [file for file in files if file.suffix.lower() in box_files.ENDINGS]:
        home = place if place.is_dir() else place.parent
        ids = [file.relative_to(home).as_posix() for file in found]
        return [Example(i, str(file), None) for i, file in zip(ids, found, strict=True)]
    found = [replace(e, answer=None) for e in examples(place, config)]
    return [e for e in found if not fault(e, config)]


def examples(path: Path, config: Config) -> Iterator[Example]:
    """All at a path, usable or not; `raw` is a path or uint8 array, `answer` its boxes."""
    if path.suffix == ".npz":
        stored = box_files.npz(path, *config.columns)
        for i, (raw, answer) in enumerate(stored, 1):
            yield Example(f"{path.name}:{i}", raw, answer)
        return
    if path.is_dir() or path.suffix == ".txt":
        listed = box_files.listed(path, config.pictures)
    elif path.suffix == ".json":
        listed = box_files.coco(path, config.pictures)
    else:
        listed = box_files.rows(path, config.pictures, config.columns, config.header)
    for name, raw, answer in listed:
        if isinstance(answer, box_files.Truth) and not answer.width:
            width, height = masks.size(raw)
            answer = replace(answer, width=width, height=height)
        yield Example(f"{path.stem}/{name}", raw, answer)


def fault(example: Example, config: Config) -> str:
    """Why a picture cannot be used, "" if it can. A torn one shows only when decoded."""
    place = example.raw if isinstance(example.raw, str) else example.id
    if any(f"/{place}".endswith(f"/{name}") for name in config.drop):
        return "named in `drop`"
    if isinstance(example.raw, str) and not Path(place).is_file():
        return "no such file"
    if (
        isinstance(example.raw, str)
        and Path(place).suffix.lower() not in box_files.ENDINGS
    ):
        return "not a picture"
    return boxes.misfit(example.raw, example.answer) if example.answer else ""


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
