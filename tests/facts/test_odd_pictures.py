"""Pictures and masks as they are found: `pytest tests/facts/test_odd_pictures.py`.

What facts say of values, turns and files left out is what the rendered project reads.
"""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from scaffolder.errors import DataError
from scaffolder.facts import Facts, read

from ..rendered import Rendered

RANDOM = np.random.default_rng(0)


def disc(*levels: int) -> Image.Image:
    """A mask of 64 x 64: the first level, and a disc of each other one."""
    mask = Image.new("L", (64, 64), levels[0])
    for i, level in enumerate(levels[1:]):
        x, y = (int(v) for v in RANDOM.integers(2, 14, 2))
        ImageDraw.Draw(mask).ellipse(
            [x, y + 30 * i, x + 18, y + 18 + 30 * i], fill=level
        )
    return mask


def masked(folder: Path, save, levels: tuple[int, ...], ending: str) -> Path:
    (folder / "images").mkdir(parents=True)
    (folder / "masks").mkdir()
    for i in range(14):
        pixels = RANDOM.integers(0, 255, (64, 64, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / "images" / f"{i}.png")
        save(disc(*levels), folder / "masks" / f"{i}{ending}")
    return folder


def jpeg(mask: Image.Image, path: Path) -> None:
    mask.save(path, quality=75)


def colour_jpeg(mask: Image.Image, path: Path) -> None:
    mask.convert("RGB").save(path, quality=80)


def smoothed(mask: Image.Image, path: Path) -> None:
    mask.resize((90, 90), Image.Resampling.BICUBIC).resize((64, 64), 2).save(path)


@pytest.mark.parametrize(
    ("save", "levels", "ending"),
    [
        (jpeg, (0, 255), ".jpg"),
        (jpeg, (0, 128, 255), ".jpg"),
        (colour_jpeg, (0, 255), ".jpg"),
        (smoothed, (0, 255), ".png"),
    ],
)
def test_masks_whose_values_have_moved_have_as_many_classes_as_were_drawn(
    tmp_path: Path, save, levels: tuple[int, ...], ending: str
):
    folder = masked(tmp_path / "d", save, levels, ending)
    facts = read(folder)
    codes = [code for code, _ in facts.settings["classes"].value]
    assert codes == [str(level) for level in levels]
    assert any("nearest of" in said for said in facts.sentences)
    made = Rendered(tmp_path, "image-segmentation", data=str(folder))
    one = made.load().train[0]
    assert set(np.unique(made.module("read").codes(one.answer))) == set(levels)


def test_a_jpeg_of_close_numbers_is_no_mask(tmp_path: Path):
    def close(mask: Image.Image, path: Path) -> None:
        noise = RANDOM.integers(0, 30, (64, 64), dtype=np.uint8)
        Image.fromarray(np.array(mask) + noise).save(path, quality=75)

    with pytest.raises(DataError, match=r"JPEG, which has moved"):
        read(masked(tmp_path / "d", close, (0, 2), ".jpg"))


@pytest.mark.parametrize("bits", [10, 12, 14, 16])
def test_the_bits_in_use_are_scaled_to_white(tmp_path: Path, bits: int):
    for i, name in enumerate(("left", "right")):
        (tmp_path / "d" / name).mkdir(parents=True)
        for k in range(12):
            pixels = RANDOM.integers(0, 2**bits, (32, 32)).astype(np.uint16)
            pixels[:, 16 * i : 16 * i + 4] = 2**bits - 1
            Image.fromarray(pixels).save(tmp_path / "d" / name / f"{k}.png")
    facts = read(tmp_path / "d")
    assert any(f"{bits} bits are in use" in s for s in facts.sentences) == (bits < 16)
    made = Rendered(tmp_path, "image-classification", data=str(tmp_path / "d"))
    picture = made.module("read").picture
    pixels = np.array(picture(made.load().train[0].raw, "L", 32, 32))
    assert pixels.max() == 255 and len(np.unique(pixels)) > 200


def heat(folder: Path, low: int, high: int) -> None:
    """Warm on the left or on the right, with a dead pixel and a corner without a measure."""
    for i, name in enumerate(("left", "right")):
        (folder / name).mkdir(parents=True)
        for k in range(12):
            pixels = RANDOM.integers(low, high, (40, 40)).astype(np.uint16)
            pixels[:, 20 * i : 20 * i + 4] = high
            pixels[30:, :10], pixels[5, 5] = 0, 7
            Image.fromarray(pixels).save(folder / name / f"{k}.png")


@pytest.mark.parametrize(("low", "high"), [(27_100, 28_400), (60_000, 60_900)])
def test_a_narrow_range_far_from_zero_keeps_its_greys(
    tmp_path: Path, low: int, high: int
):
    heat(tmp_path / "d", low, high)
    facts = read(tmp_path / "d")
    assert any(f"between {low:,} and {high:,} of 65,535" in s for s in facts.sentences)
    made = Rendered(tmp_path, "image-classification", data=str(tmp_path / "d"))
    picture = made.module("read").picture
    pixels = np.array(picture(made.load().train[0].raw, "L", 40, 40))
    assert len(np.unique(pixels)) > 100 and pixels.max() > 150
    assert (pixels == 0).sum() == 101 and not pixels[31:, :9].any()


@pytest.mark.parametrize(("low", "high"), [(64, 4_000), (9_000, 40_000)])
def test_a_wide_range_begins_at_zero(tmp_path: Path, low: int, high: int):
    heat(tmp_path / "d", low, high)
    assert "lowest" not in read(tmp_path / "d").settings


def hares(folder: Path, exif: dict[int, int], broken: tuple[int, ...]) -> Path:
    (folder / "images").mkdir(parents=True)
    (folder / "annots").mkdir()
    for i in range(30):
        x, y, w, h = (
            int(v) for v in (*RANDOM.integers(0, 40, 2), *RANDOM.integers(20, 50, 2))
        )
        pixels = RANDOM.integers(0, 60, (96, 128, 3), dtype=np.uint8)
        tags = Image.Exif()
        if i in exif:
            tags[274] = exif[i]
        path = folder / "images" / f"{i:03d}.jpg"
        Image.fromarray(pixels).save(path, exif=tags)
        if i in broken:
            path.write_bytes(path.read_bytes()[:700])
        corners = (
            f"<xmin>{x}</xmin><ymin>{y}</ymin><xmax>{x + w}</xmax><ymax>{y + h}</ymax>"
        )
        size = "<size><width>128</width><height>96</height></size>"
        found = f"<object><name>hare</name><bndbox>{corners}</bndbox></object>"
        (folder / "annots" / f"{i:03d}.xml").write_text(
            f"<annotation><filename>{i:03d}.jpg</filename>{size}{found}</annotation>"
        )
    return folder


def test_only_orientations_that_exist_turn_a_picture(tmp_path: Path):
    folder = hares(tmp_path / "d", {7: 0, 8: 9, 9: 1}, ())
    facts = read(folder)
    assert facts.counts["train"] == 30 and not facts.drop
    assert not any("EXIF" in said for said in facts.sentences)
    made = Rendered(tmp_path, "image-detection", data=str(folder))
    assert not made.load().left_out


def test_what_facts_leave_out_the_project_leaves_out(tmp_path: Path):
    folder = hares(tmp_path / "d", {}, (5,))
    facts: Facts = read(folder)
    assert facts.counts["train"] == 29 and len(facts.drop) == 1
    made = Rendered(tmp_path, "image-detection", data=str(folder))
    splits = made.load()
    parts = (splits.train, splits.validation, splits.test)
    assert sum(map(len, parts)) == 29 and len(splits.left_out) == 1
