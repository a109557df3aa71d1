"""What `scaffolder.facts` says of tagged sentences: `pytest tests/facts/test_tokens.py`.

Each test writes a small file of tokens in columns and claims one thing about its facts.
"""

import gzip
import json
import random
from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import Facts, read
from scaffolder.facts.tokens.lines import UNIVERSAL

from .test_places import carried_out

WORDS = ["Ada", "Ben", "sees", "a", "house", "in", "Rome", ".", "#"]
TAGS = ["B-PER", "B-PER", "O", "O", "O", "O", "B-LOC", "O", "O"]


def conllu(sentences: int = 40, first: int = 0) -> str:
    """Each third sentence has a range, each fourth an empty node; five to a document."""
    lines = []
    for i in range(first, first + sentences):
        if i % 5 == 0:
            lines.append(f"# newdoc id = d{i}")
        lines.append(f"# text = {i}")
        for number, word in enumerate([f"w{i}", "#", "sees", "it", "."], 1):
            if number == 3 and i % 3 == 0:
                lines.append("\t".join(["3-4", "sees it", *"________"]))
            tag = "PUNCT" if number in (2, 5) else ["NOUN", "VERB"][number % 2]
            cells = [
                str(number),
                word,
                word,
                tag,
                f"X{number}",
                "_",
                "0",
                "dep",
                "_",
                "_",
            ]
            lines.append("\t".join(cells))
        if i % 4 == 0:
            lines.append("\t".join(["5.1", "gone", "_", "VERB", *"______"]))
        lines.append("")
    return "\n".join(lines) + "\n"


def ner(sentences: int = 60, end: str = "\n", between: str = " ", seed: int = 0) -> str:
    chance, lines = random.Random(seed), list[str]()
    for _ in range(sentences):
        for i in chance.choices(range(9), k=6):
            lines.append(between.join([WORDS[i], "NN", TAGS[i]]))
        lines.append("")
    return end.join(lines)


def facts_of(folder: Path, text: str | bytes, name: str = "t.conll", **asked) -> Facts:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return read(folder / name, **asked)


def said(facts: Facts) -> str:
    return " ".join(facts.sentences)


def test_conllu_is_known_and_upos_is_the_tag(tmp_path: Path):
    facts = facts_of(tmp_path, conllu(), "t.conllu")
    assert (facts.kind.value, facts.format) == ("text-tagging", "CoNLL-U")
    assert facts.settings["columns"].value == UNIVERSAL
    assert facts.target.value == "UPOS" and "XPOS (5 tags)" in facts.target.reason
    assert facts.settings["word"].value == "FORM"


def test_ranges_and_empty_nodes_are_counted_and_are_no_tokens(tmp_path: Path):
    facts = facts_of(tmp_path, conllu(), "t.conllu")
    assert "14 lines are ranges such as 3-4" in said(facts)
    assert "10 are empty nodes" in said(facts)
    assert "40 sentences of 200 tokens" in said(facts)
    assert sum(facts.classes.values()) == 200


def test_marked_documents_are_not_torn_apart(tmp_path: Path):
    facts = facts_of(tmp_path, conllu(), "t.conllu")
    assert (facts.split.value, facts.split_column.value) == ("group", "document")
    assert "8 documents" in said(facts)
    plain = facts_of(tmp_path, ner())
    assert (plain.split.value, plain.split_column.value) == ("chance", "")


def test_docstart_marks_documents_and_is_no_token(tmp_path: Path):
    pieces = ner().split("\n\n")
    text = "".join(f"-DOCSTART- -X- O\n\n{piece}\n\n" for piece in pieces)
    facts = facts_of(tmp_path, text)
    assert facts.split.value == "group" and facts.counts == {"train": 60}


def test_siblings_are_found_by_their_names(tmp_path: Path):
    for part, first in (("train", 0), ("dev", 30), ("test", 100)):
        (tmp_path / f"en_x-ud-{part}.conllu").write_text(conllu(40, first))
    for path in (tmp_path, tmp_path / "en_x-ud-train.conllu"):
        facts = read(path)
        assert facts.counts == {"train": 40, "validation": 40, "test": 40}
        assert "10 training sentences stand in validation as well" in said(facts)
        assert "20 % of the test words are not in training" in said(facts)


def test_the_files_of_conll_2003_are_known_by_their_names(tmp_path: Path):
    for seed, name in enumerate(("eng.train", "eng.testa", "eng.testb")):
        (tmp_path / name).write_text(ner(seed=seed))
    facts = read(tmp_path)
    assert list(facts.counts) == ["train", "validation", "test"]
    assert facts.target.value == "column_3" and "last column" in facts.target.reason
    assert facts.watch is not None and facts.watch.value == "entity F1"


