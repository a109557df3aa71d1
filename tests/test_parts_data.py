"""How a file becomes three splits and x: `pytest tests/test_parts_data.py`.

Each project is written for a file that is made here, and read by its own modules.
"""

import gzip
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import torch
from PIL import Image

from tests.rendered import Rendered

CLASSES, PICTURES = "tabular-classification", "image-classification"
Project = Callable[..., Rendered]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    def written(data: Path, kind: str = CLASSES, **given: Any) -> Rendered:
        given = {"target": "y", **given} if kind == CLASSES else given
        return Rendered(tmp_path / "projects", kind, data=str(data), **given)

    return written


def rows(n: int, colours: tuple[str, ...] = ("red", "green", "blue")) -> list[str]:
    """Sizes that repeat, a colour, and one of two classes."""
    return [
        f"{i * 37 % 101}.5,{colours[i % len(colours)]},{'ab'[i % 2]}" for i in range(n)
    ]


def table(path: Path, lines: list[str], header: str = "size,colour,y") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *lines]) + "\n", "utf-8")
    return path


def parts(splits: Any) -> list[list[str]]:
    three = (splits.train, splits.validation, splits.test)
    return [[example.id for example in part] for part in three]


# --- split ----------------------------------------------------------------------------


def test_a_split_is_disjoint_leaves_nobody_out_and_keeps_copies_together(
    project: Project, tmp_path: Path
):
    lines = rows(344)
    found = project(table(tmp_path / "t.csv", lines)).load()
    three = parts(found)
    ids = sorted(int(id.split(":")[1]) for part in three for id in part)
    assert ids == list(range(1, 345)) and all(three)
    sides = [
        {lines[int(id.split(":")[1]) - 1][:-2] for id in part} for part in three
    ]  # all cells but the answer
    assert not (sides[0] & sides[1] | sides[0] & sides[2] | sides[1] & sides[2])


def test_chance_gives_each_class_its_share(project: Project, tmp_path: Path):
    counts = {"a": 952, "b": 124, "c": 68}
    answers = [name for name, count in counts.items() for _ in range(count)]
    lines = [f"{i}.25,{answer}" for i, answer in enumerate(answers)]
    splits = project(table(tmp_path / "t.csv", lines, "size,y"), drop=[]).load()
    for part, share in zip(
        (splits.train, splits.validation, splits.test), (0.7, 0.15, 0.15), strict=True
    ):
        found = Counter(example.answer for example in part)
        assert all(abs(found[k] - share * n) <= 1 for k, n in counts.items())


def test_neither_the_seed_nor_the_order_nor_new_rows_move_the_split(
    project: Project, tmp_path: Path
):
    lines = [f"{i}.75,{'red' if i % 3 else 'blue'},{'ab'[i % 2]}" for i in range(600)]
    written = project(table(tmp_path / "t.csv", lines), drop=[])
    before = written.load(seed=1)
    assert parts(before) == parts(written.load(seed=2))
    assert parts(before) != parts(written.load(split_seed=1))

    def sides(splits: Any) -> dict[str, int]:
        three = (splits.train, splits.validation, splits.test)
        return {e.raw["size"]: side for side, part in enumerate(three) for e in part}

    old = sides(before)
    table(tmp_path / "t.csv", lines[::-1])
    assert sides(written.load()) == old
    more = [f"{i}.75,red,{'ab'[i % 2]}" for i in range(600, 660)]
    table(tmp_path / "t.csv", lines + more)
    new = sides(written.load())
    moved = [size for size in old if new[size] != old[size]]
    assert len(moved) <= 12  # 2 %; a shuffle with a seed would move about half
    assert not [size for size in moved if old[size] == 2 and new[size] == 0]


def test_groups_stay_whole(project: Project, tmp_path: Path):
    lines = [f"{i}.5,p{i % 40},{'ab'[i // 40 % 2]}" for i in range(344)]
    path = table(tmp_path / "t.csv", lines, "size,who,y")
    splits = project(path, split="group", split_column="who").load()
    three = (splits.train, splits.validation, splits.test)
    sides = [{example.raw["who"] for example in part} for part in three]
    assert sum(map(len, sides)) == 40 == len(set.union(*sides))


def test_nothing_in_training_is_later_than_the_others(project: Project, tmp_path: Path):
    days = [f"2024-{1 + i // 28:02}-{1 + i % 28:02}" for i in range(200)]
    lines = [f"{day},{i}.5,{'ab'[i % 2]}" for i, day in enumerate(days)]
    path = table(tmp_path / "t.csv", lines, "day,size,y")
    splits = project(path, split="time", split_column="day").load()
    assert parts(splits)[2] == [f"t.csv:{i}" for i in range(171, 201)]


# --- tables ---------------------------------------------------------------------------


