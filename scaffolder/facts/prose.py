"""Is a text file prose, or a table in disguise?"""

from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.listing import first_bytes

ENDINGS = (".txt", ".md", ".text")
SEPARATORS = "\t;|,"


def is_corpus(path: Path) -> bool:
    """Prose: a text file whose lines do not fall into columns."""
    return path.suffix.lower() in ENDINGS and is_prose(path)


def must_be_unpacked(path: Path) -> None:
    """DataError where prose is packed: its windows are read from anywhere in it."""
    name = path.name.removesuffix(".gz")
    if name != path.name and name.lower().endswith(ENDINGS) and is_prose(path):
        raise DataError(
            f"{path} is a text packed with gzip. Needed for a language model: the text as it"
            f" is, since windows are read from anywhere in it; unpack it (gunzip -k"
            f" '{path.name}'; of a folder gunzip -k *.gz), then name {path.parent / name} or"
            " its folder."
        )


def is_prose(path: Path) -> bool:
    lines = first_bytes(path, 50_000).decode("utf8", "replace").splitlines()[:-1]
    lines = [line for line in lines if line.strip()]
    counts = [[line.count(mark) for line in lines] for mark in SEPARATORS]
    columns = any(min(count) > 0 and len(set(count)) == 1 for count in counts if count)
    return len(lines) > 3 and not columns and not is_mostly_numbers(lines)


def is_mostly_numbers(lines: list[str]) -> bool:
    """Columns apart by spaces: equally many words on every line, at least half of them numbers."""
    rows = [line.split() for line in lines]
    if len({len(row) for row in rows}) != 1:
        return False
    words = [word for row in rows for word in row]
    return sum(map(is_number, words)) >= len(words) / 2


def is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
