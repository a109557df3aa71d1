"""A raw example as the page shows it: nothing of its answer, its id or its file's name.

`of` gives a function of the raw example alone: what it never sees it cannot give away.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import soundfile
from PIL import Image
from torch import Tensor

from ..additions import Heard
from ..contract import NotOffered, Project
from ..printable import escaped
from ..stage1_become_one_with_the_data.of_pictures import (
    depth_of,
    eight_bits,
    is_picture,
    opened,
)
from .places import before_and_next

ACROSS = 900  # pixels of a picture at most
LETTERS = 20_000
PNG, JPEG, WAV = "image/png", "image/jpeg", "audio/wav"


@dataclass(frozen=True)
class Shown:
    """What the page is told, and what it fetches beside it: (type, bytes) by name."""

    said: dict[str, Any] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


Show = Callable[[Any], Shown]


def of(project: Project, anyway: bool = False) -> Show:
    """By what is raw. Raises NotOffered where a person could read nothing out of it."""
    like = project.splits.train[0].raw
    if isinstance(project.inputs, Heard):
        heard: Any = project.inputs
        return lambda raw: sound(raw, heard.decibels(heard.encode(raw)))
    if is_picture(like):
        return lambda raw: pictures(raw, depth_of(project))
    if project.target.answers_are == "series" and isinstance(like, Mapping):
        return curves
    if isinstance(like, Mapping):
        meant(anyway, "a row of cells says little to a person")
        return cells
    if project.target.answers_are == "tokens":
        return lambda raw: Shown({"before": before_and_next(raw)[0]})
    if isinstance(like, tuple):
        return lambda raw: Shown({"tokens": [escaped(str(token)) for token in raw]})
    if isinstance(like, str | bytes):
        return lambda raw: text(
            raw if isinstance(raw, str) else raw.decode("utf-8", "replace")
        )
    return seen(project, anyway)


def meant(anyway: bool, why: str) -> None:
    if not anyway:
        raise NotOffered(f"{why}: `label --anyway` asks all the same")


def seen(project: Project, anyway: bool) -> Show:
    """x itself, where only your own code can read what is raw: as a picture if it may be one."""
    shape = project.inputs.shape
    if len(shape) == 3 and shape[0] in (1, 3):
        return lambda raw: Shown({}, {"picture": light(project.inputs.encode(raw))})
    meant(anyway, "x is no picture, sound or text that a person could read")
    return lambda raw: text(project.inputs.show(project.inputs.encode(raw)))


def text(said: str) -> Shown:
    more = "…" if len(said) > LETTERS else ""
    return Shown({"text": escaped(said[:LETTERS]) + more})


def cells(raw: Mapping[str, Any]) -> Shown:
    rows = [
        [escaped(str(k)), escaped(str("–" if v is None else v))] for k, v in raw.items()
    ]
    return Shown({"cells": rows})


def curves(raw: Mapping[str, Any]) -> Shown:
    """What is known of each channel; null where nothing was measured."""
    known = {c: np.asarray(v, dtype=float).tolist() for c, v in raw.items()}
    clean = {c: [v if np.isfinite(v) else None for v in vs] for c, vs in known.items()}
    return Shown({"curves": clean})


def pictures(raw: Any, depth: int) -> Shown:
    """Upright, one for each view."""
    views = raw if isinstance(raw, tuple) else (raw,)
    names = [f"picture{i or ''}" for i in range(len(views))]
    return Shown(
        {"views": len(views)},
        {name: picture(view, depth) for name, view in zip(names, views, strict=True)},
    )


def picture(raw: Any, depth: int) -> tuple[str, bytes]:
    if isinstance(raw, np.ndarray):
        return stored(eight_bits(raw.squeeze(), depth))
    with Image.open(raw) as file:
        return stored(opened(file, ACROSS, depth))


def light(x: Tensor) -> tuple[str, bytes]:
    """x between its own extremes."""
    levels = x.double() - x.min()
    pixels = (levels / levels.max().clamp_min(1e-12) * 255).byte().permute(1, 2, 0)
    return stored(eight_bits(pixels.squeeze(2).numpy(), 8))


def stored(found: Image.Image) -> tuple[str, bytes]:
    """Pixels alone: a comment, a profile or a date of the file would go along with it."""
    bare, out = Image.fromarray(np.asarray(found.convert("RGB"))), io.BytesIO()
    small = bare.width * bare.height < 100_000
    bare.save(out, "png" if small else "jpeg", quality=92)
    return (PNG if small else JPEG), out.getvalue()


def sound(raw: str, decibels: Tensor) -> Shown:
    """The samples alone, 16 bits each, and how loud each band is over time."""
    samples, rate = soundfile.read(raw, dtype="float32", always_2d=True)
    out = io.BytesIO()
    soundfile.write(out, samples, rate, format="WAV", subtype="PCM_16")
    files = {"sound": (WAV, out.getvalue()), "picture": stored(spectrogram(decibels))}
    return Shown({"seconds": round(len(samples) / rate, 2)}, files)


def spectrogram(decibels: Tensor) -> Image.Image:
    """[bands, frames] -> low bands at the bottom, loud is light; padding is left out."""
    level = decibels.double().numpy()
    level = level[:, ~np.isnan(level).all(0)]
    low, high = (np.nanmin(level), np.nanmax(level)) if level.size else (0.0, 1.0)
    shade = np.nan_to_num((level - low) / ((high - low) or 1.0))
    gray = Image.fromarray((shade[::-1] * 255).astype(np.uint8))
    return gray.resize((max(320, gray.width), 4 * gray.height))
