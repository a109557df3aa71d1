"""`look`: the table of attributes, what it finds, and the page: `pytest tests/test_look.py`."""

import json
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
import torch
from PIL import Image

from nn_recipe.contract import Project, Some, open_project
from nn_recipe.generated import Generated
from nn_recipe.ledger import Ledger
from nn_recipe.place import stand
from nn_recipe.stage1_become_one_with_the_data import (
    attributes,
    browse,
    copies,
    imbalances_and_biases,
    label_noise,
    of_pictures,
    outliers,
    query,
    review,
    thumbnails,
)
from nn_recipe.stage1_become_one_with_the_data.table import table
from nn_recipe.verbs import main
from tests.examples import PACKAGES, ROOT
from tests.rendered import of_numbers

SCRIPT = Path(browse.__file__).with_name("browse.js")


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    """300 examples of two classes, with words, numbers and cells that are missing."""
    chance = random.Random(0)
    rows = [
        {
            "id": f"a.csv:{i}",
            "split": "validation" if i % 5 == 0 else "train",
            "label": chance.choice(["a b", "c"]),
            "size": None if i % 17 == 0 else round(chance.lognormvariate(0, 0.5), 3),
            "blue share": round(chance.random(), 3),
        }
        for i in range(300)
    ]
    return pl.from_dicts(rows)


def conditions() -> list[str]:
    chance = random.Random(1)
    simple = [
        lambda: f"size {chance.choice(['<', '>=', '<=', '>'])} {chance.random() * 2:.2f}",
        lambda: f'"blue share" > {chance.random():.2f}',
        lambda: f"label {chance.choice(['=', '!='])} 'a b'",
        lambda: f"split = '{chance.choice(['train', 'validation'])}'",
        lambda: f"size is {chance.choice(['', 'not '])}null",
        lambda: "id like '%:1_'",
    ]

    def one(depth: int) -> str:
        if depth == 0:
            return chance.choice(simple)()
        left, right = one(depth - 1), one(depth - 1)
        return f"({left} {chance.choice(['and', 'or'])} {right})"

    return [one(chance.choice([0, 1, 2])) for _ in range(20)]


def by_sqlite(frame: pl.DataFrame, where: str) -> list[str]:
    """The same condition, asked of another program."""
    base, marks = sqlite3.connect(":memory:"), ", ".join("?" * len(frame.columns))
    names = ", ".join(f'"{name}"' for name in frame.columns)
    base.execute(f"create table t ({names})")
    base.executemany(f"insert into t values ({marks})", frame.rows())
    return [id for (id,) in base.execute(f"select id from t where {where}")]


@pytest.mark.parametrize("where", conditions())
def test_a_condition_finds_what_a_database_finds(frame: pl.DataFrame, where: str):
    assert query.chosen(frame, where)["id"].to_list() == by_sqlite(frame, where)


@pytest.mark.skipif(not shutil.which("node"), reason="no node here")
def test_the_page_finds_what_the_verb_finds(frame: pl.DataFrame):
    """Its own reading of conditions, run outside a browser."""
    asked = conditions() + [
        "not (size < 1)",
        "size <> 1 and not label = 'c'",
        "not (size < 1 and label = 'c')",
        "not (size < 1 or label = 'c')",
        "not size is null",
    ]
    page = {
        "rows": frame.to_dicts(),
        "columns": frame.columns,
        "numeric": query.numeric(frame),
    }
    language = SCRIPT.read_text("utf-8")
    function = re.search(r"function condition.*?\n}\n", language, re.DOTALL)
    assert function
    program = (
        f"const {{ rows, columns, numeric }} = {json.dumps(page)};\n{function[0]}\n"
        f"const asked = {json.dumps(asked)};\n"
        "console.log(JSON.stringify(asked.map(q => rows.filter(condition(q)).map(r => r.id))));"
    )
    said = subprocess.run(["node", "-e", program], capture_output=True, text=True)
    expected = [query.chosen(frame, where)["id"].to_list() for where in asked]
    assert json.loads(said.stdout) == expected, said.stderr


