"""What `scaffolder.facts` says of pictures with boxes: `pytest tests/facts/test_boxes.py`.

Each test writes a few small pictures and annotations and claims one thing about their facts.
"""

import json
import random
from pathlib import Path

import pytest
from PIL import Image

from scaffolder.errors import DataError
from scaffolder.facts import Facts, read

WIDE, HIGH = 80, 60
Box = tuple[str, float, float, float, float]


def draw(path: Path, seed: int, size: tuple[int, int] = (WIDE, HIGH)) -> None:
    """Noise, so that no picture is a copy of another."""
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = random.Random(seed).randbytes(size[0] * size[1])
    Image.frombytes("L", size, noise).save(path)


def some_boxes(seed: int) -> list[Box]:
    chance = random.Random(seed)
    low = [(chance.randint(2, 50), chance.randint(2, 30)) for _ in range(1 + seed % 3)]
    return [
        ("cat" if i % 2 else "dog", x, y, x + 12, y + 15)
        for i, (x, y) in enumerate(low)
    ]


def xml(
    path: Path, boxes: list[Box], size: tuple[int, int] = (WIDE, HIGH), place: str = ""
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    each = "".join(
        f"<object><name>{n}</name><difficult>0</difficult><bndbox><xmin>{a}</xmin>"
        f"<ymin>{b}</ymin><xmax>{c}</xmax><ymax>{d}</ymax></bndbox></object>"
        for n, a, b, c, d in boxes
    )
    declared = f"<size><width>{size[0]}</width><height>{size[1]}</height></size>"
    path.write_text(f"<annotation><path>{place}</path>{declared}{each}</annotation>")


def voc(folder: Path, n: int = 24) -> Path:
    """Annotations, JPEGImages, ImageSets: 14 train, 5 val, 5 test."""
    lists: dict[str, list[str]] = {"train": [], "val": [], "test": []}
    for i in range(n):
        name = f"p{i:02}"
        draw(folder / "JPEGImages" / f"{name}.png", i)
        xml(folder / "Annotations" / f"{name}.xml", some_boxes(i))
        lists["train" if i < n - 10 else "val" if i < n - 5 else "test"].append(name)
    for split, names in lists.items():
        path = folder / "ImageSets" / "Main" / f"{split}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(names) + "\n")
    return folder


def said(facts: Facts) -> str:
    return " ".join(facts.sentences)


def setting(facts: Facts, name: str):
    return facts.settings[name].value


def test_a_voc_folder_is_detection_with_the_given_splits(tmp_path):
    voc(tmp_path / "VOC")
    for given in (tmp_path, tmp_path / "VOC/ImageSets/Main/train.txt"):
        facts = read(given)
        assert facts.kind.value == "image-detection" and facts.format == "VOC XML"
        assert facts.counts == {"train": 14, "validation": 5, "test": 5}
        assert setting(facts, "data").endswith("ImageSets/Main/train.txt")
        assert setting(facts, "test_data").endswith("ImageSets/Main/test.txt")
        assert setting(facts, "pictures") == "../../JPEGImages"
        assert setting(facts, "classes") == (("cat", "cat"), ("dog", "dog"))
        assert facts.watch.value == "mAP@.5"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return voc(tmp_path)


def change(folder: Path, name: str, boxes: list[Box], **how) -> str:
    xml(folder / "Annotations" / f"{name}.xml", boxes, **how)
    return said(read(folder))


def test_a_box_without_area_is_left_out_by_name(folder):
    found = change(folder, "p03", [("cat", 9, 9, 9, 9), ("dog", 5, 5, 20, 20)])
    assert "1 box without area" in found and "cat 9 9 9 9 in train/p03" in found


def test_swapped_corners_cut_boxes_and_boxes_off_the_picture_are_said(folder):
    odd: list[Box] = [
        ("cat", 30, 9, 9, 20),
        ("cat", 70, 5, 95, 20),
        ("dog", 200, 5, 220, 9),
    ]
    found = change(folder, "p03", odd)
    assert "1 box with left and right, or top and bottom, in the wrong order" in found
    assert "1 box that reach over the border: cut there (cat 70 5 95 20" in found
    assert "1 box off the picture: left out (dog 200 5 220 9" in found


def test_pixels_counted_from_one_are_told_by_the_first_and_the_last(folder):
    assert setting(read(folder), "first_pixel") == 0
    found = change(folder, "p03", [("cat", 1, 1, 20, 30), ("cat", 40, 30, WIDE, HIGH)])
    assert setting(read(folder), "first_pixel") == 1
    assert "Pixels are counted from 1" in found


def test_classes_that_differ_in_case_are_one(folder):
    found = change(folder, "p03", [("Cat ", 5, 5, 20, 20)])
    assert "differ in case or spaces only: 'Cat' is 'cat'" in found
    assert ("Cat", "cat") in setting(read(folder), "classes")


def test_a_declared_size_of_the_same_shape_scales_and_of_another_is_left_out(folder):
    found = change(folder, "p03", [("cat", 5, 5, 20, 20)], size=(2 * WIDE, 2 * HIGH))
    assert "drawn in 160 x 120" in found and "boxes are scaled" in found
    found = change(folder, "p04", [("cat", 5, 5, 20, 20)], size=(HIGH, WIDE))
    assert "train/p04: boxes in a frame of 60 x 80, a picture of 80 x 60" in found


def test_what_has_no_partner_is_said(folder):
    draw(folder / "JPEGImages" / "alone.png", 99)
    (folder / "JPEGImages" / "p05.png").unlink()
    xml(folder / "Annotations" / "unlisted.xml", some_boxes(1))
    found = said(read(folder))
    assert "1 picture without an annotation (alone)" in found
    assert "train/p05: no such picture" in found
    assert "1 annotation that no list names (unlisted)" in found


def test_paths_of_another_machine_are_passed_over(folder):
    found = change(folder, "p03", some_boxes(3), place="/home/pi/x/p03.png")
    assert "such as /home/pi/x/p03.png" in found


def test_repeated_and_hidden_boxes_are_counted(folder):
    twice: list[Box] = [
        ("cat", 5, 5, 25, 25),
        ("cat", 5, 5, 25, 25),
        ("cat", 8, 5, 28, 25),
    ]
    found = change(folder, "p03", twice)
    assert "1 box that repeat another of their picture (train/p03)" in found
    assert "by more than 0.6: 1 box" in found


def test_few_boxes_at_the_border_are_news(tmp_path):
    chance = random.Random(0)
    for i in range(40):
        draw(tmp_path / f"p{i}.png", i)
        low = [(chance.randint(3, 66), chance.randint(3, 46)) for _ in range(4)]
        xml(tmp_path / f"p{i}.xml", [("cell", x, y, x + 10, y + 10) for x, y in low])
    assert "Few boxes touch the border of the picture: cell 0 where" in said(
        read(tmp_path)
    )


def test_coco_files_are_read_with_their_splits_and_crowds(tmp_path):
    for split, n, start in (("train2017", 12, 0), ("val2017", 4, 50)):
        images, annotations = [], []
        for i in range(start, start + n):
            draw(tmp_path / split / f"{i:06}.png", i)
            size = {"width": WIDE, "height": HIGH}
            images.append({"id": i, "file_name": f"{i:06}.png"} | size)
            for k, (name, a, b, c, d) in enumerate(some_boxes(i)):
                row = {"id": 100 * i + k, "image_id": i, "bbox": [a, b, c - a, d - b]}
                annotations.append(
                    row | {"category_id": 1 + (name == "dog"), "iscrowd": int(i == 1)}
                )
        categories = [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}]
        stored = {
            "images": images,
            "annotations": annotations,
            "categories": categories,
        }
        file = tmp_path / "annotations" / f"instances_{split}.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(stored))
    facts = read(tmp_path)
    assert facts.format == "COCO JSON" and facts.counts == {
        "train": 12,
        "validation": 4,
    }
    assert setting(facts, "pictures") == "../{part}"
    assert "2 boxes around crowds" in said(facts) and "1 picture without any" in said(
        facts
    )
    assert (
        read(tmp_path / "annotations" / "instances_train2017.json").counts
        == facts.counts
    )


