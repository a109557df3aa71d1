"""How long a season is, in steps: where the series resembles itself most."""

from collections.abc import Sequence

import numpy as np

NATURAL = {  # step -> steps of the cycles people live by, the shortest first
    "1m": (60, 1440),
    "5m": (288,),
    "10m": (144, 1008),
    "15m": (96, 672),
    "30m": (48, 336),
    "1h": (24, 168),
    "2h": (12,),
    "3h": (8,),
    "6h": (4,),
    "1d": (7, 365),
    "1w": (52,),
    "1mo": (12,),
    "3mo": (4,),
    "": (5,),  # trading days
}
CLEAR = 0.3  # correlation with itself one season ago
MOST_STEPS = 20_000  # looked at


def season(values: np.ndarray, step: str) -> tuple[int, float]:
    """(steps, mean correlation of the channels with themselves so long ago); (1, 0) if none."""
    seen = values[:, :MOST_STEPS]
    curves = [c for c in map(autocorrelation, seen) if c is not None]
    if not curves:
        return 1, 0.0
    curve = np.mean([c[: min(map(len, curves))] for c in curves], axis=0)
    for steps in (*NATURAL.get(step, ()), *peaks(curve)):
        if 1 < steps < len(curve) - 1 and rises(curve, steps):
            return steps, float(curve[steps])
    return 1, 0.0


def autocorrelation(row: np.ndarray) -> np.ndarray | None:
    """By lag, up to a third of the row, without its straight trend; None for a flat row."""
    known = np.isfinite(row)
    if known.sum() < 10:
        return None
    at = np.arange(len(row))
    trend = np.polynomial.Polynomial.fit(at[known], row[known], 1)(at)
    rest = np.where(known, row - trend, 0.0)
    power = np.abs(np.fft.rfft(rest, 2 * len(row))) ** 2
    curve = np.fft.irfft(power)[: len(row) // 3]
    pairs = np.arange(len(row), len(row) - len(curve), -1)
    if len(curve) < 3 or curve[0] <= 1e-12 * max(1.0, np.nanmax(np.abs(row)) ** 2):
        return None
    return curve / curve[0] * len(row) / pairs


def rises(curve: np.ndarray, steps: int) -> bool:
    """A peak of its own, not the end of a slow fall."""
    return bool(curve[steps] >= CLEAR and curve[steps] > curve[steps // 2] + 0.05)


def peaks(curve: np.ndarray) -> Sequence[int]:
    """Lags higher than both neighbours, the highest first."""
    inner = np.arange(2, len(curve) - 1)
    higher = (curve[inner] > curve[inner - 1]) & (curve[inner] >= curve[inner + 1])
    found = inner[higher]
    return found[np.argsort(-curve[found])][:3].tolist()
