"""Files of a folder as tables: columns of as many rows, which can be written again, changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

LARGE = 50_000_000  # bytes
FEWEST = 40  # rows


@dataclass(frozen=True)
class Table:
    """One file, or several arrays beside each other."""

    root: Path
    columns: dict[str, np.ndarray]  # [rows, ...]; of a text file those that are numbers
    files: dict[str, Path]  # column -> where it stands
    words: dict[str, np.ndarray]  # columns of words

    @property
    def rows(self) -> int:
        return len(next(iter({**self.columns, **self.words}.values())))

    def write(self, folder: Path, changed: dict[str, np.ndarray]) -> None:
        """Into a copy of the folder."""
        for path in {self.files[name] for name in changed}:
            own = {n: v for n, v in changed.items() if self.files[n] == path}
            write(path, folder / path.relative_to(self.root), own)


def tables(root: Path) -> Iterator[Table]:
    """CSV, npz, and the npy of one folder that have as many rows."""
    listed = [
        p for p in sorted(root.rglob("*")) if p.is_file() and "runs" not in p.parts
    ]
    beside: dict[Any, dict[str, Path]] = {}
    for path in listed:
        if path.stat().st_size > LARGE:
            continue
        if path.suffix in (".csv", ".tsv"):
            numbers, words = of_text(path)
            if len(next(iter({**numbers, **words}.values()), ())) >= FEWEST:
                yield Table(
                    root, numbers, dict.fromkeys({**numbers, **words}, path), words
                )
        elif path.suffix == ".npz":
            yield from of_arrays(root, dict(np.load(path)), path)
        elif path.suffix == ".npy":
            rows = np.load(path, mmap_mode="r").shape[:1]
            beside.setdefault((path.parent, rows), {})[path.stem] = path
    for (_, rows), paths in beside.items():
        if rows and rows[0] >= FEWEST:
            arrays = {name: np.load(path) for name, path in paths.items()}
            yield Table(root, arrays, paths, {})


def of_arrays(root: Path, arrays: dict[str, Any], path: Path) -> Iterator[Table]:
    by_rows: dict[int, dict[str, Any]] = {}
    for name, array in arrays.items():
        if array.ndim and len(array) >= FEWEST and array.dtype.kind in "biuf":
            by_rows.setdefault(len(array), {})[name] = array
    for found in by_rows.values():
        yield Table(root, found, dict.fromkeys(found, path), {})


def of_text(path: Path) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Columns that are numbers, gaps as nan, and those that are words."""
    frame = cells(path)
    numbers: dict[str, np.ndarray] = {}
    words: dict[str, np.ndarray] = {}
    if frame is None:
        return numbers, words
    for name in frame.columns:
        column = frame[name].to_numpy()
        try:
            numbers[name] = np.array([float(c or "nan") for c in column])
        except (TypeError, ValueError):
            words[name] = np.array([str(c) for c in column])
    return numbers, words


def cells(path: Path) -> Any:
    """All of them as text, under their names; None where the file has none."""
    import polars as pl

    with open(path, encoding="utf-8", errors="replace") as stream:
        first = stream.readline()
    separator = max("\t;,", key=first.count)
    try:
        return pl.read_csv(path, separator=separator, infer_schema=False)
    except Exception:  # of its own format: then nothing can be said of it
        return None


def write(path: Path, to: Path, changed: dict[str, np.ndarray]) -> None:
    if path.suffix == ".npy":
        (values,) = changed.values()
        np.save(to, like(values, np.load(path)))
    elif path.suffix == ".npz":
        arrays = dict(np.load(path))
        arrays |= {n: like(v, arrays[n]) for n, v in changed.items()}
        np.savez(to, **arrays)  # type: ignore[arg-type]
    else:
        import polars as pl

        frame = cells(path)
        whole = {
            n: all(c is None or c.lstrip("-").isdigit() for c in frame[n])
            for n in changed
        }
        new = [
            pl.Series(
                n,
                [
                    told(v, whole[n], old)
                    for v, old in zip(values, frame[n], strict=True)
                ],
            )
            for n, values in changed.items()
        ]
        with open(path, encoding="utf-8", errors="replace") as stream:
            separator = max("\t;,", key=stream.readline().count)
        frame.with_columns(new).write_csv(to, separator=separator)


def like(values: np.ndarray, before: np.ndarray) -> np.ndarray:
    if before.dtype.kind in "iu":
        info = np.iinfo(before.dtype)
        return values.round().clip(info.min, info.max).astype(before.dtype)
    return values.astype(before.dtype)


def told(value: float, whole: bool, before: Any) -> Any:
    """As a cell; a gap stays one."""
    if before is None or np.isnan(value):
        return before
    return str(round(value)) if whole else repr(float(value))
