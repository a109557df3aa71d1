"""Nothing of a stranger's is run or installed: `pytest tests/test_strangers.py`.

An interpreter or a project that another user put above you; a distribution, an action or an
address under a name that is not ours.
"""

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from scaffolder.releases import home
from scaffolder.update import aftermath

from .conftest import ROOT, Recipe

ANSWERS = (
    "_commit: v0.9.1\n_src_path: recipe\nkind: tabular-classification\npackage: x\n"
)
NOBODY = 65534


def give_away(*paths: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can give files to another user")
    for path in paths:
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def trap(folder: Path) -> Path:
    """A project whose interpreter leaves a trace."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\ntouch '{folder}/it ran'\n")
    python.chmod(0o755)
    (folder / ".copier-answers.yml").write_text(ANSWERS)
    (folder / "runs").mkdir()
    (folder / "runs" / "ledger.jsonl").write_text("{}\n")
    return python


def all_of(python: Path) -> tuple[Path, ...]:
    return python, python.parent, python.parent.parent


WITHIN = ("doctor", "update", "diff", "check-update")


@pytest.mark.parametrize("command", WITHIN)
def test_a_project_of_another_user_above_you_is_not_yours(
    recipe: Recipe, tmp_path: Path, monkeypatch, command: str
):
    python = trap(tmp_path)
    below = tmp_path / "mine" / "deep"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    give_away(*all_of(python), tmp_path / ".copier-answers.yml")
    done = recipe(command)
    assert done.code == 2 and "another user's" in done.err, done.err
    assert str(tmp_path) in done.err and not (tmp_path / "it ran").exists()


def test_a_project_around_another_repository_is_not_this_one(
    recipe: Recipe, tmp_path: Path, monkeypatch
):
    trap(tmp_path)
    below = tmp_path / "third party" / "src"
    below.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(below.parent)], check=True)
    monkeypatch.chdir(below)
    done = recipe("doctor")
    assert done.code == 2 and "in the same repository" in done.err
    assert not (tmp_path / "it ran").exists()


def test_a_folder_inside_your_own_project_is_still_in_it(
    recipe: Recipe, tmp_path: Path, monkeypatch
):
    trap(tmp_path)
    (tmp_path / "src").mkdir()
    monkeypatch.chdir(tmp_path / "src")
    recipe("doctor")
    assert (tmp_path / "it ran").exists()


def test_an_interpreter_somebody_else_put_into_your_project_is_not_started(
    recipe: Recipe, tmp_path: Path
):
    python = trap(tmp_path)
    for part in all_of(python):
        give_away(part)
        assert aftermath.python(tmp_path) != str(python)
        os.chown(part, 0, 0)
    assert aftermath.python(tmp_path) == str(python)


def test_a_project_of_another_user_that_you_name_is_looked_at(tmp_path: Path):
    """As in a container, where you are root and the files are of who started it."""
    python = trap(tmp_path)
    give_away(*all_of(python), tmp_path)
    assert aftermath.python(tmp_path) == str(python)


# --- texts

TEXTS = {".py", ".md", ".toml", ".yml", ".yaml", ".jinja", ".txt", ".cfg", ""}
NOT_OURS = ("data", ".git", ".venv")
INSTALLS = re.compile(
    r"(?:pip3?|pipx|uv|uvx|poetry|pdm|conda|mamba|rye|hatch)\b[^\n`|&;]*?"
    r"(?:\b(?:install|add|run|x)\b|(?<=uvx)) (?P<what>[^\n`|&;\"#]*)"
)


def texts() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [
        p
        for p in paths
        if p.suffix in TEXTS
        and p != Path(__file__)
        and not set(p.relative_to(ROOT).parts) & {*NOT_OURS}
    ]


def installed(text: str) -> list[str]:
    """What the commands in a text ask an index for."""
    return [
        word.strip("'\"").partition("[")[0].partition("==")[0]
        for found in INSTALLS.finditer(text)
        for word in found["what"].split()
        if not word.startswith("-")
    ]


def test_the_search_finds_what_it_looks_for():
    for line in (
        "pip install recipe",
        "python -m pip install -U recipe==1.0",
        "- run: pip install -q 'recipe[lab]'",
        "uvx recipe new x",
        "uv tool install recipe",
        "uv pip install --system recipe",
        "pipx run recipe new",
        "uv add --dev recipe",
    ):
        assert "recipe" in installed(line), line
    assert "recipe" not in installed("pip install nn-recipe, then `recipe new`")


def test_no_text_installs_the_recipe_of_somebody_else():
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in texts()
        for name in installed(path.read_text("utf-8", "replace"))
        if name == "recipe"
    ]
    assert not found


def test_no_project_asks_for_the_distribution_of_somebody_else():
    asked = re.compile(r"""^\s*["']?recipe\s*(?:==|[\[<>~!;"',]|$)""", re.MULTILINE)
    files = ("pyproject.toml", "constraints.txt", "pyproject.toml.jinja")
    found = [p for p in texts() if p.name in files and asked.search(p.read_text())]
    assert asked.search('  "recipe>=1",') and not found


def test_workflows_use_actions_of_the_service_itself():
    used = [
        action
        for path in texts()
        if path.suffix in (".yml", ".yaml", ".jinja")
        for action in re.findall(r"^\s*(?:- )?uses: (\S+)", path.read_text(), re.M)
    ]
    assert used and {action.partition("/")[0] for action in used} == {"actions"}


def test_the_address_is_one_that_a_release_set_or_that_nobody_can_register(new):
    """`.invalid` is kept out of the roots of the internet for ever (RFC 2606)."""
    kept = yaml.safe_load((new() / ".copier-answers.yml").read_text("utf-8"))
    assert kept["_src_path"] == home()
    asked = ["git", "log", "--format=%s", "--fixed-strings", f"--grep=are at {home()}"]
    set_by = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True).stdout
    assert (urlsplit(home()).hostname or "").endswith(".invalid") or set_by
