"""Folders that show the same things in several ways: colour and depth, left and right, day and night.

They have the same names, and no folder says what a picture shows; or the folders of the classes
stand below each of them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.commands import text
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import entries, images_below, said, some
from scaffolder.facts.pictures import numbered_folders

SENSORS = {"rgb", "color", "colour", "image", "images", "depth", "disparity", "thermal"}
SENSORS |= {"ir", "nir", "infrared", "lidar", "normals", "optical", "sar", "visible"}
MADE = {
    "gray",
    "grey",
    "grayscale",
    "greyscale",
    "segmented",
    "masked",
    "cropped",
    "raw",
}
MADE |= {"original", "originals", "augmented", "processed", "preprocessed", "enhanced"}
MADE |= {"normalized", "resized", "denoised", "filtered", "edges", "hsv", "lab"}
PLAIN = {"rgb", "color", "colour", "original", "originals", "visible", "raw"}
ENLARGED = re.compile(r"\d+x|x\d+")  # of a microscope
FAMILIES = (
    {"left", "right"},
    {"day", "night"},
    {"before", "after"},
    {"pre", "post"},
    {"input", "output", "target"},
    {"high", "low"},
    {"hr", "lr"},
)
FEWEST, LOOKED_AT = 6, 12  # pictures of each folder
SIDE = 32  # pixels of the pictures that are compared
MOSTLY = 0.75  # of them are most like the one of their name in the other folder
SAME = 0.95  # of the names
STEPS = (
    "import shutil; import numpy as np; from pathlib import Path; from PIL import Image,"
    " ImageFilter; top, to = Path({top}), Path({to}); [(to / d).mkdir(parents=True) for d in"
    ' ("images", "masks")]; a = {{f: np.array(Image.open(f)) for f in sorted((top /'
    " {deep}).iterdir())}}; q = np.quantile(np.concatenate([x[x > 0] for x in a.values()]), (0.25,"
    " 0.5, 0.75)); step = lambda x: np.array(Image.fromarray((np.digitize(x, q) +"
    " 1).astype(np.uint8)).filter(ImageFilter.MedianFilter(5))); [Image.fromarray(step(x) * (x >"
    ' 0)).save(to / "masks" / (f.stem{cut} + ".png")) for f, x in a.items()]; [shutil.copy(f, to'
    ' / "images" / f.name{other_cut}) for f in sorted((top / {other}).iterdir())]'
)


def refuse(folder: Path, classes: list[Path]) -> None:
    """Raises DataError where folders taken for classes hold views of the same things."""
    named = {place: by_name(place) for place in classes}
    if len(classes) < 2:
        return
    below = numbered_folders.same_below(classes)
    if below and all(map(says_how, classes)):
        raise DataError(told_versions(folder, classes, below))
    if not have_same_names(list(named.values())):
        return
    one, other = list(named.values())[:2]
    deep = [place for place in classes if is_deep(next(iter(named[place].values())))]
    several_depths = 0 < len(deep) < len(classes)
    words = [place.name.lower() for place in classes]
    names = [Path(name).name for name in one]
    if below and match(one, other):
        raise DataError(told_versions(folder, classes, below))
    if several_depths or are_views(words, names) or match(one, other):
        raise DataError(told(folder, classes, deep if several_depths else []))


def says_how(folder: Path) -> bool:
    """Whether a folder says how its pictures were taken or changed: "grayscale", "400X"."""
    words = re.split(r"[^a-z0-9]+", folder.name.lower())
    return any(w in SENSORS | MADE or ENLARGED.fullmatch(w) for w in words)


def sentences(folder: Path) -> list[str]:
    """On the same folders below each class: versions, or perhaps the classes."""
    classes = [place for place in entries(folder) if place.is_dir()]
    below = numbered_folders.same_below(classes)
    if not below or not all(says_how(Path(name)) for name in below):
        return numbered_folders.sentences(folder)
    return [
        f"Each class holds the same folders, {some(below)}, which seem to say how a picture was"
        " taken or changed. If those of one name show one thing, keep them on one side of a"
        " split: --split group --split-column '([^/]+)[.][^.]+$'."
    ]


def told_versions(folder: Path, classes: list[Path], below: list[str]) -> str:
    plain = [c for c in classes if PLAIN & {*re.split(r"[^a-z]+", c.name.lower())}]
    parts = " (those of other parts with --validation-data and --test-data)"
    return (
        f"Each of the folders {some(c.name for c in classes)} of {folder} holds the same folders,"
        f" {some(below)}: the upper ones seem to say how a picture was taken or changed, and"
        " not what it shows. Needed: one version, as those of one thing belong on one side of"
        f" a split; name {[*plain, *classes][0]}{parts * bool(split_of(folder))}, or another of"
        " them. If they are the classes all the same, call them by what they show."
    )


def by_name(folder: Path) -> dict[str, Path]:
    """The pictures by what tells them apart: "0001" of rgb_0001.png and of 0001_rgb.png."""
    files = list(images_below(folder))
    begin, end = cuts_of(files)
    return {
        (
            file.parent.relative_to(folder) / file.stem[begin : len(file.stem) - end]
        ).as_posix(): file
        for file in files
    }


def beginning(files: list[Path]) -> str:
    """What all names begin with, before the numbers."""
    if len(files) < 2:
        return ""
    return os.path.commonprefix([file.stem for file in files]).rstrip("0123456789")


def ending(files: list[Path]) -> str:
    """What all names end with, behind the numbers."""
    if len(files) < 2:
        return ""
    turned = os.path.commonprefix([file.stem[::-1] for file in files])
    return turned[::-1].lstrip("0123456789")


def have_same_names(named: list[dict[str, Path]]) -> bool:
    most = max(map(len, named))
    common = set(named[0]).intersection(*named[1:])
    return len(common) >= max(FEWEST, SAME * most)


def are_views(folders: list[str], names: list[str]) -> bool:
    """By the words of folders; pictures that are only counted may be of any class."""
    if all(SENSORS & {*re.split(r"[^a-z]+", folder)} for folder in folders):
        return True
    apart = [{word for word in re.split(r"[^a-z]+", folder)} for folder in folders]
    told = any(all(family & words for words in apart) for family in FAMILIES)
    return told and not all(name.isdecimal() for name in names)


def is_deep(file: Path) -> bool:
    """More than 8 bits a pixel, as cameras of depth and heat write."""
    from PIL import Image

    try:
        with Image.open(file) as picture:
            return picture.mode.startswith(("I", "F"))
    except (OSError, ValueError, Image.DecompressionBombError):
        return False


def match(one: dict[str, Path], other: dict[str, Path]) -> bool:
    """Whether a picture is more like the one of its name than like the others there."""
    import numpy as np

    names = sorted(set(one) & set(other))
    names = names[:: max(1, len(names) // LOOKED_AT)][:LOOKED_AT]
    try:
        ours, theirs = ([small(named[n]) for n in names] for named in (one, other))
    except (OSError, ValueError):
        return False
    likeness = np.abs(normed(ours) @ normed(theirs).T)
    own = np.arange(len(names))
    clear = likeness.max(1) > 0
    return bool(((likeness.argmax(1) == own) & clear).mean() >= MOSTLY)


def small(file: Path) -> list[float]:
    from PIL import Image

    with Image.open(file) as picture:
        return list(picture.convert("L").resize((SIDE, SIDE)).tobytes())


def normed(pictures: list[list[float]]):
    """One row each, of length one, without what all pictures of a folder share."""
    import numpy as np

    rows = np.array(pictures, float)
    rows -= rows.mean(0)
    rows -= rows.mean(1, keepdims=True)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def told(folder: Path, classes: list[Path], deep: list[Path]) -> str:
    names = [file.name for file in images_below(classes[0])]
    return (
        f"The folders {some(c.name for c in classes)} of {folder} hold {said(len(names), 'picture')}"
        f" of the same names ({some(names, 2)}): each thing in several ways, and not what it is."
        f" {on_depth(folder, classes, deep[0]) if deep else on_views(folder, classes)}"
    )


def on_views(folder: Path, classes: list[Path]) -> str:
    way = (
        f"{commands.python(folder, table_of(classes))} and name {folder / 'pairs.csv'}"
    )
    return (
        "Needed: what the pictures show, as folders of classes, a table of labels, masks or"
        " boxes; name it with one of these folders. A picture as the answer to another is no"
        " kind of project here. If the folders are the classes all the same, as real and"
        " changed pictures are, both of a thing belong on one side of a split: write a table"
        f" that says so: {way}."
    )


def on_depth(folder: Path, classes: list[Path], deep: Path) -> str:
    """With the command that makes masks of four steps of it, where there are pictures to each."""
    other = next(place for place in classes if not is_deep(next(images_below(place))))
    to = folder.with_name(f"{folder.name}_steps")
    cuts = [beginning(list(images_below(place))) for place in (deep, other)]
    cut, other_cut = (f"[{len(begin)}:]" if begin else "" for begin in cuts)
    code = STEPS.format(
        top=text(folder.name),
        to=text(to.name),
        deep=text(deep.name),
        other=text(other.name),
        cut=cut,
        other_cut=other_cut,
    )
    return (
        f"Those in {deep.name} have a number for each pixel, as depth or heat: such an answer"
        " is no kind of project here. Classes of pixels are: to learn four steps of the number"
        f" (0, where nothing was measured, is a class of its own), smoothed: {commands.python(folder.parent, code)}"
        f" and name {to}."
    )


def cuts_of(files: list[Path]) -> tuple[int, int]:
    return len(beginning(files)), len(ending(files))


def table_of(classes: list[Path]) -> str:
    """Python that writes path, label and the thing, by which `recipe` splits then."""
    cuts = {c.name: cuts_of(list(images_below(c))) for c in classes}
    return (
        "import csv; from pathlib import Path; csv.writer(open("
        '"pairs.csv", "w", newline="")).writerows([("path", "label", "subject"), *((p.as_posix(),'
        f" d, p.stem[a : len(p.stem) - b]) for d, (a, b) in {text(cuts)}.items() for p in"
        ' sorted(Path(d).rglob("*.*")))])'
    )
