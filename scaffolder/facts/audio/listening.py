"""Listens to every clip of a folder: decodes it in full, and notes what is odd."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from scaffolder.facts.listing import share

DECODE_ALL = 20_000  # clips; of more, every n-th is decoded and all headers are read
SILENT = 1e-4  # of full scale, -80 dB: the largest sample of a clip nobody can hear
FULL = 0.999  # of full scale
CLIPPED = 1e-3  # of the samples at full scale: flat tops that can be heard
OFFSET, BESIDE = (
    0.01,
    0.1,
)  # of full scale, and of the loudness: a mean below is no news
STREAMED = (0, 2**32 - 1)  # sizes in a header whose writer did not know yet


@dataclass(frozen=True)
class Clip:
    """One file: what its header says and its samples, and what is wrong ("" if nothing)."""

    path: Path
    rate: int = 0  # Hz
    channels: int = 0
    coding: str = ""  # "PCM_16", "FLOAT", "VORBIS"
    format: str = ""  # "WAV"
    seconds: float = 0.0
    digest: bytes = b""
    peak: float = 1.0  # of full scale, offset taken off
    clipped: bool = False
    offset: bool = False  # the mean of the samples is far from 0
    wrong: str = ""


def listen(files: list[Path], done: Callable[[int, int], None]) -> list[Clip]:
    """Clips in the order of `files`."""
    every = max(1, -(-len(files) // DECODE_ALL))
    clips: list[Clip] = []
    with ThreadPoolExecutor(max_workers=4) as threads:
        work = ((file, i % every == 0) for i, file in enumerate(files))
        for clip in threads.map(lambda job: _listen(*job), work):
            clips.append(clip)
            if len(clips) % 100 == 0 or len(clips) == len(files):
                done(len(clips), len(files))
    return clips


def _listen(path: Path, in_full: bool) -> Clip:
    import io

    import soundfile

    try:
        content = path.read_bytes()
    except OSError as error:
        return Clip(path, wrong=error.strerror or str(error))
    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            header = Clip(
                path,
                file.samplerate,
                file.channels,
                file.subtype,
                file.format,
                file.frames / file.samplerate,
                blake2b(content, digest_size=16).digest(),
            )
            wrong = _cut_off(content) or ("" if file.frames else "it holds no sound")
            if wrong:
                return Clip(path, wrong=wrong)
            return _heard(header, file) if in_full else header
    except (RuntimeError, OSError):  # what soundfile raises on broken files
        empty = "the file is empty" if not content else "its content is not a sound"
        return Clip(path, wrong=empty)


def _cut_off(content: bytes) -> str:
    """A WAV that ends before its header says is read in silence as far as it goes."""
    if content[:4] != b"RIFF":
        return ""
    said = int.from_bytes(content[4:8], "little")
    if said in STREAMED or said + 8 <= len(content) + 1:  # a pad byte may be missing
        return ""
    return f"cut off: {len(content):,} of {said + 8:,} bytes are there"


def _heard(header: Clip, file) -> Clip:
    """The header and what the samples say."""
    from dataclasses import replace

    import numpy as np

    samples = file.read(dtype="float32", always_2d=True)
    if len(samples) < file.frames:
        there = share(len(samples), file.frames)
        return Clip(header.path, wrong=f"cut off: {there} of its sound can be decoded")
    if not np.isfinite(samples).all():
        return Clip(header.path, wrong="it holds samples that are no numbers")
    offset = float(samples.mean())
    return replace(
        header,
        peak=float(np.abs(samples - offset).max()),
        clipped=bool((np.abs(samples) >= FULL).mean() > CLIPPED),
        offset=abs(offset)
        > max(OFFSET, BESIDE * float(np.square(samples).mean()) ** 0.5),
    )


def silent(clips: Iterable[tuple[Clip, str]]) -> dict[Path, str]:
    """Clips without a sound, each with the reason; not those of a class that is silence."""
    by_class: dict[str, list[Clip]] = {}
    for clip, answer in clips:
        by_class.setdefault(answer, []).append(clip)
    found = {}
    for several in by_class.values():
        mute = [clip for clip in several if not clip.wrong and clip.peak < SILENT]
        if len(mute) < 0.5 * len(several):
            found |= {c.path: "silent: nothing is louder than -80 dB" for c in mute}
    return found
