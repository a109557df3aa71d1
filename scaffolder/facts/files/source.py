"""Where the data is: the files or folders of one data set, told apart by their names."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.listing import entries, some

SPLIT_WORDS = {
    "train": ("train", "training", "trainset"),
    "validation": ("val", "valid", "validation", "dev", "testa", "valset", "devset"),
    "test": ("test", "testing", "t10k", "holdout", "testb", "testset"),
}
NO_CLASS = re.compile(
    r"(train|training|val|valid|validation|dev|test|testing)[-_ ]?(set|data|images)?[-_ ]?\d*"
    r"|(cv|k)?[-_ ]?(fold|split|part)s?[-_ ]?\d+"
)
PART = r"(?P<part>(?i:train(ing)?|val(id(ation)?)?|dev|test(ing)?))"
PARTS_OF_CLASSES = (
    re.compile(rf"{PART}[-_ ]+(?P<rest>.*[A-Za-z].*)"),  # train_cat
    re.compile(rf"(?P<rest>.*[A-Za-z].*?)[-_ ]+{PART}"),  # cat-train
    re.compile(rf"{PART}(?P<rest>[A-Z].*)"),  # trainA, TrainCat
)
NOT_SHOWN = {"images", "labels", "masks", "annotations", "data", "set", "imgs", "img"}
WHO = re.compile(
    r"(actor|speaker|singer|subject|patient|donor|participant|person|user|animal)s?"
    r"[-_ ]?\d+"
)
TRANSLATED = (
    " To turn pictures of one into such of the other is no kind of project here; to tell them"
    " apart is."
)


@dataclass(frozen=True)
class Source:
    """The files or folders to read, by split; `stray` is what was left unread."""

    format: str  # "table", "tokens", "sounds", "class folders", "VOC XML", "idx", ...
    train: Path
    validation: Path | None = None
    test: Path | None = None
    stray: tuple[Path, ...] = field(default=())
    patterns: tuple[str, str] = ("", "")  # names of pictures and of their masks

    @property
    def splits(self) -> dict[str, Path]:
        given = {
            "train": self.train,
            "validation": self.validation,
            "test": self.test,
        }
        return {name: path for name, path in given.items() if path}


def one_family(
    folder: Path, files: list[Path], format: str, what: str = "tables"
) -> Source:
    """The files of a folder that are one data set, or one in splits; else an error."""
    if len(files) == 1:
        return Source(format, files[0])
    families: dict[str, dict[str, Path]] = defaultdict(dict)
    for file in files:
        families[without_split_word(file)].setdefault(split_of(file), file)
    trained = [family for family in families.values() if "train" in family]
    largest = max(trained, key=len, default={})
    if len(trained) == 1 and len(largest) > 1:
        return of_splits(format, largest)
    if loose := in_loose_splits(files):
        return of_splits(format, loose)
    if len(trained) == 1:
        return of_splits(format, largest)
    example = max(files, key=lambda file: file.stat().st_size)
    raise DataError(
        f"Found {len(files)} {what} in {folder}: {some([f.name for f in files])}. Needed:"
        " one, or files named train, validation and test. Name the one to train on, e.g."
        f" {example}; and the parts that belong to it, if there are any, with"
        " --validation-data and --test-data."
    )


def of_splits(format: str, given: Mapping[str, Path]) -> Source:
    return Source(format, given["train"], given.get("validation"), given.get("test"))


def in_loose_splits(files: list[Path]) -> dict[str, Path]:
    """By split: files whose other words differ too, "newstrain.conll", "test.gold"."""
    given = loosely(files)
    alone = all(len(several) == 1 for several in given.values())
    if not alone or "train" not in given or len(given) < 2:
        return {}
    return {part: several[0] for part, several in given.items()}


def loosely(files: list[Path]) -> dict[str, list[Path]]:
    """By split, also where its word ends another and a number follows: "datatest2.txt"."""
    words = {"train": "train(ing)?", "validation": "(valid|validation|dev)"}
    words["test"] = "test(ing)?"
    given: dict[str, list[Path]] = defaultdict(list)
    for file in files:
        name, split = file.name.lower(), split_of(file)
        for part, word in words.items():
            if (
                split == part
                or not split
                and re.search(rf"(\b|_)\w*{word}\d*(\b|_)", name)
            ):
                given[part].append(file)
    return given


def split_of(path: Path) -> str:
    """The split that a file or folder name speaks of: "" if none."""
    words = re.split(r"[^a-z0-9]+", path.name.lower())
    for split, names in SPLIT_WORDS.items():
        if any(word in names for word in words):
            return split
    return ""


def are_no_classes(names: Iterable[str]) -> bool:
    """Folders that say which part an example belongs to, not what it is.

    "val", "fold_3"; and names that differ in the word for the part only, "hands-train" and
    "hands-test".
    """
    rest = {name: without_split_word(Path(name)) for name in names}
    twins = Counter(rest[name] for name in rest if split_of(Path(name)))
    parts = {
        name: NO_CLASS.fullmatch(name.lower())
        or (split_of(Path(name)) and twins[rest[name]] > 1)
        for name in rest
    }
    said = [name.rstrip("0123456789") for name, part in parts.items() if part]
    several = {split_of(Path(name)) for name in said} - {""}
    both = [*map(in_part, parts)]
    one = all(both) and len({rest for _, rest in filter(None, both)}) == 1
    given = {part for part, _ in filter(None, both)}  # cars_train, cars_test
    return all(parts.values()) or {"train"} < several or one and {"train"} < given


def are_people(names: list[str]) -> bool:
    return len(names) > 2 and all(WHO.fullmatch(name.lower()) for name in names)


def must_be_classes(folder: Path, names: list[str], what: str) -> None:
    """DataError where folders are called as splits, folds or people are."""
    if are_people(names):
        raise DataError(
            f"The folders {some(names)} of {folder} say whose a {what} is, not what it is."
            " Needed: a table beside them with the columns path,label,person, so that"
            " no one is on two sides of a split; or one folder per class. Write it, or rename the folders if they are classes after all."
        )
    must_be_above(folder, names, what)
    if names and are_no_classes(names):
        raise DataError(
            f"The folders {some(names)} of {folder} say which part a {what} belongs to, not"
            f" what it is, and no table says it either. Needed: one folder per class in each"
            " of them, or a table beside them with a column of file names and one of labels;"
            " add it, or rename the folders if they are classes after all."
        )


def must_be_above(folder: Path, names: list[str], what: str) -> None:
    """DataError where each folder says a part and a class: trainA, trainB, testA, testB."""
    plain = [name for name in names if NO_CLASS.fullmatch(name.lower())]
    said = {name: in_part(name) for name in names if name not in plain}
    by_part: dict[str, set[str]] = defaultdict(set)
    for part, rest in filter(None, said.values()):
        by_part[part].add(rest)
    known = by_part.get("train", set())
    if not all(said.values()) or len(known) < 2 or len(by_part) + len(plain) < 2:
        return
    if any(rests - known for rests in by_part.values()) or known & NOT_SHOWN:
        return
    to = folder.with_name(f"{folder.name}_parts")
    ways = {name: "/".join(both) for name, both in said.items() if both}
    code = (
        f"import shutil; [shutil.copytree({commands.text(folder.name + '/')} + d,"
        f" {commands.text(to.name + '/')} + way) for d, way in {commands.text(ways)}.items()]"
    )
    translated = "" if what != "picture" or known != {"A", "B"} else TRANSLATED
    raise DataError(
        f"The folders {some(names)} of {folder} say both which part a {what} belongs to and"
        f" which of {some(sorted(known))} it is.{translated} Needed: the classes inside the"
        f" parts, as in {next(iter(ways.values()))}; copy them so: {commands.python(folder.parent, code)} and"
        f" name {to}."
    )


def in_part(name: str) -> tuple[str, str] | None:
    """("train", "A") of "trainA", "train_A" and "A-train"."""
    for pattern in PARTS_OF_CLASSES:
        if match := pattern.fullmatch(name):
            return split_of(Path(match["part"])), match["rest"]
    return None


def without_split_word(path: Path) -> str:
    known = {name for names in SPLIT_WORDS.values() for name in names}
    words = re.split(r"[^a-z0-9]+", path.name.lower())
    return "-".join(word for word in words if word not in known)


def with_siblings(format: str, path: Path, wanted: Callable[[Path], bool]) -> Source:
    """The file with its train, validation and test siblings, found by their names."""
    family = [
        entry
        for entry in entries(path.parent)
        if wanted(entry) and without_split_word(entry) == without_split_word(path)
    ]
    splits = {split_of(entry): entry for entry in family if split_of(entry)}
    if split_of(path) == "" or "train" not in splits:
        return Source(format, path)
    return Source(format, splits["train"], splits.get("validation"), splits.get("test"))
