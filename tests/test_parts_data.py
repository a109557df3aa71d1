"""How data becomes three splits and x: `pytest tests/test_parts_data.py`.

The parts are taken from the generated examples; the files they read are made here.
"""

import gzip
import io
import struct
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import digits.data as images
import numpy as np
import polars as pl
import pytest
import torch
import wine.data as table
from digits.config import Config as ImageConfig
from PIL import Image
from wine.config import Config
from wine.recipe.split import by_chance, by_group, by_time

HERE = Config(
    data="", validation_data="", test_data="", separator=",", quote='"', encoding="utf8"
)
HERE = replace(HERE, columns=(), missing=("",), target="y", same_answer=())
HERE = replace(HERE, categorical=("colour",), drop=(), split="chance", split_column="")
HERE = replace(HERE, validation_share=0.2, test_share=0.2)
SHARES = (0.15, 0.15)


def rows(n: int, colours: str = "red,green,blue") -> list[str]:
    names = colours.split(",")
    return [f"{i % 50}.5,{names[i % len(names)]},{'ab'[i % 2]}" for i in range(n)]


def written(path: Path, *lines: str, header: str = "size,colour,y") -> str:
    path.write_text("\n".join([header, *lines]) + "\n")
    return str(path)


def everyone(splits) -> list[str]:
    return [
        e.id for part in (splits.train, splits.validation, splits.test) for e in part
    ]


# --- split ----------------------------------------------------------------------------


def partition(three) -> list[int]:
    return sorted(i for part in three for i in part)


def test_every_split_is_disjoint_and_leaves_nobody_out():
    contents = [str(i % 300) for i in range(344)]
    groups = [i % 40 for i in range(344)]
    for three in (
        by_chance(contents, SHARES, seed=0),
        by_group(groups, contents, SHARES, seed=0),
        by_time(list(range(344)), contents, SHARES),
    ):
        assert partition(three) == list(range(344))
        assert all(three)


