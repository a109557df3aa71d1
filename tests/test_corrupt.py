"""Corrupt samples (1.3), planted three of each: `pytest tests/test_corrupt.py`."""

import csv
import io
import re
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import numpy as np
import polars as pl
import pytest
import soundfile
from PIL import Image

from nn_recipe.contract import Project, Some
from nn_recipe.ledger import Ledger
from nn_recipe.place import stand
from nn_recipe.stage1_become_one_with_the_data import (
    browse,
    corrections,
    number_noise,
    readable,
    review,
)
from nn_recipe.stage1_become_one_with_the_data.attributes import attributes
from nn_recipe.stage1_become_one_with_the_data.corrupt_samples import (
    check,
    faults,
    keep,
)
from nn_recipe.stage1_become_one_with_the_data.faults import Fault
from nn_recipe.stage1_become_one_with_the_data.faults_of_answers import of_tags
from nn_recipe.stage1_become_one_with_the_data.faults_of_names import faults_of_names
from nn_recipe.stage1_become_one_with_the_data.faults_of_rows import of_column
from nn_recipe.stage1_become_one_with_the_data.faults_of_series import of_frame
from nn_recipe.verbs import main
from tests.examples import PACKAGES, ROOT
from tests.rendered import Rendered


@cache
def opened(kind: str) -> Project:
    """Mean and sd of x come from a few examples: of all sounds they take seconds."""
    stand(PACKAGES[kind])
    config = import_module(f"{PACKAGES[kind]}.config").Config()
    data = import_module(f"{PACKAGES[kind]}.data")
    with mock.patch.object(data, "MEASURED", 20, create=True):
        return readable.openable(config)


def planted(kind: str, *changes: Any) -> tuple[list[Fault], dict[str, str]]:
    """Three examples for each change, of training; what is found, and what was planted."""
    stand(PACKAGES[kind])
    project, says = opened(kind), {}
    train = [*project.splits.train]
    for i, (change, what) in enumerate(changes):
        for j in range(3 * i, 3 * i + 3):
            train[j] = replace(train[j], **change(train[j]))
            says[train[j].id] = what
    whole = project.splits
    splits = Some(train, whole.validation, whole.test, whole.left_out)
    broken = readable.undecoded(splits)
    broken |= dict(readable.refusals(project, readable.without(splits, broken)))
    kept = readable.without(splits, broken)
    return [*faults(project.having(splits=kept))], says


def demand(found: list[Fault], says: dict[str, str]) -> None:
    """Each planted one is named with its reason, and nothing else is."""
    assert {fault.id for fault in found} == {*says}
    for fault in found:
        assert re.search(says[fault.id], fault.what), fault


def raw(change):
    return lambda e: {"raw": change(e.raw)}


def answer(change):
    return lambda e: {"answer": change(e.answer)}


@pytest.mark.parametrize("kind", PACKAGES)
def test_of_the_samples_none_is_named(kind: str):
    stand(PACKAGES[kind])
    record = check(opened(kind), Ledger())
    assert record.verdict == "holds" and "odd" not in record.because, record.because


def test_cells_that_are_no_cells_of_their_column():
    def cell(text: str | None):
        return raw(lambda row: row | {"alcohol": text})

    found, says = planted(
        "tabular-classification",
        (cell("abc"), "'abc' in alcohol, needed a number"),
        (cell("inf"), "'inf' in alcohol, needed a number"),
        (cell("-999"), "alcohol is -999, of the others 11.03 to 14.83"),
        (cell("9999.0"), "alcohol is 9999.0"),
        (raw(lambda row: dict.fromkeys(row)), "every cell is empty|needed a number"),
    )
    demand(found, says)
    column = [(str(i), f"{i % 7}.5") for i in range(60)] + [
        ("60", "n/a"),
        ("61", "inf"),
    ]
    found = [*of_column("age", column)]
    assert [(f.id, f.what) for f in found] == [
        ("60", "age is 'n/a', elsewhere a number"),
        ("61", "age is 'inf', elsewhere a number"),
    ]
    found, says = planted(
        "tabular-regression",
        (answer(lambda a: "n/a"), "Found 'n/a', needed a number"),
        (answer(lambda a: "inf"), "Found 'inf', needed a number"),
        (answer(lambda a: "99999"), "the answer is 99999"),
    )
    demand(found, says)


