"""What can be said of a sound without knowing what is heard."""

from typing import Any

import numpy as np
import soundfile

FLOOR = 1e-6  # -120 dB: silence itself has no loudness
QUIET = 0.01  # of the loudest sample: below it a window is silence
WINDOW = 0.02  # seconds
FULL = 0.999  # of what a sample can say


def of_sound(raw: str) -> dict[str, Any]:
    """Seconds, samples a second, channels; loudness in dB below full; shares of silence and of
    samples cut off at full; zero crossings a second, which are high where it hisses.
    """
    samples, rate = soundfile.read(raw, dtype="float32", always_2d=True)
    heard = samples.mean(1)
    if not len(heard):
        return {"seconds": 0.0, "rate": rate, "channels": samples.shape[1]}
    step, loud = max(1, round(WINDOW * rate)), np.abs(heard)
    peaks = np.maximum.reduceat(loud, np.arange(0, len(loud), step))
    silent = np.mean(peaks <= QUIET * loud.max())
    crossings = np.count_nonzero(np.diff(np.signbit(heard)))
    return {
        "seconds": len(heard) / rate,
        "rate": rate,
        "channels": samples.shape[1],
        "loudness": 20 * np.log10(max(FLOOR, float(np.sqrt(np.mean(heard**2))))),
        "silence": float(silent),
        "cut off": float(np.mean(np.abs(samples) >= FULL)),
        "crossings": crossings * rate / len(heard),
    }
