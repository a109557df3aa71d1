"""The package works without this repository: `pytest tests/update/test_package.py`.

It is built, unpacked into a folder that nobody may write, and run from there.
"""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml

from scaffolder import releases

from ..conftest import ROOT

NEEDED = ("recipe.bundle", "releases.csv", "CHANGELOG.md", "copier.yml")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files, read-only, at a path with a space and an umlaut."""
    place = tmp_path_factory.mktemp("größe and space") / "site-packages"
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(place)
    for path in [*place.rglob("*"), place]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    return place


def test_the_wheel_holds_all_it_needs(built: Path):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        found = {name for name in wheel.namelist() if "/_template/" in name}
    assert {f"scaffolder/_template/{name}" for name in NEEDED} <= found
    assert not [name for name in found if "__pycache__" in name]


def test_the_sdist_holds_what_builds_the_wheel(built: Path):
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        found = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {"copier.yml", "CHANGELOG.md", "scaffolder/_template/recipe.bundle"} <= found
    assert {"releasing/bundle.py", "tests/update/test_package.py"} <= found


def recipe(installed: Path, folder: Path, *arguments: str) -> str:
    """As after `pip install`: no checkout in sight, no HOME to write to."""
    environment = {k: v for k, v in os.environ.items() if k != "RECIPE_TEMPLATE"}
    environment |= {"PYTHONPATH": str(installed), "HOME": "/proc/nowhere"}
    environment |= {"GIT_CONFIG_GLOBAL": "/dev/null", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "scaffolder", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_installed_recipe_writes_and_updates_projects(
    installed: Path, tmp_path: Path
):
    where = recipe(installed, tmp_path, "facts", "--help")
    assert "recipe facts" in where
    recipe(installed, tmp_path, "new", "demo", "--defaults", "--no-checks")
    answers = yaml.safe_load((tmp_path / "demo/.copier-answers.yml").read_text("utf-8"))
    assert answers["_commit"] == releases.newest()
    said = recipe(installed, tmp_path, "update", "demo")
    assert f"is up to date with {releases.newest()}" in said


@pytest.mark.skipif(len(releases.names()) < 2, reason="there is one release so far")
def test_it_updates_a_project_of_the_first_release(installed: Path, tmp_path: Path):
    code = "import scaffolder; print(scaffolder.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True
    )
    assert found.stdout.decode().startswith(str(installed))
    first_project(tmp_path / "demo")
    said = recipe(installed, tmp_path, "update", "demo", "--no-checks")
    assert f"{releases.names()[0]} -> {releases.newest()}" in said
    assert f"{releases.newest()} brings" in said  # the changelog is in the package


def first_project(place: Path) -> None:
    from scaffolder import git, render

    name = releases.names()[0]
    with releases.shelf() as shelf:
        render.fill(shelf.take(name), {"name": "demo"}, place, name)
    assert git.first_commit(place) == ""


def test_without_git_the_packed_templates_are_the_newest_release(
    installed: Path, tmp_path: Path, monkeypatch
):
    monkeypatch.setenv("PATH", "/nowhere")
    recipe(installed, tmp_path, "new", "demo", "--defaults", "--no-checks")
    answers = yaml.safe_load((tmp_path / "demo/.copier-answers.yml").read_text("utf-8"))
    assert answers["_commit"] == releases.newest()
