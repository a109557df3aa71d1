"""Damaged files of arrays and pictures end in a sentence: `pytest tests/facts/test_damaged.py`."""

import gzip
import io
import json
import os
import random
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scaffolder.errors import DataError
from scaffolder.facts import listing, read
from scaffolder.facts.files import npz
from scaffolder.say import Say
from tests.conftest import Recipe
from tests.facts.test_agree import loaded, picture

HEADERS = {
    "no dictionary": "not a dict",
    "no shape": "{'descr': '|u1', 'fortran_order': False}",
    "a negative side": "{'descr':'|u1','fortran_order':False,'shape':(40,-8,8)}",
    "sides of text": "{'descr':'|u1','fortran_order':False,'shape':('a','b','c')}",
    "records": "{'descr':[('a','<i4')],'fortran_order':False,'shape':(40,8,8)}",
    "no type": "{'descr':'','fortran_order':False,'shape':(40,8,8)}",
    "more than there is": "{'descr':'|u1','fortran_order':False,'shape':(9999,8,8)}",
    "more than memory": "{'descr':'|u1','fortran_order':False,'shape':(99999999,88,88)}",
    "less than there is": "{'descr':'|u1','fortran_order':False,'shape':(4,8,8)}",
    "deep": "[" * 5000,
}
PICTURES = np.random.default_rng(0).integers(0, 255, (40, 8, 8), dtype=np.uint8)
BESIDE = {
    "classes": {"y": np.arange(40) % 2},
    "masks": {"masks": (PICTURES > 99).astype("uint8")},
    "boxes": {"boxes": np.tile(np.int16([1, 1, 5, 5, 0]), (40, 2, 1))},
}


def archive(path: Path, arrays: dict[str, np.ndarray], odd: str, header: str) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for key, values in arrays.items():
            content = io.BytesIO()
            np.save(content, values)
            own = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header))
            odd_content = own + header.encode() + values.tobytes()
            file.writestr(
                f"{key}.npy", odd_content if key == odd else content.getvalue()
            )
    return path


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("beside", BESIDE)
def test_an_npz_with_a_damaged_header_is_said(header: str, beside: str, tmp_path: Path):
    arrays = {"x": PICTURES, **BESIDE[beside]}
    for odd in arrays:
        path = archive(tmp_path / "a.npz", arrays, odd, HEADERS[header])
        with pytest.raises(DataError, match="a.npz"):
            read(path)


@pytest.mark.parametrize("beside", BESIDE)
def test_an_npz_with_changed_bytes_is_said_or_read(beside: str, tmp_path: Path):
    path, chance = tmp_path / "a.npz", random.Random(0)
    np.savez_compressed(path, x=PICTURES, **BESIDE[beside])
    whole = path.read_bytes()
    said = 0
    for _ in range(60):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged[: chance.choice([None, chance.randrange(len(whole))])])
        try:
            read(path)
        except DataError:
            said += 1
    assert said > 20


def test_an_array_that_comes_out_too_large_is_said(tmp_path: Path, monkeypatch):
    path = tmp_path / "a.npz"
    np.savez_compressed(path, x=np.zeros((40, 64, 64), "uint8"), y=np.arange(40) % 2)
    monkeypatch.setattr(npz, "LIMIT", 40 * 64 * 64 - 1)
    with pytest.raises(DataError, match="'x' of .* GB. Needed.*in folders"):
        read(path)


