"""Which files are tables, by their names and first bytes."""

import json
import re
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import first_bytes

TABLE_ENDINGS = (
    ".csv",
    ".tsv",
    ".tab",
    ".data",
    ".parquet",
    ".pq",
    ".jsonl",
    ".ndjson",
)
ABOUT = {"readme", "license", "licence"}  # wherever they stand: "news.README.1.0.txt"


def is_table_name(path: Path) -> bool:
    name = path.name.lower().removesuffix(".gz")
    return name.endswith(TABLE_ENDINGS) and not name.startswith(".")


def plain_text(files: list[Path]) -> list[Path]:
    """A table may be called .txt, where no other file claims to be one, or nothing at all."""
    plain = [file for file in files if file.suffix.lower() in (".txt", ".dat")]
    plain = plain or [file for file in files if _has_no_ending(file)]
    return without_readme(plain)


def without_readme(files: list[Path]) -> list[Path]:
    """Without those that speak about the data, by their names."""
    words = ("readme", "license", "licence", "copying", "notes", "requirements")
    words += ("about", "changelog", "credits")
    return [
        f
        for f in files
        if not f.stem.lower().lstrip("_").startswith(words)
        and not ABOUT & set(re.split(r"[^a-z]+", f.name.lower()))
    ]


def _has_no_ending(file: Path) -> bool:
    """ "SMSSpamCollection", "TREC.train": text, by its first bytes."""
    named = file.suffix == "" or split_of(Path(file.suffix)) != ""
    with file.open("rb") as opened:
        head = opened.read(4096)
    return named and b"\0" not in head and b"\n" in head


def without_submissions(tables: list[Path]) -> list[Path]:
    """Without the form that a contest wants filled in, unless there is nothing else."""
    return [table for table in tables if not is_form(table)] or tables


def is_form(table: Path) -> bool:
    return bool(re.search(r"(sample|example)[-_ ]?sub|submission", table.name, re.I))


def json_arrays(files: list[Path]) -> list[Path]:
    """Files of records, an array or one a line, where nothing else is a table."""
    named = (f for f in files if f.name.lower().removesuffix(".gz").endswith(".json"))
    return [file for file in named if _is_array(file) or _is_lines(file)]


def _is_array(file: Path) -> bool:
    return bool(re.match(rb"[\xef\xbb\xbf\s]*\[\s*\{", _head(file, 1000)))


def _is_lines(file: Path) -> bool:
    """Whether the first line is a whole record, and another begins below."""
    first, _, below = _head(file, 100_000).lstrip(b"\xef\xbb\xbf").partition(b"\n")
    try:
        record = json.loads(first)
    except ValueError:
        return False
    return isinstance(record, dict) and below.lstrip()[:1] == b"{"


def _head(file: Path, count: int) -> bytes:
    try:
        return first_bytes(file, count)
    except DataError:
        return b""  # whoever needs the file says that it cannot be read


def mentions(table: Path, endings: tuple[str, ...]) -> bool:
    with table.open("rb") as file:
        head = file.read(20_000).decode("utf8", "replace").lower()
    return any(ending in head for ending in endings)
