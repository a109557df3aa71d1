"""Pictures in arrays: the idx files of MNIST and numpy's .npz."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .tables import unpacked


def idx_pair(path: Path) -> tuple[np.ndarray, list[str | None]]:
    """Images of train-images-idx3-ubyte(.gz), answers of train-labels-idx1-ubyte(.gz)."""
    name = path.name.replace("images", "labels").replace("idx3", "idx1")
    images = idx(path)
    for labels in (name, name + ".gz", name.removesuffix(".gz")):
        if path.with_name(labels).is_file() and labels != path.name:
            return images, [str(label) for label in idx(path.with_name(labels))]
    return images, [None] * len(images)  # to predict


def idx(path: Path) -> np.ndarray:
    """Bytes: 0, 0, type (8: uint8), number of axes, their lengths as int32, values."""
    stored = unpacked(path)
    if stored[:3] != b"\x00\x00\x08":
        raise ValueError(
            f"{path.name} begins with {stored[:3]!r}, needed 0, 0, 8: an idx file of uint8"
        )
    lengths = np.frombuffer(stored, dtype=">i4", count=stored[3], offset=4)
    return np.frombuffer(stored, np.uint8, offset=4 + 4 * stored[3]).reshape(lengths)


def npz(path: Path, images: str, labels: str) -> tuple[np.ndarray, list[str | None]]:
    """Images [n, height, width(, channels)] of 0..255, and labels if there are any."""
    with opened(path, images) as file:
        found = file[images]
        said = file[labels].ravel().tolist() if labels in file else [None] * len(found)
    answers = [None if cell is None else str(cell) for cell in said]
    return as_bytes(found, path), answers


def npz_masks(path: Path, images: str, masks: str) -> tuple[np.ndarray, Sequence[Any]]:
    """Images, and for each an array of codes if there are any."""
    with opened(path, images) as file:
        found = file[images]
        answers = file[masks] if masks in file else [None] * len(found)
    return as_bytes(found, path), answers


def opened(path: Path, key: str) -> np.lib.npyio.NpzFile:
    unpacked(path)  # says what is wrong with the path
    file = np.load(path, allow_pickle=False)
    if key not in file:
        raise ValueError(
            f"{path.name} holds {file.files}, needed {key!r}: correct config.py"
        )
    return file


def as_bytes(found: np.ndarray, path: Path) -> np.ndarray:
    """uint8, channels last."""
    if found.dtype != np.uint8 and not (found.min() >= 0 and 1 < found.max() <= 255):
        raise ValueError(
            f"{path.name} has pixels from {found.min()} to {found.max()}, needed 0 to 255: "
            "save them as uint8"
        )
    if found.ndim == 4 and found.shape[1] in (1, 3, 4) and found.shape[3] > 4:
        found = np.moveaxis(found, 1, 3)  # channels last, as pictures have them
    return found.astype(np.uint8)
