"""The embedded samples are scikit-learn's, or made here: `pytest tests/test_samples.py`."""

import csv
from pathlib import Path

import numpy as np
from sklearn import datasets

from tests.samples import calls, notes, tank, things

SAMPLES = Path(__file__).parents[1] / "templates" / "project" / "data"


def table(name: str) -> list[list[str]]:
    with (SAMPLES / name).open(newline="") as file:
        return list(csv.reader(file))[1:]


def test_wine_is_scikit_learns_with_named_cultivars():
    rows, original = table("wine.csv"), datasets.load_wine()
    cells = np.array([row[:-1] for row in rows], float)
    assert np.abs(cells - original.data).max() < 2e-6  # 9.9 here, 9.899999 there
    assert [row[-1] for row in rows] == ["ABC"[i] for i in original.target]


def test_diabetes_is_scikit_learns_before_scaling():
    rows, original = table("diabetes.csv"), datasets.load_diabetes(scaled=False)
    assert np.allclose(np.array([row[:-1] for row in rows], float), original.data)
    assert [float(row[-1]) for row in rows] == original.target.tolist()


def test_digits_are_scikit_learns_stretched_to_bytes():
    original = datasets.load_digits()
    with np.load(SAMPLES / "digits.npz", allow_pickle=False) as file:
        images, labels = file["images"], file["labels"]
    assert images.dtype == np.uint8 and images.max() == 255
    assert np.abs(images - original.images * 255 / 16).max() < 1
    assert [int(label) for label in labels] == original.target.tolist()


def test_tank_is_what_its_script_writes():
    assert (SAMPLES / "tank.csv").read_text().splitlines() == tank.rows()


def test_calls_are_what_their_script_writes(tmp_path):
    calls.main(tmp_path)
    kept = {file.name: file.read_bytes() for file in (SAMPLES / "calls").iterdir()}
    assert kept == {file.name: file.read_bytes() for file in tmp_path.iterdir()}


def test_notes_are_what_their_script_writes():
    assert (SAMPLES / "notes.tsv").read_text("utf-8").splitlines() == notes.rows()


def test_things_are_what_their_script_draws():
    rng = np.random.default_rng(things.SEED)
    images, boxes = zip(
        *(things.draw(rng) for _ in range(things.PICTURES)), strict=True
    )
    with np.load(SAMPLES / "things.npz", allow_pickle=False) as file:
        assert np.array_equal(file["images"], np.stack(images))
        assert np.array_equal(file["boxes"], things.flawed(np.stack(boxes)))
        assert tuple(file["names"]) == things.NAMES
