"""Files decoded in full: which cannot be, and why. PIL and soundfile read headers alone unless asked."""

import os
import re
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from PIL import Image

from ..contract import Example

SOUNDS = {".wav", ".flac", ".ogg", ".oga", ".aif", ".aiff", ".au", ".mp3"}
LOOKED = 50  # examples, of which half must be files that are there
STREAMED = (
    0,
    0xFFFFFFFF,
)  # sizes in a header that was written before its end was known


def paths(raw: Any) -> list[Path]:
    """The files an example stands in; [] if it is no path of a picture or a sound."""
    found = raw if isinstance(raw, tuple) else (raw,)
    named = [p for p in found if isinstance(p, str | Path) and len(str(p)) < 1000]
    files = [Path(p) for p in named if "\0" not in str(p)]
    known = SOUNDS | {*Image.registered_extensions()}
    fits = len(files) == len(found) and all(f.suffix.lower() in known for f in files)
    return files if fits else []


def are_files(examples: Sequence[Example]) -> bool:
    """A text may end in ".jpg", too."""
    some = examples[:: len(examples) // LOOKED + 1]
    there = [bool(fs := paths(e.raw)) and fs[0].is_file() for e in some]
    return 2 * sum(there) > len(there)


def undecodable(raw: Any) -> str:
    """Why one of its files is of no use, "" if all are whole."""
    for file in paths(raw):
        if why := fault_of(file):
            return why
    return ""


def fault_of(file: Path) -> str:
    if not file.is_file():
        return "there is no such file"
    if not file.stat().st_size:
        return "the file is empty"
    try:
        return heard(file) if file.suffix.lower() in SOUNDS else seen(file)
    except Exception as error:  # decoders of broken files raise whatever they meet
        said = re.sub(r" '.*'$", "", " ".join(str(error).split()))  # without its path
        return f"cannot be decoded ({said[:120] or type(error).__name__})"


def seen(file: Path) -> str:
    with Image.open(file) as picture:
        picture.load()
    return ""


def heard(file: Path) -> str:
    """A wav file that ends too early is no error to its decoder."""
    begins, size = file.open("rb").read(12), os.path.getsize(file)
    if begins[:4] == b"RIFF" and begins[8:] == b"WAVE":
        told = struct.unpack("<I", begins[4:8])[0]
        if told not in STREAMED and told + 8 > size + 1:  # a pad byte may lack
            return f"ends after {size:,} of {told + 8:,} bytes"
    said, (samples, _) = soundfile.info(file).frames, soundfile.read(file)
    if len(samples) < said:
        return f"ends after {len(samples):,} of {said:,} samples"
    if not len(samples):
        return "no samples"
    return "" if np.isfinite(samples).all() else "a sample that is no number"
