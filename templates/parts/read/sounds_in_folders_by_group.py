"""Sounds in class folders: which there are, and how a file becomes samples.

Yours to edit. The first folder below the one named is the answer; the name of a file says who is heard.
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

    id: str  # "recordings/dog/1.wav"
    raw: str  # the path of its file
    answer: str | None  # None if nobody knows
    group: str  # who is heard: all clips of a group are in one part


def example(file: Path, top: Path, config: Config) -> Example:
    inside = file.relative_to(top)
    id = f"{top.name}/{inside.as_posix()}"
    answer = inside.parts[0] if len(inside.parts) > 1 else None
    group = fields(config, file.stem).get(config.split_column, id)
    return Example(id, str(file), answer, group)


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
