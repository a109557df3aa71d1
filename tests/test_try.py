"""`try`: one change, judged by pairs of trainings: `pytest tests/test_try.py`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import numpy as np
import pytest
import torch

from nn_recipe.contract import Evaluation
from nn_recipe.generated import Generated
from nn_recipe.ledger import Ledger
from nn_recipe.place import here, stand
from nn_recipe.report import write
from nn_recipe.stage3_overfit.one_thing_at_a_time import Trial, tried
from nn_recipe.trials.change import changes
from nn_recipe.trials.expectation import Expected, expected
from nn_recipe.trials.gap import DRAWS, Gap, gap, of_examples
from nn_recipe.trials.journal import written
from nn_recipe.trials.training import Asked, Trainings
from nn_recipe.verbs import main
from tests.rendered import Rendered

# --- the interval


WORLDS = 300  # of which 95 % hold: give or take 2.5 % (two standard errors)


def held(n: int, over_seeds: float, over_examples: float, both: float) -> float:
    """How often the interval holds the true difference, 0, of worlds of n seeds and 80 examples."""
    chance, m, hits = np.random.default_rng(0), 80, 0
    counts = chance.multinomial(m, [1 / m] * m, DRAWS) / m  # draws of examples
    for _ in range(WORLDS):
        each = chance.normal(0, over_seeds, (n, 1)) + chance.normal(0, both, (n, m))
        each = each + chance.normal(0, over_examples, (1, m))
        pairs = each.mean(1)
        variance = of_examples(counts @ each.T)
        found = Gap("loss", [0.0] * n, pairs.tolist(), 1, variance, m)
        hits += found.interval.low <= 0 <= found.interval.high
    return hits / WORLDS


@pytest.mark.parametrize("n", [3, 5, 10])
@pytest.mark.parametrize("spread", [(0.1, 1, 1), (0, 1, 0.3), (0, 0, 1)])
def test_the_interval_holds_the_truth_in_95_of_100(n: int, spread):
    """Over new seeds and new examples, whichever spread is larger.

    A paired t interval over seeds alone holds it in 15 to 45 where examples decide (0, 1, .3).
    With neither seeds nor examples mattering, the change does nothing: 5 of 100 are decided.
    """
    assert 0.92 <= held(n, *spread) <= 0.985


def test_seeds_alone_are_a_paired_t_interval():
    from scipy.stats import ttest_rel

    one, other = [0.1, 0.5, 0.2, 0.4], [0.2, 0.9, 0.35, 0.41]
    found = Gap("accuracy", one, other, 1, 0.0, 100)
    low, high = ttest_rel(other, one).confidence_interval()
    assert [found.interval.low, found.interval.high] == pytest.approx([low, high])


def test_less_of_an_error_is_better_and_the_expectation_must_be_reached():
    found = Gap("loss", [1.0, 1.1, 1.2], [0.9, 1.0, 1.11], -1, 0.0, 100)  # .097
    verdicts = {by: Expected("loss", by, True).holds(found) for by in (0, 5, 20)}
    assert verdicts == {0: True, 5: True, 20: False}
    worse = Gap("loss", found.others, found.ones, -1, 0.0, 100)
    assert Expected("loss").holds(worse) is False
    noisy = Gap("loss", found.ones, found.others, -1, 0.05**2, 100)
    assert Expected("loss").holds(noisy) is None


def test_what_is_needed_is_seeds_or_examples():
    seeds = Gap("loss", [0.0] * 4, [0.4, -0.2, 0.5, -0.1], 1, 0.0, 100)
    number, _ = seeds.needed()
    assert number and 15 < number < 60
    examples = Gap("loss", [0.0] * 4, [0.1, 0.11, 0.1, 0.09], 1, 0.1**2, 100)
    assert examples.needed() == (None, pytest.approx(8, rel=0.1))


def test_whole_groups_are_drawn():
    """Ten rows of a person are one piece of evidence."""
    chance = torch.Generator().manual_seed(0)
    people = torch.randn(20, generator=chance).repeat_interleave(10)
    ids = [str(i) for i in range(200)]

    def evaluation(losses: torch.Tensor) -> Evaluation:
        return Evaluation(
            ids, losses, torch.ones(200), losses, losses.mean().item(), {}
        )

    pairs = [(evaluation(torch.zeros(200)), evaluation(people))] * 3
    targets: Any = (SimpleNamespace(errors=()),) * 2
    rows = gap(pairs, "loss", targets, None)
    groups = gap(pairs, "loss", targets, [str(i // 10) for i in range(200)])
    assert groups.units == 20 and groups.examples > 4 * rows.examples


# --- what is asked


@dataclass(frozen=True)
class Config:
    seed: int = 1
    width: int = 8
    rate: float = 1e-3
    twice: bool = False
    name: str = "a"
    net: Literal["tiny", "linear"] = "tiny"
    betas: tuple[float, float] = (0.9, 0.99)
    drop: tuple[str, ...] = ()
    synthetic: float = 0.0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("width=16", 16),
        ("rate = 1", 1.0),
        ("twice=true", True),
        ("name=<script>", "<script>"),
        ("net=linear", "linear"),
        ("betas=(0.8, 0.99)", (0.8, 0.99)),
        ("betas=.8, .99", (0.8, 0.99)),
        ('drop=("a", "b")', ("a", "b")),
    ],
)
def test_a_value_is_of_the_type_that_the_field_has(text: str, value: object):
    (found,) = changes(Config(), (text,), False).values()
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), "Say what to change"),
        (("widht=3",), "did you mean width?"),
        (("width",), "no field 'width'|did you mean width"),
        (("width=8",), "is 8 already"),
        (("width=1.5",), "a whole number, and '1.5' is none"),
        (("width=True",), "a whole number"),
        (("rate=nan",), "a number, and 'nan'"),
        (("rate=1e999",), "a number"),
        (("net=huge",), "one of tiny, linear"),
        (("betas=(1, 2, 3)",), "tuple"),
        (("drop=(1,)",), "tuple"),
        (("seed=2",), "by chance alone"),
        (("synthetic=1.5",), "a share, from 0 to 1, and 1.5 is none"),
        (("synthetic=-0.1",), "a share"),
        (("width=9", "rate=1"), "--bundle"),
        (("width=" + "(" * 500,), "a whole number"),
    ],
)
def test_a_mistake_is_one_sentence(given: tuple[str, ...], said: str):
    with pytest.raises(ValueError, match=said) as error:
        changes(Config(), given, False)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("text", ["loss 2", "los -2%", "loss +2%", "F1 -0.1", "-2%"])
def test_an_expectation_is_a_gain_in_a_metric(text: str):
    with pytest.raises(ValueError):
        expected(text, "F1", ["loss", "F1"], ())
    assert expected("loss -2%", "F1", ["loss", "F1"], ()).by == 2


# --- a project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("tried")
    chance = np.random.default_rng(0)
    a, b = chance.normal(size=(2, 200))
    y = a + 2 * (b > 0) + chance.normal(size=200) / 9
    lines = [f"{r:.3f},{s:.3f},{t:.3f}" for r, s, t in zip(a, b, y, strict=True)]
    (folder / "t.csv").write_text("\n".join(["a,b,y", *lines]))
    asked = {"data": str(folder / "t.csv"), "target": "y"}
    made = Rendered(folder, "tabular-regression", **asked)
    config = made.folder / "src" / made.name / "config.py"
    text = config.read_text()
    for name, value in {"steps": 40, "evaluate_every": 10, "width": 8}.items():
        line = next(s for s in text.splitlines() if s.startswith(f"    {name}: int"))
        text = text.replace(line, f"    {name}: int = {value}")
    config.write_text(text)
    stand(made.name)
    return Generated.of(made.name)


@pytest.fixture(autouse=True)
def looked_at(request: pytest.FixtureRequest) -> Iterator[None]:
    """The project stands, and its trainings of other tests are gone."""
    if "project" in request.fixturenames:
        stand(request.getfixturevalue("project").package)
    yield


def run(project: Generated, what: str = "steps=20", seeds: int = 2, **changed: Any):
    key, _, value = what.partition("=")
    one = Trial(what, changed or {key: int(value)}, "", seeds)
    said: list[str] = []
    return tried(project, Ledger.of(project.config), one, said.append), said


def test_a_training_is_the_one_that_train_does(project: Generated, tmp_path: Path):
    """The same best weights, to the last bit."""
    found = Trainings(project).train(Asked((), 7))
    other = project.but(seed=7)
    command = other.new_run(tmp_path)
    other.train_command(command)
    values = json.loads((tmp_path / "evaluation-validation.json").read_text())
    assert found.evaluation and found.evaluation.loss == values["loss"][0]


def test_what_stands_is_not_trained_again_and_what_is_torn_is(project: Generated):
    trainings = Trainings(project)
    one = trainings.train(Asked((), 21))
    again = trainings.kept(Asked((), 21))
    assert again and torch.equal(again.evaluation.losses, one.evaluation.losses)  # type: ignore
    assert again.evaluation.ids == one.evaluation.ids and again.again  # type: ignore
    (rows,) = (here().runs / "try").glob("*/seed-21-*.npz")
    rows.write_bytes(rows.read_bytes()[:200])
    assert trainings.kept(Asked((), 21)) is None
    changed = Asked((("width", 4),), 21)
    assert trainings.key(changed) != trainings.key(Asked((), 21))
    (page,) = (here().runs / "try").glob("*/seed-21-*.json")
    page.write_text("{")
    assert trainings.kept(Asked((), 21)) is None


def test_a_pair_differs_in_the_change_alone(project: Generated):
    """An option that nothing reads is no change: the same bits, and it fails."""
    record, said = run(project, "log_every", log_every=5)
    assert record.verdict == "fails" and "the same bits" in record.because
    assert len(said) == 3


def test_a_harm_fails_a_gain_holds_and_more_seeds_train_what_is_new(project: Generated):
    assert run(project, "steps=1", 3)[0].verdict == "fails"
    run(project, "steps=400", 2)
    more, later = run(project, "steps=400", 3)
    assert later[0].startswith("6 trainings, 5 of them kept")
    assert more.verdict == "holds" and "To keep it: steps = 400" in more.because
    assert more.measured["metric"] == project.config.watch
    both = more.measured["without"], more.measured["with"]
    better = [a - b for a, b in zip(*both, strict=True)]
    assert more.measured["better by"][0] == pytest.approx(np.mean(better))


def test_an_expectation_stands_before_the_trainings_and_is_concluded_later(
    project: Generated, monkeypatch: pytest.MonkeyPatch
):
    """Stopped on the way, the same experiment goes on."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Trainings, "train", stopped)
        run(project, "steps=30")
    (begun,) = Ledger.of(project.config).unfinished()
    record, _ = run(project, "steps=30")
    assert record.number == begun.number
    assert not Ledger.of(project.config).unfinished()


