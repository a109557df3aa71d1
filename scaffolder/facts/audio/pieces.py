"""Files beside long recordings that say from when to when what is heard: one each, or one in all.

Selection tables of Raven, label tracks of Audacity, and CSV with columns of two times.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.audio import by_field
from scaffolder.facts.audio.parts import BEGIN, COUNTED, END
from scaffolder.facts.commands import python, text
from scaffolder.facts.listing import SOUND_ENDINGS, entries, files_below, said, some
from scaffolder.facts.tables.columns import words
from scaffolder.facts.written.written_numbers import is_number

ENDINGS = (".txt", ".csv", ".tsv", ".selections")
MOST_BYTES = 1_000_000  # of one file
MOST_FILES = 2_000  # that are looked at
DEEP = 4  # folders below
BESIDE = 20  # folders that are looked into
MOSTLY = 0.5  # of the recordings have such a file
LABEL = "species label annotation class event call type tag category name word code"
# Columns of Raven that say where in time and pitch, and how loud.
MEASURES = {"selection", "view", "channel", "time", "freq", "s", "hz", "file", "path"}
MEASURES |= {"power", "energy", "db", "delta", "score", "confidence", "notes", "id"}
NO_TIME = {"freq", "frequency", "file", "path", "clock", "date"}  # "Begin File"
STAMP = r"[_-]?(19|20)\d{6}[_T-]?\d{4,6}.*"  # of a recorder: SITE_20210501_210000


@dataclass(frozen=True)
class Form:
    """How the lines are cut, and the places of begin, end and label in them."""

    separator: str
    header: bool
    begin: int
    end: int
    labels: tuple[int, ...]  # one, or columns of 0 and 1
    said: str = ""  # "Begin Time (s), End Time (s) and Species"


def refuse(folder: Path) -> None:
    """Raises DataError where recordings have such files: the examples are the pieces."""
    home, files = around(folder)
    if not files:
        return
    sounds = list(islice(files_below(home, SOUND_ENDINGS, DEEP), 10 * MOST_FILES))
    forms = {file: form for file in files if (form := form_of(file))}
    of_sound = pairs(sounds, list(forms))
    if len(of_sound) < max(2, MOSTLY * len(sounds)):
        return
    form, count = Counter(forms[file] for file in of_sound.values()).most_common(1)[0]
    used = {s: file for s, file in of_sound.items() if forms[file] == form}
    labels = {s: labels_of(file, form) for s, file in used.items()}
    if count >= MOSTLY * len(of_sound) and are_pieces(labels):
        of_whom = by_field.told(sounds)
        raise DataError(f"{told(home, used, form, labels, sounds)} {of_whom}".strip())


def around(folder: Path) -> tuple[Path, list[Path]]:
    """The folder and such files below; or the one above, and files in folders beside."""
    files = list(islice(files_below(folder, ENDINGS, DEEP), MOST_FILES))
    sounds = next(files_below(folder, SOUND_ENDINGS), None)
    if files and sounds:
        return folder, files
    flat = sounds is not None and sounds.parent == folder
    if not files and not flat:
        return folder, []
    beside = [e for e in entries(folder.parent) if e.is_dir() and e != folder][:BESIDE]
    if files:
        there = any(next(files_below(e, SOUND_ENDINGS, 0), None) for e in beside)
        return folder.parent, files if there else []
    near = (file for place in beside for file in files_below(place, ENDINGS, 0))
    return folder.parent, list(islice(near, MOST_FILES))


def pairs(sounds: Sequence[Path], files: Sequence[Path]) -> dict[Path, Path]:
    """Sound -> the file whose name begins with its name: SITE1.wav, SITE1.Table.1.txt."""
    by_stem = {sound.stem.lower(): sound for sound in sounds}
    found = {}
    for file in files:
        name = file.name.lower()
        ends = [m.start() for m in re.finditer(r"[._ -]", name)]
        stem = next((name[:e] for e in reversed(ends) if name[:e] in by_stem), "")
        if stem:
            found.setdefault(by_stem[stem], file)
    return found


def form_of(file: Path) -> Form | None:
    """By the first lines: named columns of two times, or two times and a label."""
    for separator in ("\t", ",", ";"):
        rows = [r for r in rows_of(file, separator)[:20] if not r[0].startswith("\\")]
        if rows and len(rows[0]) > 2:
            return named(rows, separator) or unnamed(rows, separator)
    return None


def rows_of(file: Path, separator: str) -> list[list[str]]:
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES).decode("utf-8-sig", "replace")
    lines = [line for line in content.splitlines() if line.strip()]
    return list(csv.reader(lines, delimiter=separator))


def named(rows: list[list[str]], separator: str) -> Form | None:
    found = [set(words(cell)) for cell in rows[0]]
    places = [
        next((i for i, w in enumerate(found) if known & w and not NO_TIME & w), -1)
        for known in (BEGIN, END)
    ]
    if min(places) < 0 or any(COUNTED & found[i] for i in places):
        return None
    label = labelled(found, rows[1:])
    labels = (label,) if label >= 0 else flags_in(rows[1:], {*places})
    if not labels or label in places:
        return None
    header = [rows[0][i].strip() for i in (*places, *labels)]
    return Form(separator, True, places[0], places[1], labels, said=", ".join(header))


def flags_in(rows: list[list[str]], others: set[int]) -> tuple[int, ...]:
    """The columns that hold 0 and 1, where all do beside the times."""
    width = len(rows[0]) if rows and len({len(row) for row in rows}) == 1 else 0
    rest = [i for i in range(width) if i not in others]
    known = all(row[i].strip() in ("0", "1") for row in rows for i in rest)
    return tuple(rest) if known else ()


def labelled(found: list[set[str]], rows: list[list[str]]) -> int:
    """The column of the label: by its name, or the last one of words."""
    for word in LABEL.split():
        for i, known in enumerate(found):
            if word in known and not {"file", "path", "id"} & known:
                return i
    of_words = [
        i
        for i, known in enumerate(found)
        if not known & (MEASURES | BEGIN | END)
        and all(len(r) > i and r[i].strip() and not is_number(r[i]) for r in rows)
    ]
    return of_words[-1] if of_words and rows else -1


def unnamed(rows: list[list[str]], separator: str) -> Form | None:
    """Audacity: "1.25<tab>2.50<tab>label" in each line."""
    fits = all(len(r) > 2 and is_number(r[0]) and is_number(r[1]) for r in rows)
    rising = fits and all(float(r[0]) <= float(r[1]) for r in rows)
    if not rising:
        return None
    if flags := flags_in(rows, {0, 1}):
        said_by = " ".join(str(i + 1) for i in flags)
        return Form(
            separator, False, 0, 1, flags, said=f"begin, end and 0 or 1: {said_by}"
        )
    last = len(rows[0]) - 1 if separator == "," else 2
    if any(len(r) <= last or is_number(r[last]) for r in rows):
        return None
    return Form(separator, False, 0, 1, (last,), said="begin, end and label")


def labels_of(file: Path, form: Form) -> list[str]:
    """One of each piece; a piece with several rows (two views) counts once."""
    rows = rows_of(file, form.separator)[form.header :]
    most = max(form.begin, form.end, *form.labels)
    kept = {
        (row[form.begin], row[form.end], " ".join(row[i].strip() for i in form.labels))
        for row in rows
        if len(row) > most and is_number(row[form.begin].strip())
    }
    return [label for *_, label in sorted(kept) if label]


def are_pieces(labels: dict[Path, list[str]]) -> bool:
    """Whether labels repeat, and say more than the folder of the recording says."""
    every = Counter(label for found in labels.values() for label in found)
    if len(every) < 2 or len(every) > every.total() / 2:
        return False
    return any(
        {label.lower() for label in found} - {sound.parent.name.lower()}
        for sound, found in labels.items()
    )


def told(
    home: Path,
    used: dict[Path, Path],
    form: Form,
    labels: dict[Path, list[str]],
    sounds: Sequence[Path],
) -> str:
    every = Counter(label for found in labels.values() for label in found)
    example = next(iter(used.values()))
    listed = some([f"{name} {count:,}" for name, count in every.most_common()])
    where, session = session_of(sounds, used)
    return (
        f"{said(len(used), 'file')} such as {example.relative_to(home)} say what is heard"
        f" from when to when ({form.said}) in {len(used):,} of {said(len(sounds), 'recording')}:"
        f" {listed}. The examples are these pieces, no whole recordings. Needed: a sound for"
        f" each; cut them: {python(home, code(home, used, form, session))} and name"
        f" {home / 'clips.csv'}. `session` is the {where}, so that no part of the split"
        " hears another's."
    )


def site(sound: Path) -> str:
    return re.sub(STAMP, "", sound.stem) or sound.stem


def session_of(sounds: Sequence[Path], used: dict[Path, Path]) -> tuple[str, str]:
    """(what belongs together, its code): whom a table tells of, a place, or a recording."""
    if tables := by_field.find(sounds):
        place = tables[0].place
        return f"value of field {place + 1} of the names", (
            f're.split(r"{by_field.BETWEEN}", s.stem)[{place}]'
        )
    sites = {site(sound) for sound in used}
    if len(sites) > 2 and sites != {sound.stem for sound in used}:
        return "place, as their names say", f're.sub(r"{STAMP}", "", s.stem) or s.stem'
    return "recording", "s.stem"


def code(home: Path, used: dict[Path, Path], form: Form, session: str) -> str:
    tops = sorted({sound.relative_to(home).parts[0] for sound in used})
    top = text(tops[0]) if len(tops) == 1 and (home / tops[0]).is_dir() else '"."'
    first = next(iter(used))
    tail = next(iter(used.values())).name[len(first.stem) :]
    below = sorted({f.relative_to(home).parent.as_posix() for f in used.values()})
    at = f"Path({text(below[0])})" if len(below) == 1 else "s.parent"
    b, e, n = form.begin, form.end, form.labels[0]
    label = f"r[{n}].strip()"
    if len(form.labels) > 1:
        label = f'" ".join(r[i].strip() for i in {text(form.labels)})'
    return (
        "import re, csv, soundfile as sf; from pathlib import Path;"
        ' Path("clips").mkdir(exist_ok=True);'
        f" files = [(s, f) for s in sorted(Path({top}).rglob({text('*' + first.suffix)}))"
        f" if (f := {at} / (s.stem + {text(tail)})).is_file()];"
        ' lines = lambda f: csv.reader(f.open(encoding="utf-8-sig", newline=""),'
        f" delimiter={text(form.separator)});"
        " rows = [(s, c) for s, f in files for c in sorted({(float(r["
        f"{b}]), float(r[{e}]), {label}) for r in lines(f) if len(r) > {max(b, e, n)}"
        f" and r[{b}].strip()[:1].isdigit() and r[{n}].strip()}})];"
        ' to = [f"clips/{i}.wav" for i in range(len(rows))];'
        " cut = lambda p, c, x, rate: sf.write(p, x[round(c[0] * rate):round(c[1] * rate)],"
        " rate); [cut(p, c, *sf.read(s)) for p, (s, c) in zip(to, rows)];"
        ' csv.writer(open("clips.csv", "w", newline="")).writerows([("path", "label",'
        f' "session"), *((p, c[2], {session}) for p, (s, c) in zip(to, rows))])'
    )
