"""Boxes in text files as YOLO's: one a picture, its classes named in data.yaml."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from scaffolder.errors import DataError
from scaffolder.facts.boxes.found import Box, Listed
from scaffolder.facts.commands import python, text
from scaffolder.facts.files.source import Source, split_of
from scaffolder.facts.listing import entries, first_bytes, images_below, said, some
from scaffolder.facts.pictures.look import ON_THE_SIDE, ORIENTATION

FORMAT = "YOLO text files"
DEEP = 3  # folders below the one given
LINE = re.compile(r"\d+( +-?[\d.]+(e-?\d+)?){4,}\s*")  # class, and shares of the sides
OUTLINE = 6  # cells of a line: beyond class, box and how sure it is, corners of a shape
LISTS = (".yaml", ".yml")
NAMES = ("classes.txt", "obj.names", "labels.txt", "_darknet.labels")  # a class a line


def find_file(path: Path) -> Source | None:
    """data.yaml, which names folders of pictures."""
    return of_yaml(path) if path.suffix.lower() in LISTS else None


def find_folder(folder: Path) -> Source | None:
    """By data.yaml if it is there, else by folders of pictures that have such texts."""
    for file in entries(folder):
        if file.suffix.lower() in LISTS and (source := of_yaml(file)):
            return source
    given: dict[str, Path] = {}
    for below in folders(folder, DEEP):
        if is_marked(below):
            way = below.relative_to(folder.parent).parts
            split = next((s for s in map(split_of, map(Path, way[::-1])) if s), "train")
            given.setdefault(split, below)
    if "train" not in given:
        return None
    return Source(FORMAT, given["train"], given.get("validation"), given.get("test"))


def of_yaml(file: Path) -> Source | None:
    """`train`, `val` and `test` are folders, from `path` on or from the file's own."""
    stored = loaded(file)
    if not {"train", "names"} <= stored.keys():
        return None
    places = {split: stored.get(split) for split in ("train", "val", "test")}
    given = {
        split: place_of(file, stored, said) for split, said in places.items() if said
    }
    train = given.get("train")
    if train is None:
        raise DataError(
            f"{file} says that the training pictures are in {places['train']}, and there is no"
            f" such folder from {file.parent} on. Needed: one folder for each of train, val and"
            " test; correct the file, or name the folder that holds images/ and labels/."
        )
    return Source(FORMAT, train, given.get("val"), given.get("test"))


def place_of(file: Path, stored: dict[str, Any], said: Any) -> Path | None:
    said = said[0] if isinstance(said, list) and len(said) == 1 else said
    if not isinstance(said, str):
        return None
    near = re.sub(
        r"^(\.\./)+", "", said
    )  # exports write ../train/images of train/images
    tops = (file.parent / str(stored.get("path") or "."), file.parent)
    found = (top / way for top in tops for way in (said, near))
    return next((place for place in found if place.is_dir()), None)


def loaded(file: Path) -> dict[str, Any]:
    import yaml

    try:
        stored = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    return stored if isinstance(stored, dict) else {}


def is_marked(folder: Path) -> bool:
    """Whether it holds pictures of which one at least has a text of boxes."""
    pictures = [e for e in images_below(folder) if e.parent == folder][:50]
    texts = (text_of(picture) for picture in pictures)
    heads = (
        first_bytes(text, 4096).decode("utf8", "replace")
        for text in texts
        if text.is_file()
    )
    return any(LINE.fullmatch(head.split("\n")[0]) for head in heads)


def folders(folder: Path, deep: int) -> Iterator[Path]:
    yield folder
    for entry in entries(folder) if deep else ():
        if entry.is_dir():
            yield from folders(entry, deep - 1)


def names(train: Path) -> dict[str, str]:
    """Number of a class -> its name, where a file beside the texts or above says so."""
    return next(named(train), (train, {}))[1]