def test_copies_stay_together_in_every_split():
    contents = [str(i % 200) for i in range(600)]
    times = [i // 3 for i in range(600)]
    groups = [i // 5 for i in range(600)]
    for three in (
        by_chance(contents, SHARES, seed=3),
        by_group(groups, contents, SHARES, seed=3),
        by_time(times, contents, SHARES),
    ):
        sides = [{contents[i] for i in part} for part in three]
        assert not (sides[0] & sides[1] | sides[0] & sides[2] | sides[1] & sides[2])


@pytest.mark.parametrize(
    "counts", [{"a": 152, "b": 124, "c": 68}, {"a": 10923, "b": 260}]
)
def test_chance_gives_each_class_its_share_to_within_one_example(counts):
    answers = [name for name, count in counts.items() for _ in range(count)]
    three = by_chance([str(i) for i in range(len(answers))], SHARES, 0, answers)
    for part, share in zip(three, (0.7, *SHARES), strict=True):
        found = Counter(answers[i] for i in part)
        assert all(abs(found[k] - share * n) <= 1 for k, n in counts.items())


def test_a_class_of_one_example_trains():
    answers = ["a"] * 60 + ["b"]
    train, _, _ = by_chance([str(i) for i in range(61)], SHARES, 0, answers)
    assert 60 in train


def test_chance_does_not_depend_on_the_order_of_the_rows():
    contents = [str(i) for i in range(344)]
    answers = [i % 3 for i in range(344)]
    order = torch.randperm(344, generator=torch.Generator().manual_seed(1)).tolist()
    plain = by_chance(contents, SHARES, 0, answers)
    mixed = by_chance(
        [contents[i] for i in order], SHARES, 0, [answers[i] for i in order]
    )
    assert [sorted(order[i] for i in part) for part in mixed] == list(plain)


def test_appended_rows_move_few_of_the_old_ones():
    contents, answers = [str(i) for i in range(1100)], [i % 3 for i in range(1100)]
    before = by_chance(contents[:1000], SHARES, 0, answers[:1000])
    after = by_chance(contents, SHARES, 0, answers)
    side = {i: part for part, rows in enumerate(after) for i in rows}
    moved = sum(side[i] != part for part, rows in enumerate(before) for i in rows)
    assert moved <= 20  # 2 %; a shuffle with a seed would move about half
    assert not set(before[2]) & set(after[0])  # and never from test to train


def test_another_split_seed_cuts_elsewhere():
    contents = [str(i) for i in range(344)]
    assert by_chance(contents, SHARES, 0) != by_chance(contents, SHARES, 1)


def test_groups_stay_whole():
    groups = [i % 40 for i in range(344)]
    three = by_group(groups, [str(i) for i in range(344)], SHARES, seed=0)
    sides = [{groups[i] for i in part} for part in three]
    assert sum(map(len, sides)) == 40 == len(set.union(*sides))
    assert 0.1 < len(three[1]) / 344 < 0.2 and 0.1 < len(three[2]) / 344 < 0.2


def test_nothing_in_training_is_later_than_the_others():
    times = [(i * 37) % 100 for i in range(400)]
    train, validation, test = by_time(times, [str(i) for i in range(400)], SHARES)
    last = max(times[i] for i in train)
    assert last < min(times[i] for i in validation)
    assert max(times[i] for i in validation) < min(times[i] for i in test)


# --- table ----------------------------------------------------------------------------


def test_the_seed_does_not_touch_the_split(tmp_path):
    config = replace(HERE, data=written(tmp_path / "t.csv", *rows(200)))
    first, second = (table.load(replace(config, seed=seed)) for seed in (1, 2))
    assert everyone(first) == everyone(second)
    other = table.load(replace(config, split_seed=1))
    assert everyone(other) != everyone(first)


def test_rows_without_an_answer_are_left_out_with_the_reason(tmp_path):
    path = written(tmp_path / "t.csv", *rows(100), "1,red,", "2,blue,?")
    splits = table.load(replace(HERE, data=path, missing=("?",)))
    reasons = {"t.csv:101": "no value in y", "t.csv:102": "no value in y"}
    assert splits.left_out == reasons
    assert len(everyone(splits)) == 100


def test_training_rows_that_stand_in_the_test_file_are_left_out(tmp_path):
    lines = [f"{i},red,{'ab'[i % 2]}" for i in range(100)]
    train = written(tmp_path / "train.csv", *lines)
    test = written(tmp_path / "test.csv", "7,red,b", "300,red,a")
    splits = table.load(replace(HERE, data=train, test_data=test))
    assert splits.left_out == {"train.csv:8": "a copy of test.csv:1"}
    assert [e.id for e in splits.test] == ["test.csv:1", "test.csv:2"]


def test_a_dropped_row_number_does_not_hide_a_copy(tmp_path):
    lines = [f"{i},{i // 2},red,{'ab'[i // 2 % 2]}" for i in range(200)]
    path = written(tmp_path / "t.csv", *lines, header="id,size,colour,y")
    splits = table.load(replace(HERE, data=path, drop=("id",)))
    sides = [{e.raw["size"] for e in part} for part in (splits.train, splits.test)]
    assert not sides[0] & sides[1]


def test_same_answer_unites_two_spellings(tmp_path):
    path = written(tmp_path / "t.csv", *rows(60), *["9,red,b."] * 2)
    splits = table.load(replace(HERE, data=path, same_answer=(("b.", "b"),)))
    assert {e.answer for e in splits.train} == {"a", "b"}


@pytest.mark.parametrize(
    "format", ["csv", "csv.gz", "tsv", "parquet", "jsonl", "latin-1"]
)
def test_all_formats_give_the_same_examples(tmp_path, format):
    lines = [f"{i}.5,{'rosé' if i % 2 else 'blue'},{'ab'[i % 2]}" for i in range(80)]
    plain = table.load(replace(HERE, data=written(tmp_path / "t.csv", *lines)))
    text = "\n".join(["size,colour,y", *lines])
    frame = pl.read_csv(io.StringIO(text))
    path, config = tmp_path / f"u.{format}", HERE
    if format == "csv.gz":
        path.write_bytes(gzip.compress(text.encode()))
    elif format == "parquet":
        frame.write_parquet(path)
    elif format == "jsonl":
        frame.write_ndjson(path)
    elif format == "tsv":
        path.write_text(text.replace(",", "\t"))
        config = replace(HERE, separator="\t")
    else:
        path.write_bytes(text.encode("latin-1" if format == "latin-1" else "utf8"))
        config = replace(HERE, encoding="latin-1" if format == "latin-1" else "utf8")
    found = table.load(replace(config, data=str(path)))
    assert [(e.raw, e.answer) for e in found.train] == [
        (e.raw, e.answer) for e in plain.train
    ]


def test_single_quotes_and_a_missing_header_are_read_as_configured(tmp_path):
    (tmp_path / "t.csv").write_text("\n".join(f"{i},0.5,'{i % 2}'" for i in range(50)))
    config = replace(
        HERE, data=str(tmp_path / "t.csv"), quote="'", columns=("a", "b", "y")
    )
    splits = table.load(config)
    assert {e.answer for e in splits.train} == {"0", "1"}
    (tmp_path / "new.csv").write_text("1,2\n3,4")  # to predict: no answers
    assert [e.raw for e in table.read(str(tmp_path / "new.csv"), config)] == [
        {"a": "1", "b": "2"},
        {"a": "3", "b": "4"},
    ]


def inputs_of(tmp_path, *lines: str, **changes):
    config = replace(HERE, data=written(tmp_path / "t.csv", *lines), **changes)
    splits = table.load(replace(config, validation_share=0.0, test_share=0.0))
    return table.Inputs.from_training(splits.train, config), splits


def test_numbers_have_mean_0_and_sd_1_over_training(tmp_path):
    inputs, splits = inputs_of(tmp_path, *rows(200))
    x = torch.stack([inputs.encode(e.raw) for e in splits.train])
    assert x.dtype == torch.float32 and x.shape[1:] == inputs.shape
    assert x[:, 0].mean().item() == pytest.approx(0, abs=1e-5)
    assert x[:, 0].std(correction=0).item() == pytest.approx(1, abs=1e-5)


def test_a_heavy_tail_does_not_press_all_other_rows_into_a_point(tmp_path):
    sizes = np.exp(3 * np.random.default_rng(0).standard_normal(2000))  # 1e-5 to 1e4
    inputs, splits = inputs_of(tmp_path, *[f"{s},red,a" for s in sizes])
    x = np.array([inputs.encode(e.raw)[0].item() for e in splits.train])
    plain = (sizes - sizes.mean()) / sizes.std()  # what standardising alone would give
    middle_half, plainly = (np.ptp(np.quantile(v, [0.25, 0.75])) for v in (x, plain))
    assert middle_half > 10 * plainly  # measured: .30 and .021 training sds
    assert np.abs(x).max() < np.abs(plain).max() / 3  # measured: 7.5 and 28.7


def test_missing_unseen_and_constant_cells_are_told_apart(tmp_path):
    lines = [f"{i % 7},red,{'ab'[i % 2]},5" for i in range(40)]
    lines += [",,a,5", ",blue,b,5"]
    path = written(tmp_path / "t.csv", *lines, header="size,colour,y,same")
    config = replace(HERE, data=path, validation_share=0.0, test_share=0.0)
    inputs = table.Inputs.from_training(table.load(config).train, config)
    missing = inputs.encode({"size": None, "colour": None, "same": "5"})
    unseen = inputs.encode({"size": "3", "colour": "ISLAND", "same": "6"})
    average = inputs.encode({"size": "3", "colour": "red", "same": "5"})
    assert inputs.show(missing) == "size=missing, same=5, colour=missing"
    assert inputs.show(unseen) == "size=3, same=6, colour=(not seen in training)"
    assert missing[0] == 0 and not torch.equal(missing, average)
    assert torch.isfinite(torch.stack([missing, unseen, average])).all()


def test_show_gives_back_every_cell_of_training_from_the_tensor_alone(tmp_path):
    lines = [f"{i * 1.25},{['red', 'blue'][i % 2]},{'ab'[i % 2]}" for i in range(100)]
    inputs, splits = inputs_of(tmp_path, *lines)
    for example in splits.train:
        cells = inputs.cells(inputs.encode(example.raw))
        assert cells["colour"] == example.raw["colour"]
        assert float(cells["size"]) == pytest.approx(
            float(example.raw["size"]), rel=1e-4
        )


def test_a_row_is_encoded_in_30_microseconds(tmp_path):
    header = ",".join([*(f"n{i}" for i in range(7)), *(f"c{i}" for i in range(7)), "y"])
    lines = [
        ",".join([f"{i}.5"] * 7 + [f"v{i % 9}"] * 7 + ["ab"[i % 2]]) for i in range(500)
    ]
    path = written(tmp_path / "t.csv", *lines, header=header)
    config = replace(HERE, data=path, categorical=tuple(f"c{i}" for i in range(7)))
    train = table.load(config).train
    inputs, raws = table.Inputs.from_training(train, config), [e.raw for e in train]
    took = []
    for _ in range(5):
        begun = time.process_time()
        for raw in raws:
            inputs.encode(raw)
        took.append((time.process_time() - begun) / len(raws))
    assert min(took) < 30e-6  # about 10 on a quiet core


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"data": "nowhere.csv"}, "nowhere.csv.*correct the path"),
        ({"target": "z"}, "needed \\['z'\\].*config.py"),
        ({"split": "group"}, "split_column"),
        ({"columns": ("a", "b")}, "columns"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_remedy(tmp_path, change, words):
    config = replace(HERE, data=written(tmp_path / "t.csv", *rows(50)))
    with pytest.raises(ValueError, match=words):
        table.load(replace(config, **change))


def test_a_row_that_lacks_a_column_is_an_error_that_names_it(tmp_path):
    inputs, _ = inputs_of(tmp_path, *rows(50))
    with pytest.raises(ValueError, match="size"):
        inputs.encode({"colour": "red"})


def test_time_splits_sort_dates_and_numbers(tmp_path):
    for stamps in (
        [f"2024-{1 + i // 28:02}-{1 + i % 28:02}" for i in range(200)],
        range(200),
    ):
        lines = [f"{s},{i},red,{'ab'[i % 2]}" for i, s in enumerate(stamps)]
        path = written(tmp_path / "t.csv", *lines, header="day,size,colour,y")
        splits = table.load(replace(HERE, data=path, split="time", split_column="day"))
        assert [e.id for e in splits.test] == [f"t.csv:{i}" for i in range(161, 201)]
        assert "day" not in splits.train[0].raw


# --- images ---------------------------------------------------------------------------

PICTURES = ImageConfig(data="", validation_data="", test_data="", columns=())
PICTURES = replace(PICTURES, image_size=8, channels=3, drop=(), split="chance")
PICTURES = replace(PICTURES, validation_share=0.2, test_share=0.2)


def picture(seed: int, side: int = 8) -> Image.Image:
    noise = np.random.default_rng(seed).integers(
        0, 256, (side, side, 3), dtype=np.uint8
    )
    return Image.fromarray(noise)


@pytest.fixture
def folders(tmp_path) -> Path:
    for i in range(40):
        file = tmp_path / "pets" / ("cats", "dogs")[i % 2] / f"{i}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        picture(i).save(file)
    return tmp_path / "pets"


def test_folders_leave_out_what_is_no_picture_and_say_why(folders):
    (folders / ".DS_Store").write_bytes(b"x")
    (folders / "cats" / "notes.txt").write_text("x")
    picture(99).save(folders / "stray.png")
    picture(98).save(folders / "cats" / "gone.png")
    splits = images.load(replace(PICTURES, data=str(folders), drop=("cats/gone.png",)))
    assert splits.left_out == {
        "pets/.DS_Store": "not a picture",
        "pets/cats/notes.txt": "not a picture",
        "pets/stray.png": "no answer",
        "pets/cats/gone.png": "named in `drop`",
    }
    assert len(everyone(splits)) == 40
    assert {e.answer for e in splits.train} == {"cats", "dogs"}


def test_pictures_that_stand_in_the_validation_folder_are_left_out(folders, tmp_path):
    (tmp_path / "val" / "cats").mkdir(parents=True)
    (tmp_path / "val" / "cats" / "x.png").write_bytes(
        (folders / "cats" / "0.png").read_bytes()
    )
    config = replace(PICTURES, data=str(folders), validation_data=str(tmp_path / "val"))
    assert images.load(config).left_out == {
        "pets/cats/0.png": "a copy of val/cats/x.png"
    }


def test_a_table_of_paths_gives_the_same_pictures(folders):
    files = sorted(folders.rglob("*.png"))
    lines = [f"{f.relative_to(folders)};{f.parent.name}" for f in files]
    written(folders / "labels.csv", *lines, "lost.png;cats", header="path;label")
    config = replace(
        PICTURES, data=str(folders / "labels.csv"), columns=("path", "label")
    )
    splits = images.load(config)
    assert splits.left_out == {"labels.csv:41": "no such file"}
    assert len(everyone(splits)) == 40


def idx(path: Path, values: np.ndarray) -> None:
    head = struct.pack(f">HBB{values.ndim}i", 0, 8, values.ndim, *values.shape)
    content = head + values.tobytes()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


def test_idx_and_npz_hold_the_same_pictures(tmp_path):
    values = np.random.default_rng(0).integers(0, 256, (50, 8, 8), dtype=np.uint8)
    labels = (np.arange(50) % 2).astype(np.uint8)
    idx(tmp_path / "train-images-idx3-ubyte.gz", values)
    idx(tmp_path / "train-labels-idx1-ubyte", labels)
    np.savez(tmp_path / "d.npz", images=values, labels=labels)
    gray = replace(PICTURES, channels=1)
    first = images.load(
        replace(gray, data=str(tmp_path / "train-images-idx3-ubyte.gz"))
    )
    config = replace(gray, data=str(tmp_path / "d.npz"), columns=("images", "labels"))
    second = images.load(config)
    assert [e.answer for e in first.train] == [e.answer for e in second.train]
    assert all(
        np.array_equal(a.raw, b.raw)
        for a, b in zip(first.train, second.train, strict=True)
    )
    assert [e.answer for e in images.read(config.data, config)] == [None] * 50


def test_pixels_have_mean_0_and_sd_1_and_come_back_exactly(folders):
    splits = images.load(replace(PICTURES, data=str(folders)))
    inputs = images.Inputs.from_training(splits.train, PICTURES)
    x = torch.stack([inputs.encode(e.raw) for e in splits.train])
    assert x.shape[1:] == inputs.shape == (3, 8, 8) and x.dtype == torch.float32
    assert x.mean((0, 2, 3)).abs().max() < 1e-5
    assert (x.std((0, 2, 3), correction=0) - 1).abs().max() < 1e-5
    for example, pixels in zip(splits.train, x, strict=True):
        assert np.array_equal(
            inputs.pixels(pixels), np.asarray(Image.open(example.raw))
        )


def test_a_picture_is_turned_upright(tmp_path):
    upright = picture(1)
    turned = Image.Exif()
    turned[0x0112] = 6  # the camera was held 90 degrees to the left
    upright.rotate(90, expand=True).save(tmp_path / "t.png", exif=turned)
    inputs = images.Inputs(8, [0.0] * 3, [1.0] * 3)
    assert np.array_equal(
        inputs.pixels(inputs.encode(str(tmp_path / "t.png"))), np.asarray(upright)
    )


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "I;16", "1", "LA"])
def test_every_mode_becomes_three_channels(tmp_path, mode):
    gray = picture(2).convert(
        "L"
    )  # 64 pixels: at most 64 colours, so that P keeps them
    if mode == "P":
        odd = gray.convert("RGB").quantize(256)
    elif mode == "I;16":
        odd = Image.fromarray(np.asarray(gray).astype(np.uint16) * 256)
    else:
        odd = gray.convert("RGB").convert(mode)
    odd.save(tmp_path / ("t.tif" if mode in ("CMYK", "I;16") else "t.png"))
    [file] = tmp_path.iterdir()
    x = images.Inputs(8, [0.0] * 3, [1.0] * 3).encode(str(file))
    assert x.shape == (3, 8, 8) and x.min() >= 0 and x.max() <= 1
    if mode != "1":
        expected = torch.from_numpy(np.asarray(gray) / 255).float()
        assert (x - expected).abs().max() < 0.02


def test_shrinking_averages_instead_of_skipping():
    stripes = np.zeros((64, 64), dtype=np.uint8)
    stripes[:, ::2] = 255
    x = images.Inputs(8, [0.0], [1.0]).encode(stripes)
    assert (x - 0.5).abs().max() < 0.05  # skipping would give 0 or 1


def test_a_torn_picture_is_an_error_that_names_it(folders):
    torn = folders / "cats" / "0.png"
    torn.write_bytes(torn.read_bytes()[:100])
    with pytest.raises(ValueError, match="cats/0.png.*`drop`"):
        images.Inputs(8, [0.0] * 3, [1.0] * 3).encode(str(torn))
