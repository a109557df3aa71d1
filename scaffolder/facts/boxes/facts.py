"""Facts of pictures with boxes: Pascal VOC XML, COCO JSON, a table, or arrays of an npz."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from scaffolder.errors import DataError
from scaffolder.facts.boxes import (
    homes,
    measures,
    of_pictures,
    or_masks,
    outlines,
    picture_labels,
    read,
    sentences,
    yolo,
)
from scaffolder.facts.boxes.conventions import first_pixel, lowest, reach, spelling
from scaffolder.facts.boxes.enough import must_be_enough, must_be_learnable
from scaffolder.facts.boxes.expected import loss_at_init
from scaffolder.facts.boxes.find import columns as columns_of
from scaffolder.facts.boxes.find import find_file, find_folder, keys
from scaffolder.facts.boxes.found import NO_PICTURE, Listed, Marked
from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import on_left_out, on_parts, said
from scaffolder.facts.model import Facts, Proposal
from scaffolder.facts.pictures import kept_together
from scaffolder.facts.pictures import look as pictures
from scaffolder.facts.pictures.sentences import on_copies, on_pictures

__all__ = [
    "columns_of",
    "find_file",
    "find_folder",
    "keys",
    "read_arrays",
    "read_files",
    "read_texts",
]

Done = Callable[[str, int, int], None]
KIND = "image-detection"
AREA = 160 * 208  # pixels of x: of more, a CPU sees too few in minutes
SMALL = 96  # pixels: up to here nothing is shrunk
READERS = {"VOC XML": read.voc, "COCO JSON": read.coco}
YOLO = yolo.FORMAT
PARTS = {"VOC XML": "boxes_voc boxes_files", "COCO JSON": "boxes_coco boxes_files"}
UNSAID = Proposal((), "empty: no table")


def must_be_boxes(kind: str | None, path: Path) -> None:
    if kind and kind != KIND:
        raise DataError(
            f"{path} holds pictures with boxes, and {kind} needs something else. Use --task"
            f" {KIND}, or name the data you mean."
        )


def read_files(path: Path, source: Source, kind: str | None, done: Done) -> Facts:
    """XML or JSON files beside their pictures."""
    if kind not in (None, KIND) and source.format == "COCO JSON":
        picture_labels.refuse_in(source.train)
    must_be_boxes(kind, path)
    way, reader = homes.way(source.splits), READERS[source.format]
    found = {
        split: look(split, list(reader(file, pictures_of(file, way))), done)
        for split, file in source.splits.items()
    }
    settings = {
        "read": Proposal(PARTS[source.format], source.format),
        "columns": UNSAID,
        "header": UNSAID,
        "pictures": way,
    }
    facts = put_together(path, source, found, settings, homes.home_of(source.train))
    told = or_masks.sentences(path, source)
    if source.format == "COCO JSON":
        told = [*sentences.on_unused(read.categories(source.train), facts), *told]
    return replace(facts, sentences=(*facts.sentences, *told))


def read_texts(path: Path, source: Source, kind: str | None, done: Done) -> Facts:
    """A text file for each picture, as YOLO's."""
    must_be_boxes(kind, path)
    found = {
        split: look(split, list(yolo.listed(folder)), done)
        for split, folder in source.splits.items()
    }
    settings = {
        "read": Proposal("boxes_yolo boxes_files", YOLO),
        "columns": UNSAID,
        "header": UNSAID,
        "pictures": Proposal(".", "folder of the pictures, as seen from `data`"),
    }
    names = yolo.names(source.train)
    yolo.must_be_named(source, [m.listed for many in found.values() for m in many])
    facts = put_together(path, source, found, settings, None, names)
    told = outlines.sentences(source, [m.listed for m in found["train"]])
    told += sentences.on_unused(names.values(), facts)
    told += or_masks.sentences(path, source)
    return replace(facts, sentences=(*facts.sentences, *told))


def read_arrays(path: Path, source: Source, kind: str | None, done: Done) -> Facts:
    must_be_boxes(kind, path)
    both, found, names = read.npz(source.train)
    done("reading arrays", 1, 1)
    settings = {
        "read": Proposal("boxes_npz", "npz"),
        "columns": Proposal(both, "(key of the pictures, key of the boxes)"),
        "header": UNSAID,
        "pictures": Proposal("", "the pictures stand in the same file"),
    }
    return put_together(path, source, {"train": found}, settings, None, names)


def look(split: str, listed: list[Listed], done: Done) -> list[Marked]:
    looked = pictures.look(
        [(one.picture, "") for one in listed],
        lambda n, of: done(f"decoding {split} pictures", n, of),
    )
    return read.looked_at(listed, looked)


def pictures_of(file: Path, way: Proposal) -> read.Pictures:
    return read.Pictures(homes.place(file, way.value))


