"""Tones whose pitch, level and moment are known: does x say what there is to hear?"""

import math
import tempfile
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..additions import Heard
from ..contract import Project
from ..findings import Findings

LOUD, SOFT = 0.25, 0.025  # of full scale: 20 dB apart
FOLDED = 20.0  # dB below a tone that the rate can hold; two filters of scipy: 72 and 85
LEVEL = 1.0  # dB; 8 bits round a tone of LOUD by .03 dB, a frame may lie between two
LOW = 0.35  # of the way up the bands: the middle would stay if they were upside down
BANDS = 1  # from the expected one
READ = "data.py: encode, and read.py: "
Sound = np.ndarray  # [samples, channels], from -1 to 1


def judge_tones(project: Project, findings: Findings) -> int:
    """Small WAV files, written here bit by bit, go through `encode`; how many did.

    What most often goes wrong shows in none of your own files: a rate that is taken for
    granted, channels that are taken for time, a loud clip made as loud as a soft one.
    """
    inputs = project.inputs
    if not isinstance(inputs, Heard):
        return 0
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(inputs, Path(folder))
        judge_formats(studio, findings)
        judge_folding(studio, findings)
        judge_channels(studio, findings)
        judge_levels(studio, findings)
        judge_moments(studio, findings)
        return studio.files


