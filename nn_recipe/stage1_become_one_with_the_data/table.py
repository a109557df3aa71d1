"""The table of attributes on the disk: measured once, read back while nothing has changed."""

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from ..ledger import Ledger, Record
from ..place import here

if TYPE_CHECKING:
    from ..contract import Project

PLACE = "data/attributes.parquet"  # in the folder of the ledger
OWN = "attributes.py"  # of yours, of which each function becomes a column
KEY = "measured on"
PARTS = ("data", "split", "versions")  # fingerprints it depends on


def check(project: "Project", ledger: Ledger) -> Record:
    """Each example is one row of the table, by an id of its own (recipe 1.8)."""
    experiment = ledger.expect(
        "1.8",
        "Each example is a row that can be searched, filtered and sorted.",
        value="one row each",
        how="ids of the training and validation examples",
    )
    frame = table(project, ledger)
    twice = frame.filter(pl.col("id").is_duplicated())["id"].to_list()
    measured = {"rows": len(frame), "columns": len(frame.columns)}
    if twice:
        because = f"{len(twice)} rows share their id with another, as {twice[0]}."
        return experiment.conclude(measured, False, because, ["read.py: the ids"])
    columns = ", ".join(frame.columns[2:])
    return experiment.conclude(measured, True, f"{len(frame)} rows with {columns}.")


def table(project: "Project | None", ledger: Ledger) -> pl.DataFrame:
    """[examples, columns], from the disk if it is of these data; a project is opened if needed."""
    path, key = ledger.path and ledger.path.parent / PLACE, of_now(ledger)
    if path and path.exists() and key and stored_key(path) == key:
        return pl.read_parquet(path)
    from ..contract import open_project  # torch, which what is stored does not need
    from .attributes import attributes

    frame = attributes(project or open_project(here().package))
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = path.with_suffix(".part")
        frame.write_parquet(whole, metadata={KEY: key})
        whole.replace(path)
    return frame


def of_now(ledger: Ledger) -> str:
    """What the table depends on, "" where the ledger knows nothing."""
    if not ledger.present:
        return ""
    own = here().folder / OWN
    code = hashlib.sha256(own.read_bytes()).hexdigest() if own.exists() else ""
    return json.dumps([ledger.present.get(part, "") for part in PARTS] + [code])


def stored_key(path: Path) -> str:
    """ "" of a damaged file, which is measured anew."""
    try:
        return pl.read_parquet_metadata(path).get(KEY, "")
    except (pl.exceptions.PolarsError, OSError):
        return ""
