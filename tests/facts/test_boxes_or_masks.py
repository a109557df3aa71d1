"""Data with boxes and masks: `pytest tests/facts/test_boxes_or_masks.py`."""

from pathlib import Path

from PIL import Image

from scaffolder.facts import read
from tests.facts.test_boxes import HIGH, WIDE, draw, said, setting, some_boxes, voc, xml
from tests.rendered import Rendered


def mask(file: Path, number: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    drawn = Image.new("L", (WIDE, HIGH), 0)
    drawn.paste(1 + number % 2, (2, 2, 20 + number % 4, 20))
    drawn.save(file)


def test_masks_beside_boxes_are_named_and_read_if_asked_for(tmp_path: Path):
    voc(tmp_path)
    for i in range(24):
        mask(tmp_path / "SegmentationClass" / f"p{i:02}.png", i)
    facts = read(tmp_path)
    assert facts.kind.value == "image-detection"
    assert "Masks are there, too, in SegmentationClass" in said(facts)
    assert "without an annotation" not in said(facts)
    masks = read(tmp_path, kind="image-segmentation")
    assert masks.format == "pictures and masks" and masks.counts == facts.counts


def test_lists_of_masks_alone_say_that_masks_are_meant(tmp_path: Path):
    for i in range(30):
        draw(tmp_path / "JPEGImages" / f"p{i:02}.jpg", i)
        xml(tmp_path / "Annotations" / f"p{i:02}.xml", some_boxes(i))
        if i < 20:
            mask(tmp_path / "SegmentationClass" / f"p{i:02}.png", i)
            mask(tmp_path / "SegmentationObject" / f"p{i:02}.png", i + 1)
    lists = tmp_path / "ImageSets" / "Segmentation"
    lists.mkdir(parents=True)
    (lists / "train.txt").write_text("".join(f"p{i:02}\n" for i in range(14)))
    (lists / "val.txt").write_text("".join(f"p{i:02}\n" for i in range(14, 20)))
    facts = read(tmp_path)
    assert facts.kind.value == "image-segmentation"
    assert facts.counts == {"train": 14, "validation": 6}
    assert "Boxes are there, too, in Annotations" in said(facts)
    boxes = read(tmp_path, kind="image-detection")
    assert boxes.counts == {"train": 30}
    assert setting(boxes, "pictures") == "../JPEGImages"
    assert "without an annotation" not in said(boxes)


def test_masks_nearer_to_the_boxes_are_not_taken_for_the_pictures(tmp_path: Path):
    for i in range(14):
        draw(tmp_path / "pets" / "images" / f"p{i:02}.jpg", i)
        xml(tmp_path / "pets" / "annotations" / "xmls" / f"p{i:02}.xml", some_boxes(i))
        mask(tmp_path / "pets" / "annotations" / "trimaps" / f"p{i:02}.png", i)
    facts = read(tmp_path, kind="image-detection")
    assert setting(facts, "pictures") == "../../images"
    made = Rendered(
        tmp_path, "image-detection", data=str(tmp_path / "pets/annotations/xmls")
    )
    assert {Path(e.raw).suffix for e in made.load().train} == {".jpg"}


def test_drawings_of_few_colours_are_pictures_where_there_are_no_others(
    tmp_path: Path,
):
    for i in range(14):
        xml(tmp_path / "notes" / f"p{i:02}.xml", some_boxes(i))
        mask(tmp_path / "drawn" / f"p{i:02}.png", i)
    facts = read(tmp_path)
    assert facts.counts == {"train": 14} and "Masks" not in said(facts)
