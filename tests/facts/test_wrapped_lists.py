"""Tables that name files, in a folder of the folder named: `pytest tests/facts/test_wrapped_lists.py`."""

import json
from pathlib import Path

import pytest

from scaffolder.facts import read
from tests.facts.test_places import picture, sound, table


@pytest.mark.parametrize(
    ("ending", "made", "kind"),
    [(".png", picture, "image"), (".wav", sound, "audio")],
)
def test_the_lists_of_given_parts_are_found_in_a_folder_of_the_folder(
    tmp_path: Path, ending: str, made, kind: str
):
    for part, n in (("train", 30), ("dev", 12), ("test", 15)):
        home = tmp_path / "set" / "files" / part
        rows = [
            (f"raw/{part}{i}{ending}", ("bud", "leaf", "root")[i % 3]) for i in range(n)
        ]
        for way, _ in rows:
            made(home / way)
        table(home / "list.csv", "file,stage", [",".join(row) for row in rows])
    (tmp_path / "set" / "docs").mkdir()
    (tmp_path / "set" / "README.md").write_text("about it")
    facts = read(tmp_path / "set", target="stage")
    assert facts.kind.value == f"{kind}-classification"
    assert facts.counts == {"train": 30, "validation": 12, "test": 15}
    assert {*(facts.classes or {})} == {"bud", "leaf", "root"}


def test_records_that_name_files_are_found_there_too(tmp_path: Path):
    home = tmp_path / "set" / "files" / "train"
    rows = [{"file_name": f"raw/{i}.png", "stage": "ab"[i % 2]} for i in range(40)]
    for row in rows:
        picture(home / row["file_name"])
    home.joinpath("metadata.jsonl").write_text("\n".join(map(json.dumps, rows)))
    facts = read(tmp_path / "set")
    assert facts.counts == {"train": 40} and facts.target.value == "stage"


def test_a_table_that_names_no_file_leaves_the_folders_the_classes(tmp_path: Path):
    for name in ("bud", "leaf"):
        for i in range(15):
            picture(tmp_path / "set" / "files" / name / f"{name}{i}.png")
    table(tmp_path / "set" / "files" / "log.csv", "epoch,loss", ["1,0.5", "2,0.25"] * 9)
    assert read(tmp_path / "set").classes == {"bud": 15, "leaf": 15}