def test_labels_that_nobody_knows():
    for kind, other in (
        ("image-classification", "eleven"),
        ("image-multilabel", "round|<script>"),
        ("audio-classification", "Rising"),
        ("text-tagging", ("X?",)),
    ):
        change = answer(lambda a, o=other: o * len(a) if isinstance(o, tuple) else o)
        demand(*planted(kind, (change, "^Found the (class|label|tag)")))


def test_texts_that_nobody_wrote():
    found, says = planted(
        "text-classification",
        (raw(lambda t: "  "), "no text"),
        (raw(lambda t: t + " caf\u00c3\u00a9"), "garbled letters.*caf"),
        (raw(lambda t: t + " it\u00e2\u20ac\u2122s"), "garbled letters"),
        (raw(lambda t: t + "\x00\x1b"), "a control character"),
        (raw(lambda t: t + " \ufffd"), "a replacement character"),
        (raw(lambda t: f"<!DOCTYPE html><html>{t}</html>"), "a web page"),
    )
    demand([f for f in found if f.what != "no text"], dict([*says.items()][3:]))
    assert sum(f.what == "no text" and f.sure for f in found) == 3


def test_letters_that_are_meant_are_not_garbled():
    fine = [
        "NÃO",
        "groß“ Âge",
        "naïve café",
        "MANHÃ”",
        "100 £, 5 €",
        "Ça, É»",
        "日本語",
    ]
    project = opened("text-classification")
    some = [SimpleNamespace(id=t, raw=t, answer="x") for t in fine]
    assert not [*faults(project.having(splits=Some(some, [], [])))]


def test_tags_of_another_length_or_out_of_order():
    found, says = planted("text-tagging", (answer(lambda a: a[:-1]), "tokens, .* tags"))
    demand(found, says)
    legal = [("B-PER", "I-PER", "O")] * 100
    tags = [*legal, ("O", "I-PER", "O"), ("B-PER", "I-LOC", "O"), ("I-LOC", "O", "O")]
    examples = [SimpleNamespace(id=str(i), answer=t) for i, t in enumerate(tags)]
    found = [*of_tags(None, examples)]  # type: ignore[arg-type]
    assert [(f.id, f.sure) for f in found] == [(str(i), True) for i in (100, 101, 102)]
    assert found[1].what == "I-LOC after B-PER"
    iob1 = [SimpleNamespace(id="", answer=("I-PER", "I-PER", "O", "B-LOC"))] * 9
    assert not [*of_tags(None, iob1)]  # type: ignore[arg-type]


def named(answers_are: str, answers: list[Any]) -> dict[str, list[str]]:
    project: Any = SimpleNamespace(target=SimpleNamespace(answers_are=answers_are))
    examples: Any = [SimpleNamespace(id=str(a), answer=a) for a in answers]
    found: dict[str, list[str]] = {}
    for fault in faults_of_names(project, examples):
        found.setdefault(fault.id, []).append(fault.what)
    return found


def test_names_that_are_slips_of_other_names():
    slips = ["heatng", "Heating", "heating ", "haeting", "haeting", "heatign"]
    found = named("classes", ["heating"] * 400 + ["water"] * 300 + slips)
    assert {*found} == {*slips}
    assert (
        found["haeting"]
        == ["'haeting' and 'heating' stand there 2 and 400 times: is one meant?"] * 1
    )
    tags = [("NOUN", "VERB", "A")] * 50 + [("VREB", "noun", "A")]
    assert {*named("tags", tags)} == {str(tags[-1])}
    meant = ["C"] * 900 + ["C++", "C#", "R", "class10"] + ["class1"] * 90
    meant += ["NNP"] * 90 + ["NNPS", "WP$"] + ["WP"] * 90 + ["negative"] * 900
    assert not named("classes", [*meant, "positive", "male"] + ["female"] * 90)
    rare = ["meal"] * 90 + ["seal"] * 20 + ["ale"] * 900  # a class of its own
    assert not named("classes", rare) and not named("numbers", [1.0] * 99 + ["1 "])


