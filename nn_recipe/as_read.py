"""Examples as a file of new data holds them: what `load` makes of them afterwards is not in it."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from . import table_files, timeline
from .contract import Example, Known, NotOffered, Project
from .place import here

FIELDS = ("data", "validation_data", "test_data")  # of the config, that name files
MOST = 64_000_000  # bytes of a file that is read once more
CUTS = 2  # windows of a series, for each of which its file is cut short and read


def as_read(project: Project, examples: Sequence[Example]) -> list[Known]:
    """The same examples, without answers, each with the raw that `read` gives it by its id.

    As it is where `read` has no such id: bytes are cut in windows elsewhere.
    """
    asked = {example.id for example in examples}
    found: dict[str, Any] = {}
    for path in files(project):
        try:
            found |= {e.id: e.raw for e in project.read(str(path)) if e.id in asked}
            if project.target.answers_are == "series":
                found |= at_origins(project, path, asked)
        except (ValueError, KeyError, OSError, NotOffered):
            continue  # other checks say why
    return [Known(e.id, found.get(e.id, e.raw), None) for e in examples]


def files(project: Project) -> list[Path]:
    """Those that the config names, or folders."""
    named = (getattr(project.config, field, "") for field in FIELDS)
    paths = [here().resolve(name) for name in named if name]
    return [p for p in paths if p.is_dir() or p.is_file() and p.stat().st_size < MOST]


def at_origins(project: Project, path: Path, asked: set[str]) -> Mapping[str, Any]:
    """New data of a series ends where its forecast begins: a file is cut there."""
    rows = table_files.read(path, project.config)
    frame = pl.DataFrame(rows, infer_schema_length=None)
    moments = timeline.of_rows(frame, project.config)
    ends = [m for m in moments.unique().drop_nulls().sort() if said(path, m, asked)]
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for end in ends[:CUTS]:
            before = frame.filter((moments <= end).fill_null(False)).to_dicts()
            short = Path(folder, path.name)
            table_files.write(before, short, path, project.config)
            found |= {e.id: e.raw for e in project.read(str(short))}
    return found


def said(path: Path, moment: Any, asked: set[str]) -> bool:
    """Is this moment one of the origins?"""
    return f"{path.name}:{moment}" in asked
