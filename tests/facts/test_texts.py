"""What `scaffolder.facts` says of texts with a class: `pytest tests/facts/test_texts.py`.

Each test writes a small file or folder and claims one thing about its facts.
"""

import gzip
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from scaffolder import left_out
from scaffolder.errors import AnswerError, DataError
from scaffolder.facts import Facts, read
from scaffolder.facts.texts.look import look, plain, tokens, unknown_share
from scaffolder.facts.written.text_table import sniff

WORDS = [
    "the",
    "a",
    "tap",
    "lamp",
    "lift",
    "door",
    "is",
    "was",
    "broken",
    "fine",
    "today",
    "again",
    "never",
    "please",
]


def test_two_columns_that_may_be_the_answer_without_a_header_are_a_question(
    tmp_path: Path,
):
    chance = random.Random(0)
    path, rows = tmp_path / "t.csv", []
    for i in range(200):
        text = " ".join(chance.choices(WORDS, k=9))
        rows.append(f'"{chance.choice([0, 4])}","{9999 + i}","user{i % 40}","{text}"')
    path.write_text("\n".join(rows) + "\n")
    with pytest.raises(DataError, match="column_1.*column_3.*--target"):
        read(path)
    assert read(path, target="column_1").classes.keys() == {"0", "4"}


def test_empty_columns_beside_texts_are_not_listed(tmp_path: Path):
    chance = random.Random(0)
    rows = [
        f"{'ab'[i % 2]},{' '.join(chance.choices(WORDS, k=9))},," for i in range(60)
    ]
    (tmp_path / "t.csv").write_text("\n".join(["v1,v2,,", *rows]) + "\n")
    facts = read(tmp_path / "t.csv")
    assert facts.kind.value == "text-classification"
    assert "left aside" not in " ".join(facts.sentences)


@pytest.mark.parametrize("inside", [False, True])
def test_packed_prose_says_how_to_go_on(tmp_path: Path, inside: bool):
    lines = [" ".join(random.Random(i).choices("abcde", k=9)) for i in range(900)]
    for part in "xy"[: 1 + inside]:
        path = tmp_path / f"{part}.txt.gz"
        path.write_bytes(gzip.compress("\n".join(lines).encode()))
    with pytest.raises(DataError, match="packed with gzip.*gunzip -k"):
        read(tmp_path if inside else path)


def text(i: int, least: int = 4, most: int = 12) -> str:
    chance = random.Random(i)
    return " ".join(chance.choices(WORDS, k=chance.randint(least, most))) + f" {i}."


def label(i: int) -> str:
    return "yes" if i % 3 else "no"


def said(facts: Facts) -> str:
    return " ".join(facts.sentences)


def setting(facts: Facts, name: str):
    return facts.settings[name].value


def file_of(folder: Path, lines: list[str], name: str = "t.tsv") -> Path:
    (folder / name).write_text("\n".join(lines) + "\n", "utf8")
    return folder / name


def tsv(count: int = 200) -> list[str]:
    return [f"{label(i)}\t{text(i)}" for i in range(count)]


def test_a_label_beside_a_text_is_text_classification(tmp_path):
    facts = read(file_of(tmp_path, tsv()))
    assert (facts.kind.value, facts.target.value) == ("text-classification", "column_1")
    assert facts.settings["text"].value == ("column_2",)
    assert facts.classes == {"yes": 133, "no": 67}


def test_a_file_without_an_ending_is_found_in_its_folder(tmp_path):
    file_of(tmp_path, tsv(), "Collection")
    (tmp_path / "README").write_text("A collection of texts.\n")
    assert read(tmp_path).counts == {"train": 200}


def test_a_table_of_categories_stays_a_table(tmp_path):
    lines = ["colour,size,note,class"]
    lines += [f"{i % 3},{i % 7},{text(i, 4, 5)},{label(i)}" for i in range(200)]
    assert (
        read(file_of(tmp_path, lines, "t.csv")).kind.value == "tabular-classification"
    )


def test_long_texts_beside_a_few_columns_are_texts_and_the_columns_are_named(tmp_path):
    lines = ["stars,review,class"]
    lines += [f"{i % 5},{text(i, 12, 20)},{label(i)}" for i in range(200)]
    facts = read(file_of(tmp_path, lines, "t.csv"))
    assert facts.kind.value == "text-classification"
    assert "left aside, as the net reads the text only: stars" in said(facts)


