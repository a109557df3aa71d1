"""Spectrograms, their filters against those of librosa: `pytest tests/test_audio.py`."""

from pathlib import Path

import calls.data as data
import numpy as np
import pytest
import soundfile
import torch
from calls.config import Config
from calls.load import load

# of librosa 0.11.0, filters.mel(htk=True, norm=None): the sum of all, then band: sum, middle in Hz
NARROW = {
    0: (2.18029, 34.57),
    10: (3.5083, 467.61),
    20: (5.55959, 1157.75),
    39: (13.33265, 3789.8),
}
WIDE = {
    0: (1.77266, 29.2),
    16: (3.37348, 653.67),
    32: (6.24288, 1817.53),
    63: (20.77019, 7673.26),
}


@pytest.mark.parametrize(
    ("bands", "points", "rate", "whole", "some"),
    [(40, 512, 8000, 248.07469, NARROW), (64, 1024, 16000, 500.47448, WIDE)],
)
def test_filters_are_those_of_librosa_and_none_is_empty(
    bands, points, rate, whole, some
):
    filters = data.mel_filters(bands, points, rate)
    hertz = np.arange(points // 2 + 1) * rate / points
    sums = filters.sum(1)
    middles = filters @ hertz / sums
    assert sums.sum() == pytest.approx(whole, abs=1e-5)
    for band, expected in some.items():
        assert (sums[band], middles[band]) == pytest.approx(expected, abs=5e-3)
    assert (filters.max(1) > 0.5).all()


def test_the_loudest_stretch_is_that_of_a_slow_search():
    noise = np.random.default_rng(0).standard_normal(300)
    samples = noise * np.linspace(0, 1, 300) * (np.arange(300) < 200)
    sums = [np.square(samples[i : i + 50]).sum() for i in range(251)]
    first = int(np.argmax(sums))
    assert np.array_equal(data.loudest(samples, 50), samples[first : first + 50])


@pytest.fixture(scope="module")
def inputs() -> data.Inputs:
    config = Config()
    return data.Inputs.from_training(load(config).train, config)


def test_a_pure_tone_is_loudest_in_its_own_band(inputs: data.Inputs, tmp_path: Path):
    rate = Config().sample_rate
    time = np.arange(rate) / rate
    for band, hertz in list(enumerate(inputs.hertz))[3:-3:6]:
        soundfile.write(
            tmp_path / "t.wav", 0.5 * np.sin(2 * np.pi * hertz * time), rate
        )
        heard = inputs.spectrogram(str(tmp_path / "t.wav"))
        assert int(heard.mean(1).argmax()) == band


def test_silence_is_finite(inputs: data.Inputs, tmp_path: Path):
    soundfile.write(tmp_path / "t.wav", np.zeros(4000), 4000)
    assert torch.isfinite(inputs.encode(str(tmp_path / "t.wav"))).all()