@pytest.mark.parametrize("between", [" ", "\t", "   "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_tabs_spaces_and_line_ends_make_no_difference(tmp_path: Path, between, end):
    facts = facts_of(tmp_path, ner(between=between, end=end), "t.txt")
    assert facts.counts == {"train": 60} and sum(facts.classes.values()) == 360
    assert facts.settings["separator"].value == ("\t" if between == "\t" else "")


def test_a_line_of_spaces_ends_a_sentence_and_several_are_one(tmp_path: Path):
    text = ner().replace("\n\n", "\n \t\n\n\n")
    assert facts_of(tmp_path, text).counts == {"train": 60}


@pytest.mark.parametrize(
    "encoding, name",
    [("utf-16", "utf-16"), ("latin-1", "latin-1"), ("utf-8-sig", "utf8")],
)
def test_encodings_are_told_apart(tmp_path: Path, encoding: str, name: str):
    text = ner().replace("Rome", "Köln")
    facts = facts_of(tmp_path, text.encode(encoding), "t.txt")
    assert facts.settings["encoding"].value == name
    assert facts.counts == {"train": 60}


def test_gzip_is_read_as_it_is(tmp_path: Path):
    facts = facts_of(tmp_path, gzip.compress(conllu().encode()), "t-train.conllu.gz")
    assert facts.counts == {"train": 40} and facts.format == "CoNLL-U"


def test_a_number_sign_with_a_tag_is_a_token_and_a_remark_is_none(tmp_path: Path):
    facts = facts_of(tmp_path, "# id = 1\n" + ner())
    assert facts.settings["comment"].value == "#"
    assert sum(facts.classes.values()) == 360


def test_the_tag_may_stand_before_the_word(tmp_path: Path):
    lines = [
        f"{'O' if i % 3 else 'B-X'}\tword{i}" + "\n" * (i % 7 == 0) for i in range(300)
    ]
    facts = facts_of(tmp_path, "\n".join(lines), "t.bio")
    assert (facts.target.value, facts.settings["word"].value) == (
        "column_1",
        "column_2",
    )


@pytest.mark.parametrize(
    "tags, name, broken",
    [
        (["B-A", "I-A", "O"], "BIO", ""),
        (["I-A", "I-A", "B-A", "O"], "IOB1", ""),
        (["I-A", "B-B", "O"], "BIO", "40 tags in train cannot follow"),
        (["B-A", "E-A", "S-B", "O"], "BIOES", ""),
        (["B-A", "O", "E-A", "S-B"], "BIOES", "40 tags in train cannot follow"),
    ],
)
def test_schemes_and_what_breaks_them_are_said(tmp_path: Path, tags, name, broken):
    text = "".join(
        "".join(f"w{i + 7 * j} {tag}\n" for j, tag in enumerate(tags)) + "\n"
        for i in range(40)
    )
    heard = said(facts_of(tmp_path, text))
    assert f"in the scheme {name}" in heard
    assert broken in heard and ("cannot follow" in heard) == bool(broken)


def test_a_named_tag_is_taken_and_one_that_is_no_column_refused(tmp_path: Path):
    assert (
        facts_of(tmp_path, conllu(), "t.conllu", target="XPOS").target.value == "XPOS"
    )
    with pytest.raises(DataError, match="--target POS"):
        facts_of(tmp_path, conllu(), "t.conllu", target="POS")


def test_nearly_all_sentences_fit_and_the_others_are_counted(tmp_path: Path):
    long = "\n".join(f"{i} NN O" for i in range(50))
    facts = facts_of(tmp_path, ner(400) + "\n" + long + "\n")
    assert facts.settings["length"].value == 8
    assert "1 of 401 are cut in pieces" in facts.settings["length"].reason


def test_tags_that_training_lacks_are_said(tmp_path: Path):
    (tmp_path / "a-train.conll").write_text(ner())
    (tmp_path / "a-test.conll").write_text(ner(seed=1).replace("B-LOC", "B-GPE"))
    assert "Training lacks 1 tag of test: B-GPE" in said(read(tmp_path))


def test_the_dumb_baseline_is_tried_on_the_test_file(tmp_path: Path):
    (tmp_path / "a-train.conll").write_text(ner())
    (tmp_path / "a-test.conll").write_text("Ada NN B-PER\nBea NN B-PER\n\n" * 30)
    assert (
        "right for 50.0 % of the tokens of the test file"
        in read(tmp_path).expected["dumb_baseline"]
    )


def test_prose_and_tables_are_not_taken_for_tokens(tmp_path: Path):
    prose = "Call me Ishmael. Some years ago\nnever mind how long precisely\n\n" * 200
    assert facts_of(tmp_path, prose, "p.txt").kind.value != "text-tagging"
    table = "a\tb\n" + "".join(f"{i * i % 47}\t{i % 2}\n" for i in range(200))
    assert facts_of(tmp_path, table, "t.tsv").kind.value.startswith("tabular")


@pytest.mark.parametrize(
    "content, said",
    [
        (ner().replace("NN B-LOC", "B-LOC", 1), "has 2 columns, the others 3"),
        ("one\ntwo\n\n" * 40, "one column"),
        ("a O\nb O\n\n" * 40, "No column .* looks like tags"),
        (ner(3), "Found 3 sentences"),
        (b"\x00\x01\x02" * 500, "holds no text"),
        ("# only = remarks\n\n" * 9, "no token"),
    ],
)
def test_what_cannot_be_learnt_from_ends_in_a_sentence(tmp_path: Path, content, said):
    with pytest.raises(DataError, match=said):
        facts_of(tmp_path, content)


def test_two_sets_in_one_folder_are_a_question(tmp_path: Path):
    for name in ("a.conll", "b.conll"):
        (tmp_path / name).write_text(ner())
    with pytest.raises(DataError, match="Found 2 files of tagged sentences"):
        read(tmp_path)


def test_another_kind_is_refused_with_the_right_one(tmp_path: Path):
    with pytest.raises(DataError, match="text-tagging"):
        facts_of(tmp_path, ner(), kind="language-model")


def test_a_triple_is_told_by_its_content_whatever_the_endings(tmp_path: Path):
    names = ("newstrain.conll", "news.dev.conll", "news.test.annotated")
    for seed, name in enumerate(names):
        (tmp_path / name).write_text(ner(seed=seed))
    assert list(read(tmp_path).counts) == ["train", "validation", "test"]


def in_rows(folder: Path) -> Path:
    lines = ["Sentence #,Word,POS,Tag"]
    for i in range(60):
        for k, (word, tag) in enumerate([("Anna", "B-per"), ("left", "O"), (".", "O")]):
            lines.append(f"{'' if k else f'Sentence: {i + 1}'},{word},X{k},{tag}")
    (folder / "ner.csv").write_text("\n".join(lines) + "\n")
    return folder / "ner.csv"


@pytest.mark.parametrize("kind", [None, "text-tagging"])
def test_tokens_in_the_rows_of_a_table_come_with_the_command(
    tmp_path, kind, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        DataError, match=r"a token \(Word\) and its tag \(Tag\)"
    ) as told:
        read(in_rows(tmp_path), kind=kind)
    exec(str(told.value).split("python -c '")[1].split("'")[0])
    facts = read(tmp_path / "tokens.conll")
    assert (facts.kind.value, facts.counts) == ("text-tagging", {"train": 60})


def test_blood_groups_are_no_tags(tmp_path):
    lines = [f"{'xyz'[i % 3]},{['O', 'B-', 'A+', 'B+'][i % 4]}" for i in range(80)]
    (tmp_path / "b.csv").write_text("\n".join(["who,group", *lines]) + "\n")
    assert read(tmp_path / "b.csv").kind.value == "tabular-classification"


def test_spans_of_letters_in_an_array_come_with_the_command(tmp_path):
    spans = [[0, 4, "PER"], [13, 21, "LOC"]]
    every = [["Anna lived in New York.", {"entities": spans}] for _ in range(20)]
    every = [[f"{text} {i}", more] for i, (text, more) in enumerate(every)]
    (tmp_path / "t.json").write_text(json.dumps(every))
    with pytest.raises(DataError, match="as spaCy trains on") as told:
        read(tmp_path / "t.json")
    carried_out(str(told.value), ", and name ")
    assert read(tmp_path / "tokens.conll").counts == {"train": 20}


@pytest.mark.parametrize("inside", [True, False])
def test_of_spans_in_spans_the_outer_ones_are_meant(tmp_path: Path, inside: bool):
    lines, chance = [], random.Random(2)
    for line in ner(120).split("\n"):
        word, _, tag = line.split() or ("", "", "")
        other = tag if chance.random() < 0.1 else "O"
        other = (
            other
            if inside
            else tag.replace("B-", "B-N") if chance.random() < 0.1 else "O"
        )
        lines.append(f"{word} {tag} {other}" if word else "")
    facts = facts_of(tmp_path, "\n".join(lines))
    assert facts.target.value == ("column_2" if inside else "column_3")
    assert ("column_3" if inside else "column_2") in facts.target.reason
