"""Lists beside a table of pictures, and labels that say none: `pytest tests/facts/test_lists_of_table.py`."""

from pathlib import Path

from scaffolder.facts import Facts, read
from tests.facts.test_boxes import draw
from tests.facts.test_mask_parts import said
from tests.facts.test_places import carried_out

SETS = ("rust", "No Damage", "crack|rust", "notch", "notch|crack", "No Damage")


def beams(home: Path, lists: dict[str, range], end: str = ",") -> Facts:
    """A header with a comma too many, as some programs end each line."""
    for i in range(60):
        draw(home / "shots" / f"beam_{i:03d}.png", i, (16, 12))
    rows = [f"beam_{i:03d}.png,{SETS[i % 6]},{i % 7}{end}" for i in range(60)]
    lines = [f"Image Name,Damage Labels,Span{end}", *rows]
    (home / "beams.csv").write_text("\n".join(lines) + "\n")
    for name, numbers in lists.items():
        named = "".join(f"beam_{i:03d}.png\n" for i in numbers)
        (home / name).write_text(named)
    return read(home / "beams.csv")


def test_lists_of_the_parts_are_told_with_the_way_to_use_them(tmp_path: Path):
    given = {"train_val_beams.txt": range(45), "test_beams.txt": range(45, 60)}
    facts = beams(tmp_path, given)
    assert facts.target.value == "Damage Labels"
    carried_out(said(facts, "Given parts, not read"))
    assert read(tmp_path / "beams_train.csv").counts == {"train": 45, "test": 15}


def test_a_list_of_something_else_is_no_part(tmp_path: Path):
    facts = beams(tmp_path, {"train.txt": range(200, 240), "todo.txt": range(20)}, "")
    assert not said(facts, "Given parts")


def test_a_label_that_says_none_is_told(tmp_path: Path):
    told = said(beams(tmp_path, {}, ""), "none of them holds")
    assert told.startswith("'No Damage' never stands")


def test_a_word_that_begins_with_no_says_nothing_of_others(tmp_path: Path):
    table = ("notch", "rust", "rust|crack", "crack")
    for i in range(40):
        draw(tmp_path / f"{i:03d}x.png", i, (16, 12))
    rows = "".join(f"{i:03d}x.png,{table[i % 4]}\n" for i in range(40))
    (tmp_path / "beams.csv").write_text("image,labels\n" + rows)
    assert not said(read(tmp_path), "none of them holds")
