"""Groups told from names, columns and lines, not as the project tells them: `pytest tests/test_groups_by_hand.py`."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from nn_recipe import groups_by_hand
from nn_recipe.groups_by_hand import groups


def example(id: str, raw: Any, **more: Any) -> Any:
    return SimpleNamespace(id=id, raw=raw, **more)


def config(**given: Any) -> Any:
    return SimpleNamespace(**given)


@pytest.mark.parametrize(
    "names, stem, expected",
    [
        ("{label}_{speaker}_{take}", "rising_ada_3", "ada"),
        ("{speaker}-{label}.{take}", "ada-rising.3", "ada"),
        ("clip {speaker}", "clip ada", "ada"),
        ("{label}_{speaker}_{take}", "a_noise_of_the_street", "its id"),
        ("clip_{speaker}", "song_ada", "its id"),
    ],
)
def test_a_field_of_the_names(names: str, stem: str, expected: str):
    made = config(split_column="speaker", names=names)
    told = groups([example("its id", f"a/{stem}.wav", group="wrong")], made, False)
    assert told == [expected]


def test_a_column_of_the_table_of_sounds(tmp_path: Path, monkeypatch: Any):
    monkeypatch.setattr(groups_by_hand, "here", lambda: SimpleNamespace(resolve=Path))
    (tmp_path / "clips.csv").write_text("file; who\n1.wav; ada\n2.wav; \n")
    made = config(
        split_column="who",
        data=str(tmp_path / "clips.csv"),
        separator=";",
        encoding="utf8",
        columns=("file", "label"),
    )
    found = [example(f"clips.csv:{i}", f"{i}.wav", group="wrong") for i in (1, 2)]
    told = groups(found, made, False)
    assert told == ["ada", "clips.csv:2"]


def test_a_cell_of_a_row():
    assert groups(
        [example("t.csv:1", {"who": "ada"})], config(split_column="who"), False
    ) == ["ada"]
