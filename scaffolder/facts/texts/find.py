"""Lines that begin with a label, and folders of texts, known by names and first bytes."""

import re
from collections import Counter
from pathlib import Path

from scaffolder.facts.listing import IMAGE_ENDINGS, entries, first_bytes
from scaffolder.facts.texts.prose import ENDINGS
from scaffolder.facts.written.written_numbers import is_number

HEAD_BYTES = 200_000
FEWEST = 20  # lines from which a form is believed
TWO_LEVELS = r"(?P<fine>(?P<coarse>\w+):\w+)"  # NUM:date
FASTTEXT = r"__label__(?P<label>\S+)"
AGAIN = 0.05  # of the lines; a label is seldom a word of its own text
MOST_LABELS = 30  # first words that are taken for labels without a mark


def label_form(path: Path) -> str:
    """The label with which every line begins, as a pattern with named groups; "" if none."""
    lines = head(path)
    if len(lines) < FEWEST or path.suffix.lower() in (".jsonl", ".csv", ".tsv"):
        return ""
    firsts = [line.split(" ", 1)[0] for line in lines]
    if not all(" " in line.strip() for line in lines):
        return ""
    for form in (FASTTEXT, TWO_LEVELS):
        if all(re.fullmatch(form, first) for first in firsts) and repeat(firsts):
            return form
    return words_as_labels(lines, firsts)


def words_as_labels(lines: list[str], firsts: list[str]) -> str:
    """ "pos a fine film": few first words, each of which often begins a line of words.

    A word that its line says again is part of the text: "Jun had two eggs. Now Jun has six."
    """
    counts = Counter(firsts)
    few = 2 <= len(counts) <= MOST_LABELS and min(counts.values()) >= FEWEST / 4
    long = sum(len(line.split()) for line in lines) > 5 * len(lines)
    numbers = all(is_number(word) for line in lines for word in line.split())
    if not (few and long and repeat(firsts)) or numbers:
        return ""
    if not all(re.fullmatch(r"\w+", first) for first in firsts):
        return ""
    said_again = sum(
        first in line.split()[1:] for line, first in zip(lines, firsts, strict=True)
    )
    if said_again > AGAIN * len(lines):
        return ""
    if any(first.istitle() for first in firsts):
        return ""  # a sentence begins so: prose, such as a play with a few speakers
    return f"(?P<label>{'|'.join(sorted(counts))})"


def repeat(firsts: list[str]) -> bool:
    return 1 < len(set(firsts)) <= len(firsts) / 5


def head(path: Path) -> list[str]:
    """The first lines; none of a file that is no text."""
    raw = first_bytes(path, HEAD_BYTES)
    if b"\0" in raw or raw[:1] == b"{":
        return []
    text = raw.decode("utf8", "replace")
    lines = text.split("\n")
    return [line for line in (lines[:-1] if len(raw) == HEAD_BYTES else lines) if line]


def is_text_file(path: Path) -> bool:
    """By its name: .txt and the like, or no ending at all, as mails and posts are stored."""
    name = path.name.removesuffix(".gz")
    plain = "." not in name or name.rpartition(".")[2].isdigit()
    return not name.startswith(".") and (plain or name.lower().endswith(ENDINGS))


def text_classes(folder: Path) -> list[Path]:
    """The subfolders that hold texts and no pictures."""
    found = []
    for entry in entries(folder):
        if not entry.is_dir():
            continue
        inside = [file for file in entries(entry) if file.is_file()]
        pictures = any(file.suffix.lower() in IMAGE_ENDINGS for file in inside)
        if not pictures and any(map(is_text_file, inside)):
            found.append(entry)
    return found
