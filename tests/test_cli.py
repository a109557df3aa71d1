"""The commands, their help and their exit codes: `pytest tests/test_cli.py`."""

import json
import os
import resource
import subprocess
import sys

import pytest

from scaffolder import __version__
from scaffolder.cli import cli
from scaffolder.declaration import declared, questions

from .conftest import ROOT, Recipe

HEAVY = ("black", "copier", "jinja2", "polars", "questionary", "rich", "torch")


def test_help_imports_nothing_heavy():
    code = f"""
import sys
from scaffolder.cli import run
sys.argv = ["recipe", "new", "--help"]
run()
print([name for name in {HEAVY} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]", done.stdout + done.stderr


def test_help_costs_less_than_a_third_of_a_second_of_cpu():
    """About 0.08 s on a desktop; of that, Python itself takes 0.015."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "scaffolder", "--help"], capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.33


def test_every_question_of_copier_yml_is_a_flag_of_new(recipe: Recipe):
    shown = recipe("new", "--help").out
    assert [
        q.flag for q in questions() if q.name != "name" and q.flag not in shown
    ] == []
    assert "--task" in shown and "--plan" not in shown and "--parts" not in shown


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_a_help_with_an_example_or_no_argument(
    recipe: Recipe, name: str
):
    shown = recipe(name, "--help")
    assert shown.code == 0
    takes_argument = any(
        p.param_type_name == "argument" for p in cli.commands[name].params
    )
    assert (
        f"recipe {name} " in shown.out.replace("Usage: ", "", 1) or not takes_argument
    )


def test_every_command_appears_in_the_readme():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in cli.commands if f"recipe {name}" not in readme] == []


def test_kinds_lists_the_table_of_copier_yml(recipe: Recipe):
    found = json.loads(recipe("kinds", "--json").out)
    assert [row["name"] for row in found] == list(declared()["kinds"]["default"])
    assert all(row["name"] in recipe("kinds").out for row in found)


def test_version(recipe: Recipe):
    assert recipe("--version").out == f"recipe, version {__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_the_shell(recipe: Recipe, shell: str):
    assert "_RECIPE_COMPLETE" in recipe("completion", shell).out


COMPLETED = {
    "explain 2.1": [*(f"plain,2.{n}" for n in (1, *range(10, 17)))],
    "explain 9": [],
    "new x --task text": ["plain,text-tagging", "plain,text-classification"],
    "facts fl --task tab": ["plain,tabular-classification", "plain,tabular-regression"],
    "exercise --kind audio": ["plain,audio-classification"],
    "update --to v0.9.0": ["plain,v0.9.0"],
    "new fl": ["file,fl"],
    "new x --data fl": ["file,fl"],
    "new x --answers fl": ["file,fl"],
    "facts fl": ["file,fl"],
    "facts x --test-data fl": ["file,fl"],
    "diff fl": ["file,fl"],
    "doctor fl": ["file,fl"],
    "exercise 12 fl": ["dir,fl"],
}


@pytest.mark.parametrize("typed", COMPLETED)
def test_tab_completes_tips_kinds_releases_and_paths(typed: str):
    words = {"COMP_WORDS": f"recipe {typed}", "COMP_CWORD": str(len(typed.split()))}
    done = subprocess.run(
        [sys.executable, "-m", "scaffolder"],
        env={**os.environ, **words, "_RECIPE_COMPLETE": "bash_complete"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == COMPLETED[typed]


def test_facts_as_json_hold_what_new_would_propose(recipe: Recipe, tmp_path):
    (tmp_path / "t.csv").write_text("a,b,class\n" + "1,2,x\n3,4,y\n5,7,x\n" * 9)
    found = json.loads(recipe("facts", "t.csv", "--json").out)
    assert found["kind"]["value"] == "tabular-classification"
    assert found["target"]["value"] == "class"
    assert "class" in recipe("facts", "t.csv").out


def test_facts_without_a_target_say_which_columns_may_be_it(recipe: Recipe, tmp_path):
    rows = "".join(f"{n * n % 31},{n * 7 % 31},{n * 5 % 17}\n" for n in range(40))
    (tmp_path / "t.csv").write_text("label,class,c\n" + rows)
    said = recipe("facts", "t.csv").out
    assert "Nothing says what to predict" in said and "label, class" in said
    assert (
        "--target" in said
        and "Nothing"
        not in recipe("facts", "t.csv", "--target", "label", "--drop", "c").out
    )


def test_explain_says_a_tip_and_lists_all(recipe: Recipe):
    assert "overfit one batch" in recipe("explain", "2.11").out
    assert "2.11" in recipe("explain").out
    assert recipe("explain", "9.99").code == 2


def test_new_as_json_is_one_document(recipe: Recipe, tmp_path):
    done = recipe(
        "new", "demo", "--task", "tabular-regression", "--json", "--no-checks"
    )
    found = json.loads(done.out)
    assert done.code == 0 and done.err == ""
    assert found["answers"]["package"] == "demo" and found["committed"]
    assert all((tmp_path / "demo" / path).is_file() for path in found["files"])
    assert found["next"][0] == "cd demo"


def test_quiet_prints_nothing(recipe: Recipe):
    done = recipe("new", "demo", "--defaults", "--quiet", "--no-checks", "--no-git")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_dry_run_shows_tree_and_reasons_and_writes_nothing(recipe: Recipe, tmp_path):
    done = recipe("new", "demo", "--task", "tabular-classification", "--dry-run")
    assert done.code == 0 and list(tmp_path.iterdir()) == []
    assert "src/demo/config.py" in done.out and "learning_rate" in done.out


def test_the_first_commit_holds_everything(recipe: Recipe, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")  # no name, no e-mail
    assert recipe("new", "demo", "--defaults", "--no-checks").code == 0
    left = git(tmp_path / "demo", "status", "--porcelain", "--ignored")
    assert left == "" and git(tmp_path / "demo", "rev-list", "--count", "HEAD") == "1"


def test_a_project_inside_a_repository_gets_none_of_its_own(recipe: Recipe, tmp_path):
    git(tmp_path, "init")
    done = recipe("new", "demo", "--defaults", "--no-checks")
    assert "part of a git repository already" in done.out
    assert not (tmp_path / "demo" / ".git").exists()


def git(folder, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True
    )
    return done.stdout.strip()
