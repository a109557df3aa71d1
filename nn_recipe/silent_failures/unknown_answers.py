"""Where nobody knows the answer there is none: void pixels cost nothing, an empty cell is no 0."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from .. import table_files
from ..chance import mix
from ..contract import Project
from ..findings import Findings
from ..place import here
from ..specimen import doubled

ROWS = 200  # of a table that is written anew, of which
EMPTY = 3  # have no answer
EDGE = 2  # pixels around a block, which are resized together with what is beside it
MASK = "read.py: codes; target.py: encode, which codes are void"
CELL = "read.py: an empty answer is None"


def judge_void(project: Project, findings: Findings) -> None:
    """A block of a mask turned void, in its file and as it was read: there the loss has no slope."""
    config, target = project.config, project.target
    if target.answers_are != "masks" or not getattr(config, "void", ()):
        return
    code = int(config.void[0].replace("#", "0x"), 0)
    known = project.splits.train[0].answer
    with tempfile.TemporaryDirectory() as folder:
        for answer in blanked(project, known, code, Path(folder)):
            slope = (
                slopes(project, target.encode(answer)).abs().sum(0)
            )  # [height, width]
            height, width = slope.shape
            block = slope[EDGE : height // 2 - EDGE, EDGE : width // 2 - EDGE]
            share = (block > 0).double().mean().item() if block.numel() else 0.0
            findings.demand(
                not share or bool(findings.faults),
                f"Where a mask holds {config.void[0]}, which config.py calls void, {share:.0%} of "
                f"the pixels count in the loss: {target.describe(target.encode(answer))}.",
                MASK,
            )


def blanked(project: Project, answer: Any, code: int, folder: Path) -> list[Any]:
    """The same mask, its upper left quarter void: as it was read, and out of a file."""
    if isinstance(answer, str):
        return in_picture(answer, code, folder)
    stored = np.array(answer)
    if stored.ndim != 2 or code > np.iinfo(stored.dtype).max:
        return []
    height, width = stored.shape
    stored[: height // 2, : width // 2] = code
    names = getattr(project.config, "pairs", ())
    if len(names) != 2:
        return [stored]
    path = folder / "masks.npz"
    raw = np.asarray(project.splits.train[0].raw)
    arrays: dict[str, Any] = {names[0]: raw[None], names[1]: stored[None]}
    np.savez(path, **arrays)
    return [stored, *(example.answer for example in project.read(str(path)))]


def in_picture(answer: str, code: int, folder: Path) -> list[str]:
    """A mask that is a file; of one with three channels the code is a colour."""
    with Image.open(answer) as found:
        mask, path = found.copy(), folder / f"mask{Path(answer).suffix}"
    if path.suffix.lower() != ".png" or mask.mode not in ("L", "P", "RGB"):
        return []  # not every code survives being saved
    shades = (code >> 16 & 255, code >> 8 & 255, code & 255)
    mask.paste(
        shades if mask.mode == "RGB" else code,
        (0, 0, mask.width // 2, mask.height // 2),
    )
    mask.save(path)
    return [str(path)]


def slopes(project: Project, y: Tensor) -> Tensor:
    """[outputs, height, width]: of the loss, at outputs drawn by chance."""
    generator = torch.Generator().manual_seed(mix(0))
    shape = (1, project.target.outputs, *y.shape)
    outputs = torch.randn(shape, generator=generator).double().requires_grad_()
    project.target.loss(outputs, doubled(y[None])).sum().backward()
    assert outputs.grad is not None
    return outputs.grad[0]


def judge_empty(project: Project, findings: Findings) -> None:
    """Rows whose answer is empty, in a table of this form: nothing may stand in for it."""
    config, first = project.config, project.splits.train[0]
    target = getattr(config, "target", "")
    one = project.target.answers_are in ("classes", "numbers")
    table = isinstance(first.raw, Mapping) or getattr(config, "text", None) is not None
    given = here().resolve(getattr(config, "data", ""))
    if not (target and one and table and given.is_file()):
        return
    rows = [dict(row) for row in table_files.read(given, config)[:ROWS]]
    if len(rows) <= EMPTY or target not in rows[0]:
        return
    for row in rows[:EMPTY]:
        row[target] = None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, given.name)
        table_files.write(rows, path, given, config)
        try:
            found = project.read(str(path))
        except (ValueError, KeyError):
            return  # refused
        if len(found) != len(rows):
            return  # left out, or no row of its own
        taken = [e for e in found[:EMPTY] if answers(project, e.answer)]
    for example in taken[:1]:
        findings.demand(
            False,
            f"A row without an answer ({target} is empty) is read with {example.answer!r} as its "
            "answer, and would train and validate with it.",
            CELL,
        )


def answers(project: Project, answer: Any) -> bool:
    """Is it taken for an answer? A word of its own for what is not known is none so far."""
    if answer is None:
        return False
    try:
        project.target.encode(answer)
    except (ValueError, KeyError, TypeError):
        return False
    return True