@pytest.mark.parametrize(
    "where", ["nothing = 3", "size <", "label = 'a' extra", "drop table t"]
)
def test_a_wrong_condition_is_one_sentence_with_the_columns(frame, where):
    with pytest.raises(
        ValueError, match="Needed: a condition of SQL on id, split, label"
    ) as error:
        query.chosen(frame, where)
    assert "\n" not in str(error.value)


def test_sorting_puts_the_empty_last_both_ways(frame: pl.DataFrame):
    for sort in ("size", "size desc"):
        sizes = query.chosen(frame, sort=sort)["size"].to_list()
        known = [size for size in sizes if size is not None]
        assert sizes == known + [None] * frame["size"].null_count()
        assert known == sorted(known, reverse=sort != "size")


# --- outliers (recipe 1.9)


def far(frame: pl.DataFrame) -> list[str]:
    return [one[0] for one in outliers.far_off(frame)]


def test_what_is_skewed_is_not_far_off(frame: pl.DataFrame):
    assert far(frame) == []


@pytest.mark.parametrize("factor", [1000, 10, 0.001])
def test_a_wrong_unit_is_far_off_whatever_the_order(frame: pl.DataFrame, factor: float):
    wrong = [f"a.csv:{i}" for i in range(3, 203, 20)]
    scaled = pl.when(pl.col("id").is_in(wrong)).then(pl.col("size") * factor)
    planted = frame.with_columns(scaled.otherwise(pl.col("size")).alias("size"))
    found = far(planted)
    first = query.chosen(planted, sort="size desc" if factor > 1 else "size")["id"][:20]
    assert {*wrong} <= {*first}
    assert far(planted.reverse()) == found
    # of a skewed column ten times as much is the end of the list, and no more
    assert {*found} == ({*wrong} if factor == 1000 else set())


def test_where_most_values_are_equal_a_rare_one_is_not_far_off():
    rows = [{"id": str(i), "split": "train", "missing": int(i == 7)} for i in range(50)]
    assert far(pl.from_dicts(rows)) == []


# --- imbalances and biases (recipe 1.4)


def test_splits_by_chance_are_alike_in_19_of_20(frame: pl.DataFrame):
    alarms = 0
    for seed in range(20):
        split = frame["split"].shuffle(seed)
        found = sorted(imbalances_and_biases.differences(frame.with_columns(split)))
        alarms += found[0][0] < imbalances_and_biases.CHANCE
    assert alarms <= 1


@pytest.mark.parametrize("column", ["label", "size"])
def test_a_split_of_other_answers_or_sizes_is_named(frame: pl.DataFrame, column: str):
    moved = pl.col("label") == "c" if column == "label" else pl.col("size") > 1.2
    train = pl.when(moved).then(pl.lit("train"))
    drawn = frame.with_columns(train.otherwise(pl.col("split")).alias("split"))
    p, name = min(imbalances_and_biases.differences(drawn))
    assert name == column
    assert p < imbalances_and_biases.CHANCE
    assert judged(drawn).verdict == "fails"
    told = judged(drawn, given="dev.csv")
    assert told.verdict == "holds"
    assert f"by a file of its own: {column} differs most" in told.because


def test_what_a_file_is_like_must_not_tell_its_class(frame: pl.DataFrame):
    told = [i % 3 > 0 or label == "c" for i, label in enumerate(frame["label"])]
    planted = frame.with_columns(pl.Series("width", [64 + 8 * t for t in told]))
    areas = sorted(imbalances_and_biases.tellers(planted), reverse=True)
    assert areas[0][1] == "width"
    assert not areas[0][3] <= 0.5 <= areas[0][4]
    record = judged(planted)
    assert record.verdict == "fails"
    assert "width alone tells" in record.because
    assert judged(frame).verdict == "holds"


def judged(frame: pl.DataFrame, given: str = ""):
    target = SimpleNamespace(answers_are="classes")
    config = SimpleNamespace(validation_data=given)
    project = SimpleNamespace(split_by="chance", target=target, config=config)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(imbalances_and_biases, "table", lambda project, ledger: frame)
        return imbalances_and_biases.check(project, Ledger())  # type: ignore[arg-type]


# --- copies (recipe 1.2)


