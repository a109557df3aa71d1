"""Pictures, masks, boxes and sounds, as files."""

import json
from pathlib import Path
from shutil import copy
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import polars as pl
from PIL import Image

from .layout import Asked, Layouts, given, sample

CLASS, LABELS, NUMBER = "image-classification", "image-multilabel", "image-regression"
MASKS, BOXES, SOUNDS = (
    "image-segmentation",
    "image-detection",
    "audio-classification",
)
LAYOUTS = Layouts()
SHADES = ((0, 0, 0), (200, 30, 30), (30, 200, 30), (30, 30, 200), (200, 200, 30))


def arrays(kind: str) -> Any:
    return np.load(sample(kind))


def picture(pixels: np.ndarray, path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
    return path.name


@LAYOUTS.of(CLASS, "a folder for each digit")
def class_folders(folder: Path) -> Asked:
    digits = arrays(CLASS)
    for i, (pixels, label) in enumerate(
        zip(digits["images"], digits["labels"], strict=True)
    ):
        picture(pixels, folder / "digits" / f"digit {label}" / f"{i:04}.png")
    return given(folder / "digits")


@LAYOUTS.of(CLASS, "digits in train, val and test")
def split_folders(folder: Path) -> Asked:
    digits = arrays(CLASS)
    for i, (pixels, label) in enumerate(
        zip(digits["images"], digits["labels"], strict=True)
    ):
        part = ("train", "train", "train", "val", "test")[i % 5]
        picture(pixels, folder / "digits" / part / f"d{label}" / f"{i:04}.png")
    return given(folder / "digits")


@LAYOUTS.of(CLASS, "digits in colour, listed in a table, by writer")
def listed(folder: Path) -> Asked:
    digits, rows = arrays(CLASS), []
    tint = np.random.default_rng(0).uniform(0.6, 1, (len(digits["labels"]), 3))
    for i, label in enumerate(digits["labels"].tolist()):
        pixels = (digits["images"][i][..., None] * tint[i] * 15).astype(np.uint8)
        name = picture(pixels, folder / "digits" / "images" / f"{i:04}.png")
        rows.append((name, f"d{label}", f"w{i // 20:02}"))
    frame = pl.DataFrame(rows, ["file", "digit", "writer"], orient="row")
    frame.write_csv(folder / "digits" / "labels.csv")
    asked = {"target": "digit", "split": "group", "split_column": "writer"}
    return given(folder / "digits", **asked)


@LAYOUTS.of(LABELS, "scenes, a column for each label")
def flags(folder: Path) -> Asked:
    scenes, rows = arrays(LABELS), []
    found = [set(filter(None, text.split("|"))) for text in scenes["labels"].tolist()]
    names = sorted(set().union(*found))
    for i, has in enumerate(found):
        path = picture(
            scenes["images"][i], folder / "scenes" / "images" / f"{i:03}.png"
        )
        rows.append({"file": path} | {name: int(name in has) for name in names})
    pl.DataFrame(rows).write_csv(folder / "scenes" / "labels.csv")
    return given(folder / "scenes")


@LAYOUTS.of(NUMBER, "gauges, listed in a table")
def gauges(folder: Path) -> Asked:
    stored, rows = arrays(NUMBER), []
    for i, reading in enumerate(stored["readings"].tolist()):
        path = picture(stored["images"][i], folder / "gauges" / f"{i:03}.png")
        rows.append({"picture": path, "reading": reading / 10})
    pl.DataFrame(rows).write_csv(folder / "gauges" / "readings.csv")
    return given(folder / "gauges", target="reading")


@LAYOUTS.of(MASKS, "masks of numbers beside the pictures")
def masks(folder: Path) -> Asked:
    stored = arrays(MASKS)
    for i, (pixels, mask) in enumerate(
        zip(stored["images"], stored["masks"], strict=True)
    ):
        picture(pixels, folder / "shapes" / "images" / f"{i:03}.png")
        picture(mask, folder / "shapes" / "masks" / f"{i:03}.png")
    return given(folder / "shapes")


@LAYOUTS.of(MASKS, "masks in colours, in train and val")
def colours(folder: Path) -> Asked:
    stored, shades = arrays(MASKS), np.full((256, 3), 255, np.uint8)  # void is white
    shades[: len(SHADES)] = SHADES
    for i, (pixels, mask) in enumerate(
        zip(stored["images"], stored["masks"], strict=True)
    ):
        part = "val" if i % 5 == 0 else "train"
        large, wide = (np.kron(a, np.ones((2, 3), np.uint8)) for a in (pixels, mask))
        picture(large, folder / "shapes" / part / "images" / f"{i:03}.png")
        picture(shades[wide], folder / "shapes" / part / "masks" / f"{i:03}.png")
    return given(folder / "shapes")


def things() -> tuple[list[tuple[np.ndarray, list[tuple[int, ...]]]], list[str]]:
    """Pixels and boxes (x1, y1, x2, y2, class), cut at the border; names of the classes."""
    stored = arrays(BOXES)
    names, boxes = stored["names"].tolist(), stored["boxes"].astype(int)
    height, width = stored["images"].shape[1:]
    boxes[..., :4] = boxes[..., :4].clip(0, [width, height] * 2)
    there = (boxes[..., 4] >= 0) & (boxes[..., 2:4] > boxes[..., :2]).all(2)
    each = ([*map(tuple, b[t].tolist())] for b, t in zip(boxes, there, strict=True))
    return [*zip(stored["images"], each, strict=True)], names


@LAYOUTS.of(BOXES, "things as COCO")
def coco(folder: Path) -> Asked:
    (every, names), pictures, boxes = things(), [], []
    for i, (pixels, found) in enumerate(every):
        height, width = pixels.shape[:2]
        name = picture(pixels, folder / "things" / "images" / f"{i:03}.png")
        pictures.append({"id": i, "file_name": name, "width": width, "height": height})
        for x1, y1, x2, y2, label in found:
            box = {"bbox": [x1, y1, x2 - x1, y2 - y1], "category_id": label + 1}
            area = (x2 - x1) * (y2 - y1)
            boxes.append(
                box | {"id": len(boxes), "image_id": i, "area": area, "iscrowd": 0}
            )
    classes = [{"id": i, "name": name} for i, name in enumerate(names, 1)]
    whole = {"images": pictures, "annotations": boxes, "categories": classes}
    (folder / "things" / "annotations.json").write_text(json.dumps(whole), "utf-8")
    return given(folder / "things")


@LAYOUTS.of(BOXES, "things as VOC")
def voc(folder: Path) -> Asked:
    (folder / "things" / "Annotations").mkdir(parents=True)
    every, names = things()
    for i, (pixels, found) in enumerate(every):
        height, width = pixels.shape[:2]
        picture(pixels, folder / "things" / "JPEGImages" / f"{i:03}.png")
        objects = "".join(
            f"<object><name>{escape(names[c])}</name><bndbox><xmin>{x1 + 1}</xmin><ymin>{y1 + 1}"
            f"</ymin><xmax>{x2}</xmax><ymax>{y2}</ymax></bndbox></object>"
            for x1, y1, x2, y2, c in found
        )
        text = (
            f"<annotation><filename>{i:03}.png</filename><size><width>{width}</width>"
        )
        text += (
            f"<height>{height}</height><depth>1</depth></size>{objects}</annotation>"
        )
        (folder / "things" / "Annotations" / f"{i:03}.xml").write_text(text, "utf-8")
    return given(folder / "things")


@LAYOUTS.of(BOXES, "things as YOLO")
def yolo(folder: Path) -> Asked:
    every, names = things()
    for i, (pixels, found) in enumerate(every):
        part, (height, width) = ("val" if i % 5 == 0 else "train"), pixels.shape[:2]
        picture(pixels, folder / "things" / "images" / part / f"{i:03}.png")
        text = "".join(
            f"{c} {(x1 + x2) / 2 / width:.6f} {(y1 + y2) / 2 / height:.6f} "
            f"{(x2 - x1) / width:.6f} {(y2 - y1) / height:.6f}\n"
            for x1, y1, x2, y2, c in found
        )
        path = folder / "things" / "labels" / part / f"{i:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    classes = "\n".join(f"  {i}: {name}" for i, name in enumerate(names))
    yaml = f"path: .\ntrain: images/train\nval: images/val\nnames:\n{classes}\n"
    (folder / "things" / "data.yaml").write_text(yaml, "utf-8")
    return given(folder / "things")


@LAYOUTS.of(BOXES, "things, a row of a table for each box")
def box_rows(folder: Path) -> Asked:
    (every, names), rows = things(), []
    for i, (pixels, found) in enumerate(every):
        name = picture(pixels, folder / "things" / "images" / f"{i:03}.png")
        rows += [(name, *box[:4], names[box[4]]) for box in found]
    columns = ["filename", "xmin", "ymin", "xmax", "ymax", "class"]
    pl.DataFrame(rows, columns, orient="row").write_csv(folder / "things" / "boxes.csv")
    return given(folder / "things")


def calls() -> list[tuple[Path, str, str]]:
    """Path, class and who is heard: "falling_ada_0.wav"."""
    paths = sorted(sample(SOUNDS).glob("*.wav"))
    return [(path, *path.stem.split("_")[:2]) for path in paths]


@LAYOUTS.of(SOUNDS, "a folder for each call")
def sound_folders(folder: Path) -> Asked:
    for path, label, _ in calls():
        (folder / "calls" / label).mkdir(parents=True, exist_ok=True)
        copy(path, folder / "calls" / label / path.name)
    return given(folder / "calls")


@LAYOUTS.of(SOUNDS, "calls listed in a table, by bird")
def sound_table(folder: Path) -> Asked:
    (folder / "calls" / "audio").mkdir(parents=True)
    for i, (path, _, _) in enumerate(calls()):
        copy(path, folder / "calls" / "audio" / f"{i:03}.wav")
    rows = [(f"{i:03}.wav", label, bird) for i, (_, label, bird) in enumerate(calls())]
    frame = pl.DataFrame(rows, ["file", "call", "bird"], orient="row")
    frame.write_csv(folder / "calls" / "calls.csv")
    asked = {"target": "call", "split": "group", "split_column": "bird"}
    return given(folder / "calls", **asked)
