"""From a sound file to samples of one rate and length, and the bands in which we hear them."""

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor


def decoded(path: str) -> tuple[np.ndarray, int]:
    """(samples from -1 to 1, float64, the mean of the channels; their rate in Hz)"""
    import soundfile

    try:
        samples, rate = soundfile.read(path, dtype="float64", always_2d=True)
    except (OSError, RuntimeError) as error:
        raise ValueError(
            f"{path} cannot be decoded ({error}): add it to `drop` in config.py"
        ) from error
    if not np.isfinite(samples).all() or not len(samples):
        raise ValueError(
            f"{path} holds {'a sample that is no number' if len(samples) else 'no sound'}: "
            "add it to `drop` in config.py"
        )
    return samples.mean(1), rate


def resampled(samples: np.ndarray, before: int, after: int) -> np.ndarray:
    """The same sound at another rate; what the lower rate cannot hold is gone, not folded.

    By Fourier transform: the spectrum is cut or extended with zeros, which is the ideal
    low-pass. Zeros at the end make both lengths whole, so that the pitch stays exact; they
    are cut off again.
    """
    if before == after or not len(samples):
        return samples
    common = math.gcd(before, after)
    up, down = after // common, before // common
    blocks = -(-len(samples) // down)
    spectrum = np.fft.rfft(samples, blocks * down)
    keep = blocks * min(up, down) // 2 + 1
    wide = np.zeros(blocks * up // 2 + 1, complex)
    wide[:keep] = spectrum[:keep]
    if (
        blocks * min(up, down) % 2 == 0
    ):  # half of the lower rate: there and folded are one
        wide[keep - 1] *= 0.5 if up > down else 2
    whole = np.fft.irfft(wide, blocks * up) * up / down
    return whole[: math.ceil(len(samples) * up / down)]


def loudest(samples: np.ndarray, length: int) -> np.ndarray:
    """The stretch of at most `length` samples that has most of the energy."""
    if len(samples) <= length:
        return samples
    energy = np.concatenate([[0.0], np.cumsum(np.square(samples))])
    first = int((energy[length:] - energy[:-length]).argmax())
    return samples[first : first + length]


def mel(hertz: np.ndarray) -> np.ndarray:
    """Pitch as people hear it (O'Shaughnessy 1987, "Speech Communication"): 1000 Hz are 1000 mel."""
    return 2595 * np.log10(1 + hertz / 700)


def hertz(mel: np.ndarray) -> np.ndarray:
    return 700 * (10 ** (mel / 2595) - 1)


def band_edges(bands: int, rate: int) -> np.ndarray:
    """[bands + 2], Hz: where each band begins, peaks and ends, at equal steps of mel."""
    return hertz(np.linspace(0, mel(np.array(rate / 2)), bands + 2))


def mel_filters(bands: int, points: int, rate: int) -> np.ndarray:
    """[bands, points // 2 + 1]: how much of each frequency of a spectrum a band holds.

    Triangles that are 1 in the middle and 0 from the middles of their neighbours on (Davis
    and Mermelstein 1980, figure 1).
    """
    edges = band_edges(bands, rate)[:, None]
    at = np.arange(points // 2 + 1) * rate / points
    rising = (at - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - at) / (edges[2:] - edges[1:-1])
    return np.clip(np.minimum(rising, falling), 0, None)


def cosines(count: int, bands: int) -> np.ndarray:
    """[count, bands], orthonormal: the first rows of the DCT-II, which make mel bands cepstra."""
    places = (np.arange(bands) + 0.5) / bands
    rows = np.cos(np.pi * np.arange(count)[:, None] * places) * np.sqrt(2 / bands)
    rows[0] /= np.sqrt(2)
    return rows


def log_mel(
    samples: np.ndarray, rate: int, bands: int, window: float, hop: float, quiet: float
) -> Tensor:
    """[bands, frames], float64: 10 log10 of the power, a full-scale sine has 0 dB.

    Frame t is centred on second t * hop, hears a Hann window of `window` seconds and takes
    silence for what lies beyond the ends; the last one begins before the clip ends.
    """
    width = round(window * rate)
    points = 2 ** math.ceil(math.log2(2 * width))  # finer steps than the narrowest band
    weights = torch.hann_window(width, dtype=torch.float64)
    spectrum = torch.stft(
        torch.from_numpy(samples),
        points,
        round(hop * rate),
        width,
        weights * 2 / (points * weights.square().sum()).sqrt(),
        pad_mode="constant",
        return_complex=True,
    )
    frames = max(1, math.ceil(len(samples) / round(hop * rate)))
    power = spectrum[:, :frames].abs().square()
    filters = torch.from_numpy(mel_filters(bands, points, rate))
    return 10 * (filters @ power).clamp_min(quiet).log10()


def draw(decibels: Tensor, hertz: list[float], hop: float, axes: Any) -> None:
    """Seconds to the right, Hz upwards, louder is brighter; padding, nan, is grey."""
    bands, frames = decibels.shape
    axes.set_facecolor("0.85")
    axes.grid(visible=False)
    extent = (-hop / 2, (frames - 0.5) * hop, -0.5, bands - 0.5)
    axes.imshow(decibels, origin="lower", aspect="auto", extent=extent, cmap="magma")
    ticks = np.linspace(0, bands - 1, 5).round().astype(int)
    axes.set_yticks(ticks, [f"{hertz[i]:.0f} Hz" for i in ticks])
    axes.xaxis.set_major_formatter("{x:.2g} s")


def described(x: Tensor, count: int) -> Tensor:
    """[..., bands + 1, frames] -> [..., 5 * count]: a sound in a few numbers.

    Of the cepstra (Davis and Mermelstein 1980): their means over the beginning, the middle
    and the end of the sound, their sd, and the sd of the change from frame to frame.
    """
    there = x[..., -1:, :]
    cepstra = torch.from_numpy(cosines(count, x.shape[-2] - 1)).to(x) @ x[..., :-1, :]
    change = cepstra[..., 1:] - cepstra[..., :-1]
    place = (there.cumsum(-1) - 0.5) / there.sum(-1, keepdim=True).clamp_min(1)
    thirds = [there * ((place * 3).floor() == third) for third in range(3)]
    means = [moments(cepstra, third)[0] for third in thirds]
    spreads = [
        moments(v, w)[1] for v, w in ((cepstra, there), (change, there[..., 1:]))
    ]
    return torch.cat([*means, *spreads], -1)


def moments(values: Tensor, where: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and sd over the frames where `where` is 1: [..., n, frames] -> two [..., n]"""
    count = where.sum(-1).clamp_min(1)
    mean = (values * where).sum(-1) / count
    square = ((values - mean[..., None]).square() * where).sum(-1) / count
    return mean, (square + 1e-6).sqrt()
