"""Tables of a thousand columns, and files that are odd in size: `pytest tests/facts/test_wide.py`."""

import random
import struct
import time
import zlib
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from PIL import Image

from scaffolder.errors import DataError
from scaffolder.facts import read
from scaffolder.facts.leaks import alike
from scaffolder.facts.tables.columns import describe_column


def test_a_thousand_columns_are_read_in_seconds(tmp_path: Path):
    chance, path = random.Random(0), tmp_path / "wide.csv"
    lines = [",".join([*(f"c{i}" for i in range(1000)), "y"])]
    for _ in range(60):
        cells = [str(chance.randrange(9)) for _ in range(1000)]
        lines.append(",".join([*cells, chance.choice("ab")]))
    path.write_text("\n".join(lines) + "\n")
    begun = time.process_time()
    assert len(read(path).columns) == 1001
    assert time.process_time() - begun < 20  # all pairs took minutes


@pytest.mark.parametrize("cells", ["measured", "names"])
def test_four_thousand_columns_are_read_in_seconds(tmp_path: Path, cells: str):
    """Columns without any repetition are all alike by order: all pairs took hours."""
    generator = np.random.default_rng(0)
    rows = generator.normal(size=(100, 4000))
    if cells == "names":
        rows = np.array(["red", "green", "blue"])[(rows > 0).astype(int) + (rows > 1)]
    frame = pl.DataFrame(rows, schema=[f"g{i}" for i in range(4000)])
    frame = frame.with_columns(label=pl.Series(["a", "b"] * 50))
    frame.write_csv(tmp_path / "wide.csv")
    begun = time.process_time()
    facts = read(tmp_path / "wide.csv")
    assert len(facts.columns) == 4001 and facts.target.value == "label"
    assert time.process_time() - begun < 60


def test_columns_that_say_the_same_are_found_without_comparing_all_pairs():
    names = ["red", "green", "blue"] * 40
    frame = pl.DataFrame(
        {
            "a": names,
            "b": [len(name) * 1.0 for name in names],
            "c": [float(i % 7) for i in range(120)],
            "d": [i / 3 for i in range(120)],
            "e": [5 - i * 2.0 for i in range(120)],
        }
    )
    columns = [describe_column(frame[name]) for name in frame.columns]
    columns[3:] = [type(c)(**{**vars(c), "role": "number"}) for c in columns[3:]]
    found = {(one.name, other.name) for one, other in alike.alike(frame, columns)}
    assert {("a", "b"), ("d", "e")} <= found and not {("a", "c"), ("c", "d")} & found


def test_a_lone_carriage_return_is_one_sentence(tmp_path: Path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,y\n1,u\r2,v\r\n3,u\n" + b"4,v\n" * 30)
    with pytest.raises(DataError, match="lines that end alike"):
        read(path)


def chunk(kind: bytes, data: bytes) -> bytes:
    return (
        struct.pack(">I", len(data))
        + kind
        + data
        + struct.pack(">I", zlib.crc32(kind + data))
    )


def test_a_picture_that_claims_to_be_huge_is_left_out(tmp_path: Path):
    for name in ("cats", "dogs"):
        (tmp_path / name).mkdir()
        for i in range(12):
            pixels = np.random.default_rng(i).integers(0, 255, (32, 32, 3), np.uint8)
            Image.fromarray(pixels).save(tmp_path / name / f"{i}.png")
    head = struct.pack(">IIBBBBB", 50000, 50000, 8, 2, 0, 0, 0)
    parts = (
        chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )
    (tmp_path / "cats" / "huge.png").write_bytes(b"\x89PNG\r\n\x1a\n" + parts)
    facts = read(tmp_path)
    assert facts.counts["train"] == 24 and "exceeds limit" in str(facts.unreadable)


def test_beyond_twenty_thousand_columns_one_sentence_says_the_limit(tmp_path: Path):
    path = tmp_path / "t.csv"
    names = ",".join(f"c{i}" for i in range(20_001))
    path.write_text(names + "\n" + (",".join("1" * 20_001) + "\n") * 30)
    with pytest.raises(DataError, match="20,000 at most"):
        read(path)