def test_masks_of_another_size_or_with_codes_of_nobody():
    found, says = planted(
        "image-segmentation",
        (answer(lambda mask: mask[:-9]), "a picture of .*, a mask of"),
        (answer(lambda mask: mask + 9), "Found pixels of"),
        (raw(np.zeros_like), "every pixel is the same"),
    )
    demand([f for f in found if "every" not in f.what], dict([*says.items()][:6]))
    assert sum("every pixel" in f.what for f in found) == 3


def test_boxes_without_area_off_the_picture_or_twice():
    def boxes(*more: tuple[float, ...]):
        def change(truth):
            own = tuple(("0", *map(float, corners)) for corners in more)
            return replace(truth, boxes=own)

        return answer(change)

    found, says = planted(
        "image-detection",
        (boxes((3, 3, 3, 9)), "box .* has no area"),
        (boxes((900, 3, 990, 9)), "box .* is off the picture"),
        (boxes((20, 3, 400, 9)), "box 1 lies mostly off the picture"),
        (boxes((3, 3, 9, 9), (3, 3, 9, 9)), "stands there 2 times"),
        (
            answer(lambda t: replace(t, boxes=(("?", 1.0, 1.0, 9.0, 9.0),))),
            "Found boxes of class",
        ),
    )
    demand(found, says)


def test_windows_of_a_text_with_bytes_that_are_no_text():
    stand("tales")
    project = opened("language-model")
    train = [project.splits.train[i] for i in range(40)]
    bad = {3: b"\x00\x01", 7: "caf\u00c3\u00a9 ".encode(), 9: b"a\xff\xfea"}
    for i, piece in bad.items():
        train[i] = replace(train[i], raw=b"x" * 20 + piece + train[i].raw[30:])
    found = [*faults(project.having(splits=Some(train, [], [])))]
    assert [f.id for f in found] == [train[i].id for i in bad]


def test_gaps_disorder_and_sensors_that_stand_still():
    stand("tank")
    config = opened("series-forecasting").config
    frame = pl.read_csv(ROOT / "templates/project/data/tank.csv", infer_schema=False)
    time, channel = config.split_column, [c for c in frame.columns][-1]
    for at in (300, 600, 900):
        still = frame[channel].to_list()
        still[at : at + 90] = [still[at]] * 90
        frame = frame.with_columns(pl.Series(channel, still))
    rows = frame.rows()
    for at in (50, 150, 250):
        rows[at], rows[at + 1] = rows[at + 1], rows[at]  # disorder
        rows[at + 20] = (rows[at + 21][0], *rows[at + 20][1:])  # twice
        del rows[at + 40 : at + 44]
        rows[at + 30] = (*rows[at + 30][:-1], "I/O Timeout")
        rows[at + 31] = (*rows[at + 31][:-1], "-999")
    made = pl.DataFrame(rows, schema=frame.columns, orient="row")
    found = [f.what for f in of_frame("tank.csv", made, config)]
    for what in (
        "a later time",
        "stands there twice",
        "a gap of 4 steps",
        "steps from here on",
        f"{channel} is 'I/O Timeout', elsewhere a number",
        f"{channel} is -999, of the others",
    ):
        assert sum(what in said for said in found) == 3, (what, found)
    assert time and not [*of_frame("tank.csv", frame[:290], config)]


# --- files: pictures and sounds