def test_rows_without_an_answer_are_left_out_with_the_reason(
    project: Project, tmp_path: Path
):
    path = table(tmp_path / "t.csv", [*rows(100), "1,red,", "2,blue,"])
    splits = project(path).load()
    assert splits.left_out == {"t.csv:101": "no y", "t.csv:102": "no y"}
    assert sum(map(len, parts(splits))) == 100


def test_training_rows_that_stand_in_the_test_file_are_left_out(
    project: Project, tmp_path: Path
):
    lines = [f"{i}.5,red,{'ab'[i % 2]}" for i in range(100)]
    train = table(tmp_path / "train.csv", lines)
    test = table(tmp_path / "test.csv", ["7.5,red,b", "300.5,red,a"])
    splits = project(train, test_data=str(test), drop=[]).load()
    assert splits.left_out == {"train.csv:8": "a copy of test.csv:1"}
    assert parts(splits)[2] == ["test.csv:1", "test.csv:2"]


@pytest.mark.parametrize(
    "form", ["csv", "csv.gz", "tsv", "parquet", "jsonl", "latin-1"]
)
def test_all_formats_give_the_same_examples(
    project: Project, tmp_path: Path, form: str
):
    lines = [f"{i % 37}.5,{('rosé', 'blue')[i % 2]},{'ab'[i % 2]}" for i in range(180)]
    plain = project(table(tmp_path / "t.csv", lines), drop=[]).load()
    text, path = "\n".join(["size,colour,y", *lines]) + "\n", tmp_path / f"u.{form}"
    frame = pl.read_csv(text.encode())
    if form == "csv.gz":
        path.write_bytes(gzip.compress(text.encode()))
    elif form == "parquet":
        frame.write_parquet(path)
    elif form == "jsonl":
        frame.write_ndjson(path)
    elif form == "tsv":
        path.write_text(text.replace(",", "\t"), "utf-8")
    else:
        path = tmp_path / "u.csv"
        path.write_bytes(text.encode("latin-1" if form == "latin-1" else "utf8"))
    found = project(path, drop=[]).load()
    assert [(e.raw, e.answer) for e in found.train] == [
        (e.raw, e.answer) for e in plain.train
    ]


def test_numbers_have_mean_0_and_sd_1_and_come_back(project: Project, tmp_path: Path):
    lines = [f"{i * i % 83}.5,{i % 7},{'ab'[i % 2]}" for i in range(300)]
    written = project(table(tmp_path / "t.csv", lines, "size,age,y"), drop=[])
    inputs, splits = written.inputs(), written.load()
    x = torch.stack([inputs.encode(e.raw) for e in splits.train])
    assert x.dtype == torch.float32 and x.shape[1:] == inputs.shape
    assert x.mean(0).abs().max() < 1e-5
    assert (x.std(0, correction=0) - 1).abs().max() < 1e-5
    for example, one in zip(splits.train, x, strict=True):
        cells = inputs.cells(one)
        assert float(cells["size"]) == pytest.approx(
            float(example.raw["size"]), rel=1e-4
        )


def test_a_heavy_tail_does_not_press_all_other_rows_into_a_point(
    project: Project, tmp_path: Path
):
    sizes = np.exp(3 * np.random.default_rng(0).standard_normal(2000))  # 1e-5 to 1e4
    lines = [f"{size},{'ab'[i % 2]}" for i, size in enumerate(sizes)]
    written = project(table(tmp_path / "t.csv", lines, "size,y"), drop=[])
    inputs, train = written.inputs(), written.load().train
    x = np.array([inputs.encode(e.raw)[0].item() for e in train])
    plain = (sizes - sizes.mean()) / sizes.std()  # what standardising alone would give
    middle_half, plainly = (np.ptp(np.quantile(v, [0.25, 0.75])) for v in (x, plain))
    assert middle_half > 10 * plainly  # measured: .30 and .021 training sds
    assert np.abs(x).max() < np.abs(plain).max() / 3  # measured: 7.5 and 28.7


def test_missing_and_unseen_cells_are_told_apart(project: Project, tmp_path: Path):
    lines = [*rows(200), *[",,a", ",blue,b"] * 6]
    inputs = project(table(tmp_path / "t.csv", lines), drop=[]).inputs()
    missing = inputs.encode({"size": None, "colour": None})
    unseen = inputs.encode({"size": "30.5", "colour": "ISLAND"})
    known = inputs.encode({"size": "30.5", "colour": "red"})
    assert inputs.cells(missing)["size"] == "missing"
    assert inputs.cells(known)["colour"] == "red"
    assert inputs.cells(unseen)["colour"] not in ("red", "green", "blue", "missing")
    assert torch.isfinite(torch.stack([missing, unseen, known])).all()
    assert not torch.equal(unseen, known)


def test_what_cannot_be_read_is_an_error_with_its_remedy(
    project: Project, tmp_path: Path
):
    written = project(table(tmp_path / "t.csv", rows(100)), drop=[])
    with pytest.raises(ValueError, match=r"nowhere\.csv.*correct its path"):
        written.load(data="nowhere.csv")
    with pytest.raises(ValueError, match="too few"):
        written.load(target="z")
    with pytest.raises(ValueError, match="size"):
        written.inputs().encode({"colour": "red"})


