"""What data each kind of project needs, for those who ask for one that others would fit."""

from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.model import Facts

NEEDS = {
    "tabular-classification": "a table with a column of classes",
    "tabular-regression": "a table with a column of numbers to predict",
    "image-classification": "one folder of pictures per class, or a table of paths and classes",
    "image-multilabel": "a table of paths, with several labels in a column as cat|dog or a"
    " column of 0 and 1 for each",
    "image-regression": "a table with a column of paths and one of numbers",
    "image-segmentation": "a mask for each picture, of its size and name, in a folder beside",
    "image-detection": "boxes: Pascal VOC XML, COCO JSON, YOLO text files, or a table with a"
    " row for each box",
    "text-tagging": "CoNLL or CoNLL-U: a token and its tag a line, an empty line after each"
    " sentence",
    "language-model": "plain text",
    "text-classification": "a table with a column of texts and one of classes, a folder of"
    " texts per class, or lines that begin with their label",
    "series-forecasting": "a table with a column of time in even steps and numbers beside it",
    "audio-classification": "one folder of sounds per class, or a table of paths and classes",
}


def must_fit(facts: Facts, asked: str | None, path: Path) -> None:
    """Raises DataError where the data are of another kind than was asked for."""
    found = facts.kind.value
    if asked and found not in ("", asked):
        raise DataError(
            f"{path} is read as {found} ({facts.format}), and {asked} was asked for. Needed:"
            f" {NEEDS.get(asked, 'data of that kind')}. Name such data, or say --task {found}."
        )