def test_the_task_overrules(tmp_path):
    lines = ["colour,size,note,class"]
    lines += [f"{i % 3},{i % 7},{text(i, 4, 5)},{label(i)}" for i in range(200)]
    path = file_of(tmp_path, lines, "t.csv")
    facts = read(path, kind="text-classification", target="class")
    assert facts.settings["text"].value == ("note",)


def test_a_quote_that_closes_nothing_is_part_of_the_text(tmp_path):
    lines = [*tsv(), 'yes\t"odd" he said', 'no\ta 5" pipe', "yes\tone more line here"]
    facts = read(file_of(tmp_path, lines))
    assert facts.counts["train"] == 203 and facts.settings["quote"].value == ""
    assert "encloses nothing" in facts.settings["quote"].reason


def test_quotes_around_cells_still_enclose_them(tmp_path):
    lines = ["class,text"] + [f'{label(i)},"{text(i)}, ""so"""' for i in range(50)]
    assert sniff(file_of(tmp_path, lines, "t.csv")).quote == '"'


def test_a_quoted_text_may_span_lines_and_hold_doubled_quotes(tmp_path):
    lines = [f'"{text(i)}<br />\n""so"", they say",{label(i)}' for i in range(120)]
    facts = read(file_of(tmp_path, ["review,sentiment", *lines], "t.csv"))
    assert facts.counts == {"train": 120}
    assert (facts.target.value, setting(facts, "quote")) == ("sentiment", '"')


def test_lines_may_begin_with_a_label_of_two_levels(tmp_path):
    kinds = ["NUM:date", "NUM:count", "LOC:city"]
    lines = [f"{kinds[i % 3]} {text(i)}" for i in range(120)]
    path = file_of(tmp_path, lines, "Q.train")
    file_of(tmp_path, lines[:30], "Q.test")
    coarse, fine = read(tmp_path), read(path, target="fine")
    assert coarse.counts == {"train": 120, "test": 30}
    assert (coarse.target.value, len(coarse.classes)) == ("coarse", 2)
    assert len(fine.classes) == 3
    assert "also stand in Q.test: 30" in said(coarse)
    with pytest.raises(DataError, match="no answer 'level'.*coarse and fine"):
        read(path, target="level")


@pytest.mark.parametrize("mark", ["__label__", ""])
def test_lines_may_begin_with_a_plain_label(tmp_path, mark):
    lines = [f"{mark}{label(i)} {text(i, 8, 12)}" for i in range(200)]
    facts = read(file_of(tmp_path, lines, "t.txt"))
    assert facts.classes == {"yes": 133, "no": 67}


def test_prose_whose_lines_begin_alike_is_no_list_of_labels(tmp_path):
    lines = [f"{'Ada' if i % 2 else 'Ben'} said {text(i, 8, 12)}" for i in range(400)]
    assert read(file_of(tmp_path, lines, "t.txt")).kind.value == "language-model"
    lines = [line.lower() for line in lines]
    path = file_of(tmp_path, lines, "t.txt")
    assert read(path).kind.value == "text-classification"
    assert read(path, kind="language-model").format == "text"


def test_folders_of_texts_are_classes_and_unlabelled_ones_are_left_out(tmp_path):
    for part, count in (("train", 40), ("test", 12)):
        for i in range(count):
            folder = tmp_path / part / ("unsup" if i % 4 == 3 else label(i))
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{i}.txt").write_bytes(f"{text(i)} ol\xe9".encode("latin-1"))
    facts = read(tmp_path)
    assert facts.counts == {"train": 30, "test": 9}
    assert [p.value for p in facts.drop] == ["unsup"]
    assert facts.settings["encoding"].value == "latin-1"
    assert "Not UTF-8: 39 files of 39" in said(facts)


def test_gzip_and_latin_1_are_read(tmp_path):
    content = "\n".join([*tsv(), "yes\tolé olé olé olé"]).encode("latin-1")
    (tmp_path / "t.tsv.gz").write_bytes(gzip.compress(content))
    facts = read(tmp_path / "t.tsv.gz")
    assert facts.counts == {"train": 201}
    assert facts.settings["encoding"].value == "latin-1"


