"""Sounds in class folders: which there are, and how a file becomes samples.

Yours to edit. The first folder below the one named is the answer: "dog/old/1.wav" is a dog.
"""

import math
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

    id: str  # "recordings/dog/1.wav"
    raw: str  # the path of its file
    answer: str | None  # None if nobody knows


def example(file: Path, top: Path, config: Config) -> Example:
    inside = file.relative_to(top)
    answer = inside.parts[0] if len(inside.parts) > 1 else None
    return Example(f"{top.name}/{inside.as_posix()}", str(file), answer)
