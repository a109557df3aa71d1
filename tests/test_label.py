"""`label`: a person answers, blind: `pytest tests/test_label.py`."""

import functools
import io
import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import torch
from PIL import Image
from sklearn.metrics import cohen_kappa_score, f1_score

from nn_recipe.bootstrap import intervals
from nn_recipe.contract import NotOffered, Project
from nn_recipe.human import agreement, forms, kept, sample, score, shown
from nn_recipe.human.imported import imported
from nn_recipe.human.kept import Said
from nn_recipe.human.task import Task
from nn_recipe.ledger import Ledger
from nn_recipe.place import here
from nn_recipe.report.people import people
from nn_recipe.stage2_skeleton_and_baselines import human_baseline
from nn_recipe.verbs import main
from tests.examples import PACKAGES
from tests.test_look import opened

once = functools.cache(opened)
SEEN = [kind for kind in PACKAGES if not kind.startswith("audio")]  # takes seconds


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Answers of a test are not kept in an example."""
    runs = property(lambda place: tmp_path / "runs")
    monkeypatch.setattr("nn_recipe.place.Place.runs", runs)
    yield


# --- intervals, sample, agreement


@pytest.mark.parametrize("n, low, high", [(100, 0.89, 0.98), (50, 0.85, 0.98)])
def test_the_interval_of_a_share_is_wilsons(n: int, low: float, high: float):
    found = score.wilson(0.95, n)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


def test_everybody_is_asked_the_same_and_each_class_has_its_share():
    chance = np.random.default_rng(0)
    strata = chance.choice(["a", "b", "c"], p=[0.9, 0.08, 0.02], size=1000).tolist()
    order = sample.order(strata, seed=3)
    assert order == sample.order(strata, seed=3) != sample.order(strata, seed=4)
    assert sorted(order) == list(range(1000))
    whole = Counter(strata)
    for n in (10, 50, 100, 300):
        part = Counter(strata[i] for i in order[:n])
        assert all(abs(part[k] - whole[k] * n / 1000) <= 1.5 for k in whole), (n, part)


def test_the_sample_is_of_validation_and_grows():
    project = once("image-classification")
    few, more = (sample.sample(project, n, 0) for n in (20, 60))
    ids = {e.id for e in project.splits.validation}
    assert {e.id for e in few} < {e.id for e in more} <= ids
    assert [e.id for e in few] == [e.id for e in sample.sample(project, 20, 0)]
    answers = [str(e.answer) for e in more]
    assert answers != sorted(answers)


def test_two_who_err_in_5_percent_agree_less_and_the_root_tells():
    chance = np.random.default_rng(0)
    true = chance.integers(0, 10, 50_000)

    def told() -> torch.Tensor:
        other = (true + chance.integers(1, 10, len(true))) % 10
        return torch.tensor(np.where(chance.random(len(true)) < 0.05, other, true))

    one, other = told(), told()
    with pytest.MonkeyPatch.context() as patch:  # a share of one in so many needs none
        patch.setattr(agreement, "intervals", few_intervals)
        found = agreement.alike(one, other, single=True)
    assert found["agreement"][0] == pytest.approx(0.903, abs=0.003)
    root = found["accuracy if errors are independent"][0]
    assert root == pytest.approx(0.950, abs=0.002)
    assert found["kappa"] == pytest.approx(cohen_kappa_score(one, other))


def few_intervals(measure: Any, n: int) -> Any:
    return intervals(measure, n, resamples=2)


# --- the score, by hand


def answering(project: Project, answers: dict[str, Any]) -> dict[str, float]:
    form = forms.form_of(project)
    said = {id: Said(id, answer, 1.0) for id, answer in answers.items()}
    examples, _ = score.answered(project, form, said)
    assert len(examples) == len(answers)
    with pytest.MonkeyPatch.context() as patch:  # the value alone is asked for
        patch.setattr(score, "intervals", few_intervals)
        found = score.score(project, form, said, examples)
    return {name: one.value for name, one in found.metrics.items()}


def test_the_score_of_classes_is_the_count_by_hand():
    project = once("image-classification")
    some = sample.sample(project, 40, 0)
    said = {e.id: str(i % 10) if i < 8 else str(e.answer) for i, e in enumerate(some)}
    true = [str(e.answer) for e in some]
    found = answering(project, said)
    pairs = list(zip(said.values(), true, strict=True))
    assert found["accuracy"] == sum(a == b for a, b in pairs) / 40
    macro = f1_score(true, list(said.values()), average="macro")
    assert found["macro F1"] == pytest.approx(macro)


def test_the_score_of_numbers_is_the_root_of_squares_by_hand():
    project = once("image-regression")
    some = sample.sample(project, 30, 0)
    said = {e.id: float(e.answer) + (-1) ** i * i for i, e in enumerate(some)}
    found = answering(project, said)
    assert found["RMSE"] == pytest.approx(math.sqrt(sum(i * i for i in range(30)) / 30))
    assert found["MAE"] == pytest.approx(14.5)


def test_the_score_of_labels_tags_and_letters_is_the_count_by_hand():
    project = once("image-multilabel")
    some = sample.sample(project, 20, 0)
    names = forms.form_of(project).asks["names"]
    said = {e.id: [n for n in names if n in e.answer] for e in some}
    said[some[0].id] = [n for n in names if n not in said[some[0].id]]  # all wrong
    found = answering(project, said)
    assert found["exact match"] == 19 / 20
    assert found["label accuracy"] == pytest.approx(19 / 20)

    project = once("text-tagging")
    some = sample.sample(project, 20, 0)
    said = {e.id: list(e.answer) for e in some}
    wrong = next(n for n in project.target.names if n != some[0].answer[0])  # type: ignore[attr-defined]
    said[some[0].id][0] = wrong
    tokens = sum(len(e.answer) for e in some)
    assert answering(project, said)["accuracy"] == pytest.approx(1 - 1 / tokens)

    project = once("language-model")
    some = sample.sample(project, 20, 0)
    letters = {e.id: e.raw.decode()[-1] for e in some}
    said = {id: ["§", letter] for id, letter in letters.items()}
    said[some[0].id] = [letters[some[0].id]]
    found = answering(project, said)
    assert found == {"accuracy": 1 / 20, "within 5 guesses": 1.0}


@pytest.mark.parametrize(
    "kind", ["image-segmentation", "image-detection", "series-forecasting"]
)
def test_what_is_drawn_is_scored_as_y_is(kind: str):
    """The truth, drawn, is right in every metric."""
    project = once(kind)
    some = sample.sample(project, 6, 0)
    form = forms.form_of(project)
    draw = {"mask": painted, "boxes": boxed, "forecast": foreseen}[form.asks["form"]]
    for e in some:
        y, true = form.encode(draw(project, e), e.raw), project.target.encode(e.answer)
        assert torch.allclose(
            y, true.where(true >= 0, y) if kind.startswith("i") else true, atol=1e-3
        )
    found = answering(project, {e.id: draw(project, e) for e in some})
    assert all(v == pytest.approx(round(v), abs=1e-4) for v in found.values())


def painted(project: Any, example: Any) -> list[Any]:
    kinds = project.target.encode(example.answer).flatten().clamp_min(0).tolist()
    return [[project.target.names[k], 1] for k in kinds]


def boxed(project: Any, example: Any) -> list[Any]:
    height, width = project.target.size
    rows = [r for r in project.target.encode(example.answer).tolist() if r[4] >= 0]
    return [
        {
            "box": [l / width, t / height, r / width, b / height],
            "name": project.target.names[int(k)],
        }
        for l, t, r, b, k in rows  # noqa: E741
    ]


def foreseen(project: Any, example: Any) -> dict[str, list[float]]:
    came = project.target.locate(example.answer, example.raw)
    return {channel: [float(v) for v in values] for channel, values in came.items()}


# --- blind


@pytest.mark.parametrize("kind", SEEN)
def test_what_is_shown_depends_on_nothing_but_the_raw_input(kind: str):
    project = once(kind)
    if kind.startswith("tabular"):
        with pytest.raises(NotOffered, match="--anyway"):
            shown.of(project)
    task = Task.of(project, "ada", 3, 0, anyway=True)
    for at, example in enumerate(task.examples):
        given = task.example(at)
        assert given.said or given.files
        text = json.dumps(given.said).encode() + b"".join(
            b for _, b in given.files.values()
        )
        assert (
            example.id.encode() not in text
            and Path(str(example.id)).name.encode() not in text
        )
    if task.form.asks["form"] == "next":
        raw = task.examples[0].raw
        assert task.example(0).said == {"before": raw.decode()[:-1]}


def test_a_file_says_nothing_of_its_answer_beside_its_pixels(tmp_path: Path):
    folder = tmp_path / "secretly-a-cat"
    folder.mkdir()
    chance, word = np.random.default_rng(0), b"secretly-a-cat"
    for end, size, more in (
        ("png", 100, {"icc_profile": word}),
        ("jpg", 400, {"comment": word}),
    ):
        pixels = chance.integers(0, 255, (size, size, 3), dtype=np.uint8)
        path = folder / f"secretly-a-cat.{end}"
        Image.fromarray(pixels).save(path, **more)
        with Image.open(path) as file:
            assert word in file.info.values()
        kind, content = shown.picture(str(path), 8)
        with Image.open(io.BytesIO(content)) as file:
            assert file.size == (size, size) and word not in file.info.values()
        assert word not in content and kind == f"image/{file.format}".lower()


def test_a_sound_is_its_samples_and_how_loud_each_band_is(tmp_path: Path):
    path = tmp_path / "secretly-a-cat.wav"
    with soundfile.SoundFile(path, "w", 8000, 1) as file:
        file.title = "secretly-a-cat"
        file.write(np.sin(np.arange(4000)))
    assert b"secretly" in path.read_bytes()
    bands = torch.full((40, 90), torch.nan)
    bands[:, :60] = torch.arange(40.0)[:, None]  # the rest is padding
    given = shown.sound(str(path), bands)
    assert given.said == {"seconds": 0.5}
    kind, content = given.files["sound"]
    assert kind == "audio/wav" and b"secretly" not in content
    assert len(soundfile.read(io.BytesIO(content))[0]) == 4000
    drawn = np.asarray(Image.open(io.BytesIO(given.files["picture"][1])))
    assert drawn[0].min() == 255 and drawn[-1].max() == 0  # high and loud is on top


# --- verdict, import, report


def test_the_verdict_says_how_well_and_stands_in_the_report(tmp_path: Path):
    project = once("image-classification")
    ledger = Ledger(tmp_path / "runs" / "ledger.jsonl")
    assert human_baseline.check(project, ledger).verdict == "unclear"
    some = sample.sample(project, 50, 0)
    for i, e in enumerate(some):
        answer = str(e.answer) if i >= 2 else str((int(e.answer) + 1) % 10)
        kept.keep("ada", Said(e.id, answer, 2.0))
    record = human_baseline.check(project, ledger)
    assert record.verdict == "holds" and record.measured["score"] == 0.96
    low, high = record.measured["interval"]
    assert (round(low, 2), round(high, 2)) == (0.87, 0.99)
    assert record.measured["n"] == 50 and record.measured["seconds"] == 2.0
    assert record.expected["value"] == pytest.approx(0.1, abs=0.03)
    found = people(Ledger(ledger.path))["ada, a person, n = 50"]
    assert found["accuracy"] == {"value": 0.96, "low": low, "high": high}


def test_a_person_who_only_guesses_is_told_so():
    project = once("image-classification")
    for i, e in enumerate(sample.sample(project, 50, 0)):
        kept.keep("bob", Said(e.id, str(i % 10), 1.0))
    assert human_baseline.check(project, Ledger()).verdict in ("unclear", "fails")


def test_answers_from_elsewhere_are_all_taken_or_none(tmp_path: Path):
    project = once("image-classification")
    form, some = forms.form_of(project), sample.sample(project, 5, 0)
    file = tmp_path / "answers.csv"
    good = [f"{e.id},{e.answer}" for e in some]
    file.write_text("\n".join(["id,label", *good, f"{some[0].id},eleven"]))
    with pytest.raises(
        ValueError, match="answers.csv:7: Found 'eleven', needed one of 0"
    ):
        imported(project, form, "eve", file)
    file.write_text("\n".join(["id,label", *good, "x.npz:1,3"]))
    with pytest.raises(ValueError, match="x.npz:1' is the id of no validation example"):
        imported(project, form, "eve", file)
    assert not kept.annotators()
    file.write_text("\n".join(["id,label", *good]))
    assert imported(project, form, "eve", file) == 5
    lines = [json.dumps({"id": e.id, "answer": str(e.answer)}) for e in some[:4]]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    assert imported(project, form, "mia", tmp_path / "a.jsonl") == 4
    both = agreement.agreement(project, form, "eve", "mia")
    assert both["n"] == 4 and both["agreement"][0] == 1.0 and both["kappa"] == 1.0


def test_of_a_row_of_numbers_nobody_is_asked(capsys: pytest.CaptureFixture[str]):
    once("tabular-classification")
    assert main("wine", ["label"]) == 0
    assert "a row of cells says" in capsys.readouterr().out
    (record,) = Ledger(here().runs / "ledger.jsonl").records()
    assert (record.id, record.verdict) == ("2.8", "not applicable")
    with pytest.raises(ValueError, match="--annotator NAME"):
        main("wine", ["label", "--anyway"])
