"""`recipe explain`: every tip points at code that exists. `pytest tests/test_explain.py`."""

from pathlib import Path

import pytest

from scaffolder.errors import AnswerError
from scaffolder.explain import audit, explain, find, overview, tips, where

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "generated_examples").glob("*/"))


@pytest.mark.parametrize("project", EXAMPLES, ids=lambda p: p.name)
@pytest.mark.parametrize("tip", tips().values(), ids=lambda t: t.id)
def test_every_tip_names_a_line_of_every_project_that_holds_its_symbol(tip, project):
    file, line = where(tip, project).rsplit(":", 1)
    assert tip.symbol in (project / file).read_text().splitlines()[int(line) - 1]


@pytest.mark.parametrize("tip", tips().values(), ids=lambda t: t.id)
def test_a_tip_that_is_measured_names_the_file_of_the_library(tip):
    named = audit(tip)
    assert not named or (ROOT / named).is_file()


def test_a_tip_is_found_by_id_and_by_part_of_its_name():
    assert find("2.5") == find("loss @ init")


def test_an_unknown_tip_is_answered_with_the_nearest():
    with pytest.raises(AnswerError, match="overfit one batch"):
        find("overfitt one batch")


def test_outside_a_project_the_file_is_named_without_a_line(tmp_path):
    assert "src/PACKAGE/train.py" in explain("2.1", tmp_path)


def test_the_overview_has_a_line_for_each_tip():
    assert len(overview().splitlines()) == len(tips())
