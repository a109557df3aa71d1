"""Bad input: a clear error, its exit code, nothing left behind: `pytest tests/test_bad_input.py`."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolder import git, render, verify
from scaffolder.errors import RenderError

from .conftest import ROOT, Recipe

GOOD = "a,b,class\n" + "1,2,x\n3,4,y\n5,7,x\n" * 9


def sparse(path: Path) -> None:
    """10 GB of nothing that take no room on the disk."""
    with path.open("wb") as file:
        file.truncate(10 * 2**30)


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def text(content: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(content)


BAD_DATA = {
    "no file": lambda path: None,
    "an empty file": text(""),
    "a header alone": text("a,b,class\n"),
    "one column": text("a\n1\n2\n3\n"),
    "one class": text("a,class\n" + "1,x\n2,x\n3,x\n" * 9),
    "one row": text("a,b,class\n1,2,x\n"),
    "all missing": text("a,b,class\n" + "NA,NA,NA\n" * 20),
    "no answer": text("a,b,class\n" + "1,2,\n3,4,\n" * 20),
    "binary junk": binary,
    "10 GB of zeros": sparse,
    "an empty folder": lambda path: path.mkdir(),
    "a broken picture": lambda path: (
        path.mkdir(),
        (path / "a.png").write_bytes(b"\x89PNG"),
    ),
}


@pytest.mark.parametrize("make", BAD_DATA.values(), ids=BAD_DATA.keys())
def test_bad_data_is_an_error_that_names_file_or_column(
    recipe: Recipe, tmp_path: Path, make
):
    make(tmp_path / "t.csv")
    before = sorted(tmp_path.rglob("*"))
    done = recipe("new", "demo", "--data", "t.csv", "--target", "class", "--defaults")
    assert done.code == 2 and done.out == ""
    assert ("t.csv" in done.err or "'class'" in done.err) and len(done.err) < 1000
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_folder_is_an_error(recipe: Recipe, tmp_path: Path):
    (tmp_path / "closed").mkdir(mode=0)
    done = recipe("new", "demo", "--data", "closed", "--defaults")
    assert done.code == 2 and "closed" in done.err


@pytest.mark.parametrize(
    "name", ["", " ", "..", "/", "a\nb", "-x/", ".hidden", "x" * 300]
)
def test_a_name_that_is_no_name_is_refused(recipe: Recipe, tmp_path: Path, name: str):
    done = recipe("new", "--defaults", "--no-checks", "--", name)
    assert done.code == 2 and done.err.strip() and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("../beside/my flowers", "my_flowers"),
        ("a/b/größe", "gr_sse"),
        ("x'y\"z", "x_y_z"),
    ],
)
def test_a_name_may_be_a_path_and_hold_quotes(
    recipe: Recipe, tmp_path: Path, name, package
):
    done = recipe("new", name, "--defaults", "--no-checks", "--no-git")
    assert done.code == 0, done.err
    assert (tmp_path / name / "src" / package / "config.py").is_file()


@pytest.mark.parametrize(
    "make", [Path.touch, lambda p: p.symlink_to("gone"), lambda p: p.symlink_to(".")]
)
def test_what_exists_is_refused_and_stays(recipe: Recipe, tmp_path: Path, make):
    make(tmp_path / "demo")
    done = recipe("new", "demo", "--defaults", "--no-checks")
    assert done.code == 2 and "choose another name" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_a_misspelt_flag_is_answered_with_the_nearest(recipe: Recipe):
    done = recipe("new", "demo", "--tarket", "x")
    assert done.code == 2 and "--target" in done.err


@pytest.mark.parametrize(
    "column", ['"; import os; "', "{{ 7 * 7 }}", "a\nb", "{% x %}"]
)
def test_a_column_that_is_code_is_only_a_wrong_name(
    recipe: Recipe, tmp_path, column: str
):
    (tmp_path / "t.csv").write_text(GOOD)
    done = recipe("new", "demo", "--data", "t.csv", "--target", column, "--no-checks")
    assert done.code == 2 and "49" not in done.err and not (tmp_path / "demo").exists()


# --- interrupted or failed -----------------------------------------------------------------


@pytest.mark.parametrize(
    "step", [(render, "render"), (verify, "compiles"), (git, "first_commit")]
)
@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (KeyboardInterrupt(), 130),
        (RenderError("broken"), 1),
        (OSError(28, "disk full"), 2),
    ],
)
def test_whatever_stops_new_nothing_is_left(
    recipe: Recipe, tmp_path, monkeypatch, step, raised, code
):
    def stop(*arguments: object) -> None:
        raise raised

    monkeypatch.setattr(*step, stop)
    assert recipe("new", "deep/er/demo", "--defaults", "--no-checks").code == code
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_in_mid_render_leaves_nothing(tmp_path: Path, sent: signal.Signals):
    command = [
        sys.executable,
        "-m",
        "scaffolder",
        "new",
        str(tmp_path / "demo"),
        "--defaults",
    ]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not list(tmp_path.iterdir()):
        time.sleep(0.005)
    process.send_signal(sent)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130 and "nothing was written" in err
    assert list(tmp_path.iterdir()) == []


def test_failing_checks_leave_the_project_and_exit_with_one(
    recipe: Recipe, tmp_path, monkeypatch
):
    failed = verify.Verdict(True, False, "overfit: 0.4 nats, expected 0.")
    monkeypatch.setattr(verify, "verify", lambda *arguments: failed)
    done = recipe("new", "demo", "--defaults", "--no-git")
    assert done.code == 1 and "0.4 nats" in done.err
    assert (tmp_path / "demo" / "src").is_dir()
