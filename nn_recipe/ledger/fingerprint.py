"""What a verdict was measured on, as eight short digests. A change of one makes it stale.

No torch here: `status` has to answer at once.
"""

import hashlib
import json
import platform
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from glob import glob
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from ..place import here
from ..side_files import read_json
from .code import fields_read, normalised, only, parse
from .imports import with_imports

FILES = (
    "data",
    "validation_data",
    "test_data",
    "synthetic_data",
)  # paths, of which the contents count
PATCH = "labels_patch.csv"  # at the root: what the loader corrects
SPLIT = ("split", "split_column", "validation_share", "test_share", "split_seed")
# How fast and how often, never what: these change no weight and no prediction.
BOOKKEEPING = (
    "workers",
    "cache_megabytes",
    "threads",
    "device",
    "log_every",
    "tracker",
)
# Which modules of the package decide what; one that is not there says nothing. Modules of
# yours that they import, if in no other part, count with them.
CODE = {
    "data": ("read", "data", "feed"),
    "split": ("split", "load"),
    "model": ("model", "problem"),
    "loss": ("target", "evaluate", "intervals"),
    "optimiser": ("train", "machine"),
    "augmentation": ("augment", "synthetic"),  # those that there are
}
BESIDE = ("config", "run", "pictures", "predict", "baselines")  # decide nothing of it
# Installed ones, of which another version may read, compute or judge otherwise.
COUNTED = ("torch", "numpy", "polars", "pillow", "soundfile", "nn-recipe")


def fingerprints(config: Any) -> dict[str, str]:
    """The digest of each part of the project as it stands now, under this config."""
    if here().adapter:
        from .of_files import of_files

        return of_files(config)
    package = here().folder
    code = {part: digest(*of_code(config, part)) for part in CODE}
    return {
        "data": digest(contents(config), code["data"]),
        "split": digest(values(config, SPLIT), code["split"]),
        "model": code["model"],
        "loss": code["loss"],
        "optimiser": digest(
            values(config, ("seed", "batch_size", "steps")), code["optimiser"]
        ),
        "augmentation": digest(
            only(package / "data.py", "augment"), code["augmentation"]
        ),
        "environment": machine(config),
        "versions": versions(),
    }


def digest(*parts: object) -> str:
    """Twelve hexadecimal digits: enough for one project, short enough to read out."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


# --- code: what the file does and the knobs it reads, not how it is laid out ---


def of_code(config: Any, part: str) -> list[str]:
    """The digest of each file that decides this part."""
    package, parts = here().folder, [name for names in CODE.values() for name in names]
    others = {package / f"{name}.py" for name in (*parts, *BESIDE)}
    own = [package / f"{name}.py" for name in CODE[part]]
    return [read(config, file, part) for file in with_imports(own, others)]


def read(config: Any, file: Path, part: str) -> str:
    """The digest of a file and of the config fields it reads; paths count by content."""
    tree = parse(file)
    skip = {*FILES, *BOOKKEEPING} | (set(SPLIT) if part == "data" else set())
    return digest(normalised(tree), values(config, sorted(fields_read(tree) - skip)))


def values(config: Any, names: Iterable[str]) -> list[tuple[str, object]]:
    known = {field.name for field in fields(config)}
    return [(name, getattr(config, name)) for name in names if name in known]


def machine(config: Any) -> str:
    found = (platform.machine(), platform.system(), platform.python_version())
    return digest(*found, config.device, config.threads)


def versions() -> str:
    return digest(*map(installed, COUNTED))


def installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


# --- data: the bytes of every file the config names ---


def contents(config: Any) -> list[tuple[str, str, str]]:
    """(field, name, content hash) of every file. Moving the data elsewhere changes nothing."""
    cache = here().runs / "data" / "hashes.json"
    known = remembered(cache)
    found, rows = {}, []
    named = [(field, getattr(config, field, "")) for field in FILES]
    if (here().root / PATCH).is_file():
        named.append((PATCH, str(here().root.resolve() / PATCH)))
    for field, place in named:
        for name, path in files(place):
            facts = path.stat()
            key = f"{path}|{facts.st_size}|{facts.st_mtime_ns}"
            found[key] = known.get(key) or content_hash(path)
            rows.append((field, name, found[key]))
    if found and found.items() - known.items():
        remember(cache, {**known, **found})
    return rows


def files(named: str) -> list[tuple[str, Path]]:
    """The files a path of the config stands for, each with its name from there on.

    An idx file of pictures brings its labels. Pictures named in a CSV are not followed: their
    paths and labels are in the CSV, their pixels are taken to stay.
    """
    path = here().resolve(named)
    if not named:
        return []
    if not path.exists():  # a pattern: "recordings/*_[0-4].wav", or nothing
        return [(Path(p).name, Path(p)) for p in sorted(glob(str(path)))]
    if path.is_dir():
        inside = sorted(p for p in path.rglob("*") if p.is_file())
        return [(p.relative_to(path).as_posix(), p) for p in inside]
    labels = path.with_name(
        path.name.replace("images", "labels").replace("idx3", "idx1")
    )
    both = {path, labels} if labels.is_file() else {path}
    return [(p.name, p) for p in sorted(both)]


def content_hash(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def remembered(cache: Path) -> dict[str, str]:
    """Hashes by path, size and time of change: ten gigabytes are read once."""
    return {k: v for k, v in read_json(cache).items() if isinstance(v, str)}


def remember(cache: Path, hashes: dict[str, str]) -> None:
    temporary = cache.with_suffix(".part")
    with suppress(OSError):  # whoever may not write here may still look
        cache.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(hashes, indent=0))
        temporary.replace(cache)