@pytest.mark.parametrize("kind", PACKAGES)
def test_planted_copies_are_found_all_and_no_other(kind: str):
    example = opened(kind)
    if example.target.answers_are in copies.WINDOWS:
        assert copies.check(example, Ledger()).verdict == "not applicable"
        return
    before = copies.check(example, Ledger())
    assert before.verdict == "holds", before.because
    train, some = [*example.splits.train], [*example.splits.validation][:20]
    again = [renamed(e, i, e.answer) for i, e in enumerate(some)]
    planted = example.having(splits=Some(train + again, example.splits.validation, []))
    found = copies.check(planted, Ledger())
    assert found.verdict == "fails" and found.because.startswith("20 examples stand in")
    assert found.measured["copies"] == before.measured["copies"] + 20


def test_equal_rows_of_other_answers_are_told_with_the_ceiling(tmp_path: Path):
    example = opened("tabular-classification")
    train = [*example.splits.train]
    other = {"A": "B", "B": "C", "C": "A"}
    again = [renamed(e, i, other[e.answer]) for i, e in enumerate(train[:5])]
    planted = example.having(splits=Some(train + again, example.splits.validation, []))
    found = copies.check(planted, Ledger(tmp_path / "ledger.jsonl"))
    assert found.verdict == "holds"
    assert found.measured["contradicting"] == 5
    listed = {id: what for id, what, *_ in review.copied(tmp_path)}
    assert len(listed) == 10
    assert listed["again:0"] == "B, but its copy wine.csv:1 says A"
    n = len(train) + 5 + len(example.splits.validation)
    assert found.measured["ceiling"] == pytest.approx(1 - 5 / n)
    assert "wine.csv:1 (A) and again:0 (B)" in found.because


@pytest.mark.parametrize("kind", ["image-regression", "text-classification"])
def test_near_copies_across_the_split_are_no_less(kind: str):
    example = opened(kind)
    train, some = [*example.splits.train], [*example.splits.validation][:40]
    again = [nearly(e, i) for i, e in enumerate(some)]
    planted = example.having(splits=Some(train + again, example.splits.validation, []))
    found = copies.check(planted, Ledger())
    assert found.verdict == "fails"
    assert re.search("nearly the same|hardly a word changed", found.because)


def nearly(e, i: int):
    """Noise of one level in a picture, another number in a text."""
    if isinstance(e.raw, str):
        raw = f"{e.raw.rstrip('0123456789')}{i}"
    else:
        noise = np.random.default_rng(i).integers(-1, 2, e.raw.shape)
        raw = (e.raw.astype(int) + noise).clip(0, 255).astype(np.uint8)
    return SimpleNamespace(id=f"again:{i}", raw=raw, answer=e.answer)


def renamed(e, i: int, answer):
    return SimpleNamespace(id=f"again:{i}", raw=e.raw, answer=answer)


# --- label noise (recipe 1.6)


@pytest.mark.parametrize("kind", ["tabular-classification", "image-classification"])
def test_flipped_labels_are_suspect_and_given_ones_are_not(kind: str):
    example = opened(kind)
    record = label_noise.check(example, Ledger())
    assert record.verdict == "holds" and record.measured["suspect"] < 0.01
    planted, flipped = with_flips(example)
    found, _ = label_noise.doubts(planted)
    doubtful = found.sort("doubt", descending=True)["id"][: len(flipped)]
    assert len(flipped & {*doubtful}) >= 0.8 * len(flipped)
    suspects = found.filter("suspect")
    assert abs(len(suspects) / len(found) - 0.05) < 0.02
    assert len(flipped & {*suspects["id"]}) >= 0.9 * len(suspects)
    assert label_noise.check(planted, Ledger()).verdict == "fails"


def with_flips(example: Project) -> tuple[Project, set[str]]:
    """One label of twenty is another one."""
    names, chance, flipped = example.target.names, random.Random(1), set()  # type: ignore[attr-defined]

    def maybe(e):
        if chance.random() >= 0.05:
            return e
        flipped.add(e.id)
        other = chance.choice([name for name in names if name != e.answer])
        return SimpleNamespace(id=e.id, raw=e.raw, answer=other)

    parts = (
        [*map(maybe, p)] for p in (example.splits.train, example.splits.validation)
    )
    return example.having(splits=Some(*parts, [])), flipped


