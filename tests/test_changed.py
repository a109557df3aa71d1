"""Where to look first: what was changed since the project was written. `pytest tests/test_changed.py`"""

import subprocess
from pathlib import Path

import pytest

from nn_recipe import blame, changed, place
from nn_recipe.ledger import Ledger
from tests.rendered import Rendered

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
    commit(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path / "src"))
    place.stand("leaves")
    forget()
    return folder


def commit(folder: Path) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    for words in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "new")):
        subprocess.run(["git", *words], cwd=folder, check=True)


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


def test_what_was_added_is_no_change_of_yours(project: Path):
    """`recipe add` writes an answer, a new file and lines of others, and stages them."""
    home = project.parent.parent
    edit(project / "model.py", "LIMIT = 3", "LIMIT = 5")
    commit(home)
    edit(home / ".copier-answers.yml", "leaves", "leaves\nadd: [ema]")
    edit(project / "read.py", "float(cell)", "float(cell) + 1")
    (project / "ema.py").write_text("def average(): ...\n")
    subprocess.run(["git", "add", "-A"], cwd=home, check=True)
    for committed in (False, True):
        if committed:
            commit(home)
        forget()
        assert [*changed.changes(project)] == ["model.py"]
        edit(project / "ema.py", "...", "return 1")
        forget()
        assert [*changed.changes(project)] == ["ema.py", "model.py"]
        edit(project / "ema.py", "return 1", "...")


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


def test_each_change_is_taken_back_alone(tmp_path: Path):
    """Of three changes one makes the check of the first loss fail, and is named."""
    lines = "\n".join(
        f"{i * 37 % 101}.5,{i % 7}.5,{'ab'[i % 3 == 0]}" for i in range(120)
    )
    (tmp_path / "t.csv").write_text(f"size,age,y\n{lines}")
    given = {"data": str(tmp_path / "t.csv"), "target": "y"}
    made = Rendered(tmp_path, "tabular-classification", **given)
    commit(made.folder)
    place.stand(made.name)
    forget()
    source = made.folder / "src" / made.name
    edit(source / "target.py", "self.prior.log().float()", "self.prior.float()")
    edit(source / "target.py", "return 0.0", "return 0.0 * 1")
    edit(source / "config.py", "batch_size: int = ", "batch_size: int = 1")
    assert [str(change) for change in blame.changes()] == [
        "Config.batch_size in config.py",
        "Target.head_bias in target.py",
        "Target.floor in target.py",
        "target.py, the whole",
    ]
    said = blame.told(["2.5"], ["--model", "tiny"])
    assert said.startswith("It is Target.head_bias in target.py: "), said


def test_new_functions_are_taken_back_with_their_file(project: Path):
    edit(project / "read.py", "float(cell)", "more(cell)")
    edit(
        project / "read.py",
        "LIMIT = 3",
        "LIMIT = 3\n\n\ndef more(cell):\n    return 1\n",
    )
    function, whole = blame.changes()
    assert (function.name, whole.name) == ("number", "")
    assert "float(cell)" in function.text and "def more" in function.text
    assert whole.text == READ


NET = """
class Net:
    def __init__(self, width):
        self.width = width

    def forward(self, x):
        return self.width * x
"""


@pytest.fixture
def with_net(project: Path) -> Path:
    (project.parents[1] / ".git").rename(project.parents[1] / "before")
    (project / "model.py").write_text(READ + NET)
    commit(project.parents[1])
    forget()
    return project / "model.py"


@pytest.mark.parametrize(
    ("edits", "own"),
    [
        ({}, False),
        ({"class Net": "class Mine"}, True),
        ({"= width": "= 16"}, False),  # a slip in the net of the project
        ({"= width": "= 16", "* x": "+ x"}, True),
    ],
)
def test_a_net_of_your_own_is_told_from_a_slip(with_net: Path, edits: dict, own: bool):
    for old, new in edits.items():
        edit(with_net, old, new)
    name = "Mine" if "class Net" in edits else "Net"
    assert changed.is_your_own(type(name, (), {})) == own
