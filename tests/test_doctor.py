"""`recipe doctor` names what is wrong, and nothing else: `pytest tests/test_doctor.py`."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from scaffolder.doctor import examine, machine, pages, versions
from scaffolder.doctor.finding import Finding
from scaffolder.update import aftermath

from .conftest import ROOT, Recipe

WINE = ROOT / "generated_examples" / "tabular-classification"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("runs", "__pycache__")
    return shutil.copytree(WINE, tmp_path / "wine", ignore=ignored)


def verdicts(found: tuple[Finding, ...]) -> dict[str, str]:
    return {finding.what: finding.verdict for finding in found}


def test_a_healthy_project_fails_nothing(project: Path):
    found = verdicts(examine(project))
    assert "fails" not in found.values(), found
    asked = {"interpreter", "packages", "torch", "data", "placeholders", "ledger"}
    assert asked <= found.keys()


def test_exit_code_and_json_tell_a_missing_file(recipe: Recipe, project: Path):
    (project / "data" / "wine.csv").unlink()
    done = recipe("doctor", str(project), "--json")
    failing = [row for row in json.loads(done.out) if row["verdict"] == "fails"]
    assert done.code == 1 and [row["what"] for row in failing] == ["data"]
    assert "data/wine.csv is not there" in failing[0]["because"]


def test_without_an_interpreter_it_says_how_to_make_one(project: Path, monkeypatch):
    monkeypatch.setattr(aftermath, "find_spec", lambda name: None)
    found = examine(project)[-1]
    assert found.what == "interpreter" and "python -m venv" in found.remedy


def torch(**found: Any) -> dict[str, Any]:
    plain = {"built for": "", "cuda": False, "gpu": "", "capability": ""}
    return {**plain, "architectures": [], "mps": False, **found}


GPU = {"built for": "12.8", "cuda": True, "gpu": "G", "capability": "sm_86"}


@pytest.mark.parametrize(
    "found, here, verdict, said",
    [
        (torch(), "", "holds", "the CPU"),
        (torch(), "nvidia", "look", "built for CPUs alone"),
        (torch(), "amd", "look", "built for CPUs alone"),
        ({**torch(), "built for": "12.8"}, "nvidia", "look", "cannot use it"),
        ({**torch(), "built for": "12.8"}, "", "look", "gigabytes that do nothing"),
        (torch(**GPU, architectures=["sm_80", "sm_90"]), "nvidia", "holds", "on G"),
        (torch(**GPU, architectures=["sm_90"]), "nvidia", "fails", "sm_86"),
        (torch(**GPU, architectures=["compute_70"]), "nvidia", "holds", "on G"),
        (torch(), "apple", "look", "Intel"),
        (torch(mps=True), "apple", "holds", "GPU of this Mac"),
        ({"error": "OSError: libcudart"}, "", "fails", "libcudart"),
    ],
)
def test_the_build_of_torch_is_held_against_the_hardware(found, here, verdict, said):
    got = machine.torch({**torch(), **found} if "error" not in found else found, here)
    assert got.verdict == verdict and said in got.because


def test_a_missing_and_an_old_package_are_named(project: Path):
    installed = dict.fromkeys(versions.named(project), "99.0")
    installed |= {"numpy": "1.26.4", "tyro": ""}
    said = [f.because for f in versions.requirements(project, installed)]
    assert said == [
        "numpy>=2.0 is needed; found: 1.26.4",
        "tyro>=1.0 is needed; found: it is not installed",
    ]


def test_other_versions_than_tested_are_worth_a_look(project: Path):
    pinned = versions.pins(project)
    local = {**pinned, "torch": pinned["torch"] + "+cpu"}  # a build, not a version
    assert verdicts(tuple(versions.lock(project, local))) == {"lock": "holds"}
    (found,) = versions.lock(project, {**pinned, "numpy": "1.26.4"})
    assert found.verdict == "look" and "numpy 1.26.4, tested with" in found.because


def test_another_python_is_refused(project: Path):
    assert versions.interpreter(project, "python", "3.9.1").verdict == "fails"
    assert versions.interpreter(project, "python", "3.12.0").verdict == "holds"


def test_conflict_markers_are_found_with_their_line(project: Path):
    path = project / "src/wine/train.py"
    path.write_text("a = 1\n<<<<<<< yours\nb = 1\n=======\nb = 2\n>>>>>>> template\n")
    (found,) = pages.conflicts(project)
    assert found.verdict == "fails" and "src/wine/train.py:2 " in found.because


def test_what_is_left_to_do_is_counted(project: Path):
    (project / "src/wine/data.py").write_text("# TODO: read the other file\n")
    (found,) = pages.placeholders(project)
    assert "src/wine/data.py:1" in found.because


def test_a_journal_without_an_entry_is_worth_a_look(project: Path):
    (found,) = pages.placeholders(project)
    assert found.verdict == "look" and "LAB.md" in found.because
    with open(project / "LAB.md", "a") as file:
        file.write("\nIt learns.\n")
    assert verdicts(tuple(pages.placeholders(project))) == {"placeholders": "holds"}


@pytest.mark.parametrize(
    "content, said",
    [(None, "is not there"), (b"", "is empty"), ("folder", "is an empty folder")],
)
def test_data_that_cannot_be_read_are_told(tmp_path: Path, content, said: str):
    path = tmp_path / "data.csv"
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    assert said in pages.readable("data", "data.csv", tmp_path).because


def test_a_pattern_of_files_is_data_too(tmp_path: Path):
    (tmp_path / "a_1.wav").write_bytes(b"RIFF")
    assert pages.readable("data", "*_[0-4].wav", tmp_path).verdict == "holds"
    assert pages.readable("data", "*_[5-9].wav", tmp_path).verdict == "fails"


def test_a_config_that_cannot_be_imported_is_told(project: Path):
    (project / "src/wine/config.py").write_text("import nowhere\n")
    (found,) = (f for f in examine(project) if f.what == "config")
    assert found.verdict == "fails" and "nowhere" in found.because


def test_a_verdict_that_went_stale_is_named(project: Path, monkeypatch):
    from scaffolder import doctor

    ledger = aftermath.Ledger({"2.11 overfit one batch": "stale", "2.3 a": "holds"})
    monkeypatch.setattr(aftermath, "ledger", lambda folder, package: ledger)
    found = doctor.stale(project, "wine")
    assert found.verdict == "look" and "1 no longer count" in found.because
    assert "2.11 overfit one batch" in found.because