def test_where_a_simple_model_is_poor_nothing_is_said_of_labels():
    record = label_noise.check(opened("text-classification"), Ledger())
    assert record.verdict == "unclear"
    assert "a wrong label from a hard example" in record.because


def test_wrong_tags_are_suspect_and_given_ones_are_not(tmp_path: Path):
    """One token of twenty has another tag."""
    errands, chance, wrong = opened("text-tagging"), random.Random(0), {}
    names = sorted({tag for e in errands.splits.train for tag in e.answer})

    def maybe(e):
        tags = [*e.answer]
        for i, tag in enumerate(tags):
            if chance.random() < 0.05:
                tags[i] = chance.choice([name for name in names if name != tag])
                wrong[e.id, f"{e.raw[i]}: {tags[i]}"] = True
        return SimpleNamespace(id=e.id, raw=e.raw, answer=tuple(tags))

    assert label_noise.check(errands, Ledger()).measured["suspect"] < 0.002
    parts = (
        [*map(maybe, p)] for p in (errands.splits.train, errands.splits.validation)
    )
    planted = errands.having(splits=Some(*parts, []))
    record = label_noise.check(planted, Ledger(tmp_path / "ledger.jsonl"))
    assert record.verdict == "fails" and record.measured["right"] > 0.9
    found = pl.read_parquet(tmp_path / label_noise.PLACE).head(len(wrong))
    told = found.select("id", "given").rows()
    assert sum(row in wrong for row in told) >= 0.9 * len(wrong)
    frame = attributes.attributes(planted)
    shown = browse.contents(planted, frame, tmp_path)
    ids = [row["id"] for row in shown["rows"]]
    assert len(ids) == len({*ids}) == len(frame), "a sentence is one row, of many tags"
    worst = {row["id"]: row["doubt"] for row in shown["rows"] if row["doubt"]}
    assert worst[told[0][0]] == max(worst.values())


def test_of_a_handful_of_labels_nothing_is_asked():
    example = opened("tabular-classification")
    train = [*example.splits.train]
    few = example.having(splits=Some(train[:4], train[60:63], []))
    assert label_noise.check(few, Ledger()).verdict == "not applicable"
    some = example.having(splits=Some(train[:8] + train[50:58], [], []))
    assert label_noise.check(some, Ledger()).verdict in ("holds", "unclear")


def test_large_pictures_are_made_small_before_labels_are_doubted():
    assert label_noise.small(torch.rand(3, 224, 100)).shape == (3, 16, 16)
    assert label_noise.small(torch.rand(1, 8, 8)).shape == (1, 8, 8)


# --- what raw inputs say


@pytest.mark.parametrize("shape", [(9, 7), (9, 7, 1), (9, 7, 2), (9, 7, 4), (9, 7, 6)])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_pictures_of_any_number_of_channels_are_measured(shape, kind):
    raw = np.full(shape, np.iinfo(kind).max, dtype=kind)
    found = of_pictures.of_pictures([raw])[0]
    assert (found["width"], found["height"], found["brightness"]) == (7, 9, 1.0)


def test_light_is_by_its_formulas_whatever_else_is_measured_with_it():
    """Pictures of three sizes in turn, gray and in colour: small ones are measured together."""
    chance = np.random.default_rng(0)
    shapes = [(8, 5), (8, 5, 3), (64, 60, 3), (2, 9, 3)]
    raws = [chance.integers(0, 200, shapes[i % 4], dtype=np.uint8) for i in range(40)]
    for raw, found in zip(raws, of_pictures.of_pictures(raws), strict=True):
        colours = raw.reshape(raw.shape[0], raw.shape[1], -1).astype(float)
        luma = [0.299, 0.587, 0.114] if raw.ndim == 3 else [1.0]
        gray = np.floor(colours @ luma + 0.5) / 255
        share = np.bincount((gray * 255).round().astype(int).ravel()) / gray.size
        assert found["brightness"] == pytest.approx(gray.mean(), abs=1e-4)
        assert found["contrast"] == pytest.approx(gray.std(), abs=1e-4)
        sds = [np.diff(gray, axis=axis).std() for axis in (0, 1)]
        assert found["sharpness"] == pytest.approx(np.mean(sds), abs=1e-3)
        bits = -(share[share > 0] * np.log2(share[share > 0])).sum()
        assert found["entropy"] == pytest.approx(bits, abs=0.05)
        apart = (colours.max(2) - colours.min(2)).mean() / 255
        assert found.get("colour", 0.0) == pytest.approx(apart, abs=1e-6)
        assert (found["height"], found["width"]) == raw.shape[:2]


