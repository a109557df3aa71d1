"""No word is broken at the edge of a terminal: `pytest tests/test_layout.py`."""

import fcntl
import os
import pty
import re
import struct
import sys
import termios
from pathlib import Path

import pytest

from scaffolder.layout import columns, paragraph

from .conftest import ROOT, Recipe

WIDTHS = (40, 60, 80, 120)
WINE = ROOT / "templates" / "project" / "data" / "wine.csv"


def at_a_terminal(width: int, folder: Path, *words: str) -> list[str]:
    """The lines that a command prints on a terminal of this width."""
    child, screen = pty.fork()
    if child == 0:
        os.chdir(folder)
        unset = {"COLUMNS", "NO_COLOR", "FORCE_COLOR"}
        kept = {k: v for k, v in os.environ.items() if k not in unset}
        size = struct.pack("HHHH", 50, width, 0, 0)
        fcntl.ioctl(1, termios.TIOCSWINSZ, size)
        plain = {**kept, "TERM": "xterm", "RECIPE_TEMPLATE": str(ROOT)}
        os.execve(sys.executable, [sys.executable, *words], plain)
    found = b""
    try:
        while part := os.read(screen, 65536):
            found += part
    except OSError:  # how Linux says that the other side is closed
        pass
    os.waitpid(child, 0)
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", found.decode())
    return text.replace("\r", "").splitlines()


COMMANDS = {
    "kinds": ("kinds",),
    "explain": ("explain", "2.11"),
    "the list of tips": ("explain",),
    "facts": ("facts", str(WINE)),
    "dry run": ("new", "x", "--data", str(WINE), "--defaults", "--dry-run"),
    "a mistake": ("facts", "/nowhere/at/all.csv"),
    "help": ("new", "--help"),
    "exercises": ("exercise",),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_line_fits_the_screen_or_is_one_word(
    tmp_path: Path, recipe: Recipe, words: tuple[str, ...], width: int
):
    """The words are those of a pipe, in the same order; what is too long stands alone."""
    lines = at_a_terminal(width, tmp_path, "-m", "scaffolder", *words)
    assert lines
    long = [line for line in lines if len(line) > width and " " in line.strip()]
    assert not [line for line in long if not line.startswith("  recipe ")]  # to paste
    whole = recipe(*words)
    said = set((whole.out + whole.err).split())
    strange = [word for line in lines for word in line.split() if word not in said]
    assert not strange


def test_a_paragraph_keeps_its_indent_and_a_long_word_whole():
    path = "/a/path/that/is/longer/than/the/line.csv"
    assert paragraph(f"  see {path} now", 20) == ["  see", f"  {path}", "  now"]


def test_rows_that_do_not_fit_side_by_side_become_paragraphs():
    rows = [
        ("tabular-classification", "a table", "each row has one of several classes")
    ]
    assert columns(rows, 90) == [" " + "  ".join(rows[0])]
    narrow = columns(rows, 30)
    assert narrow[0] == " tabular-classification" and narrow[1] == "    a table"
    assert max(map(len, narrow)) <= 30


def test_one_long_cell_makes_a_paragraph_of_its_own_row_alone():
    path = "/home/somebody/measurements/of/the/year/table.csv"
    rows = [("data", path, "CSV, 178 rows"), ("separator", ",", "between the cells")]
    assert columns(rows, 80)[-1].split() == [
        "separator",
        ",",
        "between",
        "the",
        "cells",
    ]
    assert f"    {path}" in columns(rows, 80)


def test_a_pipe_gets_whole_lines(recipe: Recipe):
    assert max(map(len, recipe("explain", "0.3").out.splitlines())) > 150


def test_the_plan_comes_last_in_a_dry_run(recipe: Recipe):
    said = recipe("new", "x", "--data", str(WINE), "--defaults", "--dry-run").out
    tree, plan = said.index("src/x/config.py"), said.index("learning_rate ")
    assert tree < said.index("3 classes") < plan
    assert said.splitlines()[-1].startswith("Nothing was written")
