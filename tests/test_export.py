"""The trained net as one file: the same answers of every kind of project.

Run: pytest tests/test_export.py (30 s)
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
import torch

from scaffolder.render import formatted

from .rendered import Rendered

KINDS = ("tabular-classification", "text-tagging", "image-detection")


@pytest.mark.parametrize("kind", KINDS)
def test_a_program_without_our_code_answers_as_the_net(tmp_path: Path, kind: str):
    project = Rendered(tmp_path, kind, add=("export",))
    module, problem = project.module("export"), project.module("problem").Problem
    for file in (f"src/{project.name}/export.py", "tests/test_export.py"):
        text = (project.folder / file).read_text("utf-8")
        assert formatted(text) == text
    problem = problem.load(project.config(model="tiny", threads=1))
    feed = project.module("feed").Feed(problem.splits.validation[:8], problem)
    x, net = next(feed.in_order()).x, problem.net().eval()
    answering = module.Answering(net, problem.target.prediction)
    with torch.no_grad():
        expected = answering(x)
    module.save(tmp_path / "net.pt2", answering, x, expected, module.as_program)
    program = f"import torch; torch.export.load({str(tmp_path / 'net.pt2')!r}).module()"
    torch.save(x, tmp_path / "x.pt")
    code = f"torch.save({program.removeprefix('import torch; ')}(torch.load('x.pt')[:5]), 'y.pt')"
    subprocess.run(
        [sys.executable, "-c", f"import torch; {code}"], cwd=tmp_path, check=True
    )
    answers = torch.load(tmp_path / "y.pt")
    assert torch.allclose(answers, expected[:5], atol=1e-5)


def test_the_command_writes_what_agrees_and_says_what_is_missing(tmp_path: Path):
    project = Rendered(tmp_path, "tabular-regression", add=("export",))
    export = project.module("export").export
    with pytest.raises(ValueError, match="No run 'last'"):
        export("last")
    config = project.config(model="tiny", threads=1)
    problem = project.module("problem").Problem.load(config)
    run = project.module("run").Run.new("one", config)
    state = {"step": 0, "problem": problem.state(), "net": problem.net().state_dict()}
    run.save("best", state)
    export("last")
    folder = run.folder / "export"
    about = json.loads((folder / "about.json").read_text())
    assert about["x"] == {"shape": ["batch", 10], "type": "float32"}
    assert {path.name for path in folder.iterdir()} == {"net.pt2", "about.json"}
    with pytest.raises(ValueError, match="pip install onnx"), without("onnxscript"):
        export("last", onnx=True)
    assert {path.name for path in folder.iterdir()} == {"net.pt2", "about.json"}


@contextmanager
def without(module: str) -> Iterator[None]:
    """As if it were not installed."""
    with mock.patch.dict(sys.modules, {module: None}):
        yield
