"""What the data say about themselves: `read` a path before any question is asked."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from scaffolder.facts.listing import must_be_text, no_data_below, unreadable
from scaffolder.facts.model import Column, Facts, Proposal
from scaffolder.facts.needs import must_fit

if TYPE_CHECKING:
    from scaffolder.facts.files.source import Source

__all__ = ["Column", "Facts", "Proposal", "read"]

SEARCHES = {"images", "audio", "masks", "boxes", "text", "corpus"}  # below a folder

Progress = Callable[[str, int, int], None]  # what, how many are done, of how many


def read(
    path: str | Path,
    *,
    kind: str | None = None,
    target: str | None = None,
    validation: str | Path | None = None,
    test: str | Path | None = None,
    progress: Progress | None = None,
) -> Facts:
    """Reads a file or folder; `kind` and `target` overrule what would be proposed.

    `validation` and `test` are given splits, in the place of those that would be found.

    `facts.target.value` is "" where a table does not say which column is the answer.
    Raises DataError, whose message ends with the remedy.
    """
    from scaffolder.facts.boxes import or_masks
    from scaffolder.facts.files import of_several_kinds
    from scaffolder.facts.files.formats import find, with_given

    begun = perf_counter()
    path = Path(path).expanduser()
    done = progress or (lambda what, count, of: None)
    try:
        place = of_several_kinds.chosen(path, kind)
        found = find(place)
        taken = or_masks.chosen(place, found, kind)
        source = with_given(taken, validation, test)
        must_be_text(source.splits.values())
        facts = _read(place, source, kind, target, done)
        more = or_masks.on_boxes(found, taken) if kind is None else []
    except OSError as error:
        raise unreadable(path, error) from error
    must_fit(facts, kind, path)
    if facts.reader in ("images", "audio", "text"):
        from scaffolder.facts.splits.evident_groups import told

        facts = told(facts)
    settings = {**facts.settings, **_passed_over(facts)}
    return replace(
        facts,
        settings=settings,
        sentences=(*facts.sentences, *more),
        seconds=perf_counter() - begun,
    )


def _passed_over(facts: Facts) -> dict[str, Proposal]:
    """Folders of systems that lie below the data: read.py must know them by name."""
    top = facts.path if facts.path.is_dir() else facts.path.parent
    lone = top != facts.path and facts.reader in ("text", "corpus")
    if lone or facts.reader not in SEARCHES or facts.format in ("npz", "idx"):
        return {}
    if not (names := no_data_below(top)):
        return {}
    return {"no_data": Proposal(names, "folders of systems and drives: passed over")}


def is_prose(source: "Source") -> bool:
    """Whether a text may be one, if somebody says so: its lines may look like rows."""
    from scaffolder.facts.files.table_names import is_table_name

    plain = source.format == "table" and not is_table_name(source.train)
    return plain or source.format in ("lines", "parallel lines", "text folders")


def _read(
    path: Path, source: "Source", kind: str | None, target: str | None, done: Progress
) -> Facts:
    if kind == "language-model" and is_prose(source):
        source = replace(source, format="corpus")
    if source.format == "table":
        from scaffolder.facts.tables.facts import read_table

        return read_table(path, source, kind, target, done)
    if source.format == "tokens":
        from scaffolder.facts.tokens.facts import read_tokens

        return read_tokens(path, source, kind, target, done)
    if source.format == "parallel lines":
        from scaffolder.facts.texts import parallel

        return parallel.read_parallel(path, source, kind, done)
    if source.format in ("lines", "text folders"):
        from scaffolder.facts.texts import folders, lines

        if source.format == "lines":
            return lines.read_lines(path, source, kind, target, done)
        return folders.read_folders(path, source, kind, done)
    if source.format == "corpus":
        from scaffolder.facts.texts.corpus import read_corpus

        return read_corpus(path, source, done)
    if source.format == "sounds":
        from scaffolder.facts.audio import facts as audio

        return audio.read_folder(path, source, kind, done)
    from scaffolder.facts.boxes import facts as boxes
    from scaffolder.facts.masks import arrays as mask_arrays
    from scaffolder.facts.masks import facts as masks
    from scaffolder.facts.pictures import facts as images

    if source.format == "YOLO text files":
        return boxes.read_texts(path, source, kind, done)
    if source.format in ("VOC XML", "COCO JSON"):
        return boxes.read_files(path, source, kind, done)
    if source.format == "npz" and boxes.keys(source.train):
        return boxes.read_arrays(path, source, kind, done)
    if source.format == "masks":
        return masks.read_masks(path, source, kind, done)
    if source.format == "npz" and mask_arrays.keys(source.train):
        return masks.read_arrays(path, source, kind, done)
    images.must_be_images(kind, path)
    if source.format == "class folders":
        return images.read_folders(path, source, kind, done)
    return images.read_arrays(path, source, kind, done)
