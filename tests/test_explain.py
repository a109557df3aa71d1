"""`recipe explain`: every tip points at code that exists. `pytest tests/test_explain.py`."""

from pathlib import Path

import pytest

from nn_recipe.ledger.rows import ROWS
from scaffolder.errors import AnswerError
from scaffolder.explain import audit, explain, find, overview, tips, where

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "generated_examples").glob("*/"))


CARRIED = [tip for tip in tips().values() if tip.file]
# tips by stage of the post; 0 stands for what holds in all of them
COUNTS = {"0": 4, "1": 9, "2": 16, "3": 5, "4": 14, "5": 2, "6": 3}


def test_all_53_tips_of_the_post_are_known_in_its_order():
    expected = [f"{s}.{n}" for s, count in COUNTS.items() for n in range(1, count + 1)]
    assert list(tips()) == expected and len(expected) == 53


@pytest.mark.parametrize("project", EXAMPLES, ids=lambda p: p.name)
@pytest.mark.parametrize("tip", CARRIED, ids=lambda t: t.id)
def test_every_tip_names_a_line_of_every_project_that_holds_its_symbol(tip, project):
    file, line = where(tip, project).rsplit(":", 1)
    assert tip.symbol in (project / file).read_text().splitlines()[int(line) - 1]


@pytest.mark.parametrize("tip", tips().values(), ids=lambda t: t.id)
def test_a_tip_that_is_measured_names_the_file_of_the_library(tip):
    named = audit(tip)
    assert not named or (ROOT / named).is_file()


@pytest.mark.parametrize("tip", tips().values(), ids=lambda t: t.id)
def test_a_tip_says_what_measures_it_or_that_nothing_does_yet(tip, tmp_path):
    said = explain(tip.id, tmp_path)
    assert ("not measured yet" in said) is (tip.id not in ROWS)
    assert ("audit: nn_recipe/" in said) is (tip.id in ROWS)
    (line,) = (row for row in overview().splitlines() if row.split()[0] == tip.id)
    assert line.endswith("(not measured yet)") is (tip.id not in ROWS)


def test_the_skeleton_names_the_file_that_judges_a_training(tmp_path):
    folder = "nn_recipe/stage2_skeleton_and_baselines"
    assert f"audit: {folder}/set_up_the_skeleton.py" in explain("2.1", tmp_path)


def test_a_name_that_fits_several_tips_is_answered_with_all_of_them():
    with pytest.raises(AnswerError, match="2.11 overfit one batch, 3.1 first overfit"):
        find("overfit")


def test_a_tip_is_found_by_id_and_by_part_of_its_name():
    assert find("2.5") == find("loss @ init")


def test_an_unknown_tip_is_answered_with_the_nearest():
    with pytest.raises(AnswerError, match="overfit one batch"):
        find("overfitt one batch")


def test_outside_a_project_the_file_is_named_without_a_line(tmp_path):
    assert "src/PACKAGE/train.py" in explain("2.1", tmp_path)


def test_the_overview_has_a_line_for_each_tip():
    assert len(overview().splitlines()) == len(tips())