def put_together(
    path: Path,
    source: Source,
    found: dict[str, list[Marked]],
    settings: dict[str, Proposal],
    home: Path | None,
    names: Mapping[str, str] = MappingProxyType({}),
) -> Facts:
    kept = {split: [m for m in some if not m.wrong] for split, some in found.items()}
    measures.must_be_pixels(source, [m.listed for m in found["train"]])
    must_be_enough(path, found, kept)
    if home:
        homes.must_be_apart(found, home)
    train, every = kept["train"], [m for some in kept.values() for m in some]
    first, why = first_pixel(every)
    spelt = classes_of(every, names)
    must_be_learnable(path, train, first)
    images = [marked.picture for marked in train]
    size, channels = size_of(images), pictures.channels({p.mode for p in images})
    out = {m.listed.id: m.wrong for some in found.values() for m in some if m.wrong}
    split, column, together = kept_together.propose(
        {s: [(m.listed.id, m.picture) for m in some] for s, some in kept.items()}
    )
    digests = {s: [m.picture.digest for m in some] for s, some in kept.items()}
    counts = {split: len(some) for split, some in kept.items()}
    most = max(len(m.usable(first)) for m in every)
    return Facts(
        path=path,
        reader="boxes",
        format=source.format if source.format != "table" else "table of boxes",
        counts=counts,
        kind=Proposal(KIND, "pictures in which boxes are marked"),
        target=Proposal("", "the boxes of a picture are the answer"),
        drop=broken(found),
        split=split,
        split_column=column,
        settings={
            **given(source, counts),
            **settings,
            "classes": Proposal(by_class(spelt), "(name in your files, class)"),
            "first_pixel": Proposal(first, why),
            "most_boxes": Proposal(most, "boxes in the fullest picture: rows of y"),
            "channels": Proposal(*channels),
            **pictures.depth_setting(images),
        },
        shape=(channels[0], *size),
        duplicates=len(train) - len(set(digests["train"])),
        unreadable={name: why for name, why in out.items()},
        sentences=(
            on_parts(counts, "picture"),
            *on_boxes(train, every, first, spelt, size, spelling_asked=not names),
            *together,
            *on_copies(digests, [str(m.listed.boxes) for m in train]),
            *on_left_out(out),
            *sentences.on_strays(every, *of_pictures.partners(source, found, home)),
            *on_pictures(images),
        ),
        watch=Proposal(
            "mAP@.5", "the mean over the classes: each counts alike, however rare"
        ),
        expected=expected(train, size, len(set(spelt.values())), first),
    )


def broken(found: dict[str, list[Marked]]) -> tuple[Proposal, ...]:
    """Pictures that only decoding in full shows to be damaged: read.py looks at headers."""
    every = [m for some in found.values() for m in some]
    damaged = [m for m in every if m.picture.wrong not in ("", NO_PICTURE)]
    return tuple(
        Proposal(f"{file.parent.name}/{file.name}", f"{file.name}: {m.picture.wrong}")
        for m in damaged
        for file in [m.listed.picture]
    )


def classes_of(every: list[Marked], names: Mapping[str, str]) -> dict[str, str]:
    """The class of each name in the files; `names` says it where the files hold codes."""
    spelt = spelling(box[0] for m in every for box in m.listed.boxes)
    return {found: names.get(found, name) for found, name in spelt.items()}


def by_class(spelt: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(spelt.items(), key=lambda pair: (pair[1], pair[0])))


def on_boxes(
    train: list[Marked],
    every: list[Marked],
    first: int,
    spelt: dict[str, str],
    size: tuple[int, int],
    spelling_asked: bool,
) -> list[str]:
    return [
        *sentences.on_classes(train, first, spelt),
        *(sentences.on_spelling(spelt) if spelling_asked else []),
        *sentences.on_counts(train),
        *sentences.on_sizes(train, first, size, spelt),
        *sentences.on_faults(every, first),
        *sentences.on_convention(first, lowest(every), reach(every)),
        *sentences.on_frames(every),
        *sentences.on_border(train, first, spelt),
        *sentences.on_overlaps(train, first),
    ]


def size_of(images: list[pictures.Picture]) -> tuple[int, int]:
    """Height and width of x, multiples of 8: in the shape of most pictures, small for a CPU."""
    (width, height), _ = Counter((p.width, p.height) for p in images).most_common(1)[0]
    if max(width, height) <= SMALL:
        return -(-height // 8) * 8, -(-width // 8) * 8
    shrink = min(1.0, (AREA / (width * height)) ** 0.5)
    return max(8, round(height * shrink / 8) * 8), max(8, round(width * shrink / 8) * 8)


def given(source: Source, counts: dict[str, int]) -> dict[str, Proposal]:
    train = said(counts["train"], "picture")
    found = {"data": Proposal(str(source.train.resolve()), f"{train} with boxes")}
    for split in ("validation", "test"):
        name = f"{split}_data"
        if path := source.splits.get(split):
            why = f"{said(counts[split], 'picture')}: the given {split} split"
            found[name] = Proposal(str(path.resolve()), why)
        else:
            why = f"no {split} pictures were given: a share of `data` is kept"
            found[name] = Proposal("", why)
    return found


def expected(
    train: list[Marked], size: tuple[int, int], classes: int, first: int
) -> dict[str, str]:
    loss = loss_at_init(train, size, classes, first)
    return {
        "expected_loss": f"about {loss:.3g}: focal loss at a prior of .01 and the variance of the"
        " boxes, over boxes + pictures",
        "constant_answer": "each class with .01 at every place, and the mean box",
        "dumb_baseline": "boxes where training often had them, whatever the picture",
    }
