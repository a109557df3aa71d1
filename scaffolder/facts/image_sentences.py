"""What a person should know of pictures, in sentences."""

from collections import Counter

from scaffolder.facts.listing import said, some
from scaffolder.facts.pictures import Picture


def on_copies(digests: dict[str, list[bytes]], labels: list[str]) -> list[str]:
    """Copies within the training pictures, and across splits; `labels` are training's."""
    train = digests["train"]
    different = set(train)
    sentences = []
    if repeats := len(train) - len(different):
        sentences.append(
            f"Training pictures that repeat an earlier one, byte for byte: {repeats:,}."
            " Copies stay on one side of the split."
        )
    if contradicting := len(set(zip(train, labels, strict=True))) - len(different):
        sentences.append(
            f"Copies of a training picture with another label: {contradicting:,}. No net"
            " can get them all right."
        )
    for split, others in digests.items():
        crossing = len(set(others) & different)
        if split != "train" and crossing:
            sentences.append(
                f"Training pictures that also stand in the {split} split: {crossing:,}."
                f" They are left out of training, or the {split} score would flatter."
            )
    return sentences


def on_pictures(train: list[Picture]) -> list[str]:
    sizes = Counter((picture.width, picture.height) for picture in train)
    (width, height), count = sizes.most_common(1)[0]
    first = f"Every picture is {width} x {height}."
    if len(sizes) > 1:
        sides = [picture.side for picture in train]
        first = (
            f"{len(sizes)} sizes, most often {width} x {height} ({count:,} pictures);"
            f" shorter sides go from {min(sides)} to {max(sides)}."
        )
    modes = Counter(picture.mode for picture in train)
    formats = Counter(picture.format for picture in train)
    turned = sum(picture.turned for picture in train)
    return [
        first,
        *_on_several("modes", modes),
        *_on_several("formats", formats),
        *_on_turned(turned),
    ]


def _on_several(what: str, counts: Counter[str]) -> list[str]:
    if len(counts) < 2:
        return []
    listed = some([f"{name} {count:,}" for name, count in counts.most_common()])
    return [f"Several {what}: {listed}; data.py turns all into one."]


def _on_turned(count: int) -> list[str]:
    if not count:
        return []
    return [
        f"EXIF says that the camera was turned: {said(count, 'picture')}. data.py turns"
        " them upright."
    ]


def on_unseen(labels: dict[str, list[str]]) -> list[str]:
    known = set(labels["train"])
    return [
        f"Training lacks these classes of {split}: {some(sorted(set(found) - known))}; no"
        " net can learn them."
        for split, found in labels.items()
        if set(found) - known
    ]
