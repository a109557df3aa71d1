"""Which files of a path hold boxes: Pascal VOC's XML, COCO's JSON, a table, an npz."""

from __future__ import annotations

import re
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.boxes import plain_lists, yolo
from scaffolder.facts.files import npz
from scaffolder.facts.files.npz import Header
from scaffolder.facts.files.source import Source, split_of
from scaffolder.facts.listing import IMAGE_ENDINGS, entries, first_bytes
from scaffolder.facts.written.table import Table

DEEP = 4  # folders below the one given
HEAD = 4096  # bytes in which a file shows what it is
SPELT = (  # of the columns, letters and digits only
    r"image(id|name|path|file|filename)?|file(name|path)?|path|img(name|path)?|picture",
    r"xmin|x1|left|xtl|xmintop",
    r"ymin|y1|top|ytl",
    r"xmax|x2|right|xbr",
    r"ymax|y2|bottom|ybr",
    r"class(name|id)?|label(name)?|category(name|id)?|name|object|type",
)


def find_file(path: Path) -> Source | None:
    """A list of names of a VOC folder, a COCO file or a data.yaml, with its siblings."""
    if source := yolo.find_file(path):
        return source
    if path.suffix == ".txt" and path.parents[0].name == "Main":
        return of_lists(path.parent)
    if path.suffix == ".json" and is_coco(path):
        return of_coco([path, *(f for f in entries(path.parent) if f != path)])
    return None


def find_folder(folder: Path) -> Source | None:
    for below in folders(folder, DEEP):
        if (below / "ImageSets" / "Main").is_dir() and (
            source := of_lists(below / "ImageSets" / "Main")
        ):
            return source
    inside = list(folders(folder, DEEP))
    if source := of_coco([f for below in inside for f in entries(below)]):
        return source
    with_xml = [below for below in inside if holds_xml(below)]
    if not with_xml:
        return yolo.find_folder(folder) or plain_lists.find(inside)
    given = {split_of(below) or "train": below for below in reversed(with_xml)}
    if "train" not in given or len(given) < len(with_xml):  # no splits: all train
        given = {"train": with_xml[0] if len(with_xml) == 1 else folder}
    return Source("VOC XML", given["train"], given.get("validation"), given.get("test"))


def folders(folder: Path, deep: int) -> Iterator[Path]:
    yield folder
    for entry in entries(folder) if deep else ():
        if entry.is_dir():
            yield from folders(entry, deep - 1)


def holds_xml(folder: Path) -> bool:
    """Is its first XML file an annotation?"""
    files = (e for e in entries(folder) if e.suffix.lower() == ".xml" and e.is_file())
    return (first := next(files, None)) is not None and is_voc(first)


def is_voc(file: Path) -> bool:
    head = first_bytes(file, HEAD)
    return b"<annotation" in head and (b"<bndbox" in head or b"<size" in head)


def of_lists(main: Path) -> Source | None:
    """train.txt, val.txt and test.txt, which name XML files in ../../Annotations."""
    lists = {f.stem: f for f in entries(main) if f.suffix == ".txt"}
    train = lists.get("train") or lists.get("trainval")
    if not train or not (main.parents[1] / "Annotations").is_dir():
        return None
    return Source("VOC XML", train, lists.get("val"), lists.get("test"))


def is_coco(file: Path) -> bool:
    """By its first keys; of a long file the others come later."""
    head = first_bytes(file, HEAD).lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith(b"{") and bool(
        re.search(rb'"(images|annotations|categories)"\s*:\s*\[', head)
        or re.search(rb'"(info|licenses)"\s*:', head)
    )


def holds_images(file: Path) -> bool:
    """Whether its key stands anywhere; a list of parts or of places has an "info" as well."""
    with (
        file.open("rb") as opened,
        mmap(opened.fileno(), 0, access=ACCESS_READ) as held,
    ):
        return held.find(b'"images"') >= 0


def is_guessed(file: Path) -> bool:
    """What a detector of animals found (MegaDetector): no truth to learn from."""
    head = first_bytes(file, HEAD)
    return bool(re.search(rb'"(detections|detection_categories)"\s*:', head))


def of_coco(files: list[Path]) -> Source | None:
    """The files of boxes; captions, keypoints and images without boxes are others."""
    found = [f for f in files if f.suffix == ".json" and f.is_file() and is_coco(f)]
    other = re.compile(r"caption|keypoint|panoptic|stuff|image_info", re.I)
    found = [f for f in found if not other.search(f.name) and not is_guessed(f)]
    found = [f for f in found if len(found) == 1 or holds_images(f)] or found
    if not found:
        return None
    given = {split_of(f) or split_of(f.parent) or words(f): f for f in reversed(found)}
    train = given.get("train", found[0])
    given = {split: f for split, f in given.items() if split == "train" or f != train}
    return Source("COCO JSON", train, given.get("validation"), given.get("test"))


def words(file: Path) -> str:
    """The split in "instances_train2017.json", where a year follows the word."""
    return split_of(Path(re.sub(r"\d{4}", "", file.name))) or "train"


def columns(table: Table) -> tuple[str, ...]:
    """Of picture, left, top, right, bottom and class; () where a table has no boxes."""
    plain = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in table.names}
    found = []
    for pattern in SPELT:
        fits = [plain[name] for name in plain if re.fullmatch(pattern, name)]
        fits = [name for name in fits if name not in found]
        found += fits[:1] or [""]
    numbers = all(found) and all(table.frame[c].dtype.is_float() for c in found[1:5])
    return tuple(found) if numbers else without_header(table)


def without_header(table: Table) -> tuple[str, ...]:
    """path, left, top, right, bottom, class: the usual order where no line names them."""
    header = table.dialect is None or table.dialect.header
    if header or len(table.names) != 6:
        return ()
    first, *corners, _ = (table.frame[name] for name in table.names)
    head = [str(cell).lower() for cell in first.drop_nulls().head(20)]
    numbers = all(cells.dtype.is_float() for cells in corners)
    paths = bool(head) and all(cell.endswith(IMAGE_ENDINGS) for cell in head)
    return tuple(table.names) if numbers and paths else ()


def keys(path: Path) -> tuple[str, str] | None:
    """Of pictures and boxes in an npz; None where it holds no boxes."""
    try:
        headers = npz.headers(path)
    except DataError:
        return None  # whoever reads it next says what is wrong
    for boxes, header in headers.items():
        if "box" in boxes.lower() and len(header.shape) == 3 and header.shape[2] == 5:
            images = [key for key in headers if key != boxes and pictured(headers[key])]
            if images and headers[images[0]].shape[0] == header.shape[0]:
                return images[0], boxes
    return None


def pictured(header: Header) -> bool:
    return len(header.shape) in (3, 4) and header.dtype[1:] == "u1"
