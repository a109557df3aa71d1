"""Files of numbers as MNIST has them: images-idx3-ubyte and labels-idx1-ubyte."""

import re
from pathlib import Path

from scaffolder.facts.files.source import Source, split_of, with_siblings


def is_idx(path: Path) -> bool:
    return bool(re.search(r"idx\d.ubyte", path.name))


def is_images(path: Path) -> bool:
    return bool(re.search(r"idx[34].ubyte", path.name))


def images_of(path: Path) -> Path:
    name = path.name.replace("labels", "images").replace("idx1", "idx3")
    return path if is_images(path) else path.with_name(name)


def find_in(folder: Path, files: list[Path]) -> Source | None:
    images = [file for file in files if is_images(file)]
    if not images:
        return None
    first = min(images, key=lambda file: split_of(file) != "train")
    return with_siblings("idx", first, is_images)