class Studio:
    """Makes tones, writes them to files and hears them through `encode`."""

    def __init__(self, inputs: Heard, folder: Path):
        self.inputs, self.folder, self.files = inputs, folder, 0
        self.bands = len(inputs.hertz)
        self.half = inputs.seconds / 2

    def hertz(self, share: float) -> float:
        """The middle of the band that lies there between the lowest, 0, and the highest, 1."""
        return self.inputs.hertz[round(share * (self.bands - 1))]

    def tone(
        self, hertz: float, seconds: float, rate: int, loud: float = LOUD
    ) -> Sound:
        moments = np.arange(round(seconds * rate)) / rate
        return loud * np.sin(2 * np.pi * hertz * moments)[:, None]

    def hear(self, sound: Sound, rate: int, width: int = 2) -> Tensor:
        """What x says, [bands, frames] in dB, of a file of `width` bytes per sample."""
        self.files += 1
        path = self.folder / f"{self.files}.wav"
        write(path, sound, rate, width)
        return self.inputs.decibels(self.inputs.encode(str(path)))

    def peak(self, heard: Tensor) -> tuple[int, float]:
        """The loudest band, and its level in dB in the middle of the clip."""
        frames = int(heard[0].isfinite().sum())
        level, band = heard[:, frames // 2].max(0)
        return int(band), level.item()


def write(path: Path, sound: Sound, rate: int, width: int) -> None:
    whole = (sound * (2 ** (8 * width - 1) - 1)).round().astype("<i8")
    if width == 1:
        whole += 128  # 8 bits have no sign
    with wave.open(str(path), "wb") as file:
        file.setnchannels(sound.shape[1])
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(whole[..., None].view("u1")[..., :width].tobytes())


def judge_formats(studio: Studio, findings: Findings) -> None:
    """One tone in every rate, coding and number of channels is one and the same x."""
    rate, hertz = studio.inputs.rate, studio.hertz(LOW)
    _, level = studio.peak(studio.hear(studio.tone(hertz, studio.half, rate), rate))
    expected = round(LOW * (studio.bands - 1))
    for rates, channels, width in formats(rate):
        sound = studio.tone(hertz, studio.half, rates).repeat(channels, 1)
        heard = studio.hear(sound, rates, width)
        band, found = studio.peak(heard)
        seconds = (
            heard[0].isfinite().sum().item() / heard.shape[1] * studio.inputs.seconds
        )
        name = f"{hertz:.0f} Hz in {rates} Hz, {channels} channel(s), {8 * width} bits"
        findings.demand(
            abs(band - expected) <= BANDS and abs(found - level) <= LEVEL,
            f"A tone of {name} is heard at {studio.inputs.hertz[band]:.0f} Hz and "
            f"{found:.1f} dB, expected {hertz:.0f} Hz and {level:.1f} dB.",
            f"{READ}rate, channels and scale are those of each file",
        )
        findings.demand(
            abs(seconds - studio.half) <= 2 * studio.inputs.seconds / heard.shape[1],
            f"{studio.half:.3g} s of {name} are {seconds:.3g} s in x.",
            f"{READ}rate and channels are those of each file",
        )


def formats(rate: int) -> Iterator[tuple[int, int, int]]:
    """(rate, channels, bytes per sample)"""
    yield from ((2 * rate, 1, 2), (round(1.378 * rate), 1, 2), (44_100, 2, 2))
    yield from ((rate, 2, 2), (rate, 1, 1), (rate, 1, 3), (rate, 2, 4))


def judge_folding(studio: Studio, findings: Findings) -> None:
    """What the rate cannot hold is gone; it would come back as another, lower tone."""
    rate, low = studio.inputs.rate, studio.hertz(0.5)
    high = rate - low  # every other sample of it is one of the low tone
    level, folded = (
        studio.hear(studio.tone(hertz, studio.half, 2 * rate), 2 * rate)
        for hertz in (low, high)
    )
    band, loud = studio.peak(level)
    found = folded[band, int(folded[0].isfinite().sum()) // 2].item()
    findings.demand(
        found <= loud - FOLDED,
        f"A tone of {high:.0f} Hz in {2 * rate} Hz, more than {rate} Hz can hold, is heard as one "
        f"of {low:.0f} Hz with {found:.1f} dB, expected {loud - FOLDED:.1f} dB at most.",
        f"{READ}samples are left out only behind a filter (scipy.signal.resample, resample_poly)",
    )


def judge_channels(studio: Studio, findings: Findings) -> None:
    """A tone on the left and another one on the right are both heard, alike."""
    rate, pitches = studio.inputs.rate, (studio.hertz(0.3), studio.hertz(0.7))
    sides = [studio.tone(hertz, studio.half, rate) for hertz in pitches]
    heard = studio.hear(np.hstack(sides), rate)
    alone = [studio.hear(side.repeat(2, 1) / 2, rate) for side in sides]
    for side, hertz, mono in zip(("left", "right"), pitches, alone, strict=True):
        band, level = studio.peak(mono)
        found = heard[band, int(heard[0].isfinite().sum()) // 2].item()
        findings.demand(
            abs(found - level) <= LEVEL,
            f"{hertz:.0f} Hz on the {side} alone is heard with {found:.1f} dB, expected "
            f"{level:.1f} dB, half of it.",
            f"{READ}decoded takes the mean of the channels",
        )


def judge_levels(studio: Studio, findings: Findings) -> None:
    """Ten times as loud is 20 dB more; silence is a number; an offset is no sound."""
    rate, hertz = studio.inputs.rate, studio.hertz(0.5)
    tones = [studio.tone(hertz, studio.half, rate, loud) for loud in (LOUD, SOFT)]
    loud, soft = (studio.peak(studio.hear(tone, rate))[1] for tone in tones)
    more = 20 * math.log10(LOUD / SOFT)
    findings.demand(
        abs(loud - soft - more) <= LEVEL,
        f"A tone that is {more:.0f} dB louder is heard {loud - soft:.1f} dB louder.",
        "data.py: encode must not stretch each clip, or each batch, to its own range",
    )
    path = studio.folder / "silence.wav"
    write(path, np.zeros_like(tones[0]), rate, 2)
    findings.demand(
        bool(studio.inputs.encode(str(path)).isfinite().all()),
        "Silence gives an x that is not finite: the logarithm of 0.",
        "data.py: QUIET, the least power that is told from silence",
    )
    low, high = studio.hear(tones[1], rate)[0], studio.hear(tones[1] + 0.5, rate)[0]
    risen = (high - low).nanmean().item()
    findings.demand(
        risen <= 20,  # dB; at both ends a step is left, which can be heard
        f"An offset of half of full scale adds {risen:.0f} dB to the lowest band.",
        "data.py: encode takes the mean off, so that an offset is no sound",
    )


def judge_moments(studio: Studio, findings: Findings) -> None:
    """A tone that comes late is late in x; of a long clip the sound is heard, not the silence."""
    rate, hertz = studio.inputs.rate, studio.hertz(0.5)
    tone = studio.tone(hertz, studio.half, rate)
    band, level = studio.peak(studio.hear(tone, rate))
    late = studio.hear(np.concatenate([0 * tone, tone]), rate)[band]
    before, after = (half.max().item() for half in late.tensor_split(2))
    first = (
        int((late > level - 6).nonzero().min()) / len(late) if after > before else -1.0
    )
    findings.demand(
        abs(first - 0.5) <= 3 / len(late) + 0.05,
        f"A tone in the second half of a clip begins at {first:.0%} of x, expected 50 %.",
        f"{READ}is time turned round, or cut?",
    )
    for where, place in (("beginning", 0), ("middle", 2), ("end", 4)):
        parts = [tone if i == place else 0 * tone for i in range(5)]
        found = studio.hear(np.concatenate(parts), rate)[band]
        found = found.masked_fill(found.isnan(), -torch.inf).max().item()
        findings.demand(
            abs(found - level) <= LEVEL,
            f"Of a clip longer than x, with a tone at its {where} only, the tone is heard with "
            f"{found:.0f} dB, expected {level:.0f} dB.",
            f"{READ}loudest, so that no clip is cut to its silence",
        )
