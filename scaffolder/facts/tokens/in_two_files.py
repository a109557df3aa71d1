"""Words in one file and their tags in the same places of another: seq.in and seq.out."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.commands import python, text
from scaffolder.facts.files.source import Source
from scaffolder.facts.files.table_names import is_table_name
from scaffolder.facts.listing import entries, first_bytes
from scaffolder.facts.texts import parallel
from scaffolder.facts.tokens.in_rows import TAG

FEWEST = 20  # lines
MOST_FILES = 10  # of a folder: of more, each is a text of its own
MOST_FOLDERS = 10
HEAD = 100_000  # bytes that are compared
CONLL, CLASSES = "conll", "classes"  # folders that the commands make


def or_labels(folder: Path, files: list[Path]) -> Source | None:
    """Lines of text and as many of labels, where no file holds a tag for each word."""
    refuse(folder)
    return parallel.find([file for file in files if not is_table_name(file)])


def refuse(folder: Path) -> None:
    """DataError where a folder, or each part in one below, holds such a pair."""
    found = pairs(folder)
    if not found:
        return
    words, tags = found[0]
    parts = [
        (
            str(one.relative_to(folder)),
            str(other.relative_to(folder)),
            part(one, folder),
        )
        for one, other in found
    ]
    raise DataError(
        f"{words} holds sentences, {tags.name} beside it a tag for each of their words."
        " Needed for text-tagging: CoNLL, a token and its tag a line and an empty line after"
        f" each sentence; write it: {python(folder, _as_conll(parts))} and name"
        f" {folder / CONLL}.{_classes(folder, found)}"
    )


def pairs(folder: Path) -> list[tuple[Path, Path]]:
    """(the file of words, that of their tags), in the folder or in those below."""
    below = [entry for entry in entries(folder) if entry.is_dir()]
    found = []
    for place in [folder, *below[:MOST_FOLDERS]]:
        files = [f for f in entries(place) if f.is_file()]
        if len(files) > MOST_FILES:
            continue
        heads = {
            f: _head(f) for f in files if f.suffix.lower() not in parallel.NOT_LINES
        }
        found += [
            (one, other)
            for one, other in product(heads, heads)
            if one != other
            and _are_tags(heads[other])
            and _fit(heads[one], heads[other])
        ]
    return found


def part(words: Path, folder: Path) -> str:
    """ "train" of train/seq.in and of train.words."""
    name = words.parent.name if words.parent != folder else words.name.split(".")[0]
    return name.removesuffix("_words")


def _head(file: Path) -> list[list[str]]:
    """The words of the first lines, without the last, which may be cut."""
    raw = first_bytes(file, HEAD)
    if b"\0" in raw:
        return []
    return [line.split() for line in raw.decode("utf8", "replace").split("\n")[:-1]]


def _are_tags(lines: list[list[str]]) -> bool:
    """ "O" and "B-PER" in every line, and nothing else."""
    seen = {word for line in lines for word in line}
    return len(lines) >= FEWEST and "O" in seen and all(map(TAG.fullmatch, seen))


def _fit(words: list[list[str]], tags: list[list[str]]) -> bool:
    """As many words in each line, as far as both are known; and words of a text."""
    both = [(len(one), len(other)) for one, other in zip(words, tags, strict=False)]
    alike = len(both) >= FEWEST and all(one == other for one, other in both)
    return alike and not _are_tags(words)


def _as_conll(parts: list[tuple[str, str, str]]) -> str:
    lines = 'zip(*(Path(f).read_text().split("\\n") for f in (w, t)))'
    tokens = '"\\n".join(map(" ".join, zip(a.split(), b.split())))'
    return (
        f"from pathlib import Path; Path({text(CONLL)}).mkdir(exist_ok=True);"
        f' [Path({text(CONLL)}, p + ".conll").write_text("\\n\\n".join({tokens} for a, b in'
        f' {lines} if a) + "\\n") for w, t, p in {text(parts)}]'
    )


def _classes(folder: Path, found: list[tuple[Path, Path]]) -> str:
    """What to do where a third file has a label in the line of each sentence."""
    words, tags = found[0]
    others = [
        f for f in entries(words.parent) if f.is_file() and f not in (words, tags)
    ]
    label = next((f for f in others if parallel.fit(words, f)), None)
    if label is None or any(
        not one.with_name(label.name).is_file() for one, _ in found
    ):
        return ""
    parts = [
        (
            str(one.relative_to(folder)),
            str(one.with_name(label.name).relative_to(folder)),
            part(one, folder),
        )
        for one, _ in found
    ]
    rows = 'zip(*(Path(f).read_text().split("\\n") for f in (w, t)))'
    code = (
        f"import csv; from pathlib import Path; Path({text(CLASSES)}).mkdir(exist_ok=True);"
        f' [csv.writer(open(Path({text(CLASSES)}, p + ".csv"), "w")).writerows([("text",'
        f' "label"), *(r for r in {rows} if r[0])]) for w, t, p in {text(parts)}]'
    )
    return (
        f" For the label of each sentence in {label.name} instead: {python(folder, code)} and"
        f" name {folder / CLASSES}."
    )
