"""What is kept of a training: losses and tally of each validation example, by a key.

`runs/try/NNNN-what/seed-S-KEY.json` and `.npz`. The key is of all that decides the weights:
whoever asks the same again, for another comparison or with more seeds, trains it no second time.
"""

import json
import os
import re
import shutil
import zipfile
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..contract import Evaluation
from ..ledger.fingerprint import BOOKKEEPING, FILES, digest, fingerprints
from ..ledger.strict_json import plain, strict
from ..place import here
from ..side_files import read_json

ROWS = ("ids", "losses", "weights", "tally")


@dataclass(frozen=True)
class Trained:
    """One training, at its best weights."""

    seed: int
    examples: int  # that it was trained on
    seconds: float
    evaluation: Evaluation | None  # of validation; None where it broke
    broke: str = ""  # why
    again: bool = False  # it was kept from an earlier time
    net: Path | None = None  # where its best weights are, if they are kept


def code_of(config: Any) -> dict[str, str]:
    """The fingerprints of a config, whatever its seed."""
    return fingerprints(replace(config, seed=0))


def key_of(config: Any, code: dict[str, str], seed: int, part: str) -> str:
    """Of the config, the data, the code, the seed, and the part of the data that trains."""
    skip = {*BOOKKEEPING, *FILES, "seed"}
    knobs = [(f.name, getattr(config, f.name)) for f in fields(config)]
    return digest([(k, v) for k, v in knobs if k not in skip], code, seed, part)


def folder_of(what: str) -> Path:
    """runs/try/NNNN-what, the next number if there is none."""
    root = here().runs / "try"
    slug = re.sub(r"[^a-z0-9.=_-]+", "-", what.lower()).strip("-.")[:60] or "change"
    known = sorted(root.glob("[0-9][0-9][0-9][0-9]-*"))
    found = [path for path in known if path.name[5:] == slug]
    last = max((int(path.name[:4]) for path in known), default=0)
    return found[0] if found else root / f"{last + 1:04d}-{slug}"


def keep(
    found: Trained, key: str, what: str, config: Any, best: Path | None = None
) -> Trained:
    """Rows first, then the page that says they are there; each whole or not at all.

    `best`: the weights, of which a copy is kept.
    """
    folder, evaluation = folder_of(what), found.evaluation
    folder.mkdir(parents=True, exist_ok=True)
    name = f"seed-{found.seed}-{key}"
    told = {"key": key, "seed": found.seed, "examples": found.examples}
    told |= {"seconds": round(found.seconds, 3), "broke": found.broke}
    if evaluation is not None:
        rows = {k: np.asarray(getattr(evaluation, k)) for k in ROWS}
        with part(folder / f"{name}.npz") as path, open(path, "wb") as file:
            np.savez_compressed(file, **rows)  # type: ignore[arg-type]
        told |= {"loss": evaluation.loss, "metrics": evaluation.metrics}
        told |= {"overlap": evaluation.overlap}
        if best:
            with part(folder / f"{name}.pt") as path:
                shutil.copyfile(best, path)
            found = replace(found, net=folder / f"{name}.pt")
    told |= {"config": asdict(config)}
    with part(folder / f"{name}.json") as path:
        path.write_text(json.dumps(strict(plain(told)), indent=1) + "\n", "utf-8")
    return found


class part:
    """A place to write; what was written takes the place of the file at the end."""

    def __init__(self, path: Path):
        self.path, self.part = path, path.with_suffix(f".{os.getpid()}.part")

    def __enter__(self) -> Path:
        return self.part

    def __exit__(self, kind: Any, *_: object) -> None:
        if kind is None:
            self.part.replace(self.path)
        else:
            self.part.unlink(missing_ok=True)


def kept(key: str, seed: int) -> Trained | None:
    """From an earlier time; a file that is torn, or another one's, counts as not there."""
    for path in sorted((here().runs / "try").glob(f"*/seed-{seed}-{key}.json")):
        told = read_json(path)
        if told.get("key") == key:
            found, net = read(told, path.with_suffix(".npz")), path.with_suffix(".pt")
            if found:
                return replace(found, net=net if net.exists() else None)
    return None


def read(told: dict[str, Any], rows: Path) -> Trained | None:
    try:
        head = (int(told["seed"]), int(told["examples"]), float(told["seconds"]))
        if told["broke"]:
            return Trained(*head, None, str(told["broke"]), True)
        with np.load(rows, allow_pickle=False) as held:
            ids, *arrays = (held[name] for name in ROWS)
        losses, weights, tally = map(torch.from_numpy, arrays)
        if not len(ids) == len(losses) == len(weights) == len(tally):
            return None
        metrics = {k: number(v) for k, v in told["metrics"].items()}
        last = (number(told["loss"]), metrics, None, int(told["overlap"]))
        whole = Evaluation(ids.tolist(), losses, weights, tally, *last)
    except (OSError, ValueError, KeyError, TypeError, EOFError, AttributeError):
        return None
    except zipfile.BadZipFile:
        return None
    return Trained(*head, whole, "", True)


def number(value: Any) -> float:
    """In strict JSON what is no number is null."""
    return float("nan") if value is None else float(value)