def harmed(stored: bytes, how: str) -> bytes:
    """A picture of 8 x 8 as a file that is of no use, or odd."""
    picture, out = Image.open(io.BytesIO(stored)), io.BytesIO()
    if how == "even":
        picture.point(lambda level: 7).save(out, "png")
    elif how == "line":
        picture.resize((1, 8)).save(out, "png")
    elif how == "cmyk":
        picture.convert("CMYK").save(out, "jpeg")
    elif how == "alpha":
        picture.convert("RGBA").save(out, "png")
    elif how == "turned":
        exif = Image.Exif()
        exif[274] = 6
        picture.save(out, "jpeg", exif=exif)
    elif how == "torn":
        picture.resize((64, 64)).save(out, "jpeg")
        out = io.BytesIO(out.getvalue()[: len(out.getvalue()) * 2 // 3])
    return {"page": b"<html>404</html>", "none": b""}.get(how) or out.getvalue()


PICTURES = {
    "torn": "truncated",
    "page": "cannot identify",
    "none": "the file is empty",
    "even": "every pixel is the same",
    "line": "1 x 8 pixels",
    "cmyk": "form CMYK, of the others L",
    "alpha": "form RGBA, of the others L",
    "turned": r"lies on its side or head \(EXIF 6\)",
}
SURE = ("torn", "page", "none", "even", "line")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> tuple[Rendered, dict[str, str]]:
    """A project of 600 pictures in class folders, made while they were whole; then 24 are not."""
    folder = tmp_path_factory.mktemp("pictures")
    with np.load(ROOT / "templates/project/data/digits.npz") as stored:
        pixels, labels = (stored[name] for name in stored.files)
    for i in range(600):
        place = folder / "data" / f"digit {labels[i]}"
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels[i]).save(place / f"{i}.png")
    given = {"data": str(folder / "data"), "add": ("corrections",)}
    made = Rendered(folder, "image-classification", **given)
    says = {}
    for i, how in enumerate([*PICTURES] * 3):
        (file,) = (folder / "data").glob(f"*/{25 * i}.png")
        file.write_bytes(harmed(file.read_bytes(), how))
        says[f"data/{file.parent.name}/{file.name}"] = how
    return made, says


def test_each_harmed_picture_is_named_though_the_project_stops_on_it(pictures):
    made, says = pictures
    with pytest.raises(ValueError, match="cannot be decoded"):
        made.module("problem").Problem.load(made.config())
    stand(made.name)
    project = readable.openable(made.config())
    found = [*faults(project)]
    demand(found, {id: PICTURES[how] for id, how in says.items()})
    assert {f.id for f in found if f.sure} == {i for i, h in says.items() if h in SURE}
    record = check(project, Ledger())
    assert record.verdict == "fails" and record.measured["broken"] == 15
    assert record.because.startswith("15 of 600 examples are broken. data/digit ")


def test_what_is_broken_is_left_out_and_the_rest_trains(pictures, capsys):
    made, says = pictures
    root = made.folder
    broken = {id for id, how in says.items() if how in SURE}
    first = min(broken)
    (root / "labels_patch.csv").write_text(f"id,label,because\n{first},,mine")
    assert main(made.name, ["look", "--quarantine"]) == 0
    said = capsys.readouterr().err
    assert "Left out by labels_patch.csv: 14 examples" in said
    with open(root / "labels_patch.csv", newline="") as file:
        lines = [*csv.DictReader(file)]
    assert {line["id"] for line in lines} == broken and len(lines) == 15
    assert lines[0] == {"id": first, "label": "", "because": "mine"}
    splits = made.module("problem").Problem.load(made.config()).splits
    ids = {e.id for part in readable.PARTS for e in getattr(splits, part)}
    assert len(ids) == 585 and not ids & broken and {*splits.left_out} == broken
    again = corrections.leave_out(readable.openable(made.config()), {first: "torn"})
    assert again.startswith("Nothing to write")


def test_sounds_that_end_early_or_say_nothing(tmp_path: Path):
    def sound(name: str, change, rate: int = 4000):
        def written(path: str) -> str:
            file = tmp_path / f"{name}-{Path(path).name}"
            samples, _ = soundfile.read(path)
            soundfile.write(file, change(samples), rate)
            return str(file)

        return raw(written)

    def torn(path: str) -> str:
        file = tmp_path / f"torn-{Path(path).name}"
        stored = Path(path).read_bytes()
        file.write_bytes(stored[: len(stored) * 2 // 3])
        return str(file)

    def both(samples: np.ndarray) -> np.ndarray:
        return np.stack([samples.reshape(len(samples), -1)[:, 0]] * 3, 1)

    found, says = planted(
        "audio-classification",
        (raw(torn), "ends after .* of .* bytes"),
        (raw(lambda path: path + ".gone.wav"), "there is no such file"),
        (sound("none", lambda s: s[:0]), "no samples"),
        (sound("clip", lambda s: (40 * s).clip(-1, 1)), "clipped"),
        (sound("rate", lambda s: s, 44100), "rate is 44100"),
        (sound("both", both), "number of channels is 3"),
    )
    demand([f for f in found if "channels is 2" not in f.what], says)
    still = sound("still", np.zeros_like)
    demand(*planted("audio-classification", (still, "nothing is heard")))


def test_a_sound_that_stops_early(tmp_path: Path):
    stand(PACKAGES["audio-classification"])
    project = opened("audio-classification")
    first, *others = project.splits.train
    samples, rate = soundfile.read(first.raw)
    samples[len(samples) // 5 :] = 0
    soundfile.write(tmp_path / "ended.wav", samples, rate)
    ended = replace(first, raw=str(tmp_path / "ended.wav"))
    found = [*faults(project.having(splits=Some([ended, *others], [], [])))]
    assert [(f.id, f.sure) for f in found] == [(first.id, False)]
    assert found[0].what == "more than 50% of it, at its end, is exactly 0"


def test_code_that_honours_no_corrections_says_so(monkeypatch):
    stand("wine")
    project = opened("tabular-classification")
    monkeypatch.setattr(type(project), "patch", None)
    with pytest.raises(ValueError, match="reads no labels_patch.csv: `recipe add corr"):
        corrections.leave_out(project, {"wine.csv:1": "torn"})


# --- the list to go through, and numbers that are surely wrong (1.6)


def test_the_list_has_what_is_broken_and_doubted_and_no_html_of_the_data(tmp_path):
    stand("wine")
    project, evil = opened("tabular-classification"), "<script>\u202e"
    doubts = {"id": ["wine.csv:1", "wine.csv:2"], "given": ["A", "A"]}
    doubts |= {"says": ["B", "C"], "doubt": [0.9, 0.2], "suspect": [True, False]}
    (tmp_path / "data").mkdir()
    pl.DataFrame(doubts).write_parquet(tmp_path / "data" / "doubts.parquet")
    rows = [Fault(evil, evil, sure=True), Fault("wine.csv:3", "odd")]
    keep(rows, {"wine.csv:4": "no answer"}, tmp_path / "data" / "corrupt.csv")
    made = review.page_of(tmp_path, project)
    assert made and made["names"] == ["A", "B", "C"]
    assert [row["id"] for row in made["rows"]] == ["wine.csv:1", evil, "wine.csv:3"]
    assert (
        made["rows"][0]["says"] == "B" and made["rows"][1]["shown"] == "<script>\\u202e"
    )
    page = browse.write(tmp_path / "look.html", project, attributes(project), [])
    text = page.read_text("utf-8")
    assert "<script>\u202e" not in text and "<b>Nothing reads labels_patch.csv" in text
    assert review.html(None) == "" and not review.page_of(tmp_path / "none", project)


@pytest.mark.parametrize("factor", [10, 1000])
def test_answers_in_another_unit_are_suspect_and_no_other(factor: int):
    stand("diabetes")
    project = opened("tabular-regression")
    assert not number_noise.doubts(project)["suspect"].any()
    train = [*project.splits.train]
    changed = range(0, len(train), 20)
    for i in changed:
        train[i] = replace(train[i], answer=str(float(train[i].answer) * factor))
    splits = Some(train, project.splits.validation, [])
    found = number_noise.doubts(project.having(splits=splits)).filter("suspect")["id"]
    assert {*found} <= {train[i].id for i in changed}
    assert len(found) >= (0.8 if factor == 10 else 1.0) * len(changed)
