"""Texts as people keep them, in folders and files of lines: `pytest tests/facts/test_text_places.py`.

A remedy that a message names is carried out here, and must work.
"""

import json
from pathlib import Path

import pytest

from scaffolder import left_out
from scaffolder.errors import AnswerError, DataError
from scaffolder.facts import read
from tests.facts.test_layouts import refused
from tests.facts.test_places import carried_out
from tests.facts.test_texts import said, text


def written(folder: Path, count: int, first: int = 0) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(first, first + count):
        (folder / f"{i:03d}.txt").write_text(f"{text(i)} no {i}\n")


def test_sources_above_the_classes_of_texts_are_no_classes(tmp_path: Path):
    home = tmp_path / "forum"
    for number, source in enumerate(("board-a", "board-b")):
        for label in ("rude", "kind"):
            written(home / source / label, 12 + 4 * (label == "kind"), 100 * number)
        (home / source / "Overview.txt").write_text("rude: 12 posts\nkind: 16 posts\n")
    (home / "readme.txt").write_text("Posts of two boards.\n")
    told = refused(home)
    assert "board-a, board-b" in told and "where a text comes from" in told
    carried_out(told)
    facts = read(tmp_path / "forum_classes")
    assert facts.classes == {"kind": 32, "rude": 24}
    assert read(home / "board-b").classes == {"kind": 16, "rude": 12}
    assert "Left unread beside the folders: Overview.txt." in said(
        read(home / "board-b")
    )


def test_parts_above_the_classes_of_texts_are_parts(tmp_path: Path):
    for part, count in (("train", 20), ("test", 8)):
        written(tmp_path / part / "rude", count)
        written(tmp_path / part / "kind", count, 50)
    assert read(tmp_path).counts == {"train": 40, "test": 16}


def test_texts_above_a_few_folders_of_texts_are_one_corpus(tmp_path: Path):
    for i in range(6):
        (tmp_path / f"book{i}.txt").write_text(
            "".join(f"{text(j)}\n" for j in range(i, i + 90))
        )
    written(tmp_path / "letters", 9)
    written(tmp_path / "diaries", 9)
    assert read(tmp_path).kind.value == "language-model"


def lines_of(word: str, count: int = 60, words: int = 8) -> str:
    return "".join(f"{text(i, words, words)} so {word}… é\n" for i in range(count))


def test_a_file_of_lines_for_each_class_is_written_as_a_table(tmp_path: Path):
    home = tmp_path / "talk" / "talk-lines"
    home.mkdir(parents=True)
    for name, encoding in (("funny", "cp1252"), ("dull", "utf8")):
        (home / f"talk.{name}").write_bytes(lines_of(name).encode(encoding))
    (tmp_path / "talk" / "talk.README.2.txt").write_text("Lines of two kinds.\n" * 9)
    told = refused(tmp_path / "talk")
    assert "Found 2 texts" in told and "which of dull, funny it is" in told
    carried_out(told)
    facts = read(home / "classes.csv")
    assert facts.classes == {"dull": 60, "funny": 60}
    assert "so funny… é" in (home / "classes.csv").read_text("utf8")


def test_two_texts_called_as_classes_are_asked_about(tmp_path: Path):
    for name in ("spam", "ham"):
        (tmp_path / f"{name}.txt").write_text(lines_of(name, 90))
    facts = read(tmp_path)
    assert facts.kind.value == "language-model"
    assert "which of ham, spam it is" in said(facts)


def test_two_texts_of_paragraphs_are_no_lists_of_texts(tmp_path: Path):
    for name in ("true", "fake"):
        (tmp_path / f"{name}.txt").write_text(lines_of(name, 90, 80))
    assert "it is: write a table" not in said(read(tmp_path))


def test_tunes_under_an_ending_of_their_own_are_texts_for_a_language_model(
    tmp_path: Path,
):
    (tmp_path / "tunes").mkdir()
    (tmp_path / "README.md").write_text("Tunes.\n")
    for name in ("polkas", "hornpipes"):
        tune = 'X: {}\nM:4/4\nK:D\n|:"D"d2f2 a2f2|"A7"g3e c4|"G"b2g2 d\'2b2:|\n\n'
        whole = "".join(tune.format(i) for i in range(80))
        (tmp_path / "tunes" / f"{name}.abc").write_text(whole)
    carried_out(refused(tmp_path), "; and name ")
    facts = read(tmp_path / "tunes" / "texts")
    assert facts.kind.value == "language-model"


