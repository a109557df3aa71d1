"""What pictures with neighbouring numbers are called: `pytest tests/facts/test_videos.py`."""

from pathlib import Path

import pytest
from PIL import Image

from scaffolder.facts.pictures.look import Picture
from scaffolder.facts.pictures.videos import propose


@pytest.mark.parametrize(("form", "word"), [("f{:03d}", "video"), ("{}", "group")])
def test_only_frames_make_a_video(tmp_path: Path, form: str, word: str):
    named = []
    for group in range(8):
        for i in range(4):
            file = tmp_path / f"s{group}_{form.format(i)}.png"
            Image.new("L", (16, 16), 30 * group + i).save(file)
            named.append((f"train/{file.name}", Picture(file, "")))
    split, column, sentences = propose({"train": named})
    assert split.value == "group" and split.reason.startswith(f"8 {word}s")
    assert column.reason.endswith(word) and sentences[0].startswith(f"8 {word}s")
