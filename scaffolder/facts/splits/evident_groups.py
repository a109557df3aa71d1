"""Groups that the names of files, or a column beside them, make evident: who was recorded."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import IMAGE_ENDINGS, SOUND_ENDINGS, files_below
from scaffolder.facts.model import Column, Facts, Proposal
from scaffolder.facts.splits import given_folds, name_beginnings, side_columns
from scaffolder.facts.splits.repeats import says_the_file
from scaffolder.facts.splits.rows import is_called_group

READERS = {"images": IMAGE_ENDINGS, "audio": SOUND_ENDINGS, "text": ()}
FOLDERS = ("class folders", "class folders of sounds")
FEWEST = (
    5  # groups: one that holds more than a third of the files cannot be cut in three
)
LARGEST = 0.34
REPEATED = 2.0  # files of a group in one class, on average
FEW = 50  # files of a folder inside that of a class: with more it may be a class of its own
FOLDER = "^.+/"
INNERMOST = "/([^/]+)/[^/]+$"  # by its name alone
AGAIN = 1.5  # rows of a group, on average
MOSTLY = 0.95  # of the names have the same fields
LONG = 40  # letters of a text as an example
RUNS = re.compile(r"\d+|[^\W\d_]+|[\W_]+")


@dataclass(frozen=True)
class Group:
    """`where` is what --split-column takes: a column, or a place in the names.

    With a `way` it stands in the names of a table, which must say it in a column first.
    """

    where: str
    values: tuple[str, ...]  # all of them, or a few of `count`
    way: str = ""
    count: int = 0

    @property
    def listed(self) -> str:
        first = self.values[:4]
        more = max(self.count, len(self.values)) - len(first)
        return ", ".join(first) + f" and {more:,} more" * (more > 0)


def find(facts: Facts) -> tuple[Group, ...]:
    """Of files in folders of classes by their names, of a table by its columns."""
    if facts.reader not in READERS or facts.split.value != "chance":
        return ()
    if facts.columns:
        of_rows = tuple(_of_columns(facts)) or tuple(_of_pairs(facts))
        return of_rows or tuple(_of_codes(facts)) or tuple(_of_listed(facts))
    home = facts.settings["data"].value if "data" in facts.settings else ""
    if facts.format not in FOLDERS or not home or not Path(home).is_dir():
        return ()
    endings = READERS[facts.reader]
    found = files_below(Path(home), endings)
    files = [(f.parent.relative_to(home).as_posix(), f.stem) for f in found]
    by_name = tuple(of_names(files)) or tuple(_of_folders(files))
    return by_name or tuple(_of_beginnings(facts, files))


def _of_folders(files: Sequence[tuple[str, str]]) -> Iterator[Group]:
    """Folders in those of the classes, a few files in each: of one video, day or animal."""
    counts = Counter(folder for folder, _ in files)
    of_class = Counter(folder.partition("/")[0] for folder in counts)
    deep = all("/" in folder for folder in counts)
    few = bool(counts) and min(counts.values()) >= 2 and max(counts.values()) <= FEW
    last = [folder.rpartition("/")[2] for folder in counts]
    if not (deep and few) or min(of_class.values()) < 3 or any(map(_is_part, last)):
        return
    names = sorted(set(last))
    if len(names) == len(last) or all(map(str.isdigit, names)):
        yield Group(FOLDER, tuple(names))
    elif len(names) >= FEWEST:  # of one name in several classes: the same thing
        yield Group(INNERMOST, tuple(names))


def _is_part(name: str) -> bool:
    return bool(split_of(Path(name)))


def _of_beginnings(facts: Facts, files: Sequence[tuple[str, str]]) -> Iterator[Group]:
    names = [
        name_beginnings.Named(folder, stem, folder.partition("/")[0])
        for folder, stem in files
    ]
    if facts.reader == "images" and (where := name_beginnings.pattern(names)):
        yield Group(where, name_beginnings.examples(names, where))


def _of_listed(facts: Facts) -> Iterator[Group]:
    """Of the files that a table names by one column; its rows are split by a column only."""
    from scaffolder.facts.named import listed_names
    from scaffolder.facts.written.table import load

    if facts.format != "table of paths":
        return
    table = load(Path(facts.settings["data"].value))
    names = listed_names.read(facts, table)
    once = {(name.folder, name.stem): name for name in names}  # a row for each opinion
    where = name_beginnings.pattern([*once.values()])
    if where and not listed_names.stands_in_column(table, names, where):
        values = name_beginnings.examples(names, where)
        yield Group(where, values, listed_names.way(facts, table, where))


def _of_columns(facts: Facts) -> Iterator[Group]:
    for column in facts.columns:
        named = is_called_group(column) or given_folds.is_fold(column)
        named = named or says_the_file(column)
        named = (
            named and column.name != facts.target.value and not _judges(facts, column)
        )
        if facts.reader == "text" and side_columns.is_topic(column):
            continue
        named = named and not set(column.examples) <= {*facts.classes}
        if named and FEWEST <= column.unique <= facts.counts["train"] / AGAIN:
            yield Group(column.name, column.examples, count=column.unique)


def _of_codes(facts: Facts) -> Iterator[Group]:
    for column in side_columns.codes(facts):
        yield Group(column.name, column.examples, count=column.unique)


def _judges(facts: Facts, column: Column) -> bool:
    """Who says what a text is, and not whose it is."""
    from scaffolder.facts.texts.opinions import is_judge

    return facts.reader == "text" and is_judge(column)


def _of_pairs(facts: Facts) -> Iterator[Group]:
    """Of several columns of text the one that comes again with other texts: the premise."""
    texts = facts.settings["text"].value if facts.reader == "text" else ()
    if len(texts) < 2:
        return
    one = min((c for c in facts.columns if c.name in texts), key=lambda c: c.unique)
    if FEWEST <= one.unique <= facts.counts["train"] / AGAIN:
        values = tuple(text[:LONG] for text in one.examples)
        yield Group(one.name, values, count=one.unique)


def of_names(files: Sequence[tuple[str, str]]) -> Iterator[Group]:
    """Fields of names that stand in several classes, and several times in each.

    A number that only counts the files of a class comes once in it; a field that stands
    in one class only is the class.
    """
    fields = [RUNS.findall(name) for _, name in files]
    shapes = Counter(tuple(map(_kind, found)) for found in fields)
    if not shapes:
        return
    shape, count = shapes.most_common(1)[0]
    if count < MOSTLY * len(files) or len(shape) < 2:
        return
    rows = [
        (label, found)
        for (label, _), found in zip(files, fields, strict=True)
        if tuple(map(_kind, found)) == shape
    ]
    for place, kind in enumerate(shape):
        if kind != "sign" and _is_group([(c, found[place]) for c, found in rows]):
            counts = Counter(found[place] for _, found in rows)
            values = tuple(sorted(counts))
            yield Group(_pattern(rows[0][1], place), values)


def _kind(run: str) -> str:
    return "digits" if run.isdigit() else "letters" if run[0].isalpha() else "sign"


def _is_group(cells: list[tuple[str, str]]) -> bool:
    counts, classes = Counter(value for _, value in cells), defaultdict(set)
    for label, value in cells:
        classes[value].add(label)
    if not FEWEST <= len(counts) <= len(cells) / 4:
        return False
    across = sum(len(found) > 1 for found in classes.values())
    pairs = len(set(cells))
    return (
        max(counts.values()) <= LARGEST * len(cells)
        and across >= MOSTLY * len(counts)
        and len(cells) >= REPEATED * pairs
    )


def _pattern(runs: list[str], place: int) -> str:
    """A regular expression that finds the field: "^\\d+", or "^\\d+[a-z]+(\\d+)"."""
    forms = {"digits": r"\d+", "letters": r"[^\W\d_]+", "sign": r"[\W_]+"}
    before = "".join(forms[_kind(run)] for run in runs[:place])
    wanted = forms[_kind(runs[place])]
    return f"^{before}({wanted})" if before else f"^{wanted}"


def told(facts: Facts) -> Facts:
    """With a sentence on evident groups, in the place of "nothing says which belong together"."""
    if not (groups := find(facts)):
        more = side_columns.sentences(facts)
        return replace(facts, sentences=(*facts.sentences, *more))
    what = "clips" if facts.reader == "audio" else "pictures"
    why = reason(groups, what)
    seen = f"names may say which {what} belong together: see the facts"
    split = replace(facts.split, reason=seen if groups[0].way else why)
    return replace(facts, split=split, sentences=(*facts.sentences, f"{why}."))


def adopted(facts: Facts) -> Facts:
    """With the split that `recipe new` takes unasked: by the one evident group."""
    given = [facts.settings.get(name) for name in ("validation_data", "test_data")]
    groups = find(facts)
    if len(groups) != 1 or groups[0].way or all(p and p.value for p in given):
        return facts
    (group,) = groups
    return replace(
        facts,
        split=Proposal("group", "examples of one group may be alike"),
        split_column=Proposal(group.where, f"tells the groups: {group.listed}"),
    )


def reason(groups: tuple[Group, ...], what: str = "pictures") -> str:
    """The evidence, and the flags of each way on."""
    if way := groups[0].way:
        return (
            f"names of {what} begin alike ({groups[0].listed}): if those are of one"
            f" thing or person, they must stay on one side. {way}, or say --split chance"
        )
    listed = "; ".join(
        f"--split group --split-column '{g.where}' ({g.listed})" for g in groups
    )
    if len(groups) == 1:
        told = groups[0].where
        told = "the innermost folder" if told in (FOLDER, INNERMOST) else told
        return (
            f"examples of one group may be alike, and {told} tells it: {listed}, or"
            " --split chance"
        )
    return (
        "several fields may tell which examples belong together, and only you know which"
        f" does: {listed}; or --split chance"
    )
