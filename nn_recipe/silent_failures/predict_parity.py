"""`predict` against `evaluate`: the same examples, inputs, outputs and answers."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.modules.module import register_module_forward_hook

from ..additions import Located
from ..as_read import as_read
from ..contract import Evaluation, Known, Project, Run
from ..findings import Findings
from ..places import decoded
from ..tuned import target_of

SAME = 1e-4  # of the largest output: float32 in other batches; measured: 1e-6
ENCODED = (
    "load.py: what is changed there belongs into read.py; predict.py must encode with the "
    "inputs of the checkpoint"
)
MODE = "run.py: trained must give the net in evaluation mode; predict.py"


def judge_predictions(
    project: Project, run: Run, expected: Evaluation, findings: Findings
) -> None:
    """The ids, what the net was given (seen in its outputs), and the answers.

    Of the examples as a file of new data holds them: whoever tidies them up on the way to the
    training alone, in `load`, has other ones here.
    """
    assert expected.outputs is not None
    unlabelled = as_read(project, project.splits.validation)
    answers = meant(project, run, expected, unlabelled)
    with outputs_of(type(project.served(run, "best")[1])) as seen:
        found = project.predict(run, unlabelled)
    findings.demand(
        [id for id, _ in found] == expected.ids,
        f"`predict` names {len({id for id, _ in found})} different ids for {len(expected.ids)} "
        "examples, or in another order.",
        "predict.py",
    )
    off = relative(torch.cat([outputs for _, outputs in seen]), expected.outputs)
    learning = any(training for training, _ in seen)
    why = (
        "it is asked in training mode, where an answer may be drawn, or hang on its neighbours"
        if learning
        else (
            "it was given other inputs than in `evaluate`, as where `load` changes what `read` "
            "gave it, or `predict` encodes otherwise"
        )
    )
    findings.demand(
        off <= SAME,
        f"In `predict` an output of the net is off by {off:.2g} of the largest, expected "
        f"{SAME:g}: {why}.",
        MODE if learning else ENCODED,
    )
    if learning and off > SAME:
        return  # other answers are its consequence
    wrong = [id for id, a in found if not any(alike(a, one) for one in answers[id])]
    for id in wrong[:1]:
        findings.demand(
            False,
            f"`predict` gives {len(wrong)} of {len(found)} answers that `evaluate` does not "
            f"give for the same raw example, such as {id}: {dict(found)[id]!r:.80}, expected "
            f"{answers[id][0]!r:.80}.",
            ENCODED,
        )


def meant(
    project: Project, run: Run, expected: Evaluation, examples: list[Known]
) -> dict[str, tuple[Any, Any]]:
    """id -> the answer by the outputs of `evaluate`, and as a mask may be made larger."""
    outputs = expected.outputs
    assert outputs is not None
    x = project.feed(project.splits.validation)[range(len(expected.ids))].x
    target = target_of(project.served(run, "best")[0], project)
    said = decoded(outputs, x, project.inputs, target)
    if isinstance(target, Located):
        pairs = zip(said, examples, strict=True)
        said = [target.locate(a, e.raw) for a, e in pairs]
    both = zip(said, larger(project, said, outputs), strict=True)
    return dict(zip(expected.ids, both, strict=True))


def larger(project: Project, said: list[Any], outputs: Tensor) -> list[Any]:
    """Masks may be decoded from larger outputs, in the place of being made larger."""
    if project.target.answers_are != "masks":
        return said
    sizes = [(mask.height, mask.width) for mask in said]
    several = [
        F.interpolate(one[None], size, mode="bilinear")
        for one, size in zip(outputs, sizes, strict=True)
    ]
    return [project.target.decode(one)[0] for one in several]


@contextmanager
def outputs_of(kind: type[nn.Module]) -> Iterator[list[tuple[bool, Tensor]]]:
    """What nets of this kind answer meanwhile: in training mode?, [batch, outputs, *places]."""
    seen: list[tuple[bool, Tensor]] = []

    def listen(net: nn.Module, x: Any, outputs: Any) -> None:
        if type(net) is kind:
            seen.append((net.training, outputs.detach().cpu()))

    handle = register_module_forward_hook(listen)
    try:
        yield seen
    finally:
        handle.remove()


def relative(found: Tensor, expected: Tensor) -> float:
    """The largest difference as a part of the largest value; infinite between two shapes."""
    if found.shape != expected.shape:
        return math.inf
    scale = expected.abs().max().clamp_min(1e-12)
    return ((found - expected.cpu()).abs().max() / scale).item()


def alike(one: Any, other: Any) -> bool:
    """The same answer but for rounding; of pictures, as a file or not, 99 of 100 pixels."""
    if isinstance(one, float):
        return math.isclose(one, other, rel_tol=1e-3, abs_tol=1e-4)
    if isinstance(one, dict):
        return all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    said, meant = pixels(one), pixels(other)
    return said.shape == meant.shape and bool((said == meant).mean() >= 0.99)


def pixels(answer: Any) -> np.ndarray:
    """Of a picture, or of the file that holds it; anything else is a single one."""
    if isinstance(answer, str):
        from PIL import Image  # of the projects that have pictures

        answer = Image.open(answer)
    return np.asarray(answer)