def test_copies_are_counted_near_ones_too_and_contradictions(tmp_path):
    lines = [*tsv(100), "yes\tCall 0123 now, my dear", "yes\tCall 0123 now, my dear"]
    lines += ["yes\tcall 9876 NOW my dear!", "no\tcall 5555 now my dear"]
    facts = read(file_of(tmp_path, lines))
    assert facts.duplicates == 1
    assert "repeat an earlier one: 1, and 2 more" in said(facts)
    assert "answers differ: 4 texts" in said(facts)


def test_the_length_cuts_one_text_in_a_hundred_and_says_so(tmp_path):
    lines = [f"{label(i)}\t{' '.join(WORDS[:8])} {i}" for i in range(198)]
    lines += [f"yes\t{'word ' * 300}", f"no\t{'word ' * 40}", "no\ta b c d e f g h i"]
    facts = read(file_of(tmp_path, lines))
    assert facts.settings["length"].value == 9
    assert "1 % of them are longer" in facts.settings["length"].reason


def test_signs_entities_and_other_scripts_are_tokens():
    assert tokens("Don't pay &lt;5!") == ["Don't", "pay", "<", "5", "!"]
    assert tokens("你好 world") == ["你", "好", "world"]
    assert plain(tokens("Call 0123, NOW")) == plain(tokens("call 9876 now!"))


def test_the_share_of_unknown_words_is_that_of_a_new_text():
    """Leave one out: "a" (3 times) stays known without one text, "b" (twice) does not."""
    train = look(["a b", "a b", "a c"])
    assert unknown_share(train, None) == pytest.approx(1 - 3 / 6)
    assert unknown_share(train, look(["a b z z"])) == pytest.approx(2 / 4)


@pytest.mark.parametrize(
    "lines, why",
    [
        ([f"yes\t{text(i)}" for i in range(30)], "one class leaves nothing"),
        ([f"yes\t{text(1)}", f"no\t{text(2)}"] * 2, "Needed: 10 and more"),
    ],
)
def test_what_cannot_be_learnt_is_refused(tmp_path, lines, why):
    with pytest.raises(DataError, match=why):
        read(file_of(tmp_path, lines), kind="text-classification", target="column_1")


def test_other_data_are_refused_in_a_sentence(tmp_path):
    lines = [f"{i % 9},{i % 7},{label(i)}" for i in range(90)]
    with pytest.raises(DataError, match="no column of text"):
        read(file_of(tmp_path, lines, "t.csv"), kind="text-classification")


def records(count: int = 60, **more: object) -> list[str]:
    return [
        json.dumps({**more, "words": text(i), "mark": label(i)}) for i in range(count)
    ]


def test_lists_and_records_beside_texts_are_left_out_and_named(tmp_path):
    lines = records(votes=[1, 2], who={"name": "Ann", "age": 4})
    path = file_of(tmp_path, lines, "t.jsonl")
    facts = read(path)
    assert facts.kind.value == "text-classification"
    assert "Columns of lists or records, left out: votes, who;" in said(facts)
    with pytest.raises(DataError, match="votes .* holds lists or records"):
        read(path, target="votes")


def test_a_record_beside_one_column_of_texts_is_made_into_columns(tmp_path):
    lines = [
        json.dumps({"text": text(i), "meta": {"from": label(i)}}) for i in range(60)
    ]
    path = file_of(tmp_path, lines, "t.jsonl")
    with pytest.raises(DataError, match="For a language model write") as told:
        read(path)
    command = str(told.value).split("outer.inner: ")[1].partition(" and name ")[0]
    subprocess.run(command.replace("python ", f"{sys.executable} "), shell=True)
    assert read(tmp_path / "t_flat.jsonl").target.value == "meta.from"


def test_a_dash_as_a_class_is_asked_about(tmp_path):
    lines = [f"{text(i)}\t{'-' if i % 20 == 3 else label(i)}" for i in range(200)]
    told = said(read(file_of(tmp_path, ["said\tlabel", *lines])))
    assert "'-' is taken for a class" in told


