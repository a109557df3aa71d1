"""What a run may have of its own: numbers by which classes are told, chosen on validation."""

from typing import Any

from .contract import Project, Target

TOLD = ("classes", "labels", "tags", "masks")  # no number of theirs is a unit


def target_of(alone: Project, project: Project) -> Target:
    """The target by which a run answers: its own if it differs by thresholds alone.

    Names and their order may not differ, nor what makes a number out of an output.
    """
    ours, theirs = (p.state()["target"] for p in (project, alone))
    if project.target.answers_are in TOLD and bare(ours) == bare(theirs):
        return alone.target
    return project.target


def bare(state: Any) -> Any:
    """Without its numbers with a point."""
    if isinstance(state, dict):
        return {key: bare(value) for key, value in state.items()}
    if isinstance(state, (list, tuple)):
        return [bare(value) for value in state]
    return None if isinstance(state, float) else state
