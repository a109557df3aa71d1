"""What may be compared: the same examples validate, and a number has one unit."""

from collections.abc import Sequence

from ..additions import Together
from ..contract import NotOffered, Project
from ..specimen import fresh_net, some


def metrics(project: Project) -> list[str]:
    """Their names, of a net that has learnt nothing."""
    few = project.feed(some(project.splits.validation, 8))
    return ["loss", *project.evaluate(fresh_net(project), few).metrics]


def comparable(one: Project, other: Project, what: str, metric: str) -> None:
    """The same examples validate, with the same answers; a loss has the same unit."""
    mine, theirs = (
        [(e.id, str(e.answer)) for e in p.splits.validation] for p in (one, other)
    )
    if mine != theirs:
        raise ValueError(
            f"With {what} other examples validate, or have other answers: the difference "
            "would be theirs. Change what leaves validation as it is."
        )
    if metric == "loss" and unit(one) != unit(other):
        raise ValueError(
            f"With {what} the loss has another unit: judge it by a metric, such as "
            f'--expect "{one.config.watch} ...".'
        )


def unit(project: Project) -> str:
    try:
        return str(project.state()["target"])
    except NotOffered:
        return ""


def together(project: Project) -> Sequence[str] | None:
    """The group of each example that validates, or its content: they are drawn as one."""
    if isinstance(project, Together):
        return project.kept_together(project.splits.validation)
    return None
