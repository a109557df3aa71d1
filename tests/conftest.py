"""What several test files need: `recipe` in this process, and the examples to import."""

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from scaffolder import cli

# a job in the background of a shell ignores Ctrl-C, and so would all that is started here
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parents[1]

for src in sorted(
    ROOT.glob("generated_examples/*/src")
):  # packages wine, diabetes, digits
    sys.path.insert(0, str(src))


@dataclass(frozen=True)
class Said:
    """What a command ended with."""

    code: int
    out: str
    err: str


Recipe = Callable[..., Said]


@pytest.fixture
def recipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Recipe:
    """Run `recipe ARGUMENTS` in an empty folder, without a terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RECIPE_TEMPLATE", str(ROOT))  # as it is now, not as released

    def run(*arguments: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["recipe", *arguments])
        code = cli.run()
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run


@pytest.fixture
def new(recipe: Recipe, tmp_path: Path) -> Callable[..., Path]:
    """Render a project with an embedded sample, or fail; gives its folder."""

    def render(name: str = "demo", *arguments: str) -> Path:
        done = recipe("new", name, "--defaults", "--no-checks", "--no-git", *arguments)
        assert done.code == 0, done.err
        return tmp_path / name

    return render
