"""The group of each example, told anew from files and names: never as the project tells it."""

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from . import table_files
from .contract import Example
from .place import here


def groups(examples: Sequence[Example], config: Any, in_column: bool) -> list[str]:
    """By `split_column` of the config: a column, a field of `names`, or a place in a name.

    `in_column`: of the table in which the pictures or texts are named.
    """
    place, named = config.split_column, getattr(config, "names", "")
    if in_column:
        rows = table_files.read(here().resolve(config.data), config)
        return [str(rows[line_of(e)][place]) for e in examples]
    if f"{{{place}}}" in named:
        return [in_name(example, place, named) for example in examples]
    told = any(hasattr(example, "group") for example in examples)
    column = column_beside(config) if told else []
    if column:
        return [column[line_of(e)] or e.id for e in examples]
    return [group_in(example, place) for example in examples]


def line_of(example: Example) -> int:
    """ "clips.csv:17" is the 17th row."""
    return int(example.id.rpartition(":")[2]) - 1


def in_name(example: Example, field: str, names: str) -> str:
    """What stands in the place of {speaker} in "{label}_{speaker}_{take}".

    No field holds a sign that stands between two; a name of another form is alone.
    """
    signs = "".join(re.findall(r"[\W_]", re.sub(r"{\w+}", "", names))) or " "
    form = re.escape(re.sub(r"{(\w+)}", r"<\1>", names))
    form = re.sub(r"<(\w+)>", rf"(?P<\1>[^{re.escape(signs)}]+)", form)
    found = re.fullmatch(form, Path(str(example.raw)).stem)
    return found[field] if found else example.id


def column_beside(config: Any) -> list[str]:
    """The cells of `split_column` in the table that names the sounds; [] without one."""
    path = here().resolve(config.data)
    if not path.is_file() or not hasattr(config, "separator"):
        return []
    with open(path, encoding=config.encoding, newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=config.separator))
    plain = [{str(k).strip(): str(v).strip() for k, v in row.items()} for row in rows]
    return [row.get(config.split_column, "") for row in plain]


def group_in(example: Any, place: str) -> str:
    """A cell of a row, what `read` says of it, or a place in the name of a file."""
    if isinstance(example.raw, Mapping):
        return str(example.raw[place])
    if hasattr(example, "group"):
        return str(example.group)
    found = re.search(place, example.id if "/" in place else Path(example.id).name)
    return found.group(min(1, len(found.groups()))) if found else example.id
