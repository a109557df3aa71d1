"""A sound saved again on the other side is said: `pytest tests/test_near_sounds.py`."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor

from nn_recipe.silent_failures.near_sounds import judge_near_sounds
from tests.rendered import said

BANDS, FRAMES = 24, 60
Change = Callable[[Tensor], Tensor]


class Inputs:
    """x is in decibels already; nan where a sound has ended."""

    rate, seconds, hertz = 8000, 1.0, [100.0 * band for band in range(BANDS)]

    def encode(self, raw: Tensor) -> Tensor:
        return raw

    def decibels(self, x: Tensor) -> Tensor:
        return x


class Feed(list):
    ids = property(lambda feed: [f"sound {i}" for i in range(len(feed))])

    def __getitem__(self, chosen: Any) -> Any:
        return SimpleNamespace(x=torch.stack([*self]))


def sounds(many: int, seed: int) -> Tensor:
    """[many, bands, frames]: three tones that come and go, over a room."""
    draw = torch.Generator().manual_seed(seed)
    bands, frames = torch.arange(BANDS)[:, None], torch.arange(FRAMES)
    made = torch.full((many, BANDS, FRAMES), 1e-6)
    for sound in made:
        for _ in range(3):
            pitch, bend, middle, loud = torch.rand(4, generator=draw).tolist()
            heard = 24 * pitch + 8 * (bend - 0.5) * (frames - 30) / 30
            tone = (-(bands - heard).square() / 2).exp()
            sound += (
                10 ** (2 * loud - 2)
                * tone
                * (-(frames - 10 - 40 * middle).square() / 100).exp()
            )
    return 10 * made.double().log10()


def louder(sound: Tensor) -> Tensor:
    return sound + 4


def trimmed(sound: Tensor) -> Tensor:
    """Without its first two frames."""
    return torch.cat([sound[:, 2:], torch.full((BANDS, 2), torch.nan)], 1)


def heard(train: Tensor, asked: Tensor) -> str:
    project: Any = SimpleNamespace(
        splits=SimpleNamespace(train=train, validation=asked, test=[]),
        inputs=Inputs(),
        feed=Feed,
    )
    project.inputs.shape = (BANDS, FRAMES)
    return said(judge_near_sounds, project)


@pytest.mark.parametrize("change", [louder, trimmed])
def test_sounds_that_were_saved_again(change: Change):
    train = sounds(200, 1)
    more = torch.stack([*map(change, train[:12])])
    found = heard(train, torch.cat([sounds(60, 2), more]))
    assert "of 72 validation sounds are nearly the same" in found


@pytest.mark.parametrize("seed", range(3))
def test_sounds_of_one_sort(seed: int):
    assert not heard(sounds(200, seed), sounds(60, seed + 100))