def test_several_labels_before_a_text_are_refused_with_the_way_to_one(tmp_path):
    lines = [f"__label__{label(i)} {text(i)}" for i in range(100)]
    lines[3::7] = [f"__label__other {line}" for line in lines[3::7]]
    path = file_of(tmp_path, lines, "t.txt")
    with pytest.raises(DataError, match="14 of 100 lines .* several labels") as told:
        read(path)
    command = str(told.value).split("is meant: ")[1].split(";")[0]
    subprocess.run(command, shell=True, cwd=tmp_path, check=True)
    assert read(tmp_path / "first_label.txt").counts == {"train": 100}


SIGNS = "质量很好非常满意物流快值得购买颜色漂亮太差失望慢不难看"


def in_signs(count: int = 120) -> list[str]:
    chance = random.Random(0)
    return ["评价,标签"] + [
        f"{''.join(chance.choices(SIGNS, k=14))}，第{i}次。,{'好差'[i % 2]}评"
        for i in range(count)
    ]


def test_signs_without_spaces_are_words_of_a_text(tmp_path):
    facts = read(file_of(tmp_path, in_signs(), "r.csv"))
    assert (facts.kind.value, facts.target.value) == ("text-classification", "标签")


def test_an_encoding_of_two_bytes_a_sign_is_refused_and_umlauts_are_not(tmp_path):
    (tmp_path / "r.csv").write_bytes("\n".join(in_signs()).encode("gb18030"))
    with pytest.raises(DataError, match="two bytes.*iconv -f GB18030"):
        read(tmp_path / "r.csv")
    lines = [f"Ärger über Züge, Straßen: {text(i)}\t{label(i)}" for i in range(60)]
    (tmp_path / "de.tsv").write_bytes("\n".join(["a\tb", *lines]).encode("latin-1"))
    assert read(tmp_path / "de.tsv").kind.value == "text-classification"
    russian = [f"Поезда опять стоят и никто не знает\t{label(i)}" for i in range(60)]
    (tmp_path / "ru.tsv").write_bytes("\n".join(["a\tb", *russian]).encode("cp1251"))
    assert sniff(tmp_path / "ru.tsv").encoding == "latin-1"
    broken = "\n".join(["a\tb", *russian]).encode()[:-1] + b"\xff"
    (tmp_path / "ru8.tsv").write_bytes(broken)
    assert sniff(tmp_path / "ru8.tsv").separator == "\t"


def utterances(folder: Path, parts: bool) -> Path:
    lines = ["id,place,part,scenario,intent,said"]
    for i in range(120):
        part = ("dev", "test", "train", "train")[i % 4] if parts else "abcd"[i % 4]
        kind = "xyz"[i % 3]
        said_ = f"{kind} {text(i, 4, 6)}"
        lines.append(f"{i // 2},{'uv'[i % 2]},{part},s{i % 3 // 2},{kind},{said_}")
    return file_of(folder, lines, "u.csv")


def test_a_column_of_parts_is_written_as_files_of_their_own(tmp_path):
    path = utterances(tmp_path, parts=True)
    with pytest.raises(DataError, match="which part a row belongs to") as told:
        read(path, target="intent", kind="text-classification")
    command = str(told.value).split("for each: ")[1].split(" and name ")[0]
    python = command.replace("python -c", f"{sys.executable} -c")
    subprocess.run(python, shell=True, check=True)
    train = tmp_path / "u_train.csv"
    facts = read(train, target="intent", kind="text-classification")
    assert facts.counts == {"train": 60, "validation": 30, "test": 30}
    assert "part" not in [column.name for column in facts.columns]


def test_short_texts_beside_names_alone_are_texts_and_beside_numbers_a_table(tmp_path):
    path = utterances(tmp_path, parts=False)
    facts = read(path, target="intent")
    assert facts.kind.value == "text-classification"
    assert "Columns left aside, as the net reads the text only: id, place" in said(
        facts
    )
    first, *lines = path.read_text().splitlines()
    lines = [f"{line},{i * 7 % 50}" for i, line in enumerate(lines)]
    measured = file_of(tmp_path, [f"{first},age", *lines], "m.csv")
    assert read(measured, target="intent").kind.value == "tabular-classification"


