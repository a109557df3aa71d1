"""Every check has been seen failing, and none cries wolf: `pytest tests/test_planted_bugs.py`.

Every bug of the catalogue must still fit the templates; a dozen are planted and must be named by the check
that the record names. `make bugs` plants them all, `make healthy` listens to twenty seeds.
"""

import ast
from pathlib import Path

import pytest

from scaffolder.bugs import CATALOGUE, Bug, NoLongerApplies
from scaffolder.bugs.bug import CATEGORIES, edited
from scaffolder.kinds import kind as row_of
from tests.bugs import page
from tests.bugs.blind import BUGS
from tests.bugs.edits import EDITS
from tests.bugs.planting import imported
from tests.bugs.record import Matrix, pairs
from tests.examples import PACKAGES, ROOT, beside, render_whole, some, with_things

WINE, DIABETES, DIGITS = (
    "tabular-classification",
    "tabular-regression",
    "image-classification",
)
SEEDS = {WINE: 2}  # other kinds: one
CHOSEN = (
    ("D01", WINE),
    ("D10", DIABETES),
    ("L71", WINE),
    ("P03", DIGITS),
    ("M70", DIABETES),
    ("I01", WINE),
    ("S71", WINE),
    ("O03", DIABETES),
    ("T01", WINE),
    ("T02", DIABETES),
    ("E02", WINE),
    ("C02", DIABETES),
    ("R02", WINE),
)
# The bugs collected before the checks were written, from the post, papers and issues.
BEFOREHAND = """
D01 D02 D04 D05 D08 D09 D10 D11 D12 D14 D15 D17 D18 D20 L04 L05 L06 L07 L08 L09 L10
L13 L14 L15 P01 P03 P06 P07 P08 P09 P10 P13 P15 P16 P17 M03 M04 M05 M06 M07 M08 M09
M12 M13 M14 M16 M19 M20 I01 I02 I04 I05 I06 S02 S03 S05 S06 S07 S10 S11 O01 O03 O04
O05 O07 O09 T01 T02 T03 T04 T05 T08 T10 T13 T14 E01 E02 E03 E04 E05 E08 E09 E12 C02
C03 C04 C05 C07 R01 R02 R04 X01 X02 X04
"""
RECORD = Matrix.read()
FINDS = {(find.bug, find.kind): find for find in RECORD.finds}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One healthy project of each kind."""
    folder = tmp_path_factory.mktemp("healthy")
    for kind in PACKAGES:
        render_whole(folder / kind, kind)
    return folder


@pytest.mark.parametrize("kind", some(PACKAGES, "text-tagging"))
def test_a_healthy_project_passes_every_fast_check(kind: str, rendered: Path) -> None:
    with imported(rendered / kind, kind) as healthy:
        for seed in range(SEEDS.get(kind, 1)):
            for record in healthy.records(healthy.rows(fast=True), seed):
                assert not healthy.stops(record), f"seed {seed}: {record.because}"
                assert (
                    record.verdict in ("holds", "not applicable") or record.id == "2.13"
                )


@pytest.mark.parametrize("id, kind", CHOSEN)
def test_the_bug_is_named_by_the_check_on_record(
    id: str, kind: str, rendered: Path
) -> None:
    number = FINDS[id, kind].checks[0].split()[0]
    with imported(rendered / kind, kind, CATALOGUE[id]) as planted:
        record = planted.record(number)
    assert record.verdict == "fails", f"{number} did not notice {id}"
    assert len(record.because) > 40 and record.look_at


def test_a_failing_check_says_what_it_expected_what_it_found_and_where_to_look(
    rendered: Path,
) -> None:
    with imported(rendered / WINE, WINE, CATALOGUE["I01"]) as planted:
        record = planted.record("verify_loss_at_init")
    assert "expected" in record.because.lower() and record.look_at
    assert f"{record.expected['value']:.4f}" in record.because
    assert f"{record.measured['zeroed head']:.4f}" in record.because


@pytest.mark.parametrize("kind", PACKAGES)
def test_every_bug_still_fits_the_templates(kind: str, rendered: Path) -> None:
    """Not one may fade away because the code around it changed, and none may change nothing."""
    faults = []
    for bug in CATALOGUE.values():
        package = beside(rendered / kind, bug.add) / "src" / PACKAGES[kind]
        try:
            texts = bug.planted(package, row_of(kind).parts)
        except NoLongerApplies as error:
            faults.append(f"{bug.id}: {error}")
            continue
        for file, text in texts.items():
            if meaning(text) == meaning((package / file).read_text("utf-8")):
                faults.append(f"{bug.id} changes nothing in {file}")
    assert not faults, "\n".join(faults)


def test_every_bug_and_healthy_edit_of_a_stranger_still_fits(tmp_path: Path) -> None:
    """In an example, or in one with the things added that it speaks of."""
    faults, projects = [], {}
    for one in (*BUGS, *EDITS.values()):
        example, what = ROOT / "generated_examples" / one.kind, (one.kind, one.add)
        if what not in projects:
            folder = tmp_path / "-".join((one.kind, *one.add))
            project = with_things(example, folder, one.add) if one.add else example
            projects[what] = project / "src" / PACKAGES[one.kind]
        try:
            edited(projects[what], one.edits)
        except NoLongerApplies as error:
            faults.append(f"{one.id}: {error}")
    assert not faults, "\n".join(faults)


def meaning(source: str) -> str:
    return ast.dump(ast.parse(source))


@pytest.mark.parametrize("bug", CATALOGUE.values(), ids=lambda bug: bug.id)
def test_a_bug_tells_its_story_without_giving_itself_away(bug: Bug) -> None:
    assert bug.id[0] in CATEGORIES and bug.id[1:].isdigit() and len(bug.id) == 3
    assert 1 <= bug.stage <= 6
    assert bug.story.endswith(".") and bug.symptom[-1] not in ".:"
    assert bug.name not in bug.symptom
    edits = [edit for variant in bug.variants for edit in variant.edits]
    for edit in edits:
        assert remarks(edit.new) <= remarks(edit.old), "a comment would be a hint"


def remarks(source: str) -> set[str]:
    return {line.partition("  # ")[2] for line in source.splitlines()} - {""}


def test_every_bug_collected_beforehand_is_planted_or_says_why_not() -> None:
    assert {id for id in CATALOGUE if int(id[1:]) < page.OWN} == set(BEFOREHAND.split())
    planted = {id for id, _ in pairs()}
    for id in CATALOGUE.keys() - planted:
        story = CATALOGUE[id].story
        assert (
            "aits for" in story
            or "the files" in story
            or " here" in story
            or ("of code" in story)
        ), f"{id} is planted nowhere, and its story does not say why"


def test_no_two_bugs_share_an_id() -> None:
    from scaffolder.bugs import all_bugs

    ids = [bug.id for bug in all_bugs()]
    assert len(ids) == len(set(ids))


def test_nothing_on_record_can_no_longer_be_planted() -> None:
    """What is not on record yet is counted on the page; `make bugs ONLY=--missing` plants it."""
    assert not FINDS.keys() - set(pairs()), "`make bugs` forgets them"


def test_the_page_and_the_table_in_the_readme_are_made_from_the_record() -> None:
    assert page.PAGE.read_text("utf-8") == page.page(RECORD)
    readme = page.README.read_text("utf-8")
    assert readme == page.with_summary(readme, RECORD)


def test_every_bug_on_record_lets_training_finish() -> None:
    assert not [find for find in RECORD.finds if find.stopped]


def test_the_record_sends_nobody_to_a_file_of_another_package() -> None:
    """Where a check stops with an error, too: to the project, or to the library."""
    places = {place for find in RECORD.finds for place in find.look_at}
    assert not [place for place in places if place.startswith("/")]


def test_every_survivor_has_a_reason_and_nothing_else_has_one() -> None:
    left = {find.bug for find in RECORD.finds if not find.checks}
    explained = {bug.id for bug in CATALOGUE.values() if bug.survives}
    assert left <= explained
    assert explained & {find.bug for find in RECORD.finds} <= left


def test_at_least_97_of_100_bugs_collected_beforehand_are_caught() -> None:
    listed = [find for find in RECORD.finds if int(find.bug[1:]) < page.OWN]
    assert sum(bool(find.checks) for find in listed) >= 0.97 * len(listed)


def test_no_healthy_project_was_stopped() -> None:
    fast = [quiet for quiet in RECORD.healthy if quiet.by == "check --fast"]
    assert all(quiet.runs == 20 * quiet.checks for quiet in fast)
    assert not [alarm for quiet in RECORD.healthy for alarm in quiet.alarms]
