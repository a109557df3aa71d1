"""What the names of sound files say: "7_jackson_32.wav" is a label, a speaker and a take."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffolder.facts.listing import entries, some

MOSTLY = 0.95  # of the names must have the same fields
FEWEST = 3  # speakers; of two, none is left to validate or to test
FEW = 2  # fields that may be label and speaker: of more nobody knows which is which
DATE = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])[0-3]\d")  # in names of recorders
IDS = {"id", "speaker", "spk", "subject", "person", "machine", "device", "session"}
REPEATED = 2  # clips of a speaker, on average, and more
ROLES = {  # words in a description such as {digitLabel}_{speakerName}_{index}.wav
    "label": r"label|class|category|target|digit|word|emotion|command|genre",
    "speaker": r"speaker|actor|subject|user|person|participant|singer|bird|device|name",
    "take": r"index|idx|take|number|repetition|count|trial|version|id",
}
DESCRIBED = re.compile(r"((?:[{<]\w+[}>][_-]?){2,})\.(?:wav|flac|ogg)", re.I)
PARTS = re.compile(r"[^_-]+|[_-]+")  # a field, signs, a field, ...


@dataclass(frozen=True)
class Names:
    """`pattern` is "{label}_{speaker}_{take}"; "" where names say nothing."""

    pattern: str
    reason: str
    speakers: tuple[str, ...] = ()  # of each file, "" if its name does not fit
    labels: tuple[str, ...] = ()  # likewise; () where the folder is the label
    takes: tuple[str, ...] = ()
    misfits: tuple[str, ...] = ()  # names of files that do not fit
    doubt: str = ""  # a sentence on a field that may say who speaks, or what is said


NOTHING = Names("", "empty: the names of the files say nothing that repeats")


def read(files: Sequence[Path], folders: Sequence[str], top: Path) -> Names:
    """`folders` are the class folders of the files; "" for files in none."""
    flat = not all(folders)
    split = [PARTS.findall(file.stem) for file in files]
    shape = Counter(tuple(parts[1::2]) for parts in split).most_common(1)[0]
    signs, count = shape
    if not signs or count < MOSTLY * len(files):
        return NOTHING
    fits = [tuple(parts[1::2]) == signs for parts in split]
    rows = [parts[::2] for parts, fit in zip(split, fits, strict=True) if fit]
    known = [folder for folder, fit in zip(folders, fits, strict=True) if fit]
    columns = list(zip(*rows, strict=True))
    described, why = _described(top, signs)
    roles = described or _guessed(columns, known, flat)
    if flat and ("label" not in roles or not described and unclear(columns, roles)):
        return NOTHING
    if not flat and not described and "speaker" in roles:
        place = roles.index("speaker")
        if comes_once(columns[place], known) and not are_codes(columns[place]):
            return Names("", NOTHING.reason, doubt=_doubt(place, columns[place]))
    if not flat:  # the folder says it already
        roles = ["part" if role == "label" else role for role in roles]
        if "speaker" not in roles:
            return NOTHING
    pattern = _joined(roles, signs, columns)

    def cells(role: str) -> tuple[str, ...]:
        if role not in roles:
            return ()
        place = roles.index(role)
        said = iter(columns[place])
        return tuple(next(said) if fit else "" for fit in fits)

    return Names(
        pattern,
        why or "told by what repeats; swap the fields if they mean something else",
        cells("speaker"),
        cells("label"),
        cells("take"),
        tuple(file.name for file, fit in zip(files, fits, strict=True) if not fit),
    )


def _described(top: Path, signs: tuple[str, ...]) -> tuple[list[str], str]:
    """Roles as a readme beside the files, or above them, describes the names."""
    for name, text in _readmes(top):
        for match in DESCRIBED.finditer(text):
            roles = [_role(word) for word in re.findall(r"[{<](\w+)", match[1])]
            once = roles.count("label") == 1 and roles.count("speaker") <= 1
            if len(roles) == len(signs) + 1 and once:
                return _numbered(roles), f"as {name} says: {match[1]}"
    return [], ""


def _readmes(top: Path) -> Iterator[tuple[str, str]]:
    """Name and beginning of each readme beside the files, or in the folder above."""
    for folder in (top, top.parent):
        for file in entries(folder):
            if "readme" in file.name.lower() and file.is_file():
                with file.open("rb") as opened:
                    yield file.name, opened.read(200_000).decode("utf-8", "replace")


def _role(word: str) -> str:
    return next(
        (r for r, known in ROLES.items() if re.search(known, word, re.I)), "part"
    )


def _guessed(
    columns: list[tuple[str, ...]], folders: list[str], flat: bool
) -> list[str]:
    """The last number counts the takes; a name or a code that repeats is a speaker."""
    roles = ["part"] * len(columns)
    kinds = [len(set(column)) for column in columns]
    numbers = [i for i, column in enumerate(columns) if all(map(str.isdigit, column))]
    if numbers and kinds[numbers[-1]] > 1 and numbers[-1] == len(columns) - 1:
        roles[-1] = "take"
    free = [
        i
        for i, role in enumerate(roles)
        if role == "part" and _repeats(columns[i]) and not (i and is_id(columns[i - 1]))
    ]
    if flat and free:
        roles[free.pop(0)] = "label"
    labels = (
        folders
        if not flat
        else columns[roles.index("label")] if "label" in roles else ()
    )
    may_speak = [
        i for i in free if kinds[i] >= FEWEST and not follows(columns[i], labels)
    ]
    if len(may_speak) == 1 and not all(map(str.isdigit, columns[may_speak[0]])):
        roles[may_speak[0]] = "speaker"
    return roles


def _repeats(column: Sequence[str]) -> bool:
    return 1 < len(set(column)) <= len(column) / REPEATED


def is_id(before: Sequence[str]) -> bool:
    """Whether a word before a field says that it tells one thing or person: "id_00"."""
    return {value.lower() for value in before} <= IDS


def unclear(columns: Sequence[tuple[str, ...]], roles: Sequence[str]) -> bool:
    """Whether any of several fields may be the label, or the first says where it was."""
    fields = [c for c, r in zip(columns, roles, strict=True) if r != "take"]
    several = [column for column in fields if _repeats(column)]
    label = columns[roles.index("label")]
    crossed = "take" not in roles and any(
        comes_once(column, label) for column in several if column is not label
    )
    numbered = {re.sub(r"\d+$", "", value) for value in label}
    dated = any(all(map(DATE.fullmatch, column)) for column in columns)
    return len(several) > FEW or crossed or dated and len(numbered) == 1 < len(label)


def _doubt(place: int, column: Sequence[str]) -> str:
    where = "^" + "[^_-]+[_-]+" * place + "([^_-]+)"
    return (
        f"Field {place + 1} of the names ({some(dict.fromkeys(column), 4)}) comes once in each"
        f" folder: if it says who is heard, --split group --split-column '{where}'; if it"
        " says what is said, the split stays as it is."
    )


def follows(field: Sequence[str], labels: Sequence[str]) -> bool:
    """Whether each label goes with a single value of the field."""
    return len(set(zip(field, labels, strict=True))) == len(set(labels))


def comes_once(field: Sequence[str], labels: Sequence[str]) -> bool:
    """Whether each value comes once with each label: a word that all were asked to say, or a voice."""
    pairs = Counter(zip(field, labels, strict=True))
    every = len(set(field)) * len(set(labels))
    return len(pairs) == every == pairs.total()


def are_codes(field: Sequence[str]) -> bool:
    """Letters and digits in one, as in 0135f3f2: nobody says such a word."""
    codes = [re.search(r"\d", v) and re.search(r"[^\W\d_]", v) for v in field]
    return sum(map(bool, codes)) > len(field) / 2  # some have digits alone


def _numbered(roles: list[str]) -> list[str]:
    """Only the first take counts."""
    first = roles.index("take") if "take" in roles else -1
    return ["part" if r == "take" and i != first else r for i, r in enumerate(roles)]


def _joined(roles: list[str], signs: tuple[str, ...], columns: list) -> str:
    """ "{label}_{speaker}_{take}": a field that never changes stands as it is."""
    fields = []
    for i, (role, column) in enumerate(zip(roles, columns, strict=True)):
        same = role == "part" and len(set(column)) == 1
        fields.append(column[0] if same else f"{{{role}{i if role == 'part' else ''}}}")
    between = [*signs, ""]
    return "".join(f + sign for f, sign in zip(fields, between, strict=True))


def official(top: Path, takes: Sequence[str]) -> tuple[str, str]:
    """Takes that a readme gives to the test, "0-4", and the file that says so."""
    known = {int(take) for take in takes if take.isdigit()}
    for name, text in _readmes(top):
        for sentence in re.split(r"[.!?]\s|\n\s*\n", text):
            found = re.search(r"\b(\d)`?\s*(?:-|–|to)\s*`?(\d)\b\D*\btest\b", sentence)
            if found and {int(found[1]), int(found[2])} <= known:
                return f"{found[1]}-{found[2]}", name
    return "", ""
