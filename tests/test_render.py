"""A rendered tree is finished, inert and the same everywhere: `pytest tests/test_render.py`."""

import ast
import os
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import black
import pytest
import yaml

from scaffolder import render
from scaffolder.declaration import declared, template
from scaffolder.errors import RenderError
from scaffolder.kinds import kinds
from scaffolder.releases import home
from scaffolder.render import UNRELEASED
from scaffolder.update.addable import addable

from .conftest import Recipe
from .examples import ROOT, some, with_things

New = Callable[..., Path]
KINDS = [kind.name for kind in kinds()]


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def python_files(folder: Path) -> dict[Path, str]:
    return {path: path.read_text("utf-8") for path in folder.rglob("*.py")}


@pytest.mark.parametrize("kind", KINDS)
def test_a_fresh_tree_is_formatted(new: New, kind: str):
    for path, text in python_files(new("demo", "--task", kind)).items():
        assert black.format_str(text, mode=black.Mode()) == text, path


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_sample_of_the_kind_is_copied(new: New, kind: str):
    folder = new("demo", "--task", kind)
    sample = next(row.sample for row in kinds() if row.name == kind)
    assert {path.name for path in (folder / "data").iterdir()} == {"README.md", sample}


def test_your_own_data_brings_no_sample(new: New, tmp_path: Path):
    (tmp_path / "t.csv").write_text("a,b,class\n" + "1,2,x\n3,4,y\n5,7,x\n" * 9)
    folder = new("demo", "--data", "t.csv")
    assert not (folder / "data").exists()
    text = (folder / "src/demo/config.py").read_text()  # seen from the project
    assert "../t.csv" in text and str(tmp_path) not in text


def test_two_renders_are_the_same_bytes(new: New):
    assert contents(new("one/demo")) == contents(new("two/demo"))


def test_the_answers_file_names_its_home_and_no_place_on_this_machine(new: New):
    text = (new() / ".copier-answers.yml").read_text()
    kept = yaml.safe_load(text)
    assert (kept["_src_path"], kept["_commit"]) == (home(), UNRELEASED)
    assert str(template()) not in text and os.path.expanduser("~") not in text


@pytest.mark.parametrize("kind", KINDS)
def test_plain_copier_gives_the_same_project(new: New, tmp_path: Path, kind: str):
    """It reads no data, and formats nothing: the templates must be clean as they are."""
    from copier import Settings, run_copy

    data = {"name": "demo", "kind": kind}
    quietly = {"defaults": True, "quiet": True, "settings": Settings()}
    with render.plain_folder():
        run_copy(str(template()), tmp_path / "plain", data=data, **quietly)
    plain, ours = contents(tmp_path / "plain"), contents(new("demo", "--task", kind))
    assert [path for path in plain if plain[path] != ours.get(path)] == []
    assert plain.keys() == ours.keys()


@pytest.mark.parametrize("kind", some(KINDS, "image-multilabel"))
def test_so_it_does_with_every_thing_that_can_be_added(tmp_path: Path, kind: str):
    from copier import Settings, run_copy

    things = [thing.name for thing in addable(template(), kind) if thing.fits]
    example = ROOT / "generated_examples" / kind
    ours = contents(with_things(example, tmp_path / "ours", things))
    said = yaml.safe_load((example / ".copier-answers.yml").read_text("utf-8"))
    data = {k: v for k, v in said.items() if not k.startswith("_")} | {"add": things}
    quietly = {"defaults": True, "quiet": True, "settings": Settings()}
    with render.plain_folder():
        run_copy(str(template()), tmp_path / "plain", data=data, **quietly)
    plain = contents(tmp_path / "plain")
    assert [path for path in plain if plain[path] != ours.get(path)] == []
    for path, text in python_files(tmp_path / "plain").items():
        assert black.format_str(text, mode=black.Mode()) == text, path


def test_the_answers_are_kept_in_the_order_of_the_questions():
    questions = [name for name, entry in declared().items() if is_kept(name, entry)]
    assert declared()["order"]["default"] == questions


