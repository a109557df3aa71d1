"""A given split that is a copy of the training data: `pytest tests/facts/test_crossing.py`."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.facts.test_agree import pictures, texts
from tests.facts.test_places import sound


def tokens(home: Path, counts: dict[str, int]) -> None:
    home.mkdir(parents=True)
    lines = [
        f"{name}{i}\tO\nOslo\tB\n\n" for name, n in counts.items() for i in range(n)
    ]
    (home / f"{home.name}.conll").write_text("".join(lines))


def sounds(home: Path, counts: dict[str, int]) -> None:
    for name, count in counts.items():
        for i in range(count):
            sound(home / name / f"{i}.wav")


@pytest.mark.parametrize("write", [pictures, texts, sounds, tokens])
def test_a_split_that_is_a_copy_of_training_is_said(
    write: Callable[[Path, dict[str, int]], None], tmp_path: Path
):
    write(tmp_path / "train", {"a": 15, "b": 15})
    shutil.copytree(tmp_path / "train", tmp_path / "val")
    home = tmp_path
    if write is tokens:
        home = tmp_path / "train"
        shutil.copy(home / "train.conll", home / "dev.conll")
    with pytest.raises(DataError, match="30 of 30 training .*validation.*Take it away"):
        read(home)
    shutil.rmtree(tmp_path / "val")
    (home / "dev.conll").unlink(missing_ok=True)
    assert read(home if write is tokens else tmp_path / "train").counts == {"train": 30}
