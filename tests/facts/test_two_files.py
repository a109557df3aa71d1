"""Words and tags in two files: `pytest tests/facts/test_two_files.py`."""

import random
from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import read

from .test_places import carried_out

CHANCE = random.Random(0)
SAID = {
    "call": ["ring Oslo now please", "O B-place O O"],
    "wake": ["wake me at nine o'clock", "O O O B-hour I-hour"],
    "buy": ["get milk from the shop", "O B-thing O O B-place"],
}


def pair(folder: Path, names: tuple[str, ...], rows: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [CHANCE.choice([*SAID]) for _ in range(rows)]
    words = [
        f"{SAID[one][0]} {''.join(CHANCE.choices('abcdefgh', k=9))}" for one in wanted
    ]
    tags = [f"{SAID[one][1]} O" for one in wanted]
    for name, cells in zip(names, (words, tags, wanted), strict=False):
        (folder / name).write_text("\n".join(cells) + "\n")


@pytest.mark.parametrize(
    ("names", "place", "parts"),
    [
        (("seq.in", "seq.out", "label"), "{}", ("train", "valid", "test")),
        (("sentences.txt", "labels.txt"), "{}", ("train", "dev", "test")),
        (("{}.words", "{}.tags"), ".", ("train", "dev")),
    ],
)
def test_words_and_tags_in_two_files_come_with_the_command(
    tmp_path, names, place, parts
):
    home = tmp_path / "d"
    for part in parts:
        named = tuple(name.format(part) for name in names)
        pair(home / place.format(part), named, 200 if part == "train" else 40)
    (home / "place_names.txt").write_text("O\nB-place\nB-hour\n")
    with pytest.raises(DataError, match="a tag for each of their words") as told:
        read(home)
    carried_out(str(told.value))
    facts = read(home / "conll")
    assert facts.kind.value == "text-tagging" and facts.counts["train"] == 200
    assert len(facts.counts) == len(parts)
    if "label" in names:
        carried_out("cd " + str(told.value).split(" instead: cd ")[1])
        facts = read(home / "classes")
        assert facts.kind.value == "text-classification" and len(facts.classes) == 3
        assert facts.counts["train"] == 200


def test_a_text_and_its_labels_line_by_line_are_read_as_before(tmp_path: Path):
    wanted = [CHANCE.choice([*SAID]) for _ in range(120)]
    texts = [f"{SAID[w][0]} {i}" for i, w in enumerate(wanted)]
    (tmp_path / "train_text.txt").write_text("\n".join(texts) + "\n")
    (tmp_path / "train_labels.txt").write_text("\n".join(wanted) + "\n")
    assert read(tmp_path).kind.value == "text-classification"


def test_a_sparse_table_of_weka_comes_with_the_command(tmp_path: Path):
    head = "% words\n@relation 'post bag'\n@attribute 'the, word' numeric\n@attribute b real\n"
    head += "@attribute kind {'bill due',card}\n@ATTRIBUTE n INTEGER\n\n@data\n"
    rows = [
        "{"
        + ", ".join(
            f"{k} {v}"
            for k, v in ((0, i % 5), (1, f"{i % 7}.5"), (2, "card"), (3, "?"))
            if i % (k + 2) == 0
        )
        + "}"
        for i in range(120)
    ]
    (tmp_path / "post.arff").write_text(head + "\n".join(rows) + "\n")
    with pytest.raises(DataError, match="is sparse ARFF") as told:
        read(tmp_path / "post.arff")
    carried_out(str(told.value))
    facts = read(tmp_path / "post_rows.csv", target="kind")
    assert facts.counts == {"train": 120}
    assert facts.classes == {"bill due": 90, "card": 30}
    found = [column.name for column in facts.columns]
    assert found == ["the, word", "b", "kind", "n"]


def test_a_whole_table_of_weka_is_told_as_before(tmp_path: Path):
    rows = "\n".join(f"{i},x" for i in range(40))
    (tmp_path / "t.arff").write_text(
        f"@relation x\n@attribute a numeric\n@attribute b {{x,y}}\n@data\n{rows}\n"
    )
    with pytest.raises(DataError, match="is ARFF.*commas between"):
        read(tmp_path / "t.arff")
