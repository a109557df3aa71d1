"""Files of lines, one for each class: reviews.pos and reviews.neg, or ham.txt and spam.txt."""

from __future__ import annotations

from pathlib import Path

from scaffolder.facts.commands import python, text
from scaffolder.facts.files.source import SPLIT_WORDS
from scaffolder.facts.listing import first_bytes, some, whole

HEAD = 100_000  # bytes of which the lines are looked at
FEWEST = 20  # lines of a file, from which each may be a text
SHORT = 60  # words of a line on average; of more, lines are paragraphs
LANGUAGES = 2  # letters of an ending that is one: "news.de"
CLASSES = {
    "pos",
    "neg",
    "positive",
    "negative",
    "neutral",
    "ham",
    "spam",
    "fake",
    "real",
}
CLASSES |= {"subjective", "objective", "subj", "obj", "rude", "toxic", "clean", "true"}


def advice(files: list[Path]) -> str:
    """How to write a table of the lines, with the class beside; "" if they may be none."""
    names = labels(files)
    if not names or not all(map(in_lines, names)):
        return ""
    folder = files[0].parent
    listed = [[file.name, label, encoding_of(file)] for file, label in names.items()]
    code = (
        "import csv; from pathlib import Path; out = csv.writer(open("
        f'{text("classes.csv")}, {text("w")}, newline={text("")}, encoding={text("utf8")}));'
        f' out.writerow([{text("text")}, {text("label")}]);'
        f" [out.writerow([line.strip(), label]) for name, label, code in {text(listed)} for"
        f" line in Path(name).read_text(code, {text('replace')}).split({text(chr(10))}) if"
        " line.strip()]"
    )
    return (
        f"If each line is a text, and its file says which of {some(names.values())} it is:"
        f" write a table of both: {python(folder, code)} and name {folder / 'classes.csv'}."
    )


def labels(files: list[Path]) -> dict[Path, str]:
    """The class of each file: what its name has beside that of the others; {} if none."""
    parts = {word for words in SPLIT_WORDS.values() for word in words}
    endings = [f.suffix.lower().lstrip(".") for f in files]
    alike = len({f.stem for f in files}) == 1 and 1 < len(files) == len({*endings})
    if alike and all(len(e) > LANGUAGES for e in endings) and not parts & {*endings}:
        return dict(zip(files, endings, strict=True))
    named = {f: f.stem.lower() for f in files}
    return named if len(files) > 1 and {*named.values()} <= CLASSES else {}


def in_lines(file: Path) -> bool:
    """Whether it holds many lines, as short as one text of each is."""
    lines = [line for line in first_bytes(file, HEAD).splitlines() if line.strip()]
    words = sum(len(line.split()) for line in lines)
    return len(lines) >= FEWEST and words <= SHORT * len(lines)


def encoding_of(file: Path) -> str:
    try:
        whole(file).decode("utf8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf8"
