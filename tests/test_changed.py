"""Where to look first: what was changed since the project was written. `pytest tests/test_changed.py`"""

import subprocess
from pathlib import Path

import pytest

from nn_recipe import changed, place
from nn_recipe.ledger import Ledger

READ = '''
"""Reads."""
LIMIT = 3


class Example:
    id: str = "a"

    def show(self):
        """Words."""
        return self.id


def number(cell):
    return float(cell)
'''


@pytest.fixture
def project(tmp_path: Path, monkeypatch) -> Path:
    """As `recipe new` leaves it: committed once."""
    folder = tmp_path / "src" / "leaves"
    folder.mkdir(parents=True)
    for name in ("__init__", "read", "model"):
        (folder / f"{name}.py").write_text(READ)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / ".copier-answers.yml").write_text("name: leaves\n")
    who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    for words in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "new")):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    monkeypatch.syspath_prepend(str(tmp_path / "src"))
    place.stand("leaves")
    forget()
    return folder


def forget() -> None:
    changed.changes.cache_clear()
    changed.written.cache_clear()


def edit(file: Path, old: str, new: str) -> None:
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def places(holds: bool) -> list[str]:
    experiment = Ledger().expect("2.5", "It holds.", value=1, how="")
    hints = ["model.py: forward", "read.py: fault"]
    return [*experiment.conclude(1, holds, "", hints).look_at]


def test_what_was_changed_comes_first_with_its_lines(project: Path):
    edit(project / "read.py", "float(cell)", "float(cell) + 1")
    edit(project / "read.py", '"a"', '"b"')
    first, *others = places(holds=False)
    assert first.startswith("read.py: Example.id (line 7), number (line 14) changed")
    assert others == ["read.py: fault", "model.py: forward"]


def test_a_file_that_no_hint_names_comes_in_if_it_alone_was_changed(project: Path):
    edit(project / "__init__.py", "LIMIT = 3", "LIMIT = 4")
    (project / "blocks.py").write_text("def block(): ...\n")
    first, second, *others = places(holds=False)
    assert first.startswith("__init__.py: LIMIT (line 3) changed")
    assert second.startswith("blocks.py: block (line 1) changed")
    assert others == ["model.py: forward", "read.py: fault"]


def test_words_and_layout_change_nothing(project: Path):
    edit(project / "read.py", '"""Words."""', '"""Other words."""  # why')
    assert places(holds=False) == ["model.py: forward", "read.py: fault"]


def test_what_holds_accuses_nobody_and_without_git_nothing_is_known(project: Path):
    edit(project / "read.py", "float", "int")
    assert places(holds=True) == ["model.py: forward", "read.py: fault"]
    subprocess.run(["rm", "-rf", ".git"], cwd=project.parents[1], check=True)
    forget()
    assert places(holds=False) == ["model.py: forward", "read.py: fault"]


def test_what_cannot_be_parsed_is_left_to_python(project: Path):
    edit(project / "read.py", "def number(cell):", "def number(cell:")
    assert places(holds=False) == ["model.py: forward", "read.py: fault"]
