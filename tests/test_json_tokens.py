"""Tagged sentences in JSON, read by facts and project alike: `pytest tests/test_json_tokens.py`."""

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest

from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.known_splits import judge_cut
from scaffolder.errors import DataError
from scaffolder.facts import read
from tests.rendered import Rendered
from tests.rendered import said as complaints

WORDS = ["Ada", "Ben", "sees", "a", "house", "in", "Rome", "."]
NAMES = ["O", "B-PER", "B-LOC"]
SAYS = [1, 1, 0, 0, 0, 0, 2, 0]  # the tag of each word
POS = [0, 0, 1, 2, 3, 4, 0, 5]
Record = dict[str, Any]


def records(count: int = 60, seed: int = 0, **more: list) -> list[Record]:
    chance, found = random.Random(seed), []
    for i in range(count):
        some = chance.choices(range(8), k=4 + i % 5)
        one = {"id": str(i), "tokens": [WORDS[k] for k in some]}
        found.append(
            one | {name: [says[k] for k in some] for name, says in more.items()}
        )
    return found


def words() -> list[Record]:
    return records(ner_tags=[NAMES[k] for k in SAYS])


def lines(rows: list[Record]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def in_columns(rows: list[Record]) -> str:
    return json.dumps({name: [row[name] for row in rows] for name in rows[0]})


def by_pages(rows: list[Record]) -> str:
    """Each record is a document of five sentences."""
    five = [rows[i : i + 5] for i in range(0, len(rows), 5)]
    fields = ("tokens", "ner_tags")
    return lines([{f: [row[f] for row in page] for f in fields} for page in five])


def loaded(folder: Path, data: Path, **given: Any) -> tuple[Any, list[Any]]:
    made = Rendered(folder, "text-tagging", data=str(data), **given)
    splits = made.load()
    parts = [splits.train, splits.validation, splits.test]
    count = sum(map(len, parts)) + len(splits.left_out)
    return made, [count, {t for part in parts for e in part for t in e.answer}]


LAYOUTS = {
    "t.jsonl": lines,
    "t.json": json.dumps,
    "indented.json": lambda rows: json.dumps(rows, indent=1),
    "columns.json": in_columns,
    "pages.jsonl": by_pages,
}


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("name", LAYOUTS)
def test_records_in_any_layout_are_one_data_set(tmp_path: Path, name: str, inside):
    data = tmp_path / "data" / name
    data.parent.mkdir()
    data.write_text(LAYOUTS[name](words()))
    facts = read(data.parent if inside else data)
    assert (facts.kind.value, facts.target.value) == ("text-tagging", "ner_tags")
    assert facts.counts == {"train": 60} and set(facts.classes) == {*NAMES}
    assert facts.settings["tags"].value == "spans"
    assert facts.split.value == ("group" if "pages" in name else "chance")
    _, (count, tags) = loaded(tmp_path, data.parent if inside else data)
    assert count == 60 and tags == {*NAMES}


def test_given_parts_are_kept_and_may_be_packed(tmp_path: Path):
    for seed, part in enumerate(("train", "validation", "test")):
        rows = records(40, seed, ner_tags=[NAMES[k] for k in SAYS])
        packed = gzip.compress(lines(rows).encode())
        (tmp_path / "data").mkdir(exist_ok=True)
        (tmp_path / "data" / f"{part}.jsonl.gz").write_bytes(packed)
    facts = read(tmp_path / "data")
    assert facts.counts == {"train": 40, "validation": 40, "test": 40}
    made, (count, _) = loaded(tmp_path, tmp_path / "data")
    assert count == 120 and len(made.load().test) == 40


def test_numbers_without_names_stay_numbers_and_this_is_said(tmp_path: Path):
    (tmp_path / "t.jsonl").write_text(lines(records(ner_tags=SAYS)))
    facts = read(tmp_path / "t.jsonl")
    assert set(facts.classes) == {"0", "1", "2"}
    assert "The tags are numbers" in " ".join(facts.sentences)
    _, (_, tags) = loaded(tmp_path, tmp_path / "t.jsonl")
    assert tags == {"0", "1", "2"}


CLASS_LABEL = {"names": NAMES, "_type": "ClassLabel"}
SEQUENCE = {"ner_tags": {"feature": CLASS_LABEL, "_type": "Sequence"}}
BESIDE = {
    "dataset_info.json": json.dumps({"features": SEQUENCE}),
    "dataset_infos.json": json.dumps({"conll": {"features": SEQUENCE}}),
    "labels.txt": "\n".join(NAMES) + "\n",
    "label2id.json": json.dumps({name: i for i, name in enumerate(NAMES)}),
    "config.json": json.dumps({"id2label": {str(i): n for i, n in enumerate(NAMES)}}),
    "ner_tags.json": json.dumps(NAMES),
}


@pytest.mark.parametrize("name", BESIDE)
def test_numbers_have_the_names_of_a_file_beside(tmp_path: Path, name: str):
    home = tmp_path / "data"
    home.mkdir()
    (home / "train.jsonl").write_text(lines(records(ner_tags=SAYS)))
    (home / name).write_text(BESIDE[name])
    for place in (home, home / "train.jsonl"):
        facts = read(place)
        assert set(facts.classes) == {*NAMES}
        assert facts.settings["tags"].value == "spans"
        assert "numbers" not in " ".join(facts.sentences)
    _, (_, tags) = loaded(tmp_path, home)
    assert tags == {*NAMES}


def test_too_few_names_are_none(tmp_path: Path):
    (tmp_path / "t.jsonl").write_text(lines(records(pos_tags=POS)))
    (tmp_path / "labels.txt").write_text("\n".join(NAMES))
    assert set(read(tmp_path / "t.jsonl").classes) == set("012345")


def test_two_lists_of_tags_are_a_question(tmp_path: Path):
    rows = records(pos_tags=POS, ner_tags=SAYS)
    (tmp_path / "t.jsonl").write_text(lines(rows))
    with pytest.raises(DataError, match=r"pos_tags \(6 tags\).*ner_tags.*--target"):
        read(tmp_path / "t.jsonl")
    facts = read(tmp_path / "t.jsonl", target="pos_tags")
    assert set(facts.classes) == set("012345")
    _, (_, tags) = loaded(tmp_path, tmp_path / "t.jsonl", target="pos_tags")
    assert tags == set("012345")


def test_words_and_labels_are_tokens_and_tags(tmp_path: Path):
    rows = [{"words": r["tokens"], "labels": r["ner_tags"]} for r in words()]
    (tmp_path / "t.jsonl").write_text(lines(rows))
    facts = read(tmp_path / "t.jsonl")
    assert (facts.settings["word"].value, facts.target.value) == ("words", "labels")
    assert loaded(tmp_path, tmp_path / "t.jsonl")[1][0] == 60


def test_what_trainers_leave_out_counts_nowhere(tmp_path: Path):
    rows = records(ner_tags=SAYS)
    for row in rows:
        row["ner_tags"][0] = -100
    (tmp_path / "t.jsonl").write_text(lines(rows))
    facts = read(tmp_path / "t.jsonl")
    assert set(facts.classes) == {"0", "1", "2"}
    assert "60 tokens have no tag" in " ".join(facts.sentences)
    assert loaded(tmp_path, tmp_path / "t.jsonl")[1][1] == {"0", "1", "2", "_"}


def test_a_record_that_lacks_a_tag_is_a_sentence(tmp_path: Path):
    rows = words()
    rows[6]["ner_tags"].pop()
    (tmp_path / "t.jsonl").write_text(lines(rows))
    with pytest.raises(DataError, match="record 7 has . tokens and . ner_tags"):
        read(tmp_path / "t.jsonl")
    (tmp_path / "u.jsonl").write_text(lines(words()) + '{"tokens": ["Ada"')
    with pytest.raises(DataError, match="line 61 is no JSON"):
        read(tmp_path / "u.jsonl")


def test_new_tokens_need_no_tags(tmp_path: Path):
    (tmp_path / "t.jsonl").write_text(lines(words()))
    made, _ = loaded(tmp_path, tmp_path / "t.jsonl")
    bare = [{"tokens": row["tokens"]} for row in words()]
    (tmp_path / "new.jsonl").write_text(lines(bare))
    found = made.module("read").read(tmp_path / "new.jsonl", made.config())
    assert len(found) == 60 and found[0].id == "new.jsonl:1"
    assert {e.answer for e in found} == {None}


def test_a_list_beside_one_label_is_no_tagged_sentence(tmp_path: Path):
    rows = [
        {"tokens": r["tokens"], "label": "ab"[i % 2]} for i, r in enumerate(words())
    ]
    (tmp_path / "t.jsonl").write_text(lines(rows))
    try:
        assert read(tmp_path / "t.jsonl").reader != "tokens"
    except DataError as error:
        assert "tagged" not in str(error)


def test_a_rare_tag_is_no_fault_of_the_split(tmp_path: Path):
    """Its sentence is left out where training has no other one: data, not a bug."""
    rows = words()
    for k, row in enumerate(rows):
        row["tokens"] += [f"w{k}"]
        row["ner_tags"] += [f"B-RARE{k // 2}"]
    (tmp_path / "t.jsonl").write_text(lines(rows))
    made = Rendered(tmp_path, "text-tagging", data=str(tmp_path / "t.jsonl"))
    stand(made.name)
    project = Generated.of(made.name, threads=1)
    assert not complaints(judge_cut, project)
