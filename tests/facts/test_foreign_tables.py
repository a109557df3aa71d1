"""Tables of other programs, named with the way on: `pytest tests/facts/test_foreign_tables.py`."""

import gzip
import random
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from scipy.io import savemat

from scaffolder.errors import DataError
from scaffolder.facts import read
from scaffolder.facts.needs import NEEDS

from ..rendered import Rendered
from .test_places import carried_out, picture, refused

NOISE = random.Random(0).randbytes(3000)
KNOWN = {
    "sheet.xlsx": (b"PK\x03\x04", "Excel workbook.*CSV"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel workbook.*CSV"),
    "survey.sav": (b"$FL2@(#)", r"SPSS.*read_spss\('survey.sav'\)"),
    "panel.dta": (b"<stata_dta>", r"Stata.*read_stata\('panel.dta'\)"),
    "model.rds": (gzip.compress(b"RDX3\n"), "data of R.*write.csv"),
    "t.feather": (b"ARROW1\0\0", "Feather.*read_feather"),
    "t.h5": (b"\x89HDF\r\n\x1a\n", "HDF5.*read_hdf"),
    "t.db": (b"SQLite format 3\0", "SQLite.*sqlite3 -header -csv t.db"),
    "t.csv.xz": (b"\xfd7zXZ\0", "packed with xz.*xz -dk t.csv.xz"),
    "t.csv.bz2": (b"BZh9", "packed with bzip2.*bunzip2 -k t.csv.bz2"),
    "t.csv.zst": (b"\x28\xb5\x2f\xfd", "packed with Zstandard.*zstd -dk"),
    "t.pkl": (b"\x80\x04\x95", "pickle.*run anything"),
    "t.npy": (b"\x93NUMPY\x01\x00", r"\.npy.*savez"),
    "t.csv": (b"<!DOCTYPE html>\n<html><body>404</body></html>", "web page.*again"),
}


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("name", KNOWN)
def test_a_table_of_another_program_is_named_with_the_way_on(
    tmp_path: Path, name: str, inside: bool
):
    head, said = KNOWN[name]
    (tmp_path / name).write_bytes(head if name.endswith(".rds") else head + NOISE)
    with pytest.raises(DataError, match=f"(?s){said}"):
        read(tmp_path if inside else tmp_path / name)


def test_utf16_without_its_mark_is_named_with_the_way_on(tmp_path: Path):
    text = "a,label\n" + "1,x\n2,y\n" * 30
    (tmp_path / "t.csv").write_bytes(text.encode("utf-16-be"))
    with pytest.raises(DataError, match="UTF-16 without the mark.*iconv -f UTF-16BE"):
        read(tmp_path / "t.csv")


def test_an_object_of_columns_is_named_with_the_way_on(tmp_path: Path):
    (tmp_path / "t.json").write_text('{"a": {"0": 1, "1": 2}, "b": {"0": 3, "1": 4}}')
    with pytest.raises(DataError, match="one JSON object.*orient='records'"):
        read(tmp_path / "t.json")


ROWS = "".join(f"{i * 7 % 31},{i * 11 % 17},{'xy'[i % 2]}\n" for i in range(60))
REFUSED = {
    "a mark of another encoding": (
        b"\xff\xfea,b,label\n" + ROWS.encode(),
        "mark of UTF-16 and is written in another encoding.*tail -c",
    ),
    "one carriage return": (
        b"a,b,label\n1,2,x\r3,4,y\n" + ROWS.encode(),
        "carriage return without a line feed.*lines that end alike.*tr ",
    ),
    "packed, with carriage returns": (
        gzip.compress(("a,b,label\n" + ROWS).replace("\n", "\r").encode()),
        "gzip -dc .* \\| tr ",
    ),
    "a cell of two megabytes": (
        b"a,b,label\n" + ROWS.encode() + b"x" * 2_000_000 + b",,,,\n",
        "field larger than field limit|has 5 cells",
    ),
    "NaN in JSON": (
        b'[{"a": 1, "label": "x"}, {"a": NaN, "label": "y"}]',
        "NaN and Infinity are no JSON, write null",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_written_wrongly_is_one_sentence_with_a_way_on(
    tmp_path: Path, case: str
):
    content, said = REFUSED[case]
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(DataError, match=f"(?s){said}") as found:
        read(tmp_path / "t.csv")
    assert len(str(found.value)) < 600


@pytest.mark.parametrize("above", ["sep=;\n", "   \n \t \n", "\n\r\n\n"])
def test_lines_above_that_say_nothing_or_lie_are_left_out(tmp_path: Path, above: str):
    path = tmp_path / "t.csv"
    path.write_bytes((above + "a,b,label\n" + ROWS).encode())
    facts = read(path)
    assert facts.counts == {"train": 60} and facts.target.value == "label"
    splits = Rendered(tmp_path, "tabular-classification", data=str(path)).load()
    assert len(splits.train) + len(splits.validation) + len(splits.test) == 60


@pytest.mark.parametrize(
    "kind",
    ["language-model", "text-tagging", "image-detection", "audio-classification"],
)
def test_a_table_asked_for_as_something_else_says_what_that_needs(
    tmp_path: Path, kind: str
):
    (tmp_path / "t.csv").write_text("a,b,label\n" + ROWS)
    with pytest.raises(DataError) as found:
        read(tmp_path / "t.csv", kind=kind)
    assert NEEDS[kind] in str(found.value)


def test_columns_that_spaces_align_are_named_with_a_command_that_works(tmp_path: Path):
    lines = [f" {i * 7 % 31:<6d} {i / 7:8.3f}   {'xy'[i % 2]}" for i in range(60)]
    path = tmp_path / "auto.dat"
    path.write_text("\n".join(["size     weight  label", *lines]) + "\n")
    with pytest.raises(DataError, match="apart by spaces") as found:
        read(path)
    command = re.search(r"(sed -E .*) and name", str(found.value))
    assert command
    subprocess.run(command[1], shell=True, cwd=tmp_path, check=True)
    facts = read(tmp_path / "auto.csv")
    assert facts.counts == {"train": 60} and facts.target.value == "label"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_in_utf16_is_named_with_a_command_that_makes_utf8(
    tmp_path: Path, encoding: str
):
    text = "The ship went down, and nobody knew why it had.\nThey said so.\n" * 200
    path = tmp_path / "a ship.txt"
    path.write_text(text, encoding=encoding)
    with pytest.raises(DataError, match="is UTF-16.*language model: UTF-8") as told:
        read(path, kind="language-model")
    line = re.search("(iconv .*) and name (.*)[.]$", str(told.value))
    assert line
    subprocess.run(["bash", "-c", line[1]], check=True)
    assert Path(line[2]).read_text("utf8") == text
    assert read(line[2]).kind.value == "language-model"


def test_unicode_text_of_excel_is_a_table_whatever_it_is_called(tmp_path: Path):
    """UTF-16 with its mark, tabs, an ending of texts, and words for numbers nobody knows."""
    rows = [
        f"VO{i}\t{'n.c.' if i % 9 == 0 else f'{i % 40 / 7:.1f}'.replace('.', ',')}\t{i * i}"
        for i in range(90)
    ]
    lines = ["Réf.\tConso\tPrix (€)", *rows]
    (tmp_path / "stock.txt").write_text("\r\n".join(lines) + "\r\n", "utf-16")
    facts = read(tmp_path)
    assert (facts.reader, facts.target.value) == ("table", "Prix (€)")
    assert (facts.columns[1].role, facts.columns[1].missing) == ("number", 10)


def test_labels_and_parts_of_matlab_become_tables(tmp_path: Path):
    labels = [1 + i % 3 for i in range(30)]
    for i in range(30):
        picture(tmp_path / "jpg" / f"image_{i + 1}.jpg")
    savemat(tmp_path / "imagelabels.mat", {"labels": np.array([labels], float)})
    parts = {"trnid": range(1, 19), "valid": range(19, 25), "tstid": range(25, 31)}
    savemat(tmp_path / "setid.mat", {k: np.array([[*n]]) for k, n in parts.items()})
    told = refused(tmp_path)
    assert "taken here in the order of their numbers" in told
    assert "labels.mat has one for each of the 30" in refused(tmp_path / "setid.mat")
    carried_out(told)
    facts = read(tmp_path / "labels_train.csv")
    assert facts.counts == {"train": 18, "validation": 6, "test": 6}
    assert facts.classes == {"1": 6, "2": 6, "3": 6}
    rows = (tmp_path / "labels_train.csv").read_text().splitlines()
    assert rows[1:3] == ["jpg/image_1.jpg,1", "jpg/image_2.jpg,2"]


def test_arrays_of_matlab_become_archives(tmp_path: Path):
    numbers = np.random.default_rng(0)
    for part, count in (("train", 24), ("test", 12)):
        x = numbers.integers(0, 255, (12, 12, 3, count), dtype=np.uint8)
        y = np.arange(count)[:, None] % 2
        savemat(tmp_path / f"{part}_12x12.mat", {"X": x, "y": y})
    carried_out(refused(tmp_path))
    assert read(tmp_path / "train_12x12.npz").counts == {"train": 24, "test": 12}


def test_records_and_rows_of_matlab_become_tables(tmp_path: Path):
    records = np.zeros((1, 30), [("fname", "O"), ("class", "O")])
    for i in range(30):
        picture(tmp_path / "birds" / "birds_train" / f"{i}.jpg")
        records[0, i] = f"{i}.jpg", np.array([[i % 2]])
    savemat(tmp_path / "birds" / "birds_annos.mat", {"annotations": records})
    carried_out(refused(tmp_path / "birds"))
    facts = read(tmp_path / "birds" / "birds_annos.csv")
    assert facts.classes == {"0": 15, "1": 15}
    x = np.random.default_rng(0).normal(size=(90, 4))
    savemat(tmp_path / "rows.mat", {"X": x, "y": (x[:, :1] > 0).astype(float)})
    carried_out(refused(tmp_path / "rows.mat"))
    facts = read(tmp_path / "rows.csv", target="y_1")
    assert facts.kind.value == "tabular-classification" and facts.counts["train"] == 90


def test_files_of_matlab_that_are_hdf5_are_told(tmp_path: Path):
    (tmp_path / "a.mat").write_bytes(b"MATLAB 7.3 MAT-file".ljust(128) + b"\x89HDF")
    assert "not to be opened here" in refused(tmp_path / "a.mat")