def test_other_examples_that_validate_are_no_comparison(project: Generated):
    with pytest.raises(ValueError, match="other examples validate"):
        run(project, "validation_share", validation_share=0.3)


def test_a_training_that_breaks_is_a_verdict(project: Generated):
    record, _ = run(project, "learning_rate", learning_rate=1e30, clip=1e30)
    assert record.verdict == "fails" and "training broke: Loss" in record.because


def test_processes_of_their_own_give_the_same_bits(project: Generated):
    asked = [Asked((), 31), Asked((), 32)]
    trainings = Trainings(project)
    beside = [*trainings.each(asked, at_once=2)]
    for one, found in zip(asked, beside, strict=True):
        alone = Trainings(project).train(one)
        assert torch.equal(alone.evaluation.losses, found.evaluation.losses)  # type: ignore


def test_the_verb_writes_into_the_journal_and_the_report(project: Generated, capsys):
    lab = here().root / "LAB.md"
    lab.write_bytes(lab.read_bytes().replace(b"\n", b"\r\n"))
    page = b""
    for number, width in enumerate((2, 4), start=1):
        given = ["try", f"width={width}", "--seeds", "2", "--because", "<b>\nsmall"]
        assert main(project.package, given) == 0
        page = lab.read_bytes()
        assert (
            page.count(b", experiment") == number
            and page.count(b"&lt;b> small") == number
        )
    assert page.index(b"width=4") < page.index(b"width=2")
    assert page.count(b"\n") == page.count(b"\r\n")
    report = write(here().runs / "report.html", Ledger.of(project.config))
    assert (
        "What was tried" in report.read_text()
        and "<b>width=4</b>" in report.read_text()
    )
    assert "accuracy" not in capsys.readouterr().out


def test_without_its_marker_the_journal_stays_as_it_is(project: Generated):
    lab = here().root / "LAB.md"
    before = lab.read_bytes()
    try:
        lab.write_text("mine")
        ledger = Ledger(present=dict)
        record = ledger.verdict("3.4", "holds", "<script>x</script>", "so")
        said = written(record, "`<script>`", "")
        assert "has no line" in said and "<script" not in said.partition("\n")[2]
        assert lab.read_text() == "mine"
    finally:
        lab.write_bytes(before)


def test_another_batch_size_sees_the_same_examples(project: Generated):
    from nn_recipe.trials.fair import scaled

    config = project.config
    asked = {"batch_size": config.batch_size * 4}
    more, said = scaled(project, asked)
    assert more["steps"] == config.steps // 4 and "same examples" in said
    assert more["learning_rate"] == pytest.approx(2 * config.learning_rate)
    assert scaled(project, {"width": 3}) == ({}, "")
