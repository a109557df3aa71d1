"""With a thing or without it the checks hold: `pytest tests/test_things.py`."""

from pathlib import Path
from typing import Any

import pytest

from nn_recipe.generated import Generated
from nn_recipe.ledger import Ledger
from nn_recipe.ledger.fingerprint import fingerprints
from nn_recipe.place import stand
from nn_recipe.specimen import cooled, fresh_net, some
from nn_recipe.stage3_overfit.learning_rate_decay import check
from nn_recipe.trials.change import changes
from nn_recipe.trials.kept import key_of
from tests.processes import run
from tests.rendered import Rendered

KIND = "tabular-classification"
PYTEST = "import pytest, sys; sys.exit(pytest.main(['-q', *sys.argv[1:]]))"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return Rendered(
        tmp_path_factory.mktemp("whole"), KIND, add=("schedule", "accumulate")
    )


def opened(package: str, **changes: Any) -> Generated:
    stand(package)
    return Generated.of(package, threads=1, **changes)


@pytest.mark.parametrize("asked", ["schedule=cosine", "accumulate=2"])
def test_what_can_be_added_is_named_by_try(whole: Rendered, asked: str):
    config = opened("wine").config
    with pytest.raises(ValueError, match=f"`recipe add {asked.partition('=')[0]}`"):
        changes(config, (asked,), False)
    assert changes(opened(whole.name).config, (asked,), False)


def test_a_tracker_is_nothing_that_try_judges_or_that_makes_a_verdict_stale(tmp_path):
    made = Rendered(tmp_path, KIND, add=("log",))
    project = opened(made.name)
    with pytest.raises(ValueError, match="tracker changes no answer"):
        changes(project.config, ("tracker=wandb",), False)
    told, silent = (made.config(tracker=name) for name in ("wandb", "none"))
    assert fingerprints(told) == fingerprints(silent)
    keys = [key_of(config, {}, 0, "") for config in (told, silent)]
    assert keys[0] == keys[1], "it would be trained a second time"


def rates(project: Any) -> list[float]:
    net, feed = fresh_net(project), project.feed(some(project.splits.train, 20))
    with project.watching() as seen:
        project.train(net, feed)
    return [step.options[0]["lr"] for step in seen.steps]


def test_a_check_may_let_the_rate_fall_without_a_schedule(whole: Rendered):
    """As it does with one, and for that training alone."""
    short = {"steps": 10, "evaluate_every": 100}
    plain = opened("wine")
    falling = rates(cooled(plain, "wsd", **short))
    assert falling[0] > falling[-1] > 0 and len({*rates(plain.but(**short))}) == 1
    assert falling == pytest.approx(rates(cooled(opened(whole.name), "wsd", **short)))


def test_the_rate_is_as_declared_with_a_schedule_and_without(whole: Rendered):
    for package, schedule in (("wine", {}), (whole.name, {"schedule": "cosine"})):
        record = check(opened(package, steps=100, **schedule), Ledger())
        assert record.verdict == "holds", record.because


IN_THE_LOOP = ("distributed", "patience", "ema", "log")
IN_PICTURES = ("augment", "synthetic", "pretrained")


@pytest.mark.parametrize(
    ("kind", "things", "more"),
    [
        (KIND, IN_THE_LOOP, ("accumulate", "schedule")),
        ("text-tagging", ("distributed",), ()),  # whose weights are counts
        ("image-classification", IN_PICTURES, ()),
        ("image-segmentation", ("augment", "synthetic", "export"), ("workers",)),
        ("audio-classification", ("calibration", "export"), ()),
    ],
)
def test_each_passes_the_test_that_it_brings(kind, things, more, tmp_path: Path):
    made = Rendered(tmp_path, kind, add=(*things, *more))
    tests = [f"tests/test_{thing}.py" for thing in things]
    done = run(PYTEST, *tests, "-x", cwd=made.folder)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_average_that_config_asks_for_leaves_the_tests_of_the_skeleton(tmp_path):
    made = Rendered(tmp_path, KIND, add=("ema",))
    config = made.folder / "src" / made.name / "config.py"
    text = config.read_text("utf-8")
    assert "ema: float = 0.0" in text
    config.write_text(text.replace("ema: float = 0.0", "ema: float = 0.9"))
    tests = ("tests/test_skeleton.py", "tests/test_ema.py")
    done = run(PYTEST, *tests, "-k", "predict or mean", cwd=made.folder)
    assert done.returncode == 0, done.stdout + done.stderr
