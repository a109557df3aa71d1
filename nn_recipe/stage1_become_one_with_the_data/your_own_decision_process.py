"""How do you tell the answer yourself? Six questions for a person, probes beside them (recipe 1.5)."""

import importlib
from collections.abc import Iterator, Mapping

from .. import show
from ..additions import Heard
from ..contract import Project
from ..findings import evidence
from ..ledger import Ledger, Record
from ..place import here
from . import notes
from .of_pictures import is_picture
from .probes import Probe

HYPOTHESIS = "I know how I tell the answer, and what a net needs to see."
BY_ANSWERS = {
    "masks": "of_masks",
    "boxes": "of_boxes",
    "series": "of_windows",
    "tokens": "of_tokens",
    "tags": "of_tags",
}


def check(project: Project, ledger: Ledger) -> Record:
    """The six questions are answered; what the simplest models need stands beside them.

    Digits of 8 pixels, by the nearest neighbour: .96 right, .93 at 5 pixels, .85 at 3, .51 at 2.
    """
    experiment = ledger.expect(
        "1.5",
        HYPOTHESIS,
        value=f"{len(notes.QUESTIONS)} answers",
        how="a person answers; simple models are shown less and less of x",
    )
    found = list(probes(project))
    measured: dict[str, object] = {
        probe.asks: {view.name: view.mean for view in probe.views} for probe in found
    }
    told = " ".join(probe.sentence() for probe in found)
    said = f"By the simplest models: {told}" if told else "No probe for such data."
    path = evidence(ledger, "your_own_decision_process.svg")
    drawn = [show.probes(found, path)] if path and found else []
    answered = list_answered(ledger)
    measured["answered"] = len(answered)
    missing = len(notes.QUESTIONS) - len(answered)
    if missing:
        ask = f"{missing} of {len(notes.QUESTIONS)} questions wait for your answer: "
        said = f"{said} {ask}{here().python} look --browse"
    return experiment.conclude(
        measured, None if missing else True, said, evidence=drawn
    )


def list_answered(ledger: Ledger) -> Mapping[str, str]:
    if ledger.path is None:
        return {}
    _, said = notes.read(ledger.path.parent / notes.PLACE)
    return {ask: answer for ask, answer in said.items() if answer}


def probes(project: Project) -> Iterator[Probe]:
    """By what x and the answers are; none for what only your own code can read."""
    if name := name_of(project):
        module = importlib.import_module(f".probes.{name}", __package__)
        yield from module.probes(project)


def name_of(project: Project) -> str:
    """The file under probes/, "" if there is none."""
    are, example = project.target.answers_are, project.splits.train[0]
    if are in BY_ANSWERS:
        return BY_ANSWERS[are]
    if are not in ("classes", "numbers", "labels"):
        return ""
    x = project.inputs.encode(example.raw)
    if isinstance(project.inputs, Heard):
        return "of_sounds"
    if x.ndim >= 3 and (is_picture(example.raw) or x.shape[-3] in (1, 3)):
        return "of_pictures"
    if isinstance(example.raw, str | bytes | tuple) and are == "classes":
        return "of_texts"
    one = project.target.encode(example.answer).numel() == 1
    return "of_rows" if x.ndim == 1 and x.is_floating_point() and one else ""
