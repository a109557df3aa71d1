"""What a person should know of pictures, in sentences."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from scaffolder.facts.listing import said, some
from scaffolder.facts.pictures.look import Picture, black, depth
from scaffolder.facts.splits.crossing import must_leave_some

FEW = 50  # pictures
SHARE = 10  # times as many train


def on_copies(
    digests: Mapping[str, Sequence[Hashable]],
    labels: list[str],
    noun: str = "picture",
) -> list[str]:
    """Copies within the training pictures, and across splits; `labels` are training's."""
    train = digests["train"]
    different = set(train)
    sentences = []
    if repeats := len(train) - len(different):
        sentences.append(
            f"Training {noun}s that repeat an earlier one, byte for byte: {repeats:,}."
            " Copies stay on one side of the split."
        )
    if contradicting := len(set(zip(train, labels, strict=True))) - len(different):
        sentences.append(
            f"Copies of a training {noun} with another label: {contradicting:,}. No net"
            " can get them all right."
        )
    for split, others in digests.items():
        crossing = len(set(others) & different)
        if split != "train" and crossing:
            known = set(others)
            both = sum(digest in known for digest in train)
            must_leave_some(len(train), both, split, noun)
            sentences.append(
                f"Training {noun}s that also stand in the {split} split: {crossing:,}."
                f" They are left out of training, or the {split} score would flatter."
            )
    return sentences


def on_few(counts: Mapping[str, int]) -> list[str]:
    """A given validation split that is too small for its training data."""
    train, few = counts["train"], counts.get("validation", 0)
    if not 0 < few < FEW or few * SHARE > train:
        return []
    error = 50 / few**0.5  # points: sqrt(p (1 - p) / n) at p = 1/2
    return [
        f"The validation split has {said(few, 'picture')}: a share of right answers among"
        f" them is known to {error:.2g} points (one standard error), too little to choose a"
        " checkpoint by. Take it away, and a share of the training data is kept for it; or"
        " move more pictures there."
    ]


def on_shared(digests: dict[str, list[tuple[bytes, ...]]]) -> list[str]:
    """Examples of several views that have a view twice, or one in common with another example."""
    train = digests["train"]
    twice = [str(i) for i, row in enumerate(train, 1) if len(set(row)) < len(row)]
    sentences = []
    if twice:
        sentences.append(
            f"Training rows of which two views are the same picture: {some(twice, 10)}."
        )
    for split, theirs in digests.items():
        owners = Counter(picture for row in theirs for picture in set(row))
        fewest = (
            2 if split == "train" else 1
        )  # training rows are among their own owners
        shared = [
            str(number)
            for number, row in enumerate(train, 1)
            if any(owners[picture] >= fewest for picture in row)
        ]
        common = sum(owners[picture] >= fewest for picture in distinct(train))
        where = "another row" if split == "train" else f"a {split} row"
        does = "stay on one side of the split" if split == "train" else "are left out"
        if shared:
            sentences.append(
                f"Training rows that have a picture in common with {where}:"
                f" {some(shared, 10)} ({said(common, 'picture')}). They are the same thing"
                f" twice, or mixed up, and {does}."
            )
    return sentences


def distinct(rows: list[tuple[bytes, ...]]) -> set[bytes]:
    return {picture for row in rows for picture in row}


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
        *_on_depth(train),
    ]


def _on_depth(train: list[Picture]) -> list[str]:
    bits, deepest = depth(train), max(picture.deepest for picture in train)
    if not bits or bits >= 16:
        return []
    if dark := black(train):
        lowest = min(picture.lowest for picture in train if picture.lowest)
        return [
            f"Files of 16 bits, but numbers lie between {lowest:,} and {deepest:,} of 65,535"
            f" only: read.py takes {dark:,} for black and {dark + 2**bits - 1:,} for white."
        ]
    return [
        f"Files of 16 bits, but numbers reach {deepest:,} of 65,535 only: {bits} bits are"
        f" in use, and read.py takes {2**bits - 1:,} for white."
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
