"""Labels of an .npz in several columns of 0 and 1: one answer of each picture, or several labels."""

from __future__ import annotations

import shlex
import struct
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.commands import text
from scaffolder.facts.files import npz, npz_files
from scaffolder.facts.files.npz import Header

MOST = 200  # labels


def refuse(path: Path, headers: dict[str, Header]) -> None:
    """Raises DataError, with the command that makes data of them that are read."""
    images = [key for key, header in headers.items() if len(header.shape) in (3, 4)]
    for image in sorted(images, key=lambda key: "train" not in key.lower()):
        count = headers[image].shape[0]
        for key, header in headers.items():
            wide = len(header.shape) == 2 and 1 < header.shape[1] <= MOST
            near = header.shape[0] == count and same_part(image, key)
            if wide and near and (sums := sums_of(path, key, header)):
                raise DataError(told(path, headers, image, key, set(sums) == {1}))


def same_part(image: str, labels: str) -> bool:
    """Keys that speak of a part speak of the same one."""
    return parts_in(image) == parts_in(labels)


def parts_in(key: str) -> set[str]:
    return {word for word in ("train", "val", "test") if word in key.lower()}


def sums_of(path: Path, key: str, header: Header) -> list[int]:
    """How many 1 each row has; [] where the array holds other numbers."""
    raw = npz.body(path, key)
    size, order = int(header.dtype[2:] or 1), header.dtype[0]
    if header.dtype[1] == "f":
        form = order.replace("|", "<") + {2: "e", 4: "f", 8: "d"}[size]
        values = [value for (value,) in struct.iter_unpack(form, raw)]
        cells = list(map(int, values)) if set(values) <= {0.0, 1.0} else [2]
    elif header.dtype[1] in "iub" and order != ">":
        low = raw[::size]
        cells = list(low) if sum(low) == sum(raw) else [2]
    else:
        cells = [2]
    if not set(cells) <= {0, 1}:
        return []
    wide = header.shape[1]
    return [sum(cells[i : i + wide]) for i in range(0, len(cells), wide)]


def told(
    path: Path, headers: dict[str, Header], image: str, labels: str, one: bool
) -> str:
    unread = [key for key in headers if key not in (image, labels)]
    parts = npz_files.parts_of([image, labels], unread)
    wide = headers[labels].shape[1]
    found = f"The array {labels!r} of {path} has {wide} columns of 0 and 1"
    home = shlex.quote(str(path.resolve().parent))
    if one:
        listed = [[f"{path.stem}_{part}.npz", *keys] for part, keys in parts.items()]
        code = (
            f"import numpy as np; a = np.load({text(path.name)}); [np.savez(f, images=a[i],"
            f" labels=a[l].argmax(1)) for f, i, l in {text(listed)}]"
        )
        return (
            f"{found}, of which each picture has exactly one 1: one answer in several columns."
            f" Needed: the number of the class for each picture; write it: cd {home}; python -c"
            f" {shlex.quote(code)} and name {path.with_name(listed[0][0])}."
        )
    listed = [[part, *keys] for part, keys in parts.items()]
    return (
        f"{found}: several labels of a picture, or none. Needed for image-multilabel: pictures"
        " as files, and a table with a column of 0 and 1 for each label; write both: cd"
        f" {home}; python -c {shlex.quote(flagged(path, listed, headers[image]))} and name"
        f" {path.with_name(f'{path.stem}_train.csv')}. The columns are called label_0 to"
        f" label_{wide - 1}: give them their names in the first line of each table."
    )


def flagged(path: Path, listed: list[list[str]], pixels: Header) -> str:
    scaled = " * (255 if x.max() <= 1 else 1)" * (pixels.dtype[1] == "f")
    return (
        "import numpy as np, polars as pl; from pathlib import Path; from PIL import Image; a ="
        f' np.load({text(path.name)}); Path("pictures").mkdir(exist_ok=True); save = lambda x, p:'
        f' [Image.fromarray(v.squeeze().astype("uint8")).save(p[n]) for n, v in enumerate(x{scaled})];'
        ' [(p := [f"pictures/{part}_{n}.png" for n in range(len(a[i]))], save(a[i], p),'
        ' pl.DataFrame({"path": p, **{f"label_{j}": v.astype(int) for j, v in enumerate(a[l].T)}}'
        f').write_csv("{path.stem}_" + part + ".csv")) for part, i, l in {text(listed)}]'
    )
