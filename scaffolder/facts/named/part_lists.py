"""Texts beside folders of classes that say which pictures train and which test, or where things are.

"train.txt" and "test.txt" that name pictures, or "train_test_split.txt" that gives a 0 or 1 to
each number that "images.txt" gives to a picture.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from scaffolder.facts import commands
from scaffolder.facts.commands import text
from scaffolder.facts.files.source import loosely, split_of
from scaffolder.facts.listing import entries, first_bytes, images_below, said

MOSTLY = 0.8  # of the lines name a picture
HEAD = 4_000_000  # bytes of a list that are read
MOST_FILES = 30  # texts of a folder
BOX = 4  # numbers
FORMS: dict[str, Callable[[Path, Path], str]] = {  # how a line calls a picture `p`
    "p.relative_to(home).as_posix()": lambda p, home: way_to(p, home),
    "p.relative_to(home.parent).as_posix()": lambda p, home: way_to(p, home.parent),
    'p.relative_to(home).with_suffix("").as_posix()': lambda p, home: way_to(
        p.with_suffix(""), home
    ),
    "p.name": lambda p, home: p.name,
    "p.stem": lambda p, home: p.stem,
}
LINES: dict[str, Callable[[str], str]] = {  # what of a line is the name
    "line.strip()": str.strip,
    "line.split()[0]": lambda line: line.split()[0],
    "line.split(maxsplit=1)[1].strip()": lambda line: line.partition(" ")[2].strip(),
}
WRITE = (
    "import csv; from pathlib import Path; home = Path({home}); known = {{{form}: p for p in"
    ' sorted(home.rglob("*.*"))}}; {named}[csv.writer(open(to, "w", newline="")).writerows('
    '[("path", "label"), *((p.as_posix(), p.relative_to(home).parts[0]) for p in map(known.get,'
    " {names}) if p)]) for to, part in {tables}.items()]"
)


def sentences(path: Path, home: Path) -> list[str]:
    """On such texts around `home`, which holds the folders of classes."""
    pictures = list(images_below(home))
    for top in dict.fromkeys((path, home.parent)):
        texts = {file: lines_of(file) for file in texts_in(top)}
        found = lists(top, home, texts, pictures) or flags(top, home, texts, pictures)
        if found:
            return found
    return []


def texts_in(top: Path) -> list[Path]:
    """Of a folder and of those in it that hold no pictures."""
    if not top.is_dir():
        return []
    inside = [e for e in entries(top) if e.is_dir() and not next(images_below(e), None)]
    files = [f for folder in (top, *inside) for f in entries(folder) if f.is_file()]
    return [file for file in files if file.suffix.lower() == ".txt"][:MOST_FILES]


def lines_of(file: Path) -> list[str]:
    content = first_bytes(file, HEAD).decode("utf-8-sig", "replace")
    return [line for line in content.splitlines() if line.strip()]


def called(
    lines: list[str], home: Path, pictures: list[Path], ways: tuple[str, ...]
) -> tuple[str, str]:
    """(form of a name, what of a line it is), as Python; ("", "") where they name others."""
    for way in ways:
        names = {LINES[way](line) for line in lines}
        for form, of in FORMS.items():
            known = {of(picture, home) for picture in pictures}
            unique = len(known) == len(pictures)
            if unique and names and len(names & known) >= MOSTLY * len(names):
                return form, way
    return "", ""


def lists(
    top: Path, home: Path, texts: dict[Path, list[str]], pictures: list[Path]
) -> list[str]:
    """train.txt and test.txt."""
    ways = ("line.strip()", "line.split()[0]")
    found = {f: called(lines, home, pictures, ways) for f, lines in texts.items()}
    named = [file for file in found if found[file][0]]
    parts = {
        part: file for file in sorted(named, reverse=True) if (part := part_of(file))
    }
    if not {"train"} < parts.keys():
        return []
    form, way = found[parts["train"]]
    files = {table_of(part): relative(file, top) for part, file in parts.items()}
    names = f'[{way} for line in Path(part).read_text("utf-8-sig").splitlines() if line.strip()]'
    told = " and ".join(relative(file, top) for file in parts.values())
    return [
        f"Given parts, not read: {told} name pictures of {len(parts)} parts."
        f" {command(top, home, form, names, files)}"
    ]


def part_of(file: Path) -> str:
    """Also of "TrainImages.txt" and "train1.txt"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", file.name)
    return split_of(Path(apart)) or next(iter(loosely([file])), "")


def flags(
    top: Path, home: Path, texts: dict[Path, list[str]], pictures: list[Path]
) -> list[str]:
    """images.txt, and texts of something for each number in it."""
    way = "line.split(maxsplit=1)[1].strip()"
    found = {f: called(lines, home, pictures, (way,)) for f, lines in texts.items()}
    index = next((file for file, (form, _) in found.items() if form), None)
    if not index:
        return []
    ids = {line.split()[0] for line in texts[index]}
    rows = {
        file: [line.split() for line in lines]
        for file, lines in texts.items()
        if file != index and {line.split()[0] for line in lines} == ids
    }
    told = [on_flags(top, home, index, file, found[index][0]) for file in flagged(rows)]
    return told[:1] + [
        f"{relative(file, top)} holds {said(BOX, 'number')} for each picture: a box, as a rule left,"
        " top, width and height; not read. For image-detection write a table with the"
        " columns image,xmin,ymin,xmax,ymax,class."
        for file, cells in rows.items()
        if all(len(row) == BOX + 1 for row in cells)
    ]


def flagged(rows: dict[Path, list[list[str]]]) -> list[Path]:
    """The texts of a 0 or 1 each that are called after training or a split."""
    return [
        file
        for file, cells in rows.items()
        if all(len(row) == 2 for row in cells)
        and {row[1] for row in cells} == {"0", "1"}
        if split_of(file) or "split" in file.stem.lower()
    ]


def on_flags(top: Path, home: Path, index: Path, file: Path, form: str) -> str:
    """1 is the part that the name says first: training, in train_test_split and is_train."""
    first = split_of(Path(file.stem.partition("_split")[0])) or "train"
    one, zero = ("train", "test") if first == "train" else (first, "train")
    tables = {table_of(one): "1", table_of(zero): "0"}
    read = 'for line in Path({}).read_text("utf-8-sig").splitlines() if line.strip()'
    named = (
        f"name = dict(map(str.strip, line.split(maxsplit=1))"
        f" {read.format(text(relative(index, top)))}); flag = dict(line.split()"
        f" {read.format(text(relative(file, top)))}); "
    )
    names = "[name[i] for i in name if flag.get(i) == part]"
    return (
        f"Given parts, not read: {relative(file, top)} gives a 0 or 1 to each picture of"
        f" {relative(index, top)}, and 1 is taken for {one}."
        f" {command(top, home, form, names, tables, named)}"
    )


def command(
    top: Path,
    home: Path,
    form: str,
    names: str,
    tables: dict[str, str],
    named: str = "",
) -> str:
    tables = dict(sorted(tables.items(), key=lambda item: "train" not in item[0]))
    code = WRITE.format(
        home=text(relative(home, top)),
        form=form,
        named=named,
        names=names,
        tables=text(tables),
    )
    first = top / next(iter(tables))
    return f"To use them write a table of each: {commands.python(top, code)} and name {first}."


def way_to(picture: Path, home: Path) -> str:
    return picture.relative_to(home).as_posix()


def table_of(part: str) -> str:
    return f"pictures_{part}.csv"


def relative(path: Path, top: Path) -> str:
    return Path(os.path.relpath(path, top)).as_posix()