def test_a_folder_of_programs_says_how_they_become_a_text(tmp_path):
    (tmp_path / "code" / "docs").mkdir(parents=True)
    (tmp_path / "code" / "docs" / "logo.png").write_bytes(b"\x89PNG")
    for i in range(30):
        file = tmp_path / "code" / ("core" if i % 2 else "tests") / f"mod {i}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"def of_{i}(x):\n    return x + {i}  # {text(i, 40, 60)}\n")
    with pytest.raises(DataError, match="30 files of .py .* language model") as told:
        read(tmp_path / "code")
    command = "find" + str(told.value).split(": find", 1)[1].split(", and name")[0]
    subprocess.run(command, shell=True, cwd=tmp_path, check=True)
    assert read(tmp_path / "code.txt").kind.value == "language-model"


def sentence(i: int, words: int) -> str:
    return " ".join(random.Random(i).choices(WORDS, k=words)).capitalize() + "."


def tickets(replies: int) -> str:
    """Long texts with a reply of a form, and three columns of classes that no name tells."""
    rows = ["body,answer,queue,team,tongue"]
    for i in range(120):
        names = [random.Random(i).choice(pair) for pair in ("ab", "cd", "ef")]
        reply = f"Dear customer; the {i % replies} was seen and is looked at."
        rows.append(",".join([sentence(i, 12), reply, *names]))
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("replies", [15, 120])
def test_a_reply_is_no_class_and_no_text_to_classify(tmp_path: Path, replies: int):
    path = tmp_path / "t.csv"
    path.write_text(tickets(replies))
    with pytest.raises(DataError, match="is the answer: queue, team, tongue"):
        read(path)
    facts = read(path, target="queue")
    assert facts.kind.value == "text-classification"
    assert facts.settings["text"].value == ("body",)


def test_long_texts_beside_many_names_are_texts(tmp_path: Path):
    names = ",".join("abcdefgh")
    rows = [f"text,{names},label"]
    for i in range(120):
        cells = random.Random(i).choices(["so", "as"], k=9)
        rows.append(",".join([sentence(i, 12), *cells]))
    (tmp_path / "t.csv").write_text("\n".join(rows) + "\n")
    assert read(tmp_path / "t.csv").kind.value == "text-classification"


def test_long_texts_that_a_table_leaves_out_are_said(tmp_path: Path):
    rows = ["notes,a,b,label"]
    rows += [f"{sentence(i, 12)},{i * 1.7},{i * i},{'xy'[i % 2]}" for i in range(90)]
    rows = [
        f"{row},{i % 31}.5,{i % 37}.25,{i % 41}.1,z{i % 3}"
        for i, row in enumerate(rows)
    ]
    rows[0] = "notes,a,b,label,c,d,e,f"
    (tmp_path / "t.csv").write_text("\n".join(rows) + "\n")
    facts = read(tmp_path / "t.csv", target="label")
    assert facts.kind.value == "tabular-classification"
    assert "--task text-classification" in " ".join(facts.sentences)


@pytest.mark.parametrize("tail", ["", "\tby somebody, number {i}"])
def test_pairs_of_sentences_are_no_classes_and_the_command_makes_a_text(
    tmp_path: Path, tail: str
):
    lines = [
        f"{sentence(i % 90, 4)}\t{sentence(i + 999, 14)}{tail.format(i=i)}"
        for i in range(200)
    ]
    (tmp_path / "fra.txt").write_text("\n".join(lines) + "\n")
    (tmp_path / "_about.txt").write_text("Sentences.\n\nMade up.\n")
    with pytest.raises(DataError, match="translations") as told:
        read(tmp_path)
    command = str(told.value).split("plain text: ")[1].split(" and name ")[0]
    python = command.replace("python -c", f"{sys.executable} -c")
    subprocess.run(python, shell=True, check=True)
    facts = read(tmp_path / "fra_texts.txt", kind="language-model")
    assert facts.counts["train"] > 5000


def prose(lines: int, seed: int = 0) -> str:
    return "".join(f" {sentence(seed + i, 9)} \n" for i in range(lines))


@pytest.mark.parametrize(
    "name", ["wiki.{}.tokens", "wiki.{}.raw", "ptb.{}", "ptb.{}.txt"]
)
def test_texts_of_given_splits_are_read_under_their_usual_endings(tmp_path, name: str):
    for part, count in (("train", 300), ("valid", 200), ("test", 200)):
        (tmp_path / name.format(part)).write_text(prose(count))
    facts = read(tmp_path)
    assert facts.kind.value == "language-model"
    assert facts.counts.keys() == {"train", "validation", "test"}