def png(width: int, height: int) -> bytes:
    """A header that promises much, and next to nothing behind it."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    first = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", first), (b"IDAT", zlib.compress(b"\0" * 999)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


@pytest.mark.parametrize("kind", ["YOLO", "VOC"])
def test_a_huge_picture_with_boxes_is_left_out(kind: str, tmp_path: Path):
    home = tmp_path / "cars"
    for i in range(40):
        picture(home / "images" / f"{i:03d}.png")
        (home / "labels").mkdir(exist_ok=True)
        text = f"0 0.5 0.5 0.4 {0.3 + i / 100}\n"
        if kind == "VOC":  # without a size: that of the picture counts
            text = (
                "<annotation><size/><object><name>car</name><bndbox><xmin>1</xmin><ymin>2"
                f"</ymin><xmax>{6 + i % 4}</xmax><ymax>9</ymax></bndbox></object></annotation>"
            )
        ending = "xml" if kind == "VOC" else "txt"
        (home / "labels" / f"{i:03d}.{ending}").write_text(text)
    (home / "images" / "007.png").write_bytes(png(50_000, 50_000))
    facts = read(home)
    assert facts.counts == {"train": 39}
    sizes, left_out = loaded(tmp_path, facts)
    assert sizes == facts.counts and len(left_out) == 1


def test_training_pictures_that_are_all_damaged_are_said(tmp_path: Path):
    for split, count in (("train", 12), ("val", 6)):
        for label in ("ants", "bees"):
            for i in range(count):
                picture(tmp_path / split / label / f"{i}.png")
    for file in (tmp_path / "train").rglob("*.png"):
        file.write_bytes(file.read_bytes()[:60])
    with pytest.raises(DataError, match="train can be used: .*save or download"):
        read(tmp_path)


def test_parts_of_a_table_in_other_encodings_are_said(tmp_path: Path):
    rows = "".join(f"{i % 7}.5,{'ab'[i % 2]}\n" for i in range(60))
    (tmp_path / "train.csv").write_text(f"size,label\n{rows}", "utf-16")
    (tmp_path / "test.csv").write_text(f"size,label\n{rows}", "utf-8")
    with pytest.raises(DataError, match="test.csv is not utf-16.*UTF-8"):
        read(tmp_path)


def test_parts_of_tokens_in_other_encodings_are_said(tmp_path: Path):
    words = "Oslo\tB-CITY\nis\tO\ncold\tO\n\n" * 30
    (tmp_path / "train.conll").write_text(words, "utf-16")
    (tmp_path / "test.conll").write_text(words, "utf-8")
    with pytest.raises(DataError, match="test.conll.*UTF-8"):
        read(tmp_path)


def packed_texts(home: Path) -> None:
    for i in range(40):
        file = home / ("good", "bad")[i % 2] / f"{i}.txt.gz"
        file.parent.mkdir(parents=True, exist_ok=True)
        words = random.Random(i).choices(["a", "few", "words", "more"], k=30)
        file.write_bytes(gzip.compress(" ".join(words).encode()))


def test_a_packed_text_that_is_cut_is_said(tmp_path: Path):
    packed_texts(tmp_path)
    cut = tmp_path / "good" / "2.txt.gz"
    cut.write_bytes(cut.read_bytes()[:-12])
    with pytest.raises(DataError, match="2.txt.gz is a damaged gzip file"):
        read(tmp_path)


def test_a_packed_text_that_comes_out_too_large_is_said(tmp_path: Path, monkeypatch):
    packed_texts(tmp_path)
    assert read(tmp_path).counts == {"train": 40}
    monkeypatch.setattr(listing, "LIMIT", 40)
    with pytest.raises(DataError, match="MB of text. Needed"):
        read(tmp_path)


ODD = ("\x1b[31mred", "bell\x07", "\u202efdp.exe", "\u2066iso")


@pytest.mark.parametrize("terminal", [True, False])
def test_what_acts_on_a_terminal_is_shown_in_letters(terminal: bool, tmp_path: Path):
    for name in ODD:
        for i in range(12):
            picture(tmp_path / "odd\u202e set" / name / f"{i}.png")
    say = Say()
    say.out.file, say.out._force_terminal = io.StringIO(), terminal
    facts = read(tmp_path / "odd\u202e set")
    assert set(facts.classes) == set(ODD)
    say.facts(facts)
    shown = say.out.file.getvalue()
    assert "\\u202efdp.exe" in shown and "\\x1b[31mred" in shown
    assert not any(sign in shown for sign in ("\x1b[31m", "\x07", "\u202e", "\u2066"))


def test_what_acts_on_a_terminal_is_escaped_in_json(tmp_path: Path, recipe: Recipe):
    """`recipe facts --json | less` is read by people, too; é needs no escape."""
    names = {*ODD, "c1\x9b2J", "tag\U000e0041", "café"}
    for name in names:
        for i in range(12):
            picture(tmp_path / "odd set" / name / f"{i}.png")
    place = str(tmp_path / "odd set")
    new = ("new", str(tmp_path / "p"), "--data", place, "--dry-run")
    for words in (("facts", place, "--json"), (*new, "--defaults", "--json")):
        shown = recipe(*words).out
        said = {*strings(json.loads(shown))}
        assert place in said and (names <= said or words[0] == "new"), "nothing is lost"
        signs = {c for c in shown if unicodedata.category(c) in ("Cc", "Cf")}
        assert signs == {"\n"} and "\\u202efdp.exe" in shown and "café" in shown


def strings(found: Any) -> Iterator[str]:
    """Names and values of a document, however deep; a literal in the plan is one."""
    if isinstance(found, dict):
        found = [*found, *found.values()]
    for one in found if isinstance(found, list) else ():
        yield from strings(one)
    if isinstance(found, str):
        yield found


def test_a_name_that_is_not_utf8_is_refused(tmp_path: Path):
    """Polars ended in a traceback: "Object does not have a .read() method"."""
    table = tmp_path / os.fsdecode(b"m\xfcller.csv")
    table.write_text("a,y\n" + "".join(f"{i},{i % 3}\n" for i in range(60)))
    for path in (table, tmp_path):
        with pytest.raises(DataError, match=r"m\\udcfcller.csv are not UTF-8"):
            read(path)
