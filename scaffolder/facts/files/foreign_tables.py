"""Tables in the formats of other programs: each gets a sentence that says how to go on."""

from __future__ import annotations

import re
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.listing import first_bytes

PANDAS = "python -c \"import pandas; pandas.{read}.to_csv('{name}.csv', index=False)\""
# what the first bytes are, what such a file is, how it becomes one that is read
KNOWN = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "open it and save the sheet as CSV"),
    (b"$FL2", "a file of SPSS", "read_spss('{file}')"),
    (b"$FL3", "a file of SPSS", "read_spss('{file}')"),
    (b"<stata_dta>", "a file of Stata", "read_stata('{file}')"),
    (b"ARROW1", "Feather, a file of Arrow", "read_feather('{file}')"),
    (b"\x89HDF", "HDF5, which may hold many tables", "read_hdf('{file}')"),
    (b"\x93NUMPY", "an .npy file of one array of NumPy", ""),
    (b"SQLite format 3", "a database of SQLite", ""),
    (b"\xfd7zXZ", "packed with xz", "unpack it: xz -dk {file}"),
    (b"BZh", "packed with bzip2", "unpack it: bunzip2 -k {file}"),
    (b"\x28\xb5\x2f\xfd", "packed with Zstandard", "unpack it: zstd -dk {file}"),
    (b"RDX", "data of R", "in R: write.csv(OBJECT, '{name}.csv', row.names=FALSE)"),
)
SHEETS = {".xlsx": "an Excel workbook", ".xlsm": "an Excel workbook"}
SHEETS |= {".ods": "a sheet of LibreOffice", ".numbers": "a sheet of Numbers"}
MOST_FILES = 50  # of a folder are looked at
PICKLES = (".pkl", ".pickle", ".joblib")
R_ENDINGS = (".rds", ".rdata", ".rda")
OTHERS = {
    "SQLite": 'write the table you mean as CSV: sqlite3 -header -csv {file} "select * from'
    ' TABLE" > {name}.csv',
    ".npy": "save the numbers with names as CSV, or pictures with their labels as .npz:"
    " numpy.savez('{name}.npz', x=..., y=...)",
}


def refuse_in(files: list[Path]) -> None:
    for file in files[:MOST_FILES]:
        refuse(file)


def refuse(file: Path) -> None:
    """Raises DataError where a file is a table that another program wrote."""
    what, way = known(file)
    if not what:
        return
    if way.startswith("read_"):
        way = f"with pandas: {PANDAS.replace('{read}', way)}"
    told = way.format(file=file.name, name=file.name.split(".")[0])
    raise DataError(
        f"{file} is {what}, which is not read. Needed: CSV, Parquet or JSON lines; {told},"
        " then name that file."
    )


def known(file: Path) -> tuple[str, str]:
    """(what it is, the way on); two empty texts for all others."""
    ending = file.suffix.lower()
    start = first_bytes(file, 1000, unpack=False)
    if start.startswith(b"PK") and ending in SHEETS:
        return SHEETS[ending], "open it and save the sheet as CSV"
    if ending in R_ENDINGS:
        return "data of R", KNOWN[-1][2]
    if ending in PICKLES or start[:2] in (b"\x80\x03", b"\x80\x04", b"\x80\x05"):
        way = "where it was made: DATA.to_csv('{name}.csv', index=False)"
        return "a pickle, which may run anything when it is opened", way
    if re.match(rb"\s*(<!doctype html|<html)", start, re.I):
        return (
            "a web page (HTML) and no table: the download gave a page in its place",
            ("open it in a browser to see what it says, and download the data again"),
        )
    for mark, what, way in KNOWN:
        if start.startswith(mark):
            others = (w for word, w in OTHERS.items() if word in what)
            return what, way or next(others)
    return "", ""
