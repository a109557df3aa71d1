"""Weights of another training in a project of pictures: `pytest tests/test_pretrained.py`.

What is taken, refused and frozen stands in the project's own tests, which run here.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest import mock

import pytest
import torch

from nn_recipe.checks import chosen, verdicts
from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.ledger import Ledger
from nn_recipe.place import stand
from nn_recipe.silent_failures.constants import judge_constants
from scaffolder.render import formatted

from .examples import some
from .processes import run
from .rendered import Rendered

KIND = "image-multilabel"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return Rendered(tmp_path_factory.mktemp("made"), KIND, add=("pretrained",))


def elsewhere(made: Rendered, **inputs: list[float]) -> str:
    """best.pt of a small net that saw other pictures."""
    other = made.module("problem").Problem.load(made.config(width=4, seed=7))
    state = other.state()
    state["inputs"] |= inputs
    path = made.folder / "best.pt"
    torch.save({"net": other.net().state_dict(), "problem": state}, path)
    return str(path)


def test_its_own_tests_pass_and_it_is_finished(made: Rendered):
    for file in (f"src/{made.name}/pretrained.py", "tests/test_pretrained.py"):
        text = (made.folder / file).read_text("utf-8")
        assert formatted(text) == text and len(text.splitlines()) <= 200
    code = "import pytest, sys; sys.exit(pytest.main(['-q', *sys.argv[1:]]))"
    done = run(code, "tests/test_pretrained.py", "-x", cwd=made.folder)
    assert done.returncode == 0, done.stdout + done.stderr


def test_constants_of_the_weights_are_no_alarm_and_others_are(made: Rendered):
    stand(made.name)
    dark = elsewhere(made, mean=[0.05], sd=[0.02])
    given = {"width": 4, "threads": 1, "pretrained": dark}
    project, findings = Generated.of(made.name, **given), Findings()
    assert project.inputs.mean == [0.05]
    judge_constants(project, findings)
    assert not findings.faults
    judge_constants(project.but(pretrained=""), findings)
    assert "another data set" in str(findings.faults)


def test_given_weights_and_a_probe_of_them_are_healthy(made: Rendered):
    stand(made.name)
    given = {"width": 4, "threads": 1, "pretrained": elsewhere(made), "steps": 300}
    for trains in some(("all", "head"), "head"):
        project = Generated.of(made.name, trains=trains, evaluate_every=50, **given)
        rows = [(row, 1337) for row in chosen(("init_well", "0.3", "2.2", "2.15"))]
        for record in verdicts(rows, project, Ledger()):
            assert record.verdict in ("holds", "not applicable"), record.because


@contextmanager
def installed(**modules: Any) -> Iterator[None]:
    """As if these were, or were not."""
    with mock.patch.dict(sys.modules, modules):
        yield


def test_the_hub_is_asked_by_name_and_what_lacks_is_said(
    made: Rendered, tmp_path: Path
):
    module: ModuleType = made.module("pretrained")
    with (
        installed(huggingface_hub=None),
        pytest.raises(ValueError, match="pip install"),
    ):
        module.given("hf:timm/resnet18.a1_in1k")
    asked, path = [], tmp_path / "model.safetensors"
    path.write_bytes(b"")

    def hf_hub_download(*words: str) -> str:
        asked.append(words)
        return str(path)

    hub = SimpleNamespace(hf_hub_download=hf_hub_download)
    tensors = SimpleNamespace(load_file=lambda path: {"conv1.weight": torch.ones(1)})
    with installed(huggingface_hub=hub, **{"safetensors.torch": tensors}):
        found, _ = module.given("hf:timm/resnet18.a1_in1k")
    assert asked == [("timm/resnet18.a1_in1k", "model.safetensors")]
    assert [*found] == ["stem.weight"]


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04"])
def test_a_file_that_holds_no_weights_is_a_sentence(made, content, tmp_path: Path):
    (tmp_path / "a.pth").write_bytes(content)
    with pytest.raises(ValueError, match="holds no weights, or is damaged"):
        made.module("pretrained").given(str(tmp_path / "a.pth"))
    with pytest.raises(ValueError, match="No file"):
        made.module("pretrained").given("nowhere.pth")
