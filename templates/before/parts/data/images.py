"""x of a picture: from the file, or the array, to the pixels the net sees, and back.

Yours to edit. Every picture is turned upright, resized and standardised per channel; only
training pictures decide mean and sd: see `Inputs`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .config import Config
from .recipe import arrays, parts, pictures, tables
from .recipe.contract import Example, Splits
from .recipe.paths import resolve
from .recipe.split import linked

ENDINGS = {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".ppm"}
ONES = {"1", "1.0", "true", "True"}
MEASURED = 2000  # training pictures for mean and sd; more change the third digit


def load(config: Config) -> Splits:
    """ids: "train/ants/1.jpg" in folders, "labels.csv:17" in tables, "digits.npz:17"."""
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
            [example.answer for example in some],
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
    """All at a path, usable or not; `raw` is a path, several views, or a uint8 array."""
    if path.is_dir():
        return in_folder(path)
    if "ubyte" in path.name:
        raws, answers = arrays.idx_pair(path)
    elif path.suffix == ".npz":
        raws, answers = arrays.npz(path, *config.columns)
    else:
        *places, answer = config.columns
        table = tables.read(path, columns=config.header, optional=answer)
        answers = labels(table, answer)
        raws = [beside(path, views) for views in named(table, places)]
    rows = enumerate(zip(raws, answers, strict=True), 1)
    return [Example(f"{path.name}:{i}", raw, answer) for i, (raw, answer) in rows]


def named(table: tables.Table, places: list[str]) -> Iterator[list[str]]:
    """The pictures of each row: cells of a column, or a pattern: "{row}_kitchen.jpg"."""
    for number, row in enumerate(table.frame.iter_rows(named=True), 1):
        cells = {name: cell or "" for name, cell in row.items()} | {"row": number}
        yield [cells[p] if p in cells else p.format_map(cells) for p in places]


def labels(table: tables.Table, answer: str) -> list[str | None]:
    """The cells of a column. Of columns of 0 and 1, "cat|dog", the names of those with 1."""
    columns = {name: table.column(name) for name in answer.split("|")}
    if len(columns) == 1:
        return columns[answer]
    rows = zip(*columns.values(), strict=True)
    return [
        "|".join(n for n, c in zip(columns, row, strict=True) if c in ONES)
        for row in rows
    ]


def beside(table: Path, names: list[str]) -> str | tuple[str, ...]:
    paths = tuple(str(table.parent / name) for name in names)
    return paths if len(paths) > 1 else paths[0]


def in_folder(folder: Path) -> list[Example]:
    """The answer is the first folder below: "train/ants/old/1.jpg" shows ants."""
    found = []
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        inside = file.relative_to(folder).as_posix()
        answer = inside.partition("/")[0] if "/" in inside else None
        found.append(Example(f"{folder.name}/{inside}", str(file), answer))
    return found


def fault(example: Example, config: Config, labelled: bool = True) -> str:
    """Why a picture cannot be used, "" if it can. A torn one shows only when decoded."""
    files = () if isinstance(example.raw, np.ndarray) else pictures.views(example.raw)
    for place in files or (example.id,):
        if any(f"/{place}".endswith(f"/{name}") for name in config.drop):
            return "named in `drop`"
    for place in files:
        if Path(place).suffix.lower() not in ENDINGS:
            return "not a picture"
        if not Path(place).is_file():
            return "no such file"
    return "no answer" if labelled and example.answer is None else ""


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

    def encode(self, raw: pictures.Raw) -> Tensor:
        """Decoded in full, turned as its EXIF says, converted, resized, standardised."""
        mode = "L" if len(self.mean) == 1 else "RGB"
        pixels = np.array(pictures.tiled(raw, mode, self.size, self.size))
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
