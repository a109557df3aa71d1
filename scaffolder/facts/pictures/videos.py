"""Pictures that belong together: frames of one video, whose neighbours are nearly copies."""

from __future__ import annotations

import re
from collections import defaultdict
from statistics import mean

from scaffolder.facts.listing import said, some
from scaffolder.facts.model import Proposal
from scaffolder.facts.pictures.look import Picture

VIDEO = r"^.*?(?=[_-]?[A-Za-z]?\d+\.\w+$)"  # "0006R0" of "0006R0_f00990.png"
FRAME = re.compile(r"(^|[^a-z])(f|fr|frame|t|time)[-_]?\d+\.\w+$", re.I)
FRAMES = 3  # pictures per name and more, on average
ENOUGH = 7  # videos, of which one can validate and one test
PAIRS = 40  # neighbours that are compared
ALIKE = 0.6  # of the difference of any two pictures: neighbours of one film reach .3
CHANCE = (
    Proposal("chance", "nothing says which pictures belong together"),
    Proposal("", "a split by chance needs no column"),
)

Named = list[tuple[str, Picture]]  # id and picture


def propose(splits: dict[str, Named]) -> tuple[Proposal, Proposal, list[str]]:
    """(split, split_column, sentences)"""
    videos = {split: by_video(named) for split, named in splits.items()}
    train = videos["train"]
    several = {name: frames for name, frames in train.items() if len(frames) > 1}
    if len(splits["train"]) < FRAMES * len(train) or not (told := filmed(several)):
        return *CHANCE, []
    if len(splits) > 1:
        return *CHANCE, on_both_sides(videos, told)
    what = "video" if are_frames(splits["train"]) else "group"
    count = said(len(train), what)
    if len(train) >= ENOUGH:
        return (
            Proposal("group", f"{count}: {told}"),
            Proposal(VIDEO, f"what this finds in an id is the name of the {what}"),
            [
                f"{count}, told by the names: {told}. A split by chance"
                f" would put near copies on both sides, so the split is by {what}."
            ],
        )
    return (
        Proposal("time", f"too few {what}s to split by them: {told}"),
        Proposal(".*", "the names, which are in the order of time"),
        [
            f"{count}, too few to split by them: {told}. A split by chance would put near"
            " copies on both sides, so the last pictures are kept."
        ],
    )


def are_frames(named: Named) -> bool:
    """Whether a name says so: slices of a scan and tiles of a map are numbered, too."""
    return any(FRAME.search(id) for id, _ in named[:1])


def by_video(named: Named) -> dict[str, Named]:
    """Ids up to the number of the frame, without the folder of the split."""
    found: dict[str, Named] = defaultdict(list)
    for id, picture in named:
        match = re.search(VIDEO, id.partition("/")[2])
        found[match.group() if match else id].append((id, picture))
    return found


def filmed(videos: dict[str, Named]) -> str:
    """The evidence that names that differ in a number are frames; "" if they are not."""
    rows = [sorted(frames, key=lambda frame: frame[0]) for frames in videos.values()]
    beside = [pair for row in rows for pair in zip(row, row[1:], strict=False)]
    flat = [frame for row in rows for frame in row]
    apart = list(zip(flat, flat[len(flat) // 2 :], strict=False))
    near, far = (
        mean(distances) if (distances := differences(pairs)) else 0.0
        for pairs in (beside, apart)
    )
    if not 0 < near < ALIKE * far:
        return ""
    return (
        f"pictures with neighbouring numbers differ {near / far:.0%} as much as others"
    )


def differences(
    pairs: list[tuple[tuple[str, Picture], tuple[str, Picture]]],
) -> list[float]:
    """Mean difference of two pictures in a thumbnail of 16 x 16 grey pixels."""
    from PIL import ImageChops, ImageStat

    chosen = pairs[:: max(1, len(pairs) // PAIRS)]
    return [
        ImageStat.Stat(ImageChops.difference(*map(thumbnail, pair))).mean[0]
        for pair in chosen
    ]


def thumbnail(frame: tuple[str, Picture]):
    from PIL import Image

    with Image.open(frame[1].path) as picture:
        return picture.convert("L").resize((16, 16))


def on_both_sides(videos: dict[str, dict[str, Named]], told: str) -> list[str]:
    """Videos that training shares with a given split."""
    sentences = []
    for split, theirs in videos.items():
        shared = sorted(set(theirs) & set(videos["train"]))
        if split != "train" and shared:
            count = sum(len(theirs[name]) for name in shared)
            sentences.append(
                f"Pictures of one group or video stand in training and {split}: {some(shared)}"
                f" ({said(count, 'picture')} of {split}); {told}. The {split} score is that"
                " of a place already seen. The split was given and stays, so that scores"
                " can be compared; for another place, put whole groups on one side."
            )
    return sentences