@pytest.mark.parametrize("size", [(190, 220), (40, 250), (9, 1200), (700, 500)])
def test_some_pixels_of_a_large_picture_say_what_all_do(size, tmp_path):
    """Colours that fade, with noise. Sampling: of a mean .002, of a sd 1 %, of the bits .05."""
    chance = np.random.default_rng(1)
    few = Image.fromarray(chance.integers(0, 256, (5, 4, 3), dtype=np.uint8))
    smooth = np.asarray(few.resize(size, Image.Resampling.BICUBIC))
    noisy = smooth + chance.normal(0, 8, smooth.shape)
    Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as file:
        small = file.reduce(2 ** max(0, int(np.ceil(np.log2(max(size) / 256)))))
    assert 128 <= max(small.size) <= 256
    gray, colours = np.asarray(small.convert("L")) / 255, np.asarray(small) / 255.0
    share = np.bincount((gray * 255).round().astype(int).ravel()) / gray.size
    sds = [np.diff(gray, axis=axis).std() for axis in (0, 1)]
    found = of_pictures.of_pictures([tmp_path / "a.png"])[0]
    assert (found["width"], found["height"]) == size
    assert found["brightness"] == pytest.approx(gray.mean(), abs=0.002)
    assert found["contrast"] == pytest.approx(gray.std(), rel=0.02)
    assert found["sharpness"] == pytest.approx(np.mean(sds), rel=0.03)
    apart = (colours.max(2) - colours.min(2)).mean()
    assert found["colour"] == pytest.approx(apart, abs=0.004)
    bits = -(share[share > 0] * np.log2(share[share > 0])).sum()
    assert found["entropy"] == pytest.approx(bits, abs=0.15)


def test_a_jpeg_is_halved_while_it_is_decoded_as_a_png_is_afterwards(tmp_path):
    chance = np.random.default_rng(2)
    few = Image.fromarray(chance.integers(0, 256, (9, 12, 3), dtype=np.uint8))
    large = few.resize((1100, 800), Image.Resampling.BICUBIC)
    large.save(tmp_path / "a.png")
    large.save(tmp_path / "a.jpg", quality=95)
    paths = [tmp_path / "a.png", tmp_path / "a.jpg"]
    png, jpeg = of_pictures.of_pictures(paths)
    for name in ("brightness", "contrast", "sharpness", "colour"):
        assert png[name] == pytest.approx(jpeg[name], rel=0.02), name


def test_values_that_are_missing_do_not_move_the_rest_of_a_curve():
    before, after = np.array([1.0, np.nan, 2.0]), [3.0, 4.0]
    html = thumbnails.curves({"a": before}, {"a": after})
    first, then = re.findall(r'points="([^"]*)"', html)
    assert [len(line.split()) for line in (first, then)] == [2, 3]
    assert then.startswith(first.split()[-1])


def test_cells_never_hide_what_the_table_is_about_nor_become_html(tmp_path: Path):
    head = "id,split,label,html,missing,size,y"
    lines = (
        f"{i % 9},a,b{i % 3},<i>x</i>,{i % 5},{i},{i * 37 % 11}" for i in range(200)
    )
    project = of_numbers(tmp_path, [head, *lines])
    frame = attributes.attributes(project)
    assert {"id", "split", "id (input)", "split (input)", "missing (input)"} <= {
        *frame.columns
    }
    assert frame["id"][0].startswith("t.csv:") and frame["split"].n_unique() == 2
    path = browse.write(tmp_path / "look.html", project, frame, [])
    page = path.read_text("utf-8")
    assert "<i>x" not in page and "drawn.get(row)" in page


# --- whole projects


def opened(kind: str) -> Project:
    source = str(ROOT / "generated_examples" / kind / "src")
    sys.path.insert(0, source)
    stand(PACKAGES[kind])
    found = open_project(PACKAGES[kind])
    sys.path.remove(source)
    return found


@pytest.fixture(params=PACKAGES)
def example(request: pytest.FixtureRequest) -> Project:
    return opened(request.param)


