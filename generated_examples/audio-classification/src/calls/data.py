"""x of a sound: from the file to the log-mel spectrogram the net sees, and back.

Yours to edit. The spectrogram is made here and not in the net: it is computed once and kept,
training clips alone decide mean and sd, and what is drawn just before the net is what there
is to hear. A longer clip gives its loudest stretch, a shorter one is padded and says so.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from scipy.fft import dct
from torch import Tensor

from .config import Config
from .read import Example, samples

MEASURED = 2000  # training clips for mean and sd; more change the third digit
QUIET = 1e-10  # of the power of a full-scale sine is silence: what 16 bits round off
CEPSTRA = 20  # numbers by which `features` describes a spectrum


@dataclass(frozen=True)
class Inputs:
    """x: float32 [bands + 1, frames], mean 0 and sd 1 per band in training.

    The last row is 1 where there is sound and 0 in the padding, where all of x is 0.
    """

    rate: int  # Hz; every clip is brought to it
    seconds: float  # of sound in x
    hop: float  # seconds from the middle of one frame to that of the next
    window: float  # seconds of sound, under a Hann window, that one frame hears
    mean: list[float]  # dB, per band
    sd: list[float]
    usual: list[float]  # mean of each of the `features`
    spread: list[float]  # sd of each

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Inputs":
        sizes = (config.sample_rate, config.seconds, config.hop, config.window)
        bands, told = config.bands, 5 * CEPSTRA
        plain = cls(*sizes, [0.0] * bands, [1.0] * bands, [0.0] * told, [1.0] * told)
        some = examples[:: len(examples) // MEASURED + 1]
        heard = [plain.spectrogram(example.raw) for example in some]
        frames = torch.cat(heard, 1)
        sd = frames.std(1).clamp_min(1.0)  # dB; a band where nothing happens is noise
        plain = replace(plain, mean=frames.mean(1).tolist(), sd=sd.tolist())
        rows = torch.stack([plain.features(plain.standardised(h)) for h in heard])
        usual, spread = rows.mean(0), rows.std(0).clamp_min(1e-3)
        return replace(plain, usual=usual.tolist(), spread=spread.tolist())

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.mean) + 1, round(self.seconds / self.hop))

    @property
    def hertz(self) -> list[float]:
        """The middle of each band."""
        return band_edges(len(self.mean), self.rate)[1:-1].tolist()

    def spectrogram(self, raw: str) -> Tensor:
        """Decibels of full scale, float64 [bands, frames]; the clip decides how many.

        Frame t is centred on second t * hop and takes silence for what lies beyond the ends;
        the last one begins before the clip ends. A full-scale sine has 0 dB.
        """
        sound = samples(raw, self.rate)
        heard = torch.from_numpy(loudest(sound, round(self.seconds * self.rate)))
        width, hop = round(self.window * self.rate), round(self.hop * self.rate)
        points = 2 ** math.ceil(math.log2(2 * width))  # finer than the narrowest band
        hann = torch.hann_window(width, dtype=torch.float64)
        hann = hann * 2 / (points * hann.square().sum()).sqrt()
        spectrum = torch.stft(
            heard, points, hop, width, hann, pad_mode="constant", return_complex=True
        )
        power = spectrum[:, : max(1, math.ceil(len(heard) / hop))].abs().square()
        filters = torch.from_numpy(mel_filters(len(self.mean), points, self.rate))
        return 10 * (filters @ power).clamp_min(QUIET).log10()

    def encode(self, raw: str) -> Tensor:
        return self.standardised(self.spectrogram(raw))

    def standardised(self, heard: Tensor) -> Tensor:
        heard = heard[:, : self.shape[1]]
        x = torch.zeros(self.shape)
        x[:-1, : heard.shape[1]] = (heard - column(self.mean)) / column(self.sd)
        x[-1, : heard.shape[1]] = 1
        return x

    def padding(self, x: Tensor) -> Tensor:
        """True where x says nothing: in the bands after the end of the clip."""
        past = (x[..., -1:, :] == 0).expand(x.shape).clone()
        past[..., -1, :] = False  # this row says just that
        return past

    def features(self, x: Tensor) -> Tensor:
        """[..., bands + 1, frames] -> [..., 5 * CEPSTRA], mean 0 and sd 1 in training.

        Of the cepstra (Davis and Mermelstein 1980): their means over the beginning, the
        middle and the end of the sound, their sd, and the sd of the change between frames.
        """
        there = x[..., -1:, :]
        cosines = dct(np.eye(len(self.mean)), axis=0, norm="ortho")[:CEPSTRA]
        cepstra = torch.from_numpy(cosines).to(x) @ x[..., :-1, :]
        change = cepstra[..., 1:] - cepstra[..., :-1]
        place = (there.cumsum(-1) - 0.5) / there.sum(-1, keepdim=True).clamp_min(1)
        thirds = [there * ((place * 3).floor() == third) for third in range(3)]
        told = [moments(cepstra, third)[0] for third in thirds]
        told += [moments(cepstra, there)[1], moments(change, there[..., 1:])[1]]
        usual, spread = (column(v)[:, 0].to(x) for v in (self.usual, self.spread))
        return (torch.cat(told, -1) - usual) / spread

    def decibels(self, x: Tensor) -> Tensor:
        """What x says is heard, [bands, frames]; nan in the padding."""
        heard = x[:-1].cpu().double() * column(self.sd) + column(self.mean)
        return heard.masked_fill(self.padding(x)[:-1].cpu(), torch.nan)

    def show(self, x: Tensor) -> str:
        loud = self.decibels(x).nanmean(1)
        peak = self.hertz[int(loud.argmax())]
        seconds = x[-1].sum().item() * self.hop
        return f"{seconds:.2f} s, {loud.max():.0f} dB and loudest at {peak:.0f} Hz"

    def draw(self, x: Tensor, axes: Any) -> None:
        """Seconds to the right, Hz upwards, louder is brighter; padding is grey."""
        axes.set_facecolor("0.85")
        ends = (-self.hop / 2, self.seconds - self.hop / 2, -0.5, len(self.mean) - 0.5)
        shown = {"origin": "lower", "aspect": "auto", "extent": ends, "cmap": "magma"}
        axes.imshow(self.decibels(x), **shown)
        ticks = range(0, len(self.mean), max(1, len(self.mean) // 4))
        axes.set_yticks(ticks, [f"{self.hertz[i]:.0f} Hz" for i in ticks])


def column(values: list[float]) -> Tensor:
    return torch.tensor(values, dtype=torch.float64)[:, None]


def loudest(samples: np.ndarray, length: int) -> np.ndarray:
    """The stretch of at most `length` samples that has most of the energy."""
    if len(samples) <= length:
        return samples
    energy = np.concatenate([[0.0], np.cumsum(np.square(samples))])
    first = int((energy[length:] - energy[:-length]).argmax())
    return samples[first : first + length]


def band_edges(bands: int, rate: int) -> np.ndarray:
    """[bands + 2], Hz: where bands begin, peak and end, at equal steps of pitch as heard.

    In mel (O'Shaughnessy 1987, "Speech Communication"): 1000 Hz are 1000 mel.
    """
    mel = np.linspace(0, 2595 * np.log10(1 + rate / 2 / 700), bands + 2)
    return 700 * (10 ** (mel / 2595) - 1)


def mel_filters(bands: int, points: int, rate: int) -> np.ndarray:
    """[bands, points // 2 + 1]: how much of each frequency of a spectrum a band holds.

    Triangles that are 1 in the middle and 0 from the middles of their neighbours on.
    """
    edges = band_edges(bands, rate)[:, None]
    at = np.arange(points // 2 + 1) * rate / points
    rising = (at - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - at) / (edges[2:] - edges[1:-1])
    return np.clip(np.minimum(rising, falling), 0, None)


def moments(values: Tensor, where: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and sd over the frames where `where` is 1: [..., n, frames] -> two [..., n]"""
    count = where.sum(-1).clamp_min(1)
    mean = (values * where).sum(-1) / count
    square = ((values - mean[..., None]).square() * where).sum(-1) / count
    return mean, (square + 1e-6).sqrt()
