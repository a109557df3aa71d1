"""The two renders an update compares: as the project was written, and as it would be now."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .. import new, render
from ..answers import Answers, given
from ..declaration import questions
from ..errors import RecipeError, UpdateError
from ..questions import DEPENDENT
from ..say import Say
from .addable import addable, what_is_inside
from .site import ANSWERS, Recorded

NAMES = ("name", "package", "add")  # nothing in the plan depends on them


@dataclass(frozen=True)
class Rendered:
    """A project in a temporary folder, and the answers it was written with."""

    folder: Path
    answers: Mapping[str, Any]


def as_it_was(recorded: Recorded, templates: Path, folder: Path) -> Rendered:
    """What the recorded release makes of the recorded answers."""
    try:
        render.fill(templates, recorded.answers, folder, recorded.release)
    except RecipeError as error:
        raise UpdateError(
            f"The answers in {ANSWERS} are not those that {recorded.release} was asked "
            f"for. Restore the file with git. ({error})"
        ) from error
    return Rendered(folder, recorded.answers)


def as_it_would_be(
    recorded: Recorded,
    wishes: Mapping[str, Any],
    templates: Path,
    release: str,
    folder: Path,
    say: Say,
) -> Rendered:
    """What a release makes of the recorded answers and of those you change now."""
    data = with_changes(recorded.answers, wishes, templates, say)
    things = addable(templates, str(data["kind"]))
    if inside := what_is_inside(recorded.release, data.get("add") or [], things):
        data["add"] = inside
    render.fill(templates, data, folder, release)
    kept = yaml.safe_load((folder / ANSWERS).read_text("utf-8"))
    return Rendered(folder, {k: v for k, v in kept.items() if not k.startswith("_")})


def with_changes(
    answers: Mapping[str, Any], wishes: Mapping[str, Any], templates: Path, say: Say
) -> dict[str, Any]:
    """Answers for the new render. Its plan is the recorded one, unless that cannot be.

    It is made anew, from the data, where an answer it rests on changes, or where the release
    asks for a field it lacks. A project with a sample takes the plan of the sample then.
    """
    said = {k: v for k, v in answers.items() if k in known()}
    changed = {k: v for k, v in wishes.items() if said.get(k) != v}
    Answers.of({**said, **{k: v for k, v in changed.items() if k in NAMES}})
    added = {k: v for k, v in answers.items() if k == "add"}
    if set(changed) - set(NAMES):
        return anew(said, changed, say) | added
    data = {**answers, **changed}
    if lacking(data, templates):
        if said.get("data"):
            return anew(said, changed, say) | added
        del data["plan"]
    return data


def known() -> set[str]:
    return {question.name for question in questions()}


def anew(
    said: Mapping[str, Any], changed: Mapping[str, Any], say: Say
) -> dict[str, Any]:
    """Read the data again. What depends on a changed answer is proposed again."""
    open_again = {name for wish in changed for name in DEPENDENT.get(wish, ())}
    kept = {k: v for k, v in said.items() if k not in open_again}
    design = new.design({**kept, **changed}, say, silent=True)
    return render.copier_data(design.answers, design.plan)


def lacking(data: Mapping[str, Any], templates: Path) -> set[str]:
    """Fields of the plan that these templates ask for, and the recorded plan has not."""
    whole = templates / "templates" / "parts" / "plan" / f"{data['kind']}.yml"
    if not whole.is_file():
        return set()
    return yaml.safe_load(whole.read_text("utf-8")).keys() - data.get("plan", {}).keys()


def wishes(flags: Mapping[str, Any], answers: Path | None) -> dict[str, Any]:
    """The answers that flags and a file change; nothing is said of the rest."""
    said = given("", flags, answers, defaults=False)
    del said["name"]
    return said