def is_kept(name: str, entry: Any) -> bool:
    return not name.startswith("_") and entry.get("when", True)


def test_plain_copier_refuses_data_it_would_not_read(tmp_path: Path):
    from copier import Settings, run_copy

    data = {"name": "demo", "data": "/my/own.csv"}
    with render.plain_folder(), pytest.raises(ValueError, match="recipe new"):
        run_copy(
            str(template()),
            tmp_path / "plain",
            data=data,
            defaults=True,
            quiet=True,
            settings=Settings(),
        )
    assert not (tmp_path / "plain" / "src").exists()


NASTY = [
    'a "quoted" name',
    "it's mine",
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    '"""; import os; """',
    "a; __import__('os')",
    "größe # 1",
    "a -->",
    "[x](y) `z` $HOME",
]


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_name_is_rendered_inert(new: New, name: str):
    folder = new(name)
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    assert name in project["description"]
    assert name in (folder / "README.md").read_text()
    package = yaml.safe_load((folder / ".copier-answers.yml").read_text())["package"]
    for path, text in python_files(folder / "src" / package).items():
        assert ast.parse(text, str(path)) and name not in text


COLUMNS = [
    '"; import os; "',
    "{{ 7 * 7 }}",
    "a\nb",
    "\\",
    "'",
    '"""',
    "# no",
    "\u2028x",
    "{%",
]


def test_nasty_columns_are_rendered_inert(new: New, tmp_path: Path):
    cells = ",".join('"' + column.replace('"', '""') + '"' for column in COLUMNS)
    rows = "".join(
        ",".join(f"{(r * (c + 2) ** 2) % 31}" for c in range(len(COLUMNS)))
        + f",{'xy'[r % 2]}\n"
        for r in range(40)
    )
    (tmp_path / "t.csv").write_text(f"{cells},class\n{rows}")
    folder = new("demo", "--data", "t.csv", "--drop", COLUMNS[0], "--drop", COLUMNS[1])
    config = ast.parse((folder / "src/demo/config.py").read_text())
    found = {node.value for node in ast.walk(config) if isinstance(node, ast.Constant)}
    assert {COLUMNS[0], COLUMNS[1]} <= found
    assert not any(isinstance(node, ast.Import) for node in ast.walk(config))
    kept = yaml.safe_load((folder / ".copier-answers.yml").read_text())
    assert kept["drop"] == COLUMNS[:2]


@pytest.mark.parametrize("source", ["__import__('os')", "1 + f()", "'a", "x"])
def test_the_plan_can_carry_no_code(source: str):
    with pytest.raises(RenderError, match="no Python literal"):
        render.literal(source)


@pytest.mark.parametrize(
    "value", [" ", " a ", "'", 'say "x"', "\t", (), ("",), (" ", "NA")]
)
def test_a_literal_keeps_its_value(value: object):
    assert ast.literal_eval(render.literal(repr(value))) == value


def test_git_variables_of_a_hook_harm_nobody(
    recipe: Recipe, tmp_path: Path, monkeypatch
):
    other = tmp_path / "other"
    subprocess.run(["git", "init", "-q", str(other)], check=True)
    before = contents(other)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    assert recipe("new", "demo", "--defaults", "--no-checks").code == 0
    assert contents(other) == before and (tmp_path / "demo" / ".git").is_dir()


def test_the_users_own_copier_defaults_stay_out(new: New, tmp_path: Path, monkeypatch):
    settings = tmp_path / "settings.yml"
    settings.write_text("defaults: {package: leaked, watch: leaked}\n")
    monkeypatch.setenv("COPIER_SETTINGS_PATH", str(settings))
    assert "leaked" not in (new() / ".copier-answers.yml").read_text()


def test_caches_in_the_templates_are_not_copied(new: New):
    assert not [path for path in new().rglob("*") if "cache" in path.name.lower()]


def test_rendering_leaves_jinja_as_it_was(new: New):
    from jinja2.sandbox import SandboxedEnvironment

    new()
    assert not {"compile", "template_class"} & vars(SandboxedEnvironment).keys()