# --- pictures -------------------------------------------------------------------------


def picture(seed: int, side: int = 8) -> Image.Image:
    rng = np.random.default_rng(seed)
    return Image.fromarray(rng.integers(0, 256, (side, side, 3), dtype=np.uint8))


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    for i in range(60):
        file = tmp_path / "pets" / ("cats", "dogs")[i % 2] / f"{i}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        picture(i).save(file)
    return tmp_path / "pets"


def test_folders_leave_out_what_is_no_picture_and_what_is_dropped(
    project: Project, pets: Path
):
    (pets / "cats" / "notes.txt").write_text("x")
    picture(98).save(pets / "cats" / "gone.png")
    splits = project(pets, PICTURES).load(drop=("cats/gone.png",))
    assert sum(map(len, parts(splits))) == 60
    assert {e.answer for e in splits.train} == {"cats", "dogs"}


def test_pixels_have_mean_0_and_sd_1_and_come_back_exactly(
    project: Project, pets: Path
):
    written = project(pets, PICTURES)
    inputs, splits = written.inputs(), written.load()
    x = torch.stack([inputs.encode(e.raw) for e in splits.train])
    assert x.shape[1:] == inputs.shape == (3, 8, 8) and x.dtype == torch.float32
    assert x.mean((0, 2, 3)).abs().max() < 1e-5
    assert (x.std((0, 2, 3), correction=0) - 1).abs().max() < 1e-5
    for example, pixels in zip(splits.train, x, strict=True):
        stored = np.asarray(Image.open(example.raw))
        assert np.array_equal(inputs.pixels(pixels), stored)


def test_a_picture_is_turned_upright(project: Project, pets: Path, tmp_path: Path):
    upright, turned = picture(1), Image.Exif()
    turned[0x0112] = 6  # the camera was held 90 degrees to the left
    upright.rotate(90, expand=True).save(tmp_path / "t.png", exif=turned)
    inputs = project(pets, PICTURES).inputs()
    found = inputs.pixels(inputs.encode(str(tmp_path / "t.png")))
    assert np.array_equal(found, np.asarray(upright))


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "I;16", "LA"])
def test_every_mode_becomes_three_channels(
    project: Project, pets: Path, tmp_path: Path, mode: str
):
    gray = picture(2).convert(
        "L"
    )  # 64 pixels: at most 64 colours, so that P keeps them
    if mode == "P":
        odd = gray.convert("RGB").quantize(256)
    elif mode == "I;16":
        odd = Image.fromarray(np.asarray(gray).astype(np.uint16) * 256)
    else:
        odd = gray.convert("RGB").convert(mode)
    path = tmp_path / ("t.tif" if mode in ("CMYK", "I;16") else "t.png")
    odd.save(path)
    inputs = project(pets, PICTURES).inputs()
    pixels = inputs.pixels(inputs.encode(str(path))).astype(int)
    assert pixels.shape == (8, 8, 3)
    assert np.abs(pixels - np.asarray(gray)[..., None]).max() <= 5


def test_a_torn_picture_is_an_error_that_names_it(project: Project, pets: Path):
    inputs, torn = project(pets, PICTURES).inputs(), pets / "cats" / "0.png"
    torn.write_bytes(torn.read_bytes()[:100])
    with pytest.raises(ValueError, match=r"0\.png"):
        inputs.encode(str(torn))


def test_a_table_of_paths_gives_the_same_pictures(project: Project, pets: Path):
    files = sorted(pets.rglob("*.png"))
    lines = [f"{f.relative_to(pets)},{f.parent.name}" for f in files]
    path = table(pets / "labels.csv", [*lines, "cats/lost.png,cats"], "path,label")
    written = project(path, PICTURES)
    splits = written.load()
    assert written.config().drop == ()  # what is absent is found so by read.py
    assert splits.left_out == {"labels.csv:61": "no such picture"}
    assert sum(map(len, parts(splits))) == 60


def test_shrinking_averages_instead_of_skipping(project: Project, pets: Path, tmp_path):
    stripes = np.zeros((64, 64), dtype=np.uint8)
    stripes[:, ::2] = 255
    Image.fromarray(stripes).save(tmp_path / "t.png")
    inputs = project(pets, PICTURES).inputs()
    pixels = inputs.pixels(inputs.encode(str(tmp_path / "t.png"))).astype(int)
    assert np.abs(pixels - 127).max() < 14  # skipping would give 0 or 255


def test_a_file_that_is_no_npz_is_refused_without_advice_to_load_it_unsafely(tmp_path):
    from digits.config import Config as Pictures
    from digits.read import read

    (tmp_path / "README.md").write_text("digits\n")
    for name in ("README.md", "none.npz"):
        with pytest.raises(ValueError, match="No .npz file .*correct it"):
            read(tmp_path / name, Pictures())
