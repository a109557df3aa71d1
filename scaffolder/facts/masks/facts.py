"""Puts the facts of pictures with masks together: two folders, or arrays of an npz."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import hidden, on_left_out, on_parts, said, some
from scaffolder.facts.masks import arrays as mask_arrays
from scaffolder.facts.masks import levels as mask_levels
from scaffolder.facts.masks import lists as mask_lists
from scaffolder.facts.masks import parts as mask_parts
from scaffolder.facts.masks import pieces as mask_pieces
from scaffolder.facts.masks import rivals as mask_rivals
from scaffolder.facts.masks import same_everywhere
from scaffolder.facts.masks import tables as mask_tables
from scaffolder.facts.masks import values as mask_values
from scaffolder.facts.masks.mask import Mask, look
from scaffolder.facts.masks.sentences import expected, on_pixels
from scaffolder.facts.masks.values import Codes
from scaffolder.facts.model import Facts, Proposal
from scaffolder.facts.pictures import kept_together
from scaffolder.facts.pictures import look as pictures
from scaffolder.facts.pictures.look import Picture
from scaffolder.facts.pictures.sentences import on_copies, on_pictures
from scaffolder.facts.tables import answers

Done = Callable[[str, int, int], None]
AREA = 96 * 128  # pixels of x: of more, a CPU sees too few in minutes
SMALL = 64  # pixels: up to here nothing is resized
NAME = "{name}"
NO_MASK = "no mask"  # read.py sees it; other faults only decoding in full shows


@dataclass(frozen=True)
class Pair:
    """A picture and its mask, and why they cannot be used ("" if they can)."""

    id: str  # as data.py makes it: "train/0001.png"
    picture: Picture
    mask: Mask
    wrong: str


def must_be_masks(kind: str | None, path: Path) -> None:
    if kind and kind != "image-segmentation":
        raise DataError(
            f"{path} holds pictures with masks, and {kind} needs something else. Use --task"
            " image-segmentation, or name the data you mean."
        )


def read_masks(path: Path, source: Source, kind: str | None, done: Done) -> Facts:
    """Pictures in one folder, masks of the same names in another."""
    must_be_masks(kind, path)
    found = {
        split: list(pairs_in(split, home, source.patterns, done))
        for split, home in source.splits.items()
    }
    why = "pictures below `data`, and the mask of each: {name} is the same in both"
    facts = put_together(path, source, found, Proposal(source.patterns, why))
    if source.train.is_dir():
        spare = [p.picture.path for p in found["train"] if p.wrong == NO_MASK]
        both = [(p.picture.path, p.mask.path) for p in found["train"] if not p.wrong]
        more = mask_pieces.further(both, spare, source.train)
        more += mask_rivals.beside(both) + mask_parts.on_unread(path, source)
        more += mask_tables.sentences(path, [picture for picture, _ in both])
        more += same_everywhere.sentences([mask for _, mask in both])
        return replace(facts, sentences=(*facts.sentences, *more))
    listed = [(p.picture.path, p.mask.path) for both in found.values() for p in both]
    unlisted = mask_lists.on_unlisted(listed)
    return replace(facts, sentences=(*facts.sentences, *unlisted))


def read_arrays(path: Path, source: Source, kind: str | None, done: Done) -> Facts:
    """Two arrays of an npz: pictures, and a code for each of their pixels."""
    must_be_masks(kind, path)
    keys, found = mask_arrays.pairs(source.train)
    done("reading arrays", 1, 1)
    why = "(key of the pictures, key of the masks), known by shape and values"
    both = [Pair(f"{path.name}:{i}", *pair, "") for i, pair in enumerate(found, 1)]
    return put_together(path, source, {"train": both}, Proposal(keys, why))


def pairs_in(
    split: str, home: Path, patterns: tuple[str, str], done: Done
) -> list[Pair]:
    files = listed(home, *patterns)
    looked = pictures.look(
        [(picture, "") for picture, _ in files],
        lambda n, of: done(f"decoding {split} pictures", n, of),
    )
    masks = look(
        [mask for _, mask in files],
        lambda n, of: done(f"decoding {split} masks", n, of),
    )
    return [
        Pair(id_of(home, p.path), p, m, misfit(p, m))
        for p, m in zip(looked, masks, strict=True)
    ]


def id_of(home: Path, picture: Path) -> str:
    if home.is_file():
        return f"{picture.parent.name}/{picture.name}"
    return f"{home.name}/{picture.relative_to(home).as_posix()}"


def listed(home: Path, pictures: str, masks: str) -> list[tuple[Path, Path]]:
    """As `masks.pairs` of a project finds them."""
    if home.is_file():
        ways = (home.parent / pictures, home.parent / masks)
        return [
            (Path(str(ways[0]).replace(NAME, n)), Path(str(ways[1]).replace(NAME, n)))
            for n in mask_lists.names_in(home)
        ]
    before, after = pictures.split(NAME)
    masks = masks.replace("{folder}", home.name)
    found = {}
    for file in sorted(home.rglob("*")):
        way = file.relative_to(home).as_posix()
        fits = way.startswith(before) and way.endswith(after) and file.is_file()
        if fits and not hidden(file, home):
            name = way[len(before) : len(way) - len(after)]
            found[file] = (home / masks.replace(NAME, name)).resolve()
    taken = set(found.values())
    return [(file, mask) for file, mask in found.items() if file.resolve() not in taken]


def misfit(picture: Picture, mask: Mask) -> str:
    if picture.wrong:
        return picture.wrong
    if not mask.path.is_file():
        return NO_MASK
    if mask.wrong:
        return mask.wrong
    width, height = picture.width, picture.height
    if picture.turned and (mask.width > mask.height) != (width > height):
        width, height = height, width
    if abs(width * mask.height / height - mask.width) <= 1:
        return ""
    return f"a picture of {width} x {height}, a mask of {mask.width} x {mask.height}"


def put_together(
    path: Path, source: Source, found: dict[str, list[Pair]], pairs: Proposal
) -> Facts:
    kept = {split: [p for p in both if not p.wrong] for split, both in found.items()}
    must_be_enough(path, found, kept)
    train = kept["train"]
    every = [pair.mask for both in kept.values() for pair in both]
    levels = mask_levels.levels_of(every)
    moved = mask_levels.sentences(levels, every)
    if levels:
        every = [mask_levels.snapped(mask, levels) for mask in every]
        train = [replace(p, mask=mask_levels.snapped(p.mask, levels)) for p in train]
    codes = mask_values.codes(every, [pair.mask for pair in train], path)
    out = {
        pair.id: pair.wrong for both in found.values() for pair in both if pair.wrong
    }
    counts = {split: len(both) for split, both in kept.items()}
    images = [pair.picture for pair in train]
    channels = pictures.channels({picture.mode for picture in images})
    split, column, together = kept_together.propose(
        {s: [(p.id, p.picture) for p in both] for s, both in kept.items()}
    )
    digests = {s: [p.picture.digest for p in both] for s, both in kept.items()}
    return Facts(
        path=path,
        reader="masks",
        format="npz" if source.format == "npz" else "pictures and masks",
        counts=counts,
        kind=Proposal("image-segmentation", "each picture has a mask of its size"),
        target=Proposal("", "the mask of a picture is the answer"),
        drop=tuple(
            Proposal(pair.id, f"{pair.id}: {pair.wrong}")
            for both in found.values()
            for pair in both
            if pair.wrong != NO_MASK and (pair.picture.wrong or pair.mask.wrong)
        ),
        split=split,
        split_column=column,
        settings={
            **given(source, counts),
            "read": form(source, codes, levels),
            **({"levels": Proposal(levels, "what the masks hold")} if levels else {}),
            "pairs": pairs,
            "classes": codes.classes,
            "void": codes.void,
            "channels": Proposal(*channels),
            **pictures.depth_setting(images),
        },
        shape=(channels[0], *size(images)),
        duplicates=len(train) - len(set(digests["train"])),
        unreadable={name: why for name, why in out.items() if why != NO_MASK},
        sentences=(
            on_parts(counts, "picture"),
            *on_pixels(codes),
            *moved,
            *codes.sentences,
            *together,
            *on_copies(digests, [str(pair.mask.pixels) for pair in train]),
            *on_left_out(out),
            *on_pictures(images),
            *on_sizes(train),
        ),
        watch=Proposal("mean IoU", "counts each class alike; most pixels are of few"),
        expected=expected(codes),
    )


def must_be_enough(
    path: Path, found: dict[str, list[Pair]], kept: dict[str, list[Pair]]
) -> None:
    if len(kept.get("train", ())) >= answers.FEWEST:
        return
    wrong = [f"{p.id}: {p.wrong}" for p in found.get("train", ()) if p.wrong]
    reasons = f" Left out: {some(wrong, 3)}." if wrong else ""
    raise DataError(
        f"Found {said(len(kept.get('train', ())), 'picture')} with a mask in {path}."
        f"{reasons} Needed: {answers.FEWEST} and more, and masks of the same names."
    )


def size(images: list[Picture]) -> tuple[int, int]:
    """Height and width of x: in the shape of most pictures, small enough for a CPU."""
    (width, height), _ = Counter((p.width, p.height) for p in images).most_common(1)[0]
    small = max(width, height) <= SMALL
    return (height, width) if small else scaled(width, height, AREA)


def scaled(width: int, height: int, area: int) -> tuple[int, int]:
    """(height, width) of about this area, in multiples of 8, which three halvings need."""
    shrink = min(1.0, (area / (width * height)) ** 0.5)
    return max(8, round(height * shrink / 8) * 8), max(8, round(width * shrink / 8) * 8)


def form(source: Source, codes: Codes, levels: tuple[int, ...]) -> Proposal:
    if source.format == "npz":
        return Proposal("masks_npz", "npz")
    coloured = next(iter(codes.pixels)).startswith("#")
    how = "colours" if coloured else "numbers"
    if levels:
        return Proposal("mask_folders mask_nearest", "masks whose values have moved")
    return Proposal(f"mask_folders mask_{how}", f"masks of {how}")


def given(source: Source, counts: dict[str, int]) -> dict[str, Proposal]:
    train = said(counts["train"], "picture")
    found = {"data": Proposal(str(source.train.resolve()), f"{train} with masks")}
    for split in ("validation", "test"):
        name = f"{split}_data"
        if path := source.splits.get(split):
            why = f"{said(counts[split], 'picture')}, found beside the training"
            found[name] = Proposal(str(path.resolve()), why)
        else:
            why = f"no {split} pictures were given: a share of `data` is kept"
            found[name] = Proposal("", why)
    return found


# --- sentences


def on_sizes(train: list[Pair]) -> list[str]:
    """Masks of another size than their picture, though of its shape."""
    other = [
        pair
        for pair in train
        if {pair.mask.width, pair.mask.height}
        != {pair.picture.width, pair.picture.height}
    ]
    if not other:
        return []
    first = other[0]
    return [
        f"{said(len(other), 'mask')} of another size than the picture, such as {first.id}"
        f" ({first.mask.width} x {first.mask.height} for {first.picture.width} x"
        f" {first.picture.height}): resized to the nearest pixel."
    ]
