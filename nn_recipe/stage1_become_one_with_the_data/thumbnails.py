"""Each raw example as a piece of HTML: the picture itself, the text, the sound, the curve."""

import base64
import io
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import torch.nn.functional as F
from PIL import Image, ImageDraw
from torch import Tensor

from ..additions import Heard
from ..contract import Example, Project
from ..printable import escaped
from .of_answers import coming
from .of_pictures import depth_of, eight_bits, is_picture, opened
from .of_texts import as_text

ACROSS = 112  # pixels of a picture at most
LETTERS = 600  # of a text
SOUND = 150_000  # bytes of a sound that the page carries
# of Okabe and Ito, told apart by every eye
COLOURS = ("#e69f00", "#56b4e9", "#009e73", "#d55e00", "#cc79a7")
Draw = Callable[[Example], str]


def of(project: Project) -> Draw:
    """How to show one raw example; from the file, not from x."""
    like = project.splits.train[0].raw
    if isinstance(project.inputs, Heard):
        return lambda e: sound(e.raw)
    if is_picture(like):
        return lambda e: picture(e, project)
    if isinstance(like, Mapping) and all(
        isinstance(v, str | None) for v in like.values()
    ):
        return lambda e: cells(e.raw)
    if isinstance(like, Mapping):
        return lambda e: curves(e.raw, coming(project.target, e))
    if isinstance(like, tuple) and project.target.answers_are == "tags":
        return lambda e: tagged(e.raw, e.answer)
    if isinstance(like, str | bytes | tuple):
        return lambda e: text(as_text(e.raw))
    return lambda e: encoded(project, project.inputs.encode(e.raw))


def encoded(project: Project, x: Tensor) -> str:
    """x, where only your own code can read what is raw: a picture between its own extremes."""
    if x.ndim != 3 or x.shape[0] not in (1, 3):
        return text(project.inputs.show(x))
    levels = x.double() - x.min()
    pixels = (levels / levels.max().clamp_min(1e-12) * 255).byte().permute(1, 2, 0)
    return image(eight_bits(pixels.numpy(), 8))


def text(said: str) -> str:
    more = "…" if len(said) > LETTERS else ""
    return f'<p class="text">{escape(escaped(said[:LETTERS]))}{more}</p>'


def tagged(words: tuple[str, ...], tags: tuple[str, ...]) -> str:
    pairs = zip(words, tags, strict=True)
    ruby = (f"{escape(escaped(w))}<rt>{escape(escaped(t))}</rt>" for w, t in pairs)
    return f'<p class="text"><ruby>{"</ruby> <ruby>".join(ruby)}</ruby></p>'


def cells(raw: Mapping[str, str | None]) -> str:
    rows = (
        f"<dt>{escape(escaped(name))}</dt><dd>{escape(escaped(value or '–'))}</dd>"
        for name, value in raw.items()
    )
    return f"<dl>{''.join(rows)}</dl>"


def sound(raw: str) -> str:
    file = Path(raw)
    if file.stat().st_size > SOUND:
        return text(file.name)
    stored = base64.b64encode(file.read_bytes()).decode()
    kind = {".wav": "wav", ".flac": "flac", ".ogg": "ogg"}.get(
        file.suffix.lower(), "wav"
    )
    return f'<audio controls preload="none" src="data:audio/{kind};base64,{stored}"></audio>'


def curves(raw: Mapping[str, Any], answer: Any) -> str:
    """Each channel, and what came next, in the same frame."""
    lines = []
    for channel, before in raw.items():
        after = answer.get(channel, []) if isinstance(answer, Mapping) else []
        both = np.concatenate([before, after]).astype(float)
        if not np.isfinite(both).any():
            continue
        low, high = np.nanmin(both), np.nanmax(both)
        y = 38 - 36 * (both - low) / ((high - low) or 1.0)
        x = np.linspace(0, 150, len(both))
        cut = len(before)
        lines.append(
            f'<svg viewBox="0 0 150 40"><polyline points="{points(x[:cut], y[:cut])}"/>'
            f'<polyline class="next" points="{points(x[cut - 1 :], y[cut - 1 :])}"/></svg>'
            f"<small>{escape(escaped(channel))}</small>"
        )
    return "".join(lines)


def points(x: np.ndarray, y: np.ndarray) -> str:
    """Without those that are missing."""
    pairs = zip(x, y, strict=True)
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in pairs if np.isfinite(b))


def picture(example: Example, project: Project) -> str:
    """As its file shows it, small, with what is marked."""
    found = small(example, project, ACROSS)
    if project.target.answers_are in ("masks", "boxes"):  # lines need room
        found = enlarged(found, ACROSS)
    return image(marked(found, example, project))


def small(example: Example, project: Project, size: int) -> Image.Image:
    """RGB, no larger than `size` pixels on its longer side; of several pictures the first."""
    raw = example.raw[0] if isinstance(example.raw, tuple) else example.raw
    if isinstance(raw, np.ndarray):
        found = eight_bits(raw.squeeze(), depth_of(project))
    else:
        with Image.open(raw) as file:
            found = opened(file, size, depth_of(project))
    found = found.convert("RGB")
    if max(found.size) > size:
        found.thumbnail((size, size))
    return found


def enlarged(found: Image.Image, size: int) -> Image.Image:
    """Pixel for pixel, as often as it fits."""
    larger = max(1, size // max(found.size))
    return found.resize((found.width * larger, found.height * larger), 0)


def image(found: Image.Image) -> str:
    """Pixel for pixel if it is small."""
    stored = io.BytesIO()
    kind = "png" if found.width * found.height < 5000 else "jpeg"
    found.save(stored, kind, quality=80)
    data = base64.b64encode(stored.getvalue()).decode()
    return f'<img alt="" src="data:image/{kind};base64,{data}">'


def marked(found: Image.Image, example: Example, project: Project) -> Image.Image:
    """Boxes and the outlines of masks, a colour for each class."""
    target: Any = project.target
    if target.answers_are == "boxes":
        y, draw = target.encode(example.answer), ImageDraw.Draw(found)
        across, down = found.width / target.size[1], found.height / target.size[0]
        for left, top, right, bottom, kind in y[y[:, 4] >= 0].tolist():
            corners = (left * across, top * down, right * across - 1, bottom * down - 1)
            draw.rectangle(corners, outline=COLOURS[int(kind) % len(COLOURS)])
    if target.answers_are == "masks":
        y = target.encode(example.answer)[None, None].double()
        y = F.interpolate(y, (found.height, found.width))[0, 0].numpy()
        edge = np.zeros(y.shape, dtype=bool)
        edge[:, 1:] |= y[:, 1:] != y[:, :-1]
        edge[1:] |= y[1:] != y[:-1]
        found.paste(COLOURS[0], mask=Image.fromarray(edge))
    return found
