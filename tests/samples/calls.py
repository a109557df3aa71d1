"""Writes the embedded sample of audio-classification: `python -m tests.samples.calls`.

Six made-up voices call in four ways: the pitch rises, falls, stays or wavers. A voice is a
pitch, a timbre, a distance and a room; so who calls is easier to hear than how, and a net that
knows the voices is no net that knows the calls. Files differ as people's files do: in length,
a few in sample rate, channels, bits and offset. Everything comes from one seed.
"""

import wave
from pathlib import Path

import numpy as np

SAMPLE = Path(__file__).parents[2] / "templates" / "project" / "data" / "calls"
RATE, SEED, TAKES = 4000, 5, 9
VOICES = ("ada", "bo", "cy", "dee", "eve", "flo")
CALLS = ("falling", "rising", "steady", "wavering")


def voice(rng: np.random.Generator) -> dict[str, object]:
    return {
        "pitch": rng.uniform(300, 480),  # Hz
        "timbre": rng.uniform(0.1, 1.0, 3),  # how loud each overtone is
        "gain": 10 ** rng.uniform(-1.0, -0.2),
        "noise": 10 ** rng.uniform(-2.3, -1.7),  # of the room, beside the call
    }


def path(
    call: str, t: np.ndarray, pitch: float, rng: np.random.Generator
) -> np.ndarray:
    """Hz at each moment; t runs from 0 to 1."""
    bend = rng.uniform(0.25, 0.5)
    return (
        pitch
        * {
            "falling": 1 + bend * (0.5 - t),
            "rising": 1 + bend * (t - 0.5),
            "steady": np.ones_like(t),
            "wavering": 1 + 0.3 * bend * np.sin(2 * np.pi * (2.5 * t + rng.uniform())),
        }[call]
    )


def sing(call: str, who: dict, rate: int, rng: np.random.Generator) -> np.ndarray:
    """[samples], from -1 to 1"""
    count = int(rng.uniform(0.15, 0.35) * rate)
    t = np.arange(count) / count
    hertz = path(call, t, who["pitch"] * rng.uniform(0.92, 1.08), rng)
    phase = 2 * np.pi * np.cumsum(hertz) / rate
    loud = [1.0, *who["timbre"]]
    call_ = sum(a * np.sin((k + 1) * phase) for k, a in enumerate(loud)) / sum(loud)
    swell = np.minimum(1, np.minimum(t, 1 - t) / 0.15)  # no click at either end
    noise = who["noise"] * rng.standard_normal(count)
    return np.clip(who["gain"] * (call_ * swell + noise), -1, 1)


def write(file: Path, sound: np.ndarray, rate: int, channels: int, width: int) -> None:
    whole = (sound[:, None].repeat(channels, 1) * (2 ** (8 * width - 1) - 1)).round()
    stored = (whole + 128).astype(np.uint8) if width == 1 else whole.astype("<i2")
    with wave.open(str(file), "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes(stored.tobytes())


def main(folder: Path = SAMPLE) -> None:
    rng = np.random.default_rng(SEED)
    folder.mkdir(exist_ok=True)
    for name in VOICES:
        who = voice(rng)
        for call in CALLS:
            for take in range(TAKES):
                odd = take == TAKES - 1  # one file in nine is not like the others
                rate = 2 * RATE if odd and call == "rising" else RATE
                sound = sing(call, who, rate, rng)
                sound += 0.02 * (odd and call == "steady")
                channels = 2 if odd and call == "falling" else 1
                width = 2 if odd and call == "wavering" else 1
                file = folder / f"{call}_{name}_{take}.wav"
                write(file, np.clip(sound, -1, 1), rate, channels, width)


if __name__ == "__main__":
    main()