@pytest.mark.parametrize("name", ["text8", "text8.txt"])
def test_a_text_of_one_line_is_prose(tmp_path: Path, name: str):
    (tmp_path / name).write_text(prose(300).replace("\n", " ").replace(".", ","))
    assert read(tmp_path).kind.value == "language-model"
    assert read(tmp_path / name).kind.value == "language-model"


def test_paragraphs_in_a_file_each_are_a_folder_of_texts(tmp_path: Path):
    for i in range(60):
        (tmp_path / f"{i}.txt").write_text(sentence(i, 40))
    (tmp_path / "empty.txt").write_text("")
    assert read(tmp_path).settings["read"].value == "texts"


def test_numbers_in_a_line_each_are_no_texts(tmp_path: Path):
    for i in range(9):
        (tmp_path / f"{i}.txt").write_text("0.5 0.25 0.5 0.25 0.1 0.2 0.3\n")
    with pytest.raises(DataError):
        read(tmp_path)


@pytest.mark.parametrize("ending", [".story", ""])
def test_texts_under_other_endings_say_how_they_are_read(tmp_path: Path, ending: str):
    for i in range(6):
        (tmp_path / f"{i}0{ending}").write_text(prose(40, i))
    with pytest.raises(DataError, match="6 texts in") as told:
        read(tmp_path)
    command = str(told.value).split("copy them: ")[1].split("; and name ")[0]
    subprocess.run(["bash", "-c", command], check=True)
    assert read(tmp_path / "texts").settings["read"].value == "texts"


def test_a_text_beside_each_picture_is_no_table(tmp_path: Path):
    for i in range(9):
        (tmp_path / f"{i}.txt").write_text(sentence(i, 9))
        (tmp_path / f"{i}.png").write_bytes(b"")
    with pytest.raises(DataError, match="9 pictures with a text of the same name"):
        read(tmp_path)


def told(path: Path, words: str, **options) -> str:
    """The command of a refusal, to be carried out."""
    with pytest.raises(DataError, match=words) as error:
        read(path, **options)
    command = "cd " + str(error.value).split("cd ")[1].split(" and name ")[0]
    return command.replace("python -c", f"{sys.executable} -c")


@pytest.mark.parametrize("mark", ["|", ", ", ";"])
def test_several_labels_in_a_cell_are_no_class(tmp_path: Path, mark: str):
    rows = ["plot\tgenres"]
    for i in range(120):
        labels = random.Random(i).sample(["war", "crime", "drama"], 1 + i % 2)
        rows.append(f"{sentence(i, 12)}\t{mark.join(labels)}")
    (tmp_path / "t.tsv").write_text("\n".join(rows) + "\n")
    whole = read(tmp_path / "t.tsv", kind="text-classification", target="genres")
    assert len(whole.classes) > 3
    command = told(tmp_path / "t.tsv", "several labels in a cell", target="genres")
    subprocess.run(command, shell=True, check=True)
    facts = read(tmp_path / "t_labels.csv", target="is_war")
    assert facts.classes.keys() == {"0", "1"}
    assert facts.settings["text"].value == ("plot",)


def test_names_of_classes_with_a_comma_are_one_class(tmp_path: Path):
    names = ["mortgage", "bank account, card", "debt, loan", "payday"]
    rows = [f"{sentence(i, 12)}\t{names[i % 4]}" for i in range(120)]
    (tmp_path / "t.tsv").write_text("\n".join(["text\tproduct", *rows]) + "\n")
    assert len(read(tmp_path / "t.tsv").classes) == 4


def test_a_number_beside_texts_is_no_class_and_the_command_makes_thirds(tmp_path: Path):
    rows = [f"{sentence(i, 9)},{i * 37 % 100 / 20}" for i in range(120)]
    (tmp_path / "t.csv").write_text("\n".join(["essay,score", *rows]) + "\n")
    command = told(tmp_path / "t.csv", "score .* is a number .* beside a text")
    subprocess.run(command, shell=True, check=True)
    facts = read(tmp_path / "t_classes.csv", target="score")
    assert facts.classes.keys() == {"low", "middle", "high"}


