"""What tags that are numbers mean: their names, from a file beside the data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from scaffolder.facts.listing import entries

CALLED = re.compile(r"(.*(label|tag|class|ner|pos|chunk).*|(.*_)?names?)", re.I)
LARGEST = 1_000_000  # bytes of such a file


def beside(
    path: Path, field: str, values: Iterable[str]
) -> tuple[tuple[str, ...], str]:
    """(the names in the order of their numbers, the file that has them), or nothing."""
    if not all(value.isdecimal() for value in values):
        return (), ""
    most = max(map(int, values), default=0)
    for file in [
        f for place in path.parents[:2] for f in entries(place) if f.is_file()
    ]:
        if file != path and file.stat().st_size <= LARGEST:
            for found in listed(file, field):
                if len(found) > most and len({*found}) == len(found):
                    return tuple(found), file.name
    return (), ""


def listed(file: Path, field: str) -> Iterator[list[str]]:
    """The lists of names in a file, if it is one that has some."""
    called = CALLED.fullmatch(file.stem) or file.stem == field
    text = ""
    if file.suffix == ".json" or called and file.suffix in (".txt", ".names"):
        text = file.read_text("utf8", "replace")
    if file.suffix != ".json":
        yield [line.strip() for line in text.splitlines() if line.strip()]
        return
    try:
        content = json.loads(text)
    except ValueError:
        return
    yield from features(content, field)
    if called or file.stem == "config":
        yield from maps(content)


def features(content: Any, field: str) -> Iterator[list[str]]:
    """`features` of dataset_info.json, or of each part of dataset_infos.json."""
    if not isinstance(content, dict):
        return
    for one in (content, *content.values()):
        about = one.get("features") if isinstance(one, dict) else None
        feature = about.get(field) if isinstance(about, dict) else None
        while isinstance(feature, dict) and "names" not in feature:
            feature = feature.get("feature")
        if isinstance(feature, dict):
            yield [str(name) for name in feature["names"]]


def maps(content: Any) -> Iterator[list[str]]:
    """["O", "B-PER"], {"O": 0, "B-PER": 1} or {"0": "O", "1": "B-PER"}, also as label2id."""
    if isinstance(content, list):
        yield [str(name) for name in content]
        return
    inside = [content, content.get("id2label"), content.get("label2id")]
    for one in [one for one in inside if isinstance(one, dict)]:
        turned = {str(v): k for k, v in one.items() if isinstance(v, int)}
        numbers = turned or one
        order = [str(i) for i in range(len(numbers))]
        if {*order} == {*numbers}:
            yield [str(numbers[i]) for i in order]
