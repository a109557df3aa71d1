"""Plain texts of a folder: a corpus, or why they are none as they are."""

import re
import shlex
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files.source import Source, split_of, with_siblings
from scaffolder.facts.files.table_names import (
    are_notes_on_arrays,
    is_table_name,
    plain_text,
    without_readme,
)
from scaffolder.facts.listing import IMAGE_ENDINGS, first_bytes, said
from scaffolder.facts.pictures import class_folders
from scaffolder.facts.texts import file_per_class
from scaffolder.facts.texts.prose import (
    ENDINGS,
    is_alone,
    is_corpus,
    is_prose,
    is_written,
)
from scaffolder.facts.written import blocks

MOSTLY = 0.8  # of the texts are called as a picture beside
STRUCTURED = (".xml", ".html", ".json", ".yaml", ".yml", ".py", ".js", ".svg", ".tex")
PROSE, FEWEST = 0.8, 8  # of so many texts must be prose by their signs
LOOKED_AT = 10  # files, all of which must be texts


def corpus_in(folder: Path, files: list[Path]) -> Source | None:
    """One text, one for each split, or a folder of documents."""
    texts = plain_text(files) or [f for f in files if is_alone(f)]
    texts = [text for text in texts if text.stat().st_size]
    if any(map(is_table_name, files)) or class_folders.classes_in(folder):
        return None
    if are_notes_on_arrays(texts, files):
        return None
    if not texts or not are_prose(texts):
        return None
    several = len(texts) > 1 and not any(split_of(text) == "train" for text in texts)
    if several:
        refuse_captions(folder, files, texts)
        refuse(folder, texts)
    if any(split_of(text) == "train" for text in texts):
        return with_siblings("corpus", texts[0], lambda file: file in texts)
    return Source("corpus", texts[0] if len(texts) == 1 else folder)


def are_prose(texts: list[Path]) -> bool:
    """All; or most of many that are named alike: a short one may have as many commas a line."""
    found = sum(map(is_corpus, texts))
    alike = len({re.sub(r"\d+", "", text.name) for text in texts}) == 1
    return found == len(texts) or (alike and found >= max(FEWEST, PROSE * len(texts)))


def refuse(folder: Path, files: list[Path]) -> None:
    """DataError where the files of a folder are texts that no search for them finds."""
    plain = without_readme([f for f in files if f.suffix.lower() not in ENDINGS])
    found = plain or [f for f in files if f.suffix.lower() not in ENDINGS]
    if not found or not all(map(is_text, found[:LOOKED_AT])):
        return
    named = sorted({f.suffix or "no ending" for f in found})
    copies = (
        f"cd {shlex.quote(str(folder))} && mkdir texts && for f in *; do"
        ' if [ -f "$f" ]; then cp "$f" "texts/$f.txt"; fi; done'
    )
    by_class = f"{told} " if (told := file_per_class.advice(found)) else ""
    raise DataError(
        f"Found {said(len(found), 'text')} in {folder} ({', '.join(named[:5])}), no classes and"
        f" no table. {by_class}Needed for a language model: texts that end in .txt; copy them:"
        f" {copies}; and name {folder / 'texts'}. To tell what each is: a folder of texts for"
        " each class."
    )


def is_text(file: Path) -> bool:
    """Prose; or other lines of letters and signs, such as tunes and moves of chess."""
    if is_table_name(file) or file.suffix.lower() in STRUCTURED:
        return False
    if is_written(file):
        return True
    return is_printable(file) and is_prose(file) and not blocks.advice(file)


def is_printable(file: Path) -> bool:
    """Letters and signs, hardly a byte of another kind: a sound or a program has many."""
    head = first_bytes(file, 50_000)
    odd = sum(byte < 32 and byte not in b"\t\n\r" or byte == 127 for byte in head)
    return bool(head) and not odd


def refuse_captions(folder: Path, files: list[Path], texts: list[Path]) -> None:
    """DataError where nearly each of the texts says what a picture shows."""
    pictures = {f.stem for f in files if f.suffix.lower() in IMAGE_ENDINGS}
    paired = sum(text.stem in pictures for text in texts)
    if paired < MOSTLY * len(texts):
        return
    raise DataError(
        f"Found {said(paired, 'picture')} with a text of the same name in {folder}, such as"
        f" {texts[0].name}. No kind of project here writes a text for a picture. Needed: one"
        " word for each, a class, in a table beside with the columns path,label; or, for a"
        " language model, the texts in a folder of their own."
    )