def test_names_of_texts_that_may_be_classes_are_said(tmp_path: Path):
    for i in range(60):
        (tmp_path / f"{('neg', 'pos')[i % 2]}_{i}.txt").write_text(sentence(i, 40))
    one = next(s for s in read(tmp_path).sentences if "begin with neg, pos" in s)
    command = "cd " + one.split("cd ")[1].split(" and name ")[0]
    python = command.replace("python -c", f"{sys.executable} -c")
    subprocess.run(python, shell=True, check=True)
    assert read(tmp_path / "classes").classes == {"neg": 30, "pos": 30}


def pairs_of_sentences(folder: Path, answers: list[str], rows: int = 180) -> Path:
    """A premise comes with each answer; trees of it stand beside, and "-" for nobody."""
    lines = []
    for i in range(rows):
        one, other = f"{sentence(i // 3, 6)} {i // 3}.", f"{sentence(i + 99, 5)} {i}."
        words = " ".join(f"(NN {word})" for word in one.rstrip(".").split())
        line = {"gold": "-" if i % 17 == 3 else answers[i % len(answers)]}
        line |= {"premise": one, "premise_parse": f"(ROOT (S {words} (. .)))"}
        lines.append(json.dumps(line | {"other": other, "tree": f"( {other} )"}))
    return file_of(folder, lines, "pairs.jsonl")


def test_a_parse_is_no_text_and_a_premise_groups(tmp_path: Path):
    facts = read(pairs_of_sentences(tmp_path, ["yes", "no"]), target="gold")
    assert setting(facts, "text") == ("premise", "other")
    assert "premise_parse, tree: hold the words of premise, other" in said(facts)
    assert "--split group --split-column 'premise'" in facts.split.reason
    assert facts.classes["-"]  # between two it may be the middle


def test_a_dash_beside_three_classes_is_no_answer(tmp_path: Path):
    path = pairs_of_sentences(tmp_path, ["yes", "no", "maybe"])
    facts = read(path, target="gold")
    assert facts.classes.keys() == {"yes", "no", "maybe"}
    assert [proposal.value for proposal in facts.drop] == ["-"]
    assert "'-' of gold stands where nobody knows: 11 rows left out" in said(facts)


def test_two_texts_of_a_row_that_differ_are_both_read(tmp_path: Path):
    lines = [f"{text(i)}\t{text(i + 500)}\t{label(i)}" for i in range(120)]
    facts = read(file_of(tmp_path, ["title\tbody\tlabel", *lines]))
    assert setting(facts, "text") == ("title", "body")
    assert "group" not in facts.split.reason


