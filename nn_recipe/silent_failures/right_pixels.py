"""Masks against their pictures: in a copy each picture is its mask, and x must be y, pixel by pixel."""

import re
from pathlib import Path

import numpy as np

from ..additions import Rereadable
from ..contract import NotOffered, Project
from ..findings import Findings

KINDS = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff")
FEWEST = 10  # pairs
FEW = 24  # values of a mask; a photograph has more
SPLITS = {"train", "training", "val", "valid", "validation", "dev", "test"}
TOLD = 0.5  # of the variance of x, by y: a border that was smoothed leaves .8
OTHERS = (
    0.1  # of the examples may be told worse: by something that an augmentation cut out
)


def judge_right_pixels(project: Project, findings: Findings) -> None:
    """A mask of another picture, or one that is not mirrored with it, trains all the same."""
    if not isinstance(project, Rereadable) or project.target.answers_are != "places":
        return
    x, y = project.read_now(project)["train"]
    if x.ndim != 4 or y.shape[-2:] != x.shape[-2:]:
        return
    pairs = pairs_in(project.root)
    if len(pairs) < FEWEST:
        return

    def change(folder: Path) -> None:
        for picture, mask in pairs.items():
            paint(mask, folder / picture.relative_to(project.root), picture)

    try:
        planted, y = project.reread(change)["train"]
    except NotOffered:
        raise
    except Exception:  # a script may refuse such pictures
        return
    if planted.shape != x.shape or np.array_equal(planted, x):
        return
    shares = [
        told_by(a.mean(0), b.reshape(a.shape[1:]))
        for a, b in zip(planted, y, strict=True)
    ]
    known = [share for share in shares if share is not None]
    wrong = sum(share < TOLD for share in known)
    findings.demand(
        wrong <= OTHERS * len(known),
        f"In a copy in which each picture is painted with its own mask x and y differ in {wrong} of "
        f"{len(known)} training examples: the mask is that of another picture, or is not turned, cut "
        "or scaled with it.",
        project.data_lines(r"flip\(|rotat|crop|listdir|glob\(|sorted\("),
    )


def pairs_in(root: Path) -> dict[Path, Path]:
    """Picture -> mask, of one split: their names begin alike, and a mask has few values."""
    listed = (p for p in sorted(root.rglob("*")) if p.suffix.lower() in KINDS)
    files = [p for p in listed if "runs" not in p.parts]
    masks = {p for p in files if values(p) <= FEW}
    pictures = {(p.stem, split_of(p, root)): p for p in files if p not in masks}
    found: dict[Path, Path] = {}
    for mask in masks:
        starts = (mask.stem[:n] for n in range(len(mask.stem), 0, -1))
        names = ((start, split_of(mask, root)) for start in starts)
        picture = next((pictures[name] for name in names if name in pictures), None)
        if picture is None or picture in found:
            return {}  # no such order in their names
        found[picture] = mask
    return found


def split_of(path: Path, root: Path) -> frozenset[str]:
    """What the folders say of who trains and who validates: train of train_images."""
    said = re.split(r"[^a-z]+", str(path.relative_to(root).parent).lower())
    return frozenset(said) & SPLITS


def values(path: Path) -> int:
    from PIL import Image

    with Image.open(path) as image:
        return len(np.unique(np.asarray(image.convert("L"))))


def paint(mask: Path, to: Path, like: Path) -> None:
    from PIL import Image

    with Image.open(mask) as said, Image.open(like) as picture:
        grey = np.asarray(
            said.convert("L").resize(picture.size, Image.Resampling.NEAREST)
        ).astype(float)
        grey = 255 * (grey - grey.min()) / max(1.0, grey.max() - grey.min())
        Image.fromarray(grey.astype(np.uint8)).convert(picture.mode).save(to)


def told_by(x: np.ndarray, y: np.ndarray) -> float | None:
    """The share of the variance of x that the classes of y leave nothing of; None without any."""
    kinds = np.unique(y)
    if len(kinds) < 2 or not x.std():
        return None
    within = sum(((x[y == k] - x[y == k].mean()) ** 2).sum() for k in kinds)
    return 1 - float(within / ((x - x.mean()) ** 2).sum())
