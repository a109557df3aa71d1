"""Names that begin alike up to a number: "person12_3", "IM-0115-0001", "leaf_012_rot90", "10_left".

What follows counts the pictures of one thing, or says how a copy of it was made.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

FEWEST = 5  # groups, and groups for each answer: else the beginning is the answer
LARGEST = 0.34  # of the files in one group: with more, three parts cannot be cut
REPEATED = 1.5  # files of a group in one folder, on average
MOST_FORMS = 4  # of beginnings, such as "person" and "IM-" before the number
DEEP = 3  # numbers of a name that are looked at
DATE = re.compile(r"(19|20)\d\d[-_.]?(0[1-9]|1[0-2])[-_.]?[0-3]\d")
MADE_OF = r"^.+(?=\.rf\.[^.]+$)"  # "IMG_1_jpg.rf.0ac4": Roboflow's copies of IMG_1.jpg
MADE_OF_NAME = r"^.+(?=\.rf\.)"  # the same before an ending
SPECIAL = re.compile(r"[.^$*+?{}\[\]\\|()]")


@dataclass(frozen=True)
class Named:
    """A file: its folder, its name without the ending, and its answer."""

    folder: str
    stem: str
    answer: str


def pattern(files: Sequence[Named]) -> str:
    """A regular expression for the beginning that several files share; "" if none does."""
    if all(re.match(MADE_OF, file.stem) for file in files):
        return MADE_OF_NAME if are_groups(files, MADE_OF) else ""
    kept = [file for file in files if not DATE.search(file.stem)]
    forms = repeated(chosen([file.stem for file in kept]))
    if not 1 <= len(forms) <= MOST_FORMS:
        return ""
    found = f"^(?:{'|'.join(forms)})" if len(forms) > 1 else f"^{forms[0]}"
    return found if are_groups(files, found) else ""


def chosen(stems: Sequence[str]) -> dict[str, Counter[str]]:
    """Form -> its beginnings: of each name the shortest that takes several values."""
    every: dict[str, Counter[str]] = defaultdict(Counter)
    for stem in stems:
        for beginning in beginnings(stem):
            every[form(beginning)][beginning] += 1
    fit = {f for f, values in every.items() if is_apart(values)}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for stem in stems:
        if first := next((b for b in beginnings(stem) if form(b) in fit), ""):
            found[form(first)][first] += 1
    return found


def beginnings(stem: str) -> Iterator[str]:
    for number in list(re.finditer(r"\d+", stem))[:DEEP]:
        yield stem[: number.end()]


def form(beginning: str) -> str:
    """ "person\\d+" of "person12"."""
    words = re.split(r"\d+", beginning)
    return r"\d+".join(
        SPECIAL.sub(r"\\\g<0>", word).replace("'", ".") for word in words
    )


def is_apart(values: Counter[str]) -> bool:
    return len(values) >= FEWEST and max(values.values()) <= LARGEST * values.total()


def repeated(forms: dict[str, Counter[str]]) -> list[str]:
    """Those with a beginning that comes again, the longest first: it is the one to find."""
    several = [f for f, values in forms.items() if max(values.values()) > 1]
    return sorted(several, key=lambda form: (-len(form), form))


def are_groups(files: Sequence[Named], found: str) -> bool:
    values = [value_of(file, found) for file in files]
    counts = Counter(values)
    in_groups = sum(n for n in counts.values() if n > 1)
    placed = {(f.folder, value) for f, value in zip(files, values, strict=True)}
    return (
        in_groups >= len(files) / 2
        and is_apart(counts)
        and len(files) >= REPEATED * len(placed)
        and not are_answers(values, [file.answer for file in files])
    )


def value_of(file: Named, found: str) -> str:
    match = re.match(found, file.stem)
    return match[0] if match else file.stem


def are_answers(values: Iterable[str], answers: Sequence[str]) -> bool:
    """n02085620_1234 of a class n02085620, 25_0_1 of an age of 25."""
    pairs = set(zip(values, answers, strict=True))
    groups = len({value for value, _ in pairs})
    return len(pairs) == groups < FEWEST * len(set(answers))


def examples(files: Sequence[Named], found: str) -> tuple[str, ...]:
    """Beginnings that come again."""
    counts = Counter(value_of(file, found) for file in files)
    return tuple(sorted(value for value, n in counts.items() if n > 1))
