"""Training pictures of one class, others in the test only: what differs is to be found."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from scaffolder.errors import DataError
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import entries, images_below, some

NO_KIND = (
    "to learn from one class what differs from it (anomaly detection) is no kind here"
)


def refuse(
    classes: list[str],
    others: Mapping[str, Iterable[str]],
    places: Mapping[str, Path] = MappingProxyType({}),
) -> None:
    """Raises DataError where only validation or test has a second class."""
    for split, names in others.items():
        read = [f" ({places[part]})" if places else "" for part in ("train", split)]
        alone = places.get(split, f"the folder of {split}")
        raise DataError(
            f"Training{read[0]} holds one class ({some(classes)}), {split}{read[1]} others, too"
            f" ({some(sorted(names))}): {NO_KIND}. Needed: two classes and more in training; name"
            f" {alone} alone, and shares of it are kept for validation and test."
        )


def refuse_masks(folder: Path, pattern: str) -> None:
    """Raises DataError where training is a folder without masks, of one class."""
    plain = [e for e in entries(folder.parent) if e.is_dir() and split_of(e) == "train"]
    classes = [c for t in plain for c in entries(t) if c.is_dir()]
    classes = [c for c in classes if next(images_below(c), None)]
    masks = Path(
        os.path.normpath(folder / pattern.replace("{folder}", folder.name))
    ).parent
    if len(classes) != 1 or masks == folder:
        return
    apart = folder.parent / "with_masks"
    code = f"mkdir with_masks; cp -r {folder.name} with_masks/images; cp -r"
    raise DataError(
        f"Found pictures with masks in {folder}, and pictures of one class without masks in"
        f" {plain[0]} ({classes[0].name}): {NO_KIND}. Needed for segmentation: the pictures with"
        f" masks alone; copy them: cd {shlex.quote(str(folder.parent))}; {code}"
        f" {shlex.quote(masks.name)} with_masks/masks and name {apart}. For classes without masks:"
        f" name {folder}, and shares of it are kept for validation and test."
    )
