"""Answers are checked against copier.yml before anything else: `pytest tests/test_answers.py`."""

import keyword
import sys
from pathlib import Path

import pytest

from scaffolder.answers import Answers, from_file, given, reserved
from scaffolder.declaration import declared, questions, template
from scaffolder.errors import AnswerError
from scaffolder.facts.commands import flag
from scaffolder.kinds import kinds
from scaffolder.update.renders import wishes


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("flowers", "flowers"),
        ("my flowers", "my_flowers"),
        ("My-Flowers.2", "my_flowers_2"),
        ('it\'s "mine"', "it_s_mine"),
        ("2024 sales", "project_2024_sales"),
        ("größe", "gr_sse"),
        ("test", "test_project"),
        ("torch", "torch_project"),
        ("class", "class_project"),
        ("{{ 7 * 7 }}", "project_7_7"),
    ],
)
def test_a_package_is_derived_from_the_name(name: str, package: str):
    assert Answers.of({"name": name}).package == package
    assert package.isidentifier() and not keyword.iskeyword(package)


@pytest.mark.parametrize(
    "package", ["../x", "a b", "9x", "Ünder", "class", "json", "", "_x", 7]
)
def test_a_package_that_cannot_be_imported_is_refused(package):
    with pytest.raises(AnswerError, match="--package"):
        Answers.of({"name": "demo", "package": package})


def test_a_name_without_a_latin_letter_asks_for_a_package():
    with pytest.raises(AnswerError, match="--package"):
        Answers.of({"name": "花"})
    assert Answers.of({"name": "花", "package": "hana"}).name == "花"


def test_no_package_may_hide_a_module_of_python():
    modules = {n for n in sys.stdlib_module_names if n[0] != "_" and n.islower()}
    assert modules | {word for word in keyword.kwlist if word.islower()} <= reserved()


@pytest.mark.parametrize(
    ("answer", "flag"),
    [
        ({"name": "a\nb"}, "--name"),
        ({"name": " a"}, "--name"),
        ({"name": "x" * 101}, "--name"),
        ({"kind": "image-clasification"}, "--kind"),
        ({"data": "a\nb.csv"}, "--data"),
        ({"split": "random"}, "--split"),
        ({"split": "group"}, "--split-column"),
        ({"split_column": "day"}, "--split-column"),
        ({"target": "y", "drop": ["y"]}, "--drop"),
        ({"drop": "y"}, "--drop"),
        ({"drop": [1]}, "--drop"),
        ({"image_size": 2}, "--image-size"),
        ({"image_size": "28"}, "--image-size"),
        ({"image_size": True}, "--image-size"),
        ({"watch": "f1\nscore"}, "--watch"),
        ({"target": 3}, "--target"),
    ],
)
def test_a_wrong_answer_names_its_flag(answer: dict, flag: str):
    with pytest.raises(AnswerError, match=flag):
        Answers.of({"name": "demo", **answer})


NASTY = [
    '"',
    "'",
    '"""',
    "\\",
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    '"; import os; "',
    "#",
    "é\u2028",
]


@pytest.mark.parametrize("text", NASTY)
def test_an_answer_is_a_value_and_never_part_of_a_template(text: str):
    assert (
        Answers.of({"name": "demo", "target": text, "drop": [text + "x"]}).target
        == text
    )


def test_answers_come_back_from_a_file(tmp_path: Path):
    answers = Answers.of({"name": "demo", "drop": ["a", "b: c"], "target": "1"})
    file = tmp_path / "a.yml"
    import yaml

    file.write_text(
        yaml.safe_dump({"_src_path": "recipe", "plan": {}, **answers.as_data()})
    )
    assert Answers.of(from_file(file)) == answers


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("tarket: a", "did you mean target?"),
        ("- a", "question: answer"),
        ("a: [", "is no YAML"),
        ("\x00", "is no YAML"),
        ("1: 2", "no question"),
    ],
)
def test_a_file_of_answers_with_a_mistake_is_refused(
    tmp_path: Path, text: str, complaint: str
):
    (tmp_path / "a.yml").write_text(text)
    with pytest.raises(AnswerError, match=complaint.replace("?", r"\?")):
        from_file(tmp_path / "a.yml")


def test_a_flag_beats_the_file_and_paths_become_absolute(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yml").write_text("target: a\nname: other\ndata: t.csv\ndrop: [x]\n")
    flags = {"target": "b", "drop": (), "kind": None}
    said = given("demo", flags, tmp_path / "a.yml", defaults=False)
    assert said == {
        "name": "demo",
        "target": "b",
        "data": str(tmp_path / "t.csv"),
        "drop": ["x"],
    }


def test_an_empty_drop_means_drop_nothing():
    assert given("demo", {"drop": ("",)}, None, defaults=False)["drop"] == []


def test_the_table_of_kinds_is_whole():
    choices = next(q.choices for q in questions() if q.name == "kind")
    assert choices == tuple(kind.name for kind in kinds())
    for kind in kinds():
        assert kind.sample_path.exists()
        for axis, part in kind.parts.items():
            folder = template() / "templates" / "parts" / axis
            for name in [part] if isinstance(part, str) else part:
                assert list(folder.glob(f"{name}*.py*")), (axis, name)


def test_copier_yml_needs_no_trust():
    assert not {"_tasks", "_migrations", "_jinja_extensions"} & set(declared())


def test_a_drop_of_an_update_adds_to_the_recorded_ones():
    assert wishes({"drop": ("a",), "keep": ("b",)}, None) == {
        "drop_also": ["a"],
        "keep": ("b",),
    }


@pytest.mark.parametrize(
    ("name", "written"),
    [("a b", "--drop 'a b'"), ("-x", "--drop=-x"), ("a", "--drop a")],
)
def test_a_flag_is_printed_as_a_shell_takes_it(name: str, written: str):
    assert flag("--drop", name) == written
