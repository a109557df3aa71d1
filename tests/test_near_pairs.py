"""Near copies of pictures, wherever they stand (recipe 1.2): `pytest tests/test_near_pairs.py`."""

import io
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image, ImageEnhance

from nn_recipe.contract import Some
from nn_recipe.ledger import Ledger
from nn_recipe.stage1_become_one_with_the_data import copies, near_pairs, review
from tests.test_look import opened

KINDS = {
    "as a JPEG of quality 40": lambda p: jpeg(p),
    "with noise of 10 levels": lambda p: noisy(p, 10),
    "a fifth lighter": lambda p: ImageEnhance.Brightness(p).enhance(1.2),
    "a fifth darker": lambda p: ImageEnhance.Brightness(p).enhance(0.8),
    "halved and back": lambda p: p.resize((24, 24), 3).resize((48, 48), 3),
}


@pytest.fixture(scope="module")
def photos() -> list[Image.Image]:
    """200 with the spectrum of photos: coarse shapes are strong, fine ones weak."""
    chance, found = np.random.default_rng(0), []
    for _ in range(200):
        layers = np.zeros((48, 48, 3))
        for across in (3, 6, 12, 24, 48):
            grid = chance.normal(0, 12 / across**0.7, (across, across, 3))
            large = [Image.fromarray(g).resize((48, 48), 3) for g in grid.T]
            layers += 10 * np.stack([np.asarray(g) for g in large], 2)
        found.append(Image.fromarray((128 + layers).clip(0, 255).astype(np.uint8)))
    return found


def jpeg(picture: Image.Image) -> Image.Image:
    stored = io.BytesIO()
    picture.save(stored, "jpeg", quality=40)
    return Image.open(stored)


def noisy(picture: Image.Image, sd: float) -> Image.Image:
    pixels = np.asarray(picture) + np.random.default_rng(1).normal(0, sd, (48, 48, 3))
    return Image.fromarray(pixels.round().clip(0, 255).astype(np.uint8))


def small(picture: Image.Image) -> torch.Tensor:
    return near_pairs.thumbnail(torch.tensor(np.array(picture)).permute(2, 0, 1))


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_saved_again_is_found_and_no_other(photos: list, kind: str):
    again = [small(KINDS[kind](photo)) for photo in photos[::5]]
    found = near_pairs.near_pairs([*map(small, photos), *again])
    assert {(p.one, p.other) for p in found} == {(5 * i, 200 + i) for i in range(40)}
    assert near_pairs.near_pairs([*map(small, photos)]) == []


def test_of_even_or_few_pictures_nothing_is_near(photos: list):
    even = [Image.new("RGB", (48, 48), (i, i, i)) for i in range(60)]
    assert near_pairs.near_pairs([*map(small, [*photos, *even])]) == []
    assert near_pairs.near_pairs([*map(small, even)]) == []
    assert near_pairs.near_pairs([*map(small, photos[:20] * 2)]) == []
    assert near_pairs.near_pairs([]) == []


def test_near_copies_in_one_split_are_told_and_seen_beside_each_other(tmp_path: Path):
    """Digits with noise; a third of them under another class."""
    digits = opened("image-classification")
    train, chance = [*digits.splits.train], np.random.default_rng(0)
    before = copies.check(digits, Ledger())
    assert before.measured["near"] == 0

    def again(i: int):
        levels = train[i].raw + chance.integers(-1, 2, train[i].raw.shape)
        raw = levels.clip(0, 255).astype(np.uint8)
        other = str((int(train[i].answer) + 1) % 10)
        answer = other if i % 3 == 0 else train[i].answer
        return SimpleNamespace(id=f"<i>{i}", raw=raw, answer=answer)

    more = [*train, *map(again, range(30))]
    planted = digits.having(splits=Some(more, digits.splits.validation, []))  # type: ignore[arg-type]
    found = copies.check(planted, Ledger(tmp_path / "ledger.jsonl"))
    assert found.verdict == "holds"
    assert (found.measured["near"], found.measured["near, contradicting"]) == (30, 10)
    assert "30 pairs of pictures are nearly the same" in found.because
    assert "the answers differ in 10 of them" in found.because
    rows = review.to_review(tmp_path, planted)
    assert [row["drawn"].count("<img") for row in rows] == [2] * 30
    assert all("nearly the same as <i>" in row["what"] for row in rows)
    moved = Some(train, [*digits.splits.validation, *map(again, range(30))], [])  # type: ignore[list-item]
    crossing = copies.check(digits.having(splits=moved), Ledger())
    assert crossing.verdict == "fails"
    assert "30 training pictures are nearly the same as one in" in crossing.because
