"""x of a picture: from the file, or the array, to the pixels the net sees, and back.

Yours to edit. Every picture is turned upright, resized and standardised per channel; only
training pictures decide mean and sd: see `Inputs`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

from .config import Config
from .recipe import files, split
from .recipe.contract import Example, Splits
from .recipe.paths import resolve

ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".pgm")
MEASURED = 2000  # training pictures for mean and sd; more change the third digit


def load(config: Config) -> Splits:
    """ids: "train/ants/1.jpg" in folders, "labels.csv:17" in tables, "digits.npz:17"."""
    left_out: dict[str, str] = {}
    pools: dict[str, split.Pool] = {}
    for part, path in split.given(config):
        found = pictures(resolve(path), config)
        left_out |= {e.id: why for e in found if (why := fault(e, config))}
        kept = [example for example in found if example.id not in left_out]
        contents = [split.digest(content(example.raw)) for example in kept]
        answers = [example.answer for example in kept]
        pools[part] = split.Pool(kept, [e.id for e in kept], contents, answers)
    return split.cut(pools, config, left_out)


def read(path: str, config: Config) -> Sequence[Example]:
    """New pictures to predict: one file, a folder, a table of paths, or arrays."""
    if Path(path).suffix.lower() in ENDINGS:
        return [Example(Path(path).name, path, None)]
    found = [Example(e.id, e.raw, None) for e in pictures(Path(path), config)]
    return [e for e in found if not fault(e, config, labelled=False)]


def pictures(path: Path, config: Config) -> list[Example]:
    """All that stands at a path, usable or not; `raw` is a path or a uint8 array."""
    if (
        path.is_dir()
    ):  # the answer is the first folder below: "ants/old/1.jpg" is of ants
        inside = sorted(f.relative_to(path) for f in path.rglob("*") if f.is_file())
        named = [(f.parts[0] if len(f.parts) > 1 else None, f) for f in inside]
        return [Example(f"{path.name}/{f}", str(path / f), said) for said, f in named]
    if not path.is_file():
        raise ValueError(f"Nothing at {path}: correct the path, or `data` in config.py")
    stored = from_idx(path) if "ubyte" in path.name else from_columns(path, config)
    return [
        Example(f"{path.name}:{i}", raw, None if said is None else str(said).strip())
        for i, (raw, said) in enumerate(zip(*stored, strict=True), 1)
    ]


def from_idx(path: Path) -> tuple[Iterable, Iterable]:
    """train-images-idx3-ubyte(.gz), with its answers in train-labels-idx1-ubyte(.gz)."""
    name = path.name.replace("images", "labels").replace("idx3", "idx1")
    images, labels = files.idx(path), path.with_name(name)
    return images, files.idx(labels) if labels.is_file() else [None] * len(images)


def from_columns(path: Path, config: Config) -> tuple[Iterable, Iterable]:
    """Two arrays of an .npz, or two columns of a CSV whose paths start at its folder."""
    images, answers = config.columns
    found: dict[str, Any]
    if path.suffix == ".npz":
        found = dict(np.load(path, allow_pickle=False))
    else:
        found = files.cells(path).fill_null("").to_dict(as_series=False)
    if images not in found:
        raise ValueError(
            f"{path.name} holds {list(found)}, needed {images!r}: correct `columns`"
        )
    raws, said = found[images], found.get(answers, [None] * len(found[images]))
    if path.suffix == ".npz":
        return raws.astype(np.uint8), said
    return [str(path.parent / file) for file in raws], said


def content(raw: str | np.ndarray) -> bytes:
    """What copies share."""
    return Path(raw).read_bytes() if isinstance(raw, str) else raw.tobytes()


def fault(example: Example, config: Config, labelled: bool = True) -> str:
    """Why a picture cannot be used, "" if it can. A torn one shows only when decoded."""
    place = example.raw if isinstance(example.raw, str) else example.id
    if any(f"/{place}".endswith(f"/{name}") for name in config.drop):
        return "named in `drop`"
    if isinstance(example.raw, str) and Path(place).suffix.lower() not in ENDINGS:
        return "not a picture"
    if isinstance(example.raw, str) and not Path(place).is_file():
        return "no such file"
    return "no answer" if labelled and not example.answer else ""


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
        mean, square = torch.stack(
            [torch.stack([x.mean((1, 2)), x.square().mean((1, 2))]) for x in xs]
        ).mean(
            0
        )  # [channels] each
        sd = (square - mean.square()).clamp_min(1e-6).sqrt()  # 1e-3 in an even channel
        return cls(config.image_size, mean.tolist(), sd.tolist())

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.mean), self.size, self.size)

    def encode(self, raw: str | np.ndarray) -> Tensor:
        """Decoded in full, turned as its EXIF says, converted, resized, standardised."""
        pixels = np.array(
            decoded(raw, "L" if len(self.mean) == 1 else "RGB", self.size)
        )
        x = torch.from_numpy(pixels.reshape(self.size, self.size, -1)).permute(2, 0, 1)
        return (x / 255 - per_channel(self.mean)) / per_channel(self.sd)

    def pixels(self, x: Tensor) -> np.ndarray:
        """The picture that x holds: uint8 [size, size, channels]"""
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


def decoded(raw: str | np.ndarray, mode: str, size: int) -> Image.Image:
    """Resizing is bilinear over all pixels that a new one covers: nothing flickers."""
    if isinstance(raw, np.ndarray):
        picture = Image.fromarray(raw)
    else:
        try:
            picture = ImageOps.exif_transpose(Image.open(raw))
        except OSError as error:
            raise ValueError(
                f"{raw} cannot be decoded ({error}): add it to `drop` in config.py"
            ) from error
    if picture.mode.startswith("I"):  # 16 bits: convert() would clip them at 255
        picture = Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8))
    picture = picture.convert(mode)
    if picture.size != (size, size):
        picture = picture.resize((size, size), Image.Resampling.BILINEAR)
    return picture