def test_no_sample_has_an_issue_and_each_gives_a_page(example, tmp_path: Path):
    frame = attributes.attributes(example)
    parts = example.splits.train, example.splits.validation
    assert frame["id"].to_list() == [e.id for part in parts for e in part]
    assert len(query.numeric(frame)) >= 5
    for check in (outliers.check, imbalances_and_biases.check):
        record = check(example, Ledger())
        assert record.verdict == "holds", record.because
    path = browse.write(tmp_path / "look.html", example, frame, ["<b>"])
    page = path.read_text("utf-8")
    assert "&lt;b&gt;" in page and not re.search(r"(src|href)=.https?:", page)
    data = re.search(r"const page = (.*);\n", page)
    assert data
    carried = json.loads(data[1])
    rows = carried["rows"]
    assert len(rows) == min(len(frame), browse.MOST)
    assert all(carried["drawn"]) and len(carried["drawn"]) == len(rows)


def test_pictures_of_a_class_that_are_lighter_are_told(example):
    if example.target.answers_are != "classes" or len(example.inputs.shape) != 3:
        return
    parts = [
        [lighter(e, 100 * (e.answer == "3")) for e in part]
        for part in (example.splits.train, example.splits.validation)
    ]
    planted = example.having(splits=Some(*parts, []))
    said = imbalances_and_biases.check(planted, Ledger()).because
    assert "high brightness alone tells 3 from the others" in said


def lighter(example, by: int):
    raw = (example.raw // 2 + by).astype(np.uint8)
    return SimpleNamespace(id=example.id, raw=raw, answer=example.answer)


@pytest.fixture
def project(tmp_path: Path) -> Generated:
    lines = (f"{i * 37 % 101}.5,{i * 53 % 97}.5,{i % 7}.1" for i in range(300))
    return of_numbers(tmp_path, ["size,age,y", *lines])


def test_the_table_is_measured_once_until_the_data_change(
    project: Generated, tmp_path: Path
):
    ledger = Ledger.of(project.config)
    first = table(project, ledger)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            attributes, "attributes", lambda project: pytest.fail("measured again")
        )
        assert table(None, Ledger.of(project.config)).equals(first)
    file = tmp_path / "t.csv"
    file.write_text(file.read_text().replace("37.5,", "38.5,"))
    again = table(project.again(), Ledger.of(project.config))
    assert not again.equals(first)


def test_a_function_of_yours_is_a_column_everywhere(project: Generated, capsys):
    package = Path(project.module("config").__file__).parent
    own = "from math import sqrt\n\n\ndef root(example):\n    return sqrt(float(example.raw['age']))\n"
    (package / "attributes.py").write_text(own)
    assert main(project.package, ["look"]) == 0
    page = (package.parents[1] / "runs" / "look.html").read_text("utf-8")
    assert '"root"' in page
    capsys.readouterr()
    asked = ["look", "--where", "root > 9", "--sort", "root desc", "--json"]
    assert main(project.package, asked) == 0
    shown = json.loads(capsys.readouterr().out)["shown"]
    assert shown[0]["root"] == pytest.approx(shown[0]["age"] ** 0.5)
    assert all(row["root"] > 9 for row in shown)


@pytest.mark.parametrize(
    "own", ["def odd(example):\n    return 1 / 0\n", "def id(example):\n    return 1\n"]
)
def test_a_function_of_yours_that_stops_is_a_sentence(project: Generated, own: str):
    package = Path(project.module("config").__file__).parent
    (package / "attributes.py").write_text(own)
    with pytest.raises(
        ValueError, match="attributes.py: (odd stopped on t.csv:|each example has)"
    ):
        main(project.package, ["look", "--where", "age > 1"])


def test_adopted_code_has_a_table_and_a_page(tmp_path: Path):
    shutil.copytree(ROOT / "tests" / "scripts" / "epochs", tmp_path / "epochs")
    command = [sys.executable, "-m", "nn_recipe", "look", "--project", "audit"]
    done = subprocess.run(
        command, cwd=tmp_path / "epochs", capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "search, filter and sort by anything" in done.stdout
    assert (tmp_path / "epochs" / "runs" / "look.html").exists()
