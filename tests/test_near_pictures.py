"""A picture saved again on the other side is said: `pytest tests/test_near_pictures.py`."""

import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from PIL import Image

from nn_recipe.findings import Findings
from nn_recipe.silent_failures.near_pictures import judge_near_pictures

Change = Callable[[np.ndarray], np.ndarray]


def pictures(examples: int, seed: int) -> np.ndarray:
    """[examples, 48, 48], uint8: soft spots of light, of some twenty numbers each."""
    generator = torch.Generator().manual_seed(seed)
    spots = torch.randn(examples, 1, 5, 5, generator=generator)
    soft = F.interpolate(spots, size=(48, 48), mode="bicubic")[:, 0]
    return (soft * 40 + 128).clamp(0, 255).byte().numpy()


def jpeg(pixels: np.ndarray) -> np.ndarray:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=40)
    return np.array(Image.open(stream))


def lighter(pixels: np.ndarray) -> np.ndarray:
    return (pixels.astype(int) + 12).clip(0, 255).astype(np.uint8)


def noisier(pixels: np.ndarray) -> np.ndarray:
    noise = np.random.default_rng(0).normal(0, 5, pixels.shape)
    return (pixels + noise).clip(0, 255).astype(np.uint8)


def softer(pixels: np.ndarray) -> np.ndarray:
    return np.array(Image.fromarray(pixels).resize((32, 32)).resize((48, 48)))


def said(train: np.ndarray, validation: np.ndarray) -> str:
    class Feed(list):
        ids = property(lambda feed: [f"picture {i}" for i in range(len(feed))])

        def __getitem__(self, chosen: Any) -> Any:
            return SimpleNamespace(x=torch.stack([*self])[:, None] / 255)

    project: Any = SimpleNamespace(
        splits=SimpleNamespace(
            train=torch.from_numpy(train),
            validation=torch.from_numpy(validation),
            test=torch.from_numpy(pictures(60, seed=300)),
        ),
        inputs=SimpleNamespace(shape=(1, 48, 48)),
        target=SimpleNamespace(answers_are="classes"),
        feed=Feed,
    )
    findings = Findings()
    judge_near_pictures(project, findings)
    return " ".join(findings.faults)


@pytest.mark.parametrize("change", [jpeg, lighter, noisier, softer])
def test_a_few_that_were_saved_again(change: Change):
    train, others = pictures(200, seed=1), pictures(60, seed=2)
    again = np.stack([change(pixels) for pixels in train[:6]])
    assert "6 of 66 validation pictures" in said(train, np.concatenate([others, again]))


@pytest.mark.parametrize("seed", range(5))
def test_pictures_of_the_same_kind(seed: int):
    assert not said(pictures(200, seed), pictures(60, seed + 100))


def test_even_pictures_are_alike():
    even = np.stack([np.full((48, 48), tone, np.uint8) for tone in range(60, 90)])
    train, others = pictures(200, seed=1), pictures(60, seed=2)
    assert not said(np.concatenate([train, even]), np.concatenate([others, even + 1]))


def test_scenes_of_a_single_number():
    """A needle at an angle has neighbours as near as you like, and no twin."""
    angles = np.random.default_rng(0).permutation(np.linspace(0, 3, 260))
    down, across = np.mgrid[-1:1:48j, -1:1:48j]
    needles = [down * np.cos(a) + across * np.sin(a) for a in angles]
    shown = (255 * np.exp(-np.square(np.stack(needles)) * 20)).astype(np.uint8)
    assert not said(shown[:200], shown[200:])
