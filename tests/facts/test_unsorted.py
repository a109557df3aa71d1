"""A folder that nobody has sorted is said, with the way out: `pytest tests/facts/test_unsorted.py`."""

import subprocess
from pathlib import Path

import pytest

from scaffolder.facts import read
from tests.facts.test_agree import picture
from tests.facts.test_places import sound


@pytest.mark.parametrize("write, ending", [(picture, "png"), (sound, "wav")])
@pytest.mark.parametrize("name", ["Unsorted", "To-Label", "unsortiert_"])
def test_it_is_said_and_the_command_takes_it_out(write, ending, name, tmp_path: Path):
    for label, n in (("ash", 20), ("oak", 20), (name, 6)):
        for i in range(n):
            write(tmp_path / "leaves" / label / f"{i}.{ending}")
    facts = read(tmp_path / "leaves")
    (told,) = (s for s in facts.sentences if "nobody has sorted" in s)
    assert f"{name!r} (6)" in told
    command = told.partition("take it out: ")[2].removesuffix(".")
    subprocess.run(["bash", "-c", command], check=True)
    after = read(tmp_path / "leaves")
    assert after.counts == {"train": 40}
    assert not any("nobody has sorted" in s for s in after.sentences)


@pytest.mark.parametrize("name", ["unknown", "other", "checkered", "todos"])
def test_what_may_be_a_class_is_one(name: str, tmp_path: Path):
    for label in ("ash", "oak", name):
        for i in range(10):
            picture(tmp_path / "leaves" / label / f"{i}.png")
    facts = read(tmp_path / "leaves")
    assert not any("nobody has sorted" in s for s in facts.sentences)
