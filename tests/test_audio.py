"""Spectrograms against librosa: `pytest tests/test_audio.py`."""

from pathlib import Path

import calls.data as data
import librosa
import numpy as np
import pytest
import soundfile
import torch
from calls.config import Config
from calls.load import load


@pytest.mark.parametrize(
    ("bands", "points", "rate"), [(40, 512, 8000), (64, 1024, 16000)]
)
def test_filters_are_those_of_librosa_and_none_is_empty(bands, points, rate):
    """librosa keeps float32, whose weights below 1 round at 6e-8; two edges take part."""
    ours = data.mel_filters(bands, points, rate)
    theirs = librosa.filters.mel(
        sr=rate, n_fft=points, n_mels=bands, htk=True, norm=None
    )
    assert np.abs(ours - theirs).max() < 2e-7
    assert (ours.max(1) > 0.5).all()


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