def named(train: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    texts = text_of(train / "of.jpg").parent
    for home in dict.fromkeys((texts, train, *train.parents[:3])):
        for file in entries(home) if home.is_dir() else ():
            held = loaded(file).get("names") if file.suffix.lower() in LISTS else None
            if isinstance(held, list):
                held = dict(enumerate(held))
            if isinstance(held, dict):
                yield file, {str(number): str(name) for number, name in held.items()}
            elif file.name.lower() in NAMES:
                lines = file.read_text("utf-8", "replace").splitlines()
                yield file, {str(n): line.strip() for n, line in enumerate(lines)}


def must_be_named(source: Source, listed: Iterable[Listed]) -> None:
    """DataError where boxes have a number that the file of names does not."""
    file, names = next(named(source.train), (source.train, {}))
    counts = Counter(box[0] for one in listed for box in one.boxes)
    unknown = sorted({*counts} - {*names})
    if not names or not unknown:
        return
    many = some([f"{said(counts[n], 'box')} of class {n}" for n in unknown])
    known = some([f"{n} {name}" for n, name in names.items()], 12)
    first = (
        f" No box is of class 0: if the numbers count from 1, put one more name before the"
        f" first in {file.name}."
    )
    raise DataError(
        f"Found {many} in {os.path.commonpath([*source.splits.values()])}, and {file}"
        f" names no such class: {known}."
        f" Needed: a name for each; add it there, if they are a class.{first * ('0' not in counts)}"
        f" If they are mistakes, take these lines out: {without(source, unknown)} (each text that"
        " changes is kept as NAME.txt.before; a picture without another box counts as empty)."
    )


def without(source: Source, unknown: list[str]) -> str:
    """The command that takes the boxes of these classes out of the texts."""
    folders = [text_of(place / "of.jpg").parent for place in source.splits.values()]
    top = Path(os.path.commonpath(folders))
    ways = [folder.relative_to(top).as_posix() for folder in folders]
    code = (
        "from pathlib import Path; keep = lambda line: line.split()[:1] not in"
        f" {text([[number] for number in unknown])};"
        f' texts = [p for d in {text(ways)} for p in sorted(Path(d).rglob("*.txt"))];'
        ' [(p.with_name(p.name + ".before").write_text(t), p.write_text("".join(filter(keep,'
        " t.splitlines(True))))) for p in texts if not all(map(keep, (t :="
        " p.read_text()).splitlines(True)))]"
    )
    return python(top, code)


# --- by the rules of read.py


def listed(path: Path) -> Iterator[Listed]:
    for picture in sorted(images_below(path)):
        id = f"{path.parent.name}/{path.name}/{picture.relative_to(path).as_posix()}"
        text, size = text_of(picture), size_of(picture)
        try:
            lines = text.read_text("utf-8").splitlines() if text.is_file() else []
            boxes = tuple(box(line, *size) for line in lines if line.strip())
        except ValueError as error:
            yield Listed(id, picture, (), wrong=f"its boxes cannot be read ({error})")
        else:
            shapes = sum(len(line.split()) > OUTLINE for line in lines)
            yield Listed(id, picture, boxes, size, outlines=shapes, shares=True)


def text_of(picture: Path) -> Path:
    """images/train/1.jpg -> labels/train/1.txt: the last folder of that name changes."""
    *above, name = picture.parts
    if "images" in above:
        above[len(above) - 1 - above[::-1].index("images")] = "labels"
    return Path(*above, name).with_suffix(".txt")


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height, upright; 0, 0 of what is no picture."""
    from PIL import Image

    try:
        with Image.open(picture) as file:
            on_its_side = file.getexif().get(ORIENTATION, 1) in ON_THE_SIDE
            return (file.height, file.width) if on_its_side else file.size
    except Exception:  # Pillow raises many classes on broken files
        return 0, 0


def box(line: str, width: int, height: int) -> Box:
    """Class, centre and size as shares of the picture; or the corners of an outline."""
    label, *shares = line.split()
    x, y, *rest = map(float, shares)
    if len(rest) in (2, 3):  # a third is how sure a detector was
        across = x - rest[0] / 2, x + rest[0] / 2
        down = y - rest[1] / 2, y + rest[1] / 2
    else:
        across, down = (x, *rest[0::2]), (y, *rest[1::2])
    left, right = min(across) * width, max(across) * width
    top, bottom = min(down) * height, max(down) * height
    return (label, round(left, 3), round(top, 3), round(right, 3), round(bottom, 3))