def judged(folder: Path, who: str, said: str = "comment_body") -> Path:
    """Three opinions on each text, with numbers that go with the answer."""
    rows = [f"text_id,{who},{who}_age,platform,{said},anger,respect,harm,mean,label"]
    for i in range(150):
        verdict, mood = i // 3 % 3, random.Random(i)
        numbers = [verdict + mood.randint(0, 2) for _ in range(3)]
        cells = [
            i // 3,
            mood.randint(1, 20),
            "18-24",
            "ab"[i % 2],
            sentence(i // 3, 12),
        ]
        rows.append(
            ",".join(map(str, [*cells, *numbers, verdict * 1.5, f"c{verdict}"]))
        )
    return file_of(folder, rows, "opinions.csv")


@pytest.mark.parametrize("names", [["annotator"], ["rater"], ["who", "text"]])
def test_opinions_on_texts_are_read_from_the_text(tmp_path: Path, names: list[str]):
    facts = read(judged(tmp_path, *names), target="label")
    assert facts.kind.value == "text-classification"
    assert "--split group --split-column 'text_id'" in facts.split.reason
    if names != ["who", "text"]:
        assert "150 rows are opinions on 50 texts" in said(facts)


def test_people_who_disagree_on_a_text_have_not_erred(tmp_path: Path):
    lines = [
        f"{i % 3},{text(i // 3)},{'ab'[i // 3 % 2 ^ (i % 15 == 0)]}" for i in range(180)
    ]
    facts = read(file_of(tmp_path, ["annotator,text,label", *lines], "t.csv"))
    assert "people disagree on them" in said(facts) and "erred" not in said(facts)


def test_long_notes_beside_measurements_stay_a_table(tmp_path: Path):
    path = judged(tmp_path, "who", "notes")
    assert read(path, target="label").kind.value == "tabular-classification"


def chats(who: str, what: str, **more: object) -> list[str]:
    """Two turns each after the same first one, and one turn that says nothing."""
    lines = []
    for i in range(120):
        said_by = [
            ("system", "Be brief."),
            ("user", sentence(i % 110, 14)),
            ("bot", None),
        ]
        said_by += [("bot", f"{sentence(i % 110 + 999, 14)}\nAnything else?")]
        turns = [{who: name, what: words} for name, words in said_by]
        lines.append(json.dumps({**more, "messages": turns}))
    return lines


@pytest.mark.parametrize(
    ("fields", "more"),
    [
        (("role", "content"), {}),
        (("from", "value"), {"id": "a", "source": "web"}),
        (("role", "content"), {"prompt": "a b c d e f g"}),
    ],
)
def test_chats_are_named_and_written_as_a_text(
    tmp_path: Path, fields: tuple[str, str], more: dict[str, str]
):
    path = file_of(tmp_path, chats(*fields, **more), "chat.jsonl")
    words = "120 conversations of bot, system, user; all begin .*; 10 say the same"
    subprocess.run(told(path, words), shell=True, check=True)
    written = (tmp_path / "chat_chats.txt").read_text()
    assert written.startswith("user: ") and "Be brief" not in written
    assert written.count("\n\n") == 109
    facts = read(tmp_path / "chat_chats.txt", kind="language-model")
    assert facts.counts["train"] == len(written)


def test_records_that_nobody_says_are_no_chats(tmp_path: Path):
    lines = records(marks=[{"from": 3, "to": 9, "kind": "name"}])
    facts = read(file_of(tmp_path, lines, "t.jsonl"))
    assert facts.kind.value == "text-classification"


def told_by_a_word(folder: Path, begin: list[str], more: int = 0) -> str:
    """What is said of texts that begin with a line for each class, and with words of it."""
    lines = []
    for i in range(120):
        own = " ".join(f"word{chr(97 + n)}{'xy'[i % 2]}" for n in range(more))
        begun = f"{begin[i % 2]} {own} {text(i)}".replace("  ", " ").strip()
        lines.append(f"{'ab'[i % 2]}\t{begun}")
    return said(read(file_of(folder, lines)))


def test_a_word_that_tells_the_class_alone_is_named(tmp_path: Path):
    header = told_by_a_word(tmp_path, ["Newsgroups: rec.autos", "Newsgroups: sci.med"])
    assert "tells the class alone in 2 of 2 classes, 100 % of the texts" in header
    assert "as in 'Newsgroups: rec.autos" in header
    agency = told_by_a_word(tmp_path, ["WASHINGTON (Reuters) -", "Washington"])
    assert "alone in 1 of 2 classes, 50 % of the texts: 'reuters'" in agency


def test_words_of_two_languages_and_of_few_texts_tell_nothing(tmp_path: Path):
    assert "tells the class alone" not in told_by_a_word(tmp_path, ["", ""], more=8)
    seldom = [f"{label(i)}\t{text(i)}{' rare' * (i % 6 == 1)}" for i in range(120)]
    assert "alone" not in said(read(file_of(tmp_path, seldom)))


@pytest.mark.parametrize(
    "names", ["sentence1,sentence2", "text_a,text_b", "tweet,about"]
)
def test_the_second_text_of_a_pair_may_be_one_of_few(tmp_path: Path, names: str):
    few = [f"Nobody {word} at all." for word in WORDS]
    if names == "text_a,text_b":
        few = ["sleeping dogs", "lying dogs"]
    lines = [f"{text(i)},{few[i * 5 % len(few)]},{label(i)}" for i in range(150)]
    path = file_of(tmp_path, [f"{names},gold", *lines], "pairs.csv")
    facts = read(path, target="gold")
    assert facts.kind.value == "text-classification"
    assert setting(facts, "text") == tuple(names.split(","))


def test_keep_takes_nothing_back_that_stands_beside_a_text(tmp_path: Path):
    lines = [f"{text(i)},{'xyz'[i % 3]},{label(i)}" for i in range(150)]
    facts = read(file_of(tmp_path, ["text,place,gold", *lines], "t.csv"), target="gold")
    with pytest.raises(AnswerError, match="--keep place changes nothing.*config.py"):
        left_out.proposed(facts, {"keep": ("place",)})
