"""Training examples in new views, and their answers with them: `pytest tests/test_augment.py`."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from torch import Tensor

from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.specimen import some
from nn_recipe.stage2_skeleton_and_baselines.just_before_the_net import judge_bits
from nn_recipe.stage2_skeleton_and_baselines.moved_answers import judge_moved
from nn_recipe.stage2_skeleton_and_baselines.narrowed import judge_narrowed
from nn_recipe.training_inputs import came
from scaffolder.render import formatted

from .rendered import Rendered

FLIPS = {  # a digit is another one in the mirror
    "image-classification": False,
    "image-segmentation": True,
    "image-detection": True,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Rendered]:
    known: dict[str, Rendered] = {}

    def render(kind: str) -> Rendered:
        if kind not in known:
            folder = tmp_path_factory.mktemp(kind)
            known[kind] = Rendered(folder, kind, add=("augment",))
        return known[kind]

    return render


@pytest.mark.parametrize("kind", FLIPS)
def test_it_is_finished_and_mirrors_only_what_may_be(made: Any, kind: str):
    project = made(kind)
    for file in (f"src/{project.name}/augment.py", "tests/test_augment.py"):
        text = (project.folder / file).read_text("utf-8")
        assert formatted(text) == text
    assert project.module("augment").FLIP is FLIPS[kind]


def heard(project: Rendered, level: str) -> str:
    """What the check of x and y just before the net says of a level."""
    stand(project.name)
    seen = Generated.of(project.name, threads=1, augment=level)
    examples, findings = some(seen.splits.train, 48), Findings()
    found = came(seen, examples)
    judge_bits(found, examples, seen, findings)
    judge_moved(found, examples, seen, findings)
    judge_narrowed(found, examples, seen, findings)
    return " ".join(findings.faults)


@pytest.mark.parametrize("kind", FLIPS)
def test_the_strongest_is_no_alarm(made: Any, kind: str):
    assert heard(made(kind), "strong") == ""


def left_behind(module: ModuleType) -> Callable[..., tuple[Tensor, Tensor]]:
    own = module.augment
    return lambda x, y, *rest: (own(x, y, *rest)[0], y)


@pytest.mark.parametrize("kind", ["image-segmentation", "image-detection"])
def test_an_answer_that_is_left_behind_is_heard(
    made: Any, kind: str, monkeypatch: pytest.MonkeyPatch
):
    project = made(kind)
    wrong = left_behind(project.module("augment"))
    monkeypatch.setattr(project.module("feed"), "augment", wrong)
    assert "an answer is told for another place" in heard(project, "medium")
