"""Whether `--split-column` names groups at all: a column, or a place in the names of files."""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from scaffolder.facts.masks import lists as mask_lists
from scaffolder.facts.texts import corpus

from .answers import Answers
from .errors import AnswerError
from .facts.boxes import homes
from .facts.listing import IMAGE_ENDINGS, SOUND_ENDINGS, files_below, said, some
from .facts.model import Facts
from .facts.texts import folders

FEWEST = 3  # groups: one trains, one validates, one tests
PLACES = (
    "images",
    "audio",
    "masks",
    "boxes",
    "text",
    "corpus",
)  # readers of files that have names


def check(answers: Answers, facts: Facts) -> None:
    """AnswerError where no two examples share a group, or too few groups remain."""
    if answers.split != "group" or answers.split_column == facts.split_column.value:
        return
    name = answers.split_column
    column = next((c for c in facts.columns if c.name == name), None)
    if column is not None:
        of_column(name, column.unique, facts.counts["train"])
    elif facts.reader in PLACES or name:
        of_names(name, facts)


def of_column(name: str, unique: int, rows: int) -> None:
    if unique < FEWEST:
        raise AnswerError(
            f"--split-column {name}: found {said(unique, 'group')}, needed {FEWEST} and"
            " more: one trains, one validates, one tests. Name another column, or leave"
            " --split group out."
        )
    if rows and unique >= rows:
        raise AnswerError(
            f"--split-column {name}: each of {rows:,} rows is a group of its own, which"
            " is a split by chance. Name a column whose values repeat, or leave --split"
            " group out."
        )


def of_names(place: str, facts: Facts) -> None:
    """`place` is a regular expression; what it finds in a name is the group."""
    names = list(names_of(facts))
    if not names:
        columns = [column.name for column in facts.columns]
        near = get_close_matches(place, columns, 3) or columns[:10]
        has = (
            f"the columns are {', '.join(near)}"
            if near
            else "its examples have no names"
        )
        raise AnswerError(
            f"--split-column {place}: found no such column in {facts.path}; {has}. Name"
            " the column that holds the group, or leave --split group out."
        )
    try:
        wanted = re.compile(place)
    except re.error as error:
        raise AnswerError(
            f"--split-column {place} is neither a column nor a pattern ({error}). Give a"
            r" regular expression that finds the group in a name, such as '^\d\d' in"
            f" {names[0]}."
        ) from error
    found = Counter[str]()
    for name in names:
        match = wanted.search(name if "/" in place else Path(name).name)
        found[match.group(min(1, len(match.groups()))) if match else ""] += 1
    lost = found.pop("", 0)
    if not found or lost > len(names) / 2:
        raise AnswerError(
            f"--split-column {place}: found in {len(names) - lost:,} of"
            f" {said(len(names), 'name')}, such as {names[0]}. Needed: a regular expression"
            r" that finds the group in each, such as '^\d\d' or '^[^_]+'."
        )
    if max(found.values()) == 1:
        raise AnswerError(
            f"--split-column {place}: each of {said(len(names), 'file')} is a group of its"
            f" own ({some(found, 3)}), which is a split by chance. Name a place that"
            " several files share."
        )
    of_column(place, len(found), 0)


def names_of(facts: Facts) -> Iterable[str]:
    """The files of training as their ids have them: "cells/left/001.png"."""
    home = Path(facts.settings["data"].value) if "data" in facts.settings else Path()
    if home.suffix == ".txt" and facts.reader == "masks":
        yield from mask_lists.names_in(home)
    if home.is_file() and "pictures" in facts.settings:  # a table or JSON names them
        home = homes.place(home, facts.settings["pictures"].value)
    if facts.reader == "corpus" and home.is_dir():
        yield from (
            text.relative_to(home).as_posix() for text in corpus.documents(home)
        )
    elif facts.format == folders.FORMAT:
        for file, _ in folders.texts_below(home):
            yield f"{home.name}/{file.relative_to(home).as_posix()}"
    elif home.is_dir():
        yield from _files_in(home, facts)


def _files_in(home: Path, facts: Facts) -> Iterable[str]:
    endings = tuple(SOUND_ENDINGS if facts.reader == "audio" else IMAGE_ENDINGS)
    if facts.format == "VOC XML":
        endings = (".xml",)
    for file in files_below(home, endings):
        yield f"{home.name}/{file.relative_to(home).as_posix()}"
