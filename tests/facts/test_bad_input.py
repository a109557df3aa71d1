"""Data that cannot be learnt from: `pytest tests/facts/test_bad_input.py`.

Every message says what was found, what was needed, and what to do now.
"""

import errno
import gzip
import random
import time
from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from scaffolder.facts.files import formats
from scaffolder.facts.written import text_table
from scaffolder.kinds import kinds

JUNK = random.Random(0).randbytes(50_000)
ROWS = "".join(f"{i / 7:.4f},{'ab'[i % 2]},{'xyz'[i % 3]}\n" for i in range(60))

UNUSABLE = {
    "empty": (b"", "is empty"),
    "blank lines": (b"\n\n\n", "only blank lines"),
    "zeros": (b"\0" * 5000, "only NUL bytes"),
    "binary junk": (JUNK, "not a text table"),
    "junk without NUL": (JUNK.replace(b"\0", b"\1"), "not a text table"),
    "one column": (b"a\n1\n2\n3\n", "one column"),
    "header only": (b"a,b,label\n", "0 rows"),
    "one row": (b"a,b,label\n1,2,x\n", "1 row"),
    "one class": (b"a,label\n" + b"1,x\n2,x\n" * 9, "one class"),
    "all missing": (b"a,b,label\n" + b"NA,,?\n" * 30, "0 rows with an answer"),
    "cut gzip": (gzip.compress(ROWS.encode())[:100], "damaged gzip"),
    "torn Parquet": (b"PAR1" + b"abc" * 100, "cannot be read as Parquet"),
    "half a line of JSON": (b'{"a":1,"label":"x"}\n{"a":2,"la', "as JSONL"),
    "a long row": (f"a,b,label\n{ROWS}1,2,3,4\n{ROWS}".encode(), "line 62 has 4 cells"),
    "old Mac lines": (ROWS.replace("\n", "\r").encode(), "carriage return"),
    "all names": (
        b"a,label\n" + b"".join(b"%d,n%d\n" % (i * i, i) for i in range(99)),
        "classes that repeat",
    ),
}
REMEDIES = "check that|copy|export|save|needed|convert|name another|add "


@pytest.mark.parametrize(("content", "found"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_what_cannot_be_read_is_said_with_a_remedy(
    tmp_path: Path, content: bytes, found: str
):
    path = tmp_path / 'it\'s "ünï" {{ data }}.csv'
    path.write_bytes(content)
    with pytest.raises(DataError, match=found) as refused:
        read(path)
    with pytest.raises(DataError, match=f"(?i){REMEDIES}"):
        raise refused.value


def test_odd_names_of_files_are_no_obstacle(tmp_path: Path):
    path = tmp_path / "a b" / 'it\'s "ünï" {{ data }}.csv'
    path.parent.mkdir()
    path.write_text("size,kind,label\n" + ROWS)
    assert read(path).counts == {"train": 60}


def test_a_sparse_file_of_10_gb_is_answered_at_once(tmp_path: Path):
    for name, head in (("zeros.csv", b""), ("cut.csv", ROWS.encode() * 1000)):
        with (tmp_path / name).open("wb") as file:
            file.write(head)
            file.truncate(10_000_000_000)
        begun = time.perf_counter()
        with pytest.raises(DataError, match="NUL bytes"):
            read(tmp_path / name)
        assert time.perf_counter() - begun < 2
        (tmp_path / name).unlink()


def test_a_missing_file_names_its_neighbour(tmp_path: Path):
    (tmp_path / "houses.csv").write_text(ROWS)
    with pytest.raises(DataError, match=r"Did you mean .*houses\.csv\?"):
        read(tmp_path / "house.csv")


def test_a_misspelt_target_names_the_nearest_column(tmp_path: Path):
    (tmp_path / "t.csv").write_text("size,kind,label\n" + ROWS)
    with pytest.raises(DataError, match="did you mean 'label'"):
        read(tmp_path / "t.csv", target="lable")


def test_words_are_refused_as_target_of_a_regression(tmp_path: Path):
    (tmp_path / "t.csv").write_text("size,kind,label\n" + ROWS)
    with pytest.raises(DataError, match="is not a number.*tabular-classification"):
        read(tmp_path / "t.csv", kind="tabular-regression", target="label")


def test_a_table_is_refused_where_pictures_are_asked_for(tmp_path: Path):
    (tmp_path / "t.csv").write_text("size,kind,label\n" + ROWS)
    with pytest.raises(DataError, match="needs pictures"):
        read(tmp_path / "t.csv", kind="image-classification")


def test_an_empty_folder_says_what_it_could_hold(tmp_path: Path):
    with pytest.raises(DataError, match="nothing to learn from.*Needed: a table"):
        read(tmp_path)


def test_pictures_without_answers_say_how_to_add_them(tmp_path: Path):
    for i in range(3):
        (tmp_path / f"{i}.jpg").write_bytes(b"x")
    with pytest.raises(DataError, match="3 pictures.*one folder per class"):
        read(tmp_path)


def test_one_class_folder_is_not_enough(tmp_path: Path):
    from PIL import Image

    (tmp_path / "cats").mkdir()
    for i in range(12):
        Image.effect_noise((9, 9), 50 + i).save(tmp_path / "cats" / f"{i}.png")
    with pytest.raises(DataError, match="1 class.*two classes and more"):
        read(tmp_path)


def test_folders_of_broken_pictures_name_the_first(tmp_path: Path):
    for name in ("cats", "dogs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.jpg").write_text("<html>")
    with pytest.raises(DataError, match=r"None of 2 pictures.*1\.jpg"):
        read(tmp_path)


def test_paths_of_a_table_that_lead_nowhere_are_said(tmp_path: Path):
    rows = "".join(f"img/{i}.png,{'ab'[i % 2]}\n" for i in range(20))
    (tmp_path / "labels.csv").write_text("file,label\n" + rows)
    with pytest.raises(DataError, match="None of 20 pictures.*relative to the folder"):
        read(tmp_path / "labels.csv")


def denied(*_: object) -> bytes:
    raise PermissionError(errno.EACCES, "Permission denied")


def test_a_file_that_may_not_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "t.csv").write_text("size,kind,label\n" + ROWS)
    monkeypatch.setattr(text_table, "first_bytes", denied)
    with pytest.raises(DataError, match="Permission denied.*owner"):
        read(tmp_path / "t.csv")


def test_a_folder_that_may_not_be_listed_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(formats, "entries", denied)
    with pytest.raises(DataError, match="Permission denied.*owner"):
        read(tmp_path)


@pytest.mark.parametrize("kind", [kind.name for kind in kinds()])
@pytest.mark.parametrize("layout", ["pictures", "prose", "table"])
def test_a_task_that_the_data_do_not_fit_is_refused_with_what_it_needs(
    tmp_path: Path, layout: str, kind: str
):
    from PIL import Image

    path = tmp_path / layout
    if layout == "pictures":
        for i in range(24):
            (path / "ab"[i % 2]).mkdir(parents=True, exist_ok=True)
            Image.effect_noise((9, 9), 50 + i).save(path / "ab"[i % 2] / f"{i}.png")
    elif layout == "prose":
        path = tmp_path / "prose.txt"
        path.write_text("It was a bright cold day, and the clocks struck.\n" * 200)
    else:
        path = tmp_path / "table.csv"
        path.write_text("size,kind,label\n" + ROWS)
    try:
        facts = read(path, kind=kind)
    except DataError as error:
        assert "Needed:" in str(error) or "Use --task" in str(error), error
    else:
        assert facts.kind.value == kind
