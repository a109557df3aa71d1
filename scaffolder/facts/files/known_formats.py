"""Formats that are known and not read: each gets a sentence that says how to go on."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffolder.errors import DataError
from scaffolder.facts.boxes import in_cells as boxes_in_cells
from scaffolder.facts.files import sparse_arff
from scaffolder.facts.listing import IMAGE_ENDINGS, entries, first_bytes
from scaffolder.facts.pictures import pixel_columns
from scaffolder.facts.texts import labels_in_lists
from scaffolder.facts.tokens import spans
from scaffolder.facts.tokens.records import is_records

if TYPE_CHECKING:
    from scaffolder.facts.written.table import Table

HEAD = 100_000  # bytes of a file that are looked at
LOOKED_AT = 20  # files of a folder
NAMED = (".arff", ".ts", ".json", ".jsonl", ".ndjson")
ARCHIVE = re.compile(r"\.(zip|tar|tgz|tar\.\w+|7z|rar)$", re.I)
FOUR = r"-?[\d.]+(\s*{between}\s*-?[\d.]+){{3}}"
BOX = re.compile(
    rf"[\[(]\s*{FOUR.format(between='[, ]')}\s*[\])]|{FOUR.format(between=',')}"
)
RUNS = re.compile(r"\d+ \d+( \d+ \d+)+")  # start and length, start and length
PICTURE = "|".join(re.escape(ending) for ending in IMAGE_ENDINGS)
CONLL = (
    " Needed: CoNLL, a token and its tag a line and an empty line after each sentence; export"
    " the annotations as CoNLL (doccano-transformer and Label Studio do), and name that file."
)

SPANS_TO_CONLL = (  # of [text, {"entities": [[begin, end, label], ...]}]
    'python -c \'import json, re, sys; tag = lambda at, spans: next((("B-" if at == a else'
    ' "I-") + label for a, b, label in spans if a <= at < b), "O"); print("\\n\\n".join('
    '"\\n".join(w.group() + " " + tag(w.start(), more["entities"]) for w in'
    ' re.finditer(r"\\w+|[^\\w\\s]", text)) for text, more in'
    " json.load(open(sys.argv[1]))))'"
)


def some_below(folder: Path, deep: int = 3) -> list[Path]:
    """The first few files of a folder and of the folders below."""
    inside = entries(folder)
    files = [e for e in inside if e.is_file()][:5]
    for entry in [e for e in inside if e.is_dir()][:5] if deep else ():
        files += some_below(entry, deep - 1)
    return files[:LOOKED_AT]


def must_be_readable(path: Path) -> None:
    """Raises DataError where a file, or one of a folder, has a known form that is not read."""
    files = [path] if path.is_file() else some_below(path)
    for file in files:
        if ARCHIVE.search(file.name):
            raise DataError(f"{file} {of_archive(file.name)}")
        if file.suffix.lower() in NAMED and (reason := why_not(file)):
            raise DataError(f"{file} {reason}")


def why_not(file: Path) -> str:
    """What a file is and what is needed in its place; "" of all others."""
    if is_records(file):
        return ""
    text = first_bytes(file, HEAD).decode("utf8", "replace").lstrip("\ufeff \r\n\t")
    ending = file.suffix.lower()
    if ending == ".arff" and sparse_arff.is_sparse(file):
        return sparse_arff.advice(file)
    if ending == ".arff" or re.match(r"(%.*\n|\s*\n)*@relation\b", text, re.I):
        return (
            "is ARFF, Weka's format, which is not read. Needed: CSV. Write the names after"
            " @attribute into one line, with commas between, and below it every line that"
            " comes after @data; or open it in Weka and save it as CSV."
        )
    if ending == ".ts":
        if not re.search(r"^@(problemName|data)\b", text, re.M | re.I):
            return ""
        return (
            "is a .ts file of sktime and the UEA archive: a whole series with a class a line,"
            " which is no kind of project here. Needed: one row per series with features of it"
            " as columns, for a tabular kind; write such a CSV."
        )
    return of_json(text, file)


def of_archive(name: str) -> str:
    """Nothing is unpacked here: who does it sees how much comes out, and where it goes."""
    into, ending = ARCHIVE.split(name)[:2]
    module = "zipfile" if ending.lower() == "zip" else "tarfile"
    known = ending.lower() not in ("7z", "rar")
    how = f" (python -m {module} -e '{name}' '{into}')" if known else ""
    return (
        "is an archive, which is not unpacked here. Needed: the files in it; unpack it into"
        f" a folder of its own{how}, and name that folder."
    )


def of_json(text: str, file: Path) -> str:
    first, name = first_record(text), file.name
    if {"shapes", "imagePath"} <= first.keys():
        return (
            "is a file of labelme, which is not read. Needed: boxes as COCO JSON or Pascal VOC"
            " XML, or a mask for each picture; export them (labelme2coco, labelme2voc)."
        )
    if "annotations" in first and "data" in first or "completions" in first:
        return "is an export of Label Studio as JSON." + CONLL
    if with_spans := next(filter(spans.field_of, records(text)), None):
        return spans.of_records(file, with_spans, in_array=text.startswith("["))
    if told := labels_in_lists.of_records(file, records(text)):
        return told
    if re.match(r'\[\s*\[\s*"(?:[^"\\]|\\.)*"\s*,\s*\{\s*"entities"', text):
        return (
            "holds texts with spans of letters, as spaCy trains on. Needed: CoNLL, a token and"
            " its tag a line and an empty line after each sentence; write it: cd"
            f" {shlex.quote(str(file.parent))}; {SPANS_TO_CONLL} {shlex.quote(name)} >"
            f" tokens.conll, and name {file.with_name('tokens.conll')}."
        )
    if re.match(rf'\{{\s*"[^"]+({PICTURE})"\s*:\s*["\d]', text, re.I):
        return (
            "says of each picture what it shows, as one JSON object. Needed: a table beside"
            " the pictures; write it in Python, and name the folder: import json;"
            f" print('path,label', *(f'{{k}},{{v}}' for k, v in json.load(open('{name}')).items()),"
            " sep='\\n', file=open('labels.csv', 'w'))"
        )
    in_one = not re.search(r"\}\s*\n\s*\{", text)  # no other record below
    nested = re.match(r'\{\s*"[^"]*"\s*:\s*(\{|\[)', text)
    if in_one and nested and "annotations" not in first:
        return (
            "is one JSON object with lists or records in it, such as pandas writes by default."
            " Needed: a record for each row; with pandas: DATA.to_json('rows.jsonl',"
            " orient='records', lines=True); then name that file."
        )
    return ""


def first_record(text: str) -> dict[str, Any]:
    """The first object of JSON lines, of an array, or of a file that is one."""
    return next(records(text), {})


def records(text: str) -> Iterator[dict[str, Any]]:
    """The objects that a beginning holds whole."""
    decoder, begin = json.JSONDecoder(), re.match(r"\[?\s*", text)
    place = begin.end() if begin else 0
    while place < len(text):
        try:
            found, place = decoder.raw_decode(text, place)
        except ValueError:
            return
        if isinstance(found, dict):
            yield found
        apart = re.compile(r"[\s,]*").match(text, place)
        place = apart.end() if apart else place


# --- cells of a table


def must_be_plain(table: Table) -> None:
    """Raises DataError where a column holds boxes or masks as text."""
    for name in table.names:
        cells = table.frame[name]
        if cells.dtype.is_float():
            continue
        head = [str(cell) for cell in cells.drop_nulls().head(20)]
        if head and all(map(BOX.fullmatch, head)):
            boxes_in_cells.refuse(table, name, head)
        pixel_columns.refuse(table, name, head)
        if head and all(map(RUNS.fullmatch, head)):
            raise DataError(
                f"The column {name!r} of {table.path} holds masks as run lengths, such as"
                f" {head[0][:40]!r}. Needed for image-segmentation: a PNG of the size of each"
                " picture, with a number for each class, in a folder beside; decode the runs and"
                " save them so. Or leave the column out for another kind."
            )
