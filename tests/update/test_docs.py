"""What the pages say of updates is so: `pytest tests/update/test_docs.py`."""

import yaml

from scaffolder.cli_projects import check_update, diff, update
from scaffolder.declaration import declared
from scaffolder.errors import ExitCode

from ..conftest import ROOT

PAGE = (ROOT / "docs/updating.md").read_text("utf-8")


def test_every_option_it_names_exists():
    options = {
        o for c in (update, diff, check_update) for p in c.params for o in p.opts
    }
    named = {
        word.strip("`,.;:)(")
        for word in PAGE.split()
        if word.strip("`(").startswith("--")
    }
    assert named - options == {"--hard", "--fast", "--vcs-ref"}  # of git, check, copier


def test_every_file_of_yours_is_named():
    names = [pattern.split("/")[-1] for pattern in declared()["_skip_if_exists"]]
    assert [name for name in names if f"{name}" not in PAGE] == []


def test_the_exit_codes_are_those_of_the_command():
    for code in {int(code) for code in ExitCode}:
        assert f"\n| {code} |" in PAGE


def test_the_workflow_goes_by_the_exit_code():
    steps = yaml.safe_load((ROOT / "docs/update.yml").read_text("utf-8"))["jobs"]
    text = "\n".join(step.get("run", "") for step in steps["update"]["steps"])
    assert f'{int(ExitCode.UPDATE_AVAILABLE)}) echo "newer=yes"' in text
    assert "recipe check-update" in text and "recipe update --no-checks" in text
