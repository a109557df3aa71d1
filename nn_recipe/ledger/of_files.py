"""What a verdict on code of your own was measured on: the files that its adapter names."""

import platform
from collections.abc import Iterator, Sequence
from glob import glob
from pathlib import Path
from typing import Any

from ..place import here
from .code import normalised, parse
from .fingerprint import content_hash, digest, versions
from .imports import with_imports

PARTS = ("data", "split", "model", "loss", "optimiser", "augmentation")
SAME_AS = {
    "split": "data",
    "augmentation": "data",
}  # where the adapter says nothing else


def of_files(config: Any) -> dict[str, str]:
    """The digest of each part: its files, what they import from beside them, the adapter."""
    adapter = parse(here().folder / f"{here().package.rpartition('.')[2]}.py")
    found = {part: digest(normalised(adapter), [*contents(part)]) for part in PARTS}
    machine = (platform.machine(), platform.system(), platform.python_version())
    found["optimiser"] = digest(found["optimiser"], sorted(vars(config).items()))
    return {**found, "environment": digest(*machine), "versions": versions()}


def contents(part: str) -> Iterator[tuple[str, str]]:
    """(path, what it does or holds), of each file that decides this part."""
    named = here().files
    patterns = named.get(part, named.get(SAME_AS.get(part, ""), everything()))
    paths = sorted({Path(p) for name in patterns for p in matching(name)})
    for path in with_imports(paths):
        code = normalised(parse(path)) if path.suffix == ".py" else content_hash(path)
        yield path.name, code


def everything() -> Sequence[str]:
    return [name for names in here().files.values() for name in names]


def matching(name: str) -> list[str]:
    """The files that a pattern beside the adapter stands for, such as data/*.csv."""
    found = glob(str(here().resolve(name)), recursive=True)
    if not found:
        raise ValueError(
            f"FILES of {here().package}.py names {name}, and there is no such file in "
            f"{here().root}: correct the name."
        )
    return [path for path in found if Path(path).is_file()]