@pytest.mark.parametrize("ending", ["xml", "bin", "mes"])
def test_what_is_no_text_is_not_called_one(tmp_path: Path, ending: str):
    content = {
        "xml": "<a>\n  <b c='1'/>\n  <b c='2'/>\n</a>\n" * 9,
        "bin": "\x01\x02word word\n" * 50,
        "mes": "".join(f"{i}.5 {i}.25 7\n" for i in range(50)),
    }[ending]
    for i in range(3):
        (tmp_path / f"{i}.{ending}").write_text(content)
    with pytest.raises(DataError) as error:
        read(tmp_path)
    assert "language model" not in str(error.value)


def book(seed: int, lines: int = 150) -> list[str]:
    return [
        f"{text(100 * seed + i, 9, 12)} in part {seed} on page {i}"
        for i in range(lines)
    ]


def shelf(home: Path) -> Path:
    (home / "2019").mkdir(parents=True)
    for seed in range(3):
        (home / f"tale{seed}.txt").write_text("\n".join(book(seed)))
    older = ["Edition of 2019", *book(1)[:140], *book(9, 20)]
    (home / "2019" / "one.txt").write_text("\n".join(older))
    return home


def test_an_older_edition_of_a_text_is_left_out_and_said(tmp_path: Path):
    facts = read(shelf(tmp_path / "shelf"))
    assert [p.value for p in facts.drop] == ["one.txt"]
    assert "2019/one.txt has 88 % of its lines from tale1.txt" in said(facts)
    sizes = [f.stat().st_size for f in (tmp_path / "shelf").glob("*.txt")]
    assert facts.counts == {"train": sum(sizes)}


def test_a_notice_that_all_texts_bear_makes_no_copies(tmp_path: Path):
    notice = book(7, 400)
    for seed in range(4):
        whole = "\n".join([*notice, *book(seed, 60)])
        (tmp_path / f"tale{seed}.txt").write_text(whole)
    assert read(tmp_path).drop == ()


def test_a_text_in_another_encoding_is_named(tmp_path: Path):
    for seed, code in enumerate(("utf8", "utf8", "cp1252")):
        whole = "\n".join(f"Élan {line}" for line in book(seed))
        (tmp_path / f"tale{seed}.txt").write_bytes(whole.encode(code))
    told = said(read(tmp_path))
    assert "tale2.txt is in another encoding" in told
    carried_out(told, r"\. ?$")
    assert "another encoding" not in said(read(tmp_path))


def test_a_folder_of_texts_cannot_be_left_out_by_its_name(tmp_path: Path):
    facts = read(shelf(tmp_path))
    left_out.names({"drop_also": ["tale2.txt"]}, facts)
    with pytest.raises(AnswerError, match="--drop one.txt"):
        left_out.names({"drop_also": ["2019"]}, facts)


def diaries(home: Path, with_commas: int) -> None:
    """Of so many of 30 the lines happen to hold one comma each, as a table of two columns does."""
    home.mkdir()
    for i in range(30):
        line = f"{text(i)} {text(i + 50)} today{', again' * (i < with_commas)}"
        (home / f"day_{i:02d}.txt").write_text(f"{line}\n" * 5)


def test_some_of_many_texts_may_have_as_many_commas_a_line(tmp_path: Path):
    diaries(tmp_path / "d", 4)
    assert read(tmp_path / "d").kind.value == "language-model"


def test_a_table_among_texts_is_no_text_of_a_corpus(tmp_path: Path):
    diaries(tmp_path / "d", 0)
    rows = "".join(f"day_{i:02d},{'ab'[i % 2]}\n" for i in range(30))
    (tmp_path / "d" / "moods.txt").write_text(rows)
    with pytest.raises(DataError):
        read(tmp_path / "d")


def labelled(home: Path, *labels: list[str]) -> str:
    records = [
        {"id": i, "text": text(i), "label": labels[i % len(labels)]} for i in range(60)
    ]
    (home / "all.jsonl").write_text("\n".join(map(json.dumps, records)) + "\n")
    return refused(home)


def test_a_label_in_a_list_is_written_beside_its_text(tmp_path: Path):
    told = labelled(tmp_path, ["praise"], ["rude"])
    assert "one label a text; write it" in told
    carried_out(told)
    found = read(tmp_path / "all_labels.jsonl")
    assert found.classes == {"praise": 30, "rude": 30}


def test_of_several_labels_in_a_list_the_first_is_said_to_be_taken(tmp_path: Path):
    told = labelled(tmp_path, ["praise", "staff"], ["rude"], [])
    assert "here the first of several" in told
    carried_out(told)
    assert read(tmp_path / "all_labels.jsonl").classes == {"praise": 20, "rude": 20}