HEADERS = {
    "usual": "filename,xmin,ymin,xmax,ymax,class",
    "short": "image_id,x1,y1,x2,y2,label",
    "TensorFlow's": "filename,width,height,class,xmin,ymin,xmax,ymax",
    "none": "",
}


@pytest.mark.parametrize("how", HEADERS)
def test_a_table_of_boxes_is_told_by_its_columns(how, tmp_path):
    lines = [HEADERS[how]] if HEADERS[how] else []
    for i in range(14):
        draw(tmp_path / "images" / f"{i}.png", i)
        for name, *corners in some_boxes(i) if i else ():
            cells = [f"{i}.png", *corners, name]
            if how == "TensorFlow's":
                cells = [f"{i}.png", WIDE, HIGH, name, *corners]
            lines.append(",".join(map(str, cells)))
    if how in ("usual", "none"):
        lines.append("0.png,,,,,")
    (tmp_path / "boxes.csv").write_text("\n".join(lines) + "\n")
    facts = read(tmp_path / "boxes.csv")
    assert facts.kind.value == "image-detection"
    assert facts.counts["train"] == 13 + (how in ("usual", "none"))
    assert setting(facts, "pictures") == "." and len(setting(facts, "columns")) == 6
    assert bool(setting(facts, "header")) == (how == "none")
    if how == "usual":
        assert "1 picture without any" in said(facts)


@pytest.mark.parametrize(
    "spoil, says",
    [
        (
            lambda f: [p.unlink() for p in (f / "JPEGImages").iterdir()],
            "0 pictures with boxes",
        ),
        (
            lambda f: [xml(p, []) for p in (f / "Annotations").iterdir()],
            "No training picture",
        ),
        (
            lambda f: [
                p.write_text("<annotation><size") for p in (f / "Annotations").iterdir()
            ],
            "cannot be read",
        ),
    ],
)
def test_what_cannot_be_learnt_from_ends_in_a_sentence(spoil, says, folder):
    spoil(folder)
    with pytest.raises(DataError, match=says) as error:
        read(folder)
    assert "Needed:" in str(error.value)


def test_a_json_that_is_no_coco_file_ends_in_a_sentence(tmp_path):
    (tmp_path / "x.json").write_text('{"images": [{"id": 1}], "annotations": []}')
    with pytest.raises(DataError, match="no COCO file of boxes.*export it again"):
        read(tmp_path / "x.json")


def test_another_task_is_refused_with_the_one_to_use(folder):
    with pytest.raises(DataError, match="--task image-detection"):
        read(folder, kind="image-classification")
