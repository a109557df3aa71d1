"""Every check has been seen failing, and none cries wolf: `pytest tests/test_planted_bugs.py`.

Eight bugs by default; SLOW=1 plants them all (two minutes) and asks more seeds.
"""

import os
from pathlib import Path

import pytest

from tests.examples import PACKAGES, render_into
from tests.planted_bugs import BUGS, DIABETES, DIGITS, WINE, Bug, imported

SLOW = bool(os.environ.get("SLOW"))
CHOSEN = [bug for bug in BUGS if SLOW or bug.quick]
SEEDS = (
    {WINE: 20, DIABETES: 20, DIGITS: 6} if SLOW else {WINE: 5, DIABETES: 5, DIGITS: 1}
)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One healthy project of each kind."""
    folder = tmp_path_factory.mktemp("healthy")
    for kind in PACKAGES:
        render_into(folder / kind, kind)
    return folder


@pytest.mark.parametrize("kind", PACKAGES)
def test_a_healthy_project_passes_every_fast_check(kind: str, rendered: Path) -> None:
    with imported(rendered / kind, kind) as healthy:
        names = [row.check for row in healthy.checks.chosen((), fast=True)]
        for seed in range(SEEDS[kind]):
            for name in names:
                record = healthy.record(name, seed)
                assert (
                    record.verdict != "fails"
                ), f"seed {seed}, {name}: {record.because}"
                assert record.verdict == "holds" or record.id == "2.13"


@pytest.mark.parametrize("bug", CHOSEN, ids=lambda bug: bug.name)
def test_the_bug_is_caught(bug: Bug, rendered: Path) -> None:
    with imported(rendered / bug.kind, bug.kind, bug) as planted:
        for name in bug.caught_by:
            assert planted.stopped_by(name), f"{name} did not notice: {bug.name}"


def test_a_failing_check_says_what_it_expected_what_it_found_and_where_to_look(
    rendered: Path,
) -> None:
    bug = next(bug for bug in BUGS if bug.name == "no bias at the start")
    with imported(rendered / bug.kind, bug.kind, bug) as planted:
        record = planted.record("verify_loss_at_init")
    assert "expected" in record.because.lower() and record.look_at
    assert f"{record.expected['value']:.4f}" in record.because
    assert f"{record.measured['zeroed head']:.4f}" in record.because


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_the_bug_still_applies(bug: Bug, rendered: Path, tmp_path: Path) -> None:
    """Not a single one may fade away because the code around it changed."""
    source = rendered / bug.kind / "src" / PACKAGES[bug.kind] / bug.file
    copy = tmp_path / bug.file
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(source.read_text("utf-8"), "utf-8")
    bug.plant(tmp_path)
    compile(copy.read_text("utf-8"), bug.file, "exec")
