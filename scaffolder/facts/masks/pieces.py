"""Several masks for one picture, one for each object: named, with the way to one mask.

"cell7/images/a.png" with "cell7/masks/1.png" and "2.png", or "images/a.png" with
"masks/a_1.png" and "masks/a_2.png".
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.commands import text
from scaffolder.facts.listing import IMAGE_ENDINGS, entries, files_below, some

PICTURES = re.compile(r"(images?|imgs?|pictures?|photos?|raw|inputs?)", re.I)
MASKS = re.compile(
    r"(masks?|annotations?|annots?|labels?|segmentations?|gt|ground[-_ ]?truths?)", re.I
)
FEWEST = 5  # pictures
DEEP = 2  # folders below the one given
MOSTLY = 0.8  # of the pictures have masks of their own
MAKE = (  # `one` writes a picture and the mask that its masks make together
    "import re, shutil; from functools import reduce; from pathlib import Path; from PIL import"
    ' Image, ImageChops; [(to / n).mkdir(parents=True) for n in ("images", "masks")];'
    ' one = lambda p, name, masks: masks and (shutil.copy(p, to / "images" /'
    ' f"{name}{p.suffix}"), reduce(ImageChops.lighter, (Image.open(m).convert("L") for m in'
    ' masks)).save(to / "masks" / f"{name}.png"));'
)


def refuse(folder: Path, deep: int = DEEP) -> None:
    """Raises DataError where pictures have a mask for each object."""
    inside = [entry for entry in entries(folder) if entry.is_dir()]
    pairs = [pair for entry in inside if (pair := of(entry)) and alone(*pair)]
    if len(pairs) >= max(FEWEST, MOSTLY * len(inside)):
        pictures, masks = (text(part.name) for part in pairs[0])
        raise to_unite(
            folder,
            f'[one(p, d.name, sorted((d / {masks}).glob("*.*"))) for d in sorted(top.iterdir())'
            f' for p in (d / {pictures}).glob("*.*")]',
        )
    if (pair := of(folder)) and begin_alike(*pair):
        pictures, masks = (text(part.name) for part in pair)
        raise to_unite(
            folder,
            f"[one(p, p.stem, [m for m in sorted((top / {masks}).iterdir()) if"
            ' re.match(re.escape(p.stem) + r"[^A-Za-z0-9]", m.name)]) for p in'
            f" sorted((top / {pictures}).iterdir())]",
        )
    for entry in inside if deep and len(inside) < FEWEST else ():
        refuse(entry, deep - 1)


def of(folder: Path) -> tuple[Path, Path] | None:
    """(folder of pictures, folder of masks)"""
    inside = {entry for entry in entries(folder) if entry.is_dir()}
    pictures = [entry for entry in inside if PICTURES.fullmatch(entry.name)]
    masks = [entry for entry in inside if MASKS.fullmatch(entry.name)]
    return (pictures[0], masks[0]) if len(pictures) == len(masks) == 1 else None


def files_in(folder: Path) -> list[Path]:
    return [e for e in entries(folder) if e.suffix.lower() in IMAGE_ENDINGS]


def alone(pictures: Path, masks: Path) -> bool:
    return len(files_in(pictures)) == 1 and len(files_in(masks)) > 0


def begin_alike(pictures: Path, masks: Path) -> bool:
    """Whether masks are called as pictures and a sign more: "a_1.png" of "a.png"."""
    stems = {file.stem for file in files_in(pictures)}
    found = [set(starts(file.stem)) & stems for file in files_in(masks)]
    known = {stem for one in found for stem in one}
    several = sum(map(bool, found)) > len(known) >= max(FEWEST, MOSTLY * len(stems))
    return several and all(found)


def starts(stem: str) -> Iterator[str]:
    yield from (stem[: sign.start()] for sign in re.finditer(r"[^A-Za-z0-9]", stem))


def to_unite(folder: Path, code: str) -> DataError:
    united = folder.with_name(f"{folder.name}_united")
    make = MAKE.replace(
        "[(to",
        f"top, to = Path({text(folder.name)}), Path({text(united.name)}); [(to",
        1,
    )
    return DataError(
        f"Found several masks for a picture in {folder}, one for each object. Needed: one mask"
        " for each picture, with a number for each class; if all objects are of one class, lay"
        f" them together: cd {shlex.quote(str(folder.parent))}; python -c"
        f" {shlex.quote(f'{make} {code}')} and name {united}. Objects that touch become one"
        " area; of several classes write each with a number of its own."
    )


def must_be_classes(folder: Path, names: list[str]) -> None:
    """DataError where folders called images and masks would be two classes."""
    if (pair := of(folder)) and {part.name for part in pair} == set(names):
        pictures, masks = (next(files_below(part, IMAGE_ENDINGS)) for part in pair)
        stems = [{f.stem for f in files_below(part, IMAGE_ENDINGS)} for part in pair]
        fault = f"their names do not fit together: {pictures.name}, {masks.name}"
        if len(stems[0] & stems[1]) > len(stems[0]) / 2:
            fault = (
                f"those in {masks.parent.relative_to(folder).as_posix()} do not look like masks"
                " of them: they hold many values, or stand in other folders than the pictures"
            )
        raise DataError(
            f"{folder} holds pictures in {pair[0].name} and masks in {pair[1].name}, but"
            f" {fault}. Needed: masks that hold a few values, each called as its picture, or with"
            " one word more for all of them, as images/a.png and masks/a_mask.png; rename or"
            " write them so. If they are two classes, give the folders other names."
        )


def further(
    pairs: Iterable[tuple[Path, Path]], spare: Iterable[Path], home: Path
) -> list[str]:
    """A sentence on files that are further masks of a picture: "a_mask_1.png" of "a_mask.png"."""
    stems = {mask.stem for _, mask in pairs}
    found = [file for file in spare if stems & set(starts(file.stem))]
    if not found:
        return []
    united = home.with_name(f"{home.name}_united")
    names = text([file.relative_to(home).as_posix() for file in found])
    code = (
        f"import re; from pathlib import Path; from PIL import Image, ImageChops; [(m := Path("
        f'{text(united.name)}, n), b := m.with_name(re.sub(r"[^A-Za-z0-9]+[A-Za-z0-9]+$", "",'
        " m.stem) + m.suffix), ImageChops.lighter(Image.open(b), Image.open(m)).save(b),"
        f" m.unlink()) for n in {names}]"
    )
    return [
        f"Further masks of a picture that has one, not read: {some(f.name for f in found)}. What"
        " they alone show counts as background. To lay each over the first: cd"
        f" {shlex.quote(str(home.parent))}; cp -r {shlex.quote(home.name)}"
        f" {shlex.quote(united.name)}; python -c {shlex.quote(code)} and name {united}."
    ]
