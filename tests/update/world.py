"""A small world for updates: a template of a few files, its releases, and projects from it.

Everything is real but the template: the bundle, Copier, git. An update takes half a second.
"""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from releasing.bundle import shelf
from scaffolder import git, releases, render, update
from scaffolder.say import Say
from scaffolder.update import Outcome, Wish
from scaffolder.update.site import find

COPIER = """
_subdirectory: templates/project
_templates_suffix: .jinja
_envops: {undefined: jinja2.StrictUndefined, keep_trailing_newline: true}
_answers_file: .copier-answers.yml
_skip_if_exists: [src/*/config.py, src/*/model.py, LAB.md]
home: {type: str, when: false, default: https://github.com/recipe-scaffolder/recipe.git}
release: {type: str, when: false, default: unreleased}
name: {type: str, default: demo}
package: {type: str, default: demo}
kind: {type: str, default: tabular-classification}
"""
ANSWERS = """# Written by recipe
_commit: {{ _copier_answers._commit | default(release) }}
_src_path: {{ _copier_answers._src_path if _copier_answers._commit is defined else home }}
{% for question in ["name", "package", "kind", "add"] if question in _copier_answers -%}
{{ {question: _copier_answers[question]} | to_nice_yaml -}}
{% endfor -%}
"""
LOOP = "".join(f"step_{n} = {n}\n" for n in range(1, 31))
PROJECT: dict[str, bytes] = {
    "README.md": b"# Demo\n\nRead me.\n",
    "LAB.md": b"# Lab journal\n",
    "src/{{ package }}/config.py": b"learning_rate = 3e-4\n",
    "src/{{ package }}/model.py": b"width = 32\n",
    "src/{{ package }}/recipe/loop.py": LOOP.encode(),
    "src/{{ package }}/recipe/feed.py": LOOP.replace("step", "feed").encode(),
    "src/{{ package }}/recipe/logo.bin": b"\0\1\2" * 50,
}
State = Mapping[str, bytes]


def changed(state: State, **edits: bytes) -> dict[str, bytes]:
    """A state with some files replaced; their names without folder, dots as `_`."""
    named = {Path(path).name.replace(".", "_"): path for path in state}
    return {**state, **{named[name]: content for name, content in edits.items()}}


def path_of(state: State, name: str) -> str:
    return next(path for path in state if Path(path).name == name)


@dataclass
class World:
    """Releases v1.0.0, v2.0.0, ... of a small template, as `recipe` finds them."""

    folder: Path
    patch: pytest.MonkeyPatch
    states: list[tuple[State, str]] = field(default_factory=list)

    def release(self, state: State, copier: str = COPIER) -> str:
        """Give out one more state of the template; its name."""
        self.states.append((state, copier))
        bundle = self.folder / f"{len(self.states)}.bundle"
        record = self.folder / f"{len(self.states)}.csv"
        rows = ["release,commit"]
        with shelf() as made:
            for number, (files, text) in enumerate(self.states, 1):
                name = f"v{number}.0.0"
                tree = self.tree(files, text)
                rows.append(f"{name},{made.append(name, self.folder / 'source', tree)}")
            made.write(bundle)
        record.write_text("\n".join(rows) + "\n")
        self.patch.setattr(releases, "BUNDLE", bundle)
        self.patch.setattr(releases, "RECORD", record)
        return name

    def tree(self, files: State, copier: str) -> str:
        """A git tree of a repository that holds this state of the template."""
        source = self.folder / "source"
        if not source.exists():
            source.mkdir()
            git.checked(source, "init", "-q")
        git.checked(source, "rm", "-r", "-q", "-f", "--ignore-unmatch", ".")
        answers = {"{{ _copier_conf.answers_file }}.jinja": ANSWERS.encode()}
        for path, content in {**files, **answers}.items():
            write(source / "templates" / "project" / path, content)
        write(source / "copier.yml", copier.encode())
        git.checked(source, "add", "-A", "-f")
        return git.checked(source, "write-tree").decode().strip()

    def project(
        self, place: Path, release: str = "v1.0.0", commit: bool = True
    ) -> Path:
        """A project as that release writes it, committed."""
        answers = {"name": "demo", "package": "demo", "kind": "tabular-classification"}
        with releases.shelf() as taken:
            render.fill(taken.take(release), answers, place, release)
        if commit:
            assert git.first_commit(place) == ""
        return place

    def update(self, project: Path, **wish: object) -> Outcome:
        """Update to the newest release, without checks."""
        say = Say(quiet=True)
        asked = Wish(**{"answers": {}, "checks": False, **wish})  # type: ignore[arg-type]
        return update.update(find(project), asked, say)


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def run(folder: Path, *arguments: str) -> str:
    """A git of the user's, in their environment; what it printed."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, env={**os.environ}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")


def commit(folder: Path, message: str = "edit") -> None:
    run(folder, "add", "-A")
    who = ("-c", "user.name=me", "-c", "user.email=me@here")
    options = ("-q", "--no-verify", "--no-gpg-sign", "--allow-empty")
    run(folder, *who, "commit", *options, "-m", message)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but those of git."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }
