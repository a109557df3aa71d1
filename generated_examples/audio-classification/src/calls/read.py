"""Sounds in a folder: which there are, and how a file becomes samples.

Yours to edit. The name of a file says what is heard, and who.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import resample

from .config import Config

ENDINGS = {".wav", ".flac", ".ogg", ".oga", ".aif", ".aiff", ".au"}


@dataclass(frozen=True)
class Example:
    """One clip, decoded when it is asked for."""

    id: str  # "recordings/7_jackson_32.wav"
    raw: str  # the path of its file
    answer: str | None  # None if nobody knows
    group: str  # who is heard: all clips of a group are in one part


def example(file: Path, top: Path, config: Config) -> Example:
    id, said = f"{top.name}/{file.relative_to(top).as_posix()}", fields(
        config, file.stem
    )
    return Example(id, str(file), said.get("label"), said.get(config.split_column, id))


def fields(config: Config, name: str) -> dict[str, str]:
    """What the name of a file says: "{label}_{speaker}_{take}" reads 7_jackson_32.

    Empty where the name does not fit. A field holds none of the signs between the fields.
    """
    parts = re.split(r"{(\w+)}", config.names)  # text, field, text, ..., text
    signs = re.escape("".join(re.findall(r"\W|_", "".join(parts[::2])))) or " "
    wanted = "".join(
        f"(?P<{part}>[^{signs}]+)" if i % 2 else re.escape(part)
        for i, part in enumerate(parts)
    )
    found = re.fullmatch(wanted, name)
    return found.groupdict() if found else {}


def read(path: str | Path, config: Config) -> list[Example]:
    """Every sound below a folder, or one file, but for those named in `drop`."""
    path = Path(path)
    if not path.exists():
        raise ValueError(f"No {path}: correct the path, or `data` in config.py.")
    top = path if path.is_dir() else path.parent
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    found = (f for f in files if f.suffix.lower() in ENDINGS and not hidden(f, top))
    return [example(file, top, config) for file in found if not dropped(file, config)]


def hidden(file: Path, top: Path) -> bool:
    """No part of the data: .ipynb_checkpoints, __MACOSX and the like."""
    parts = file.relative_to(top).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def dropped(file: Path, config: Config) -> bool:
    """Whether `drop` names the file, or a folder it is in."""
    place = f"/{file.as_posix()}/"
    return any(f"/{name}/" in place for name in config.drop)


def fault(example: Example, config: Config) -> str:
    """Why a clip can neither train nor measure, "" if it can."""
    return "no answer" if example.answer is None else ""


def contents(examples: Sequence[Example], config: Config) -> list[str]:
    """Equal for files that are copies, byte for byte."""
    files = (Path(example.raw).read_bytes() for example in examples)
    return [blake2b(file, digest_size=16).hexdigest() for file in files]


def samples(raw: str, rate: int) -> np.ndarray:
    """From -1 to 1, float64, the mean of the channels without its offset, at this rate."""
    try:
        found, before = soundfile.read(raw, dtype="float64", always_2d=True)
    except (OSError, RuntimeError) as error:
        raise ValueError(
            f"{raw} cannot be decoded ({error}): add it to `drop` in config.py."
        ) from error
    if not np.isfinite(found).all() or not len(found):
        what = "a sample that is no number" if len(found) else "no sound"
        raise ValueError(f"{raw} holds {what}: add it to `drop` in config.py.")
    one = found.mean(1)
    one -= one.mean()
    return one if before == rate else resampled(one, before, rate)


def resampled(samples: np.ndarray, before: int, after: int) -> np.ndarray:
    """The same sound at another rate; what the lower rate cannot hold is gone, not folded.

    By Fourier transform, the ideal low-pass. Zeros at the end make both lengths whole, so
    that the pitch stays exact; they are cut off again.
    """
    common = math.gcd(before, after)
    up, down = after // common, before // common
    blocks = -(-len(samples) // down)
    whole = np.pad(samples, (0, blocks * down - len(samples)))
    return resample(whole, blocks * up)[: math.ceil(len(samples) * up / down)]
