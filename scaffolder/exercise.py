"""`recipe exercise`: a project with a silent bug in it, found by following the recipe."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, unified_diff
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from . import new, render
from .answers import from_file
from .bugs import CATALOGUE, Bug, NoLongerApplies
from .bugs.finds import Find, stored
from .declaration import template
from .errors import AnswerError, RenderError
from .explain import project_around
from .folder import destination
from .kinds import kind as row_of
from .kinds import kinds
from .new import Design, Project
from .say import Say

MARK = ".exercise"  # in the project: which bug it has, in digits that tell nothing
DIFFICULTIES = ("easy", "medium", "hard")
AROUND = 2  # lines beside a change by which it is found again in an edited file


@dataclass(frozen=True)
class Exercise:
    """A bug on the shelf: its place there, and the kinds of project it can hide in."""

    number: int
    bug: Bug
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """One change of the bug, and what has become of it since."""

    file: str  # in the project
    line: int  # as the file is now; as it was planted where the lines are gone
    state: str  # "planted", "healthy" or "rewritten"


@dataclass(frozen=True)
class Solution:
    """What was wrong, where, and who says so."""

    bug: Bug
    kind: str
    places: tuple[Place, ...]
    diff: str  # from the planted code to the healthy one
    find: Find | None  # which check names it; None if nobody has tried

    @property
    def fixed(self) -> bool:
        return all(place.state == "healthy" for place in self.places)


def shelf(kind: str = "") -> tuple[Exercise, ...]:
    """Every bug that a check can name, by stage and difficulty, else in no telling order.

    With `kind`, those that fit it; their numbers are the same.
    """
    names = [row.name for row in kinds()]
    if kind and kind not in names:
        raise AnswerError(f"--kind {kind}: choose one of {', '.join(names)}.")
    found = [b for b in CATALOGUE.values() if b.variants and not b.survives]
    found.sort(key=lambda b: (b.stage, DIFFICULTIES.index(b.difficulty), code(b)))
    fits = [tuple(k for k in names if b.edits(row_of(k).parts)) for b in found]
    every = zip(range(1, len(found) + 1), found, fits, strict=True)
    return tuple(
        Exercise(n, b, fits) for n, b, fits in every if not kind or kind in fits
    )


def code(bug: Bug) -> str:
    """Eight digits that stand for the bug and give nothing away."""
    return hashlib.sha256(bug.id.encode()).hexdigest()[:8]


def start(number: int, kind: str, folder: str, say: Say) -> Project:
    """The project that `recipe new` would write for the sample of `kind`, and a bug in it."""
    chosen = numbered(number)
    kind = kind or chosen.kinds[0]
    if kind not in chosen.kinds:
        raise AnswerError(
            f"Exercise {number} does not fit {kind!r}: leave --kind away, or choose one of "
            f"{', '.join(chosen.kinds)}."
        )
    place = destination(folder)
    design = replace(sample(place.name, kind), add=chosen.bug.add)
    hide = partial(plant, bug=chosen.bug, design=design)
    return new.build(
        design,
        place,
        say,
        commit=True,
        checks=False,
        finish=hide,
        templates=template(),  # the bugs fit the templates beside them
    )


def numbered(number: int) -> Exercise:
    exercises = shelf()
    if not 1 <= number <= len(exercises):
        raise AnswerError(
            f"There is no exercise {number}: choose 1 to {len(exercises)}; "
            "`recipe exercise` lists them."
        )
    return exercises[number - 1]


def sample(name: str, kind: str) -> Design:
    return new.design({"name": name, "kind": kind}, Say(quiet=True), silent=True)


def plant(site: Path, bug: Bug, design: Design) -> None:
    """Write the bug into a rendered project, as tidy as everything around it."""
    package = site / "src" / design.answers.package
    for file, text in planted(bug, package, design.answers.kind).items():
        (package / file).write_text(text, "utf-8")
    (site / MARK).write_text(code(bug) + "\n", "utf-8")


def planted(bug: Bug, package: Path, kind: str) -> dict[str, str]:
    """The files with the bug in them, formatted like the rest."""
    try:
        texts = bug.planted(package, row_of(kind).parts)
    except NoLongerApplies as error:
        raise RenderError(
            f"The exercise no longer fits the templates: {error}"
        ) from error
    return {file: render.formatted(text) for file, text in texts.items()}


def solve(folder: Path) -> Solution:
    """Tell what was planted in the project around `folder`, and whether it still stands."""
    project = project_around(folder.resolve())
    bug, answers = planted_in(project), from_file(project / ".copier-answers.yml")
    kind, package = answers["kind"], answers["package"]
    with TemporaryDirectory(prefix="recipe-") as elsewhere:
        design = new.design(answers, Say(quiet=True), silent=True)
        render.render(design.answers, design.plan, Path(elsewhere), add=bug.add)
        healthy = Path(elsewhere, "src", package)
        texts = planted(bug, healthy, kind)
        before = {file: (healthy / file).read_text("utf-8") for file in texts}
    found = [find for find in stored()[0] if (find.bug, find.kind) == (bug.id, kind)]
    where = f"src/{package}"
    places = [
        place
        for file in texts
        for place in changes(project, f"{where}/{file}", before[file], texts[file])
    ]
    diffs = [difference(f"{where}/{f}", texts[f], before[f]) for f in texts]
    return Solution(bug, kind, tuple(places), "\n".join(diffs), next(iter(found), None))


def planted_in(project: Path) -> Bug:
    """The bug whose mark the project bears."""
    mark = project / MARK
    if not mark.is_file():
        raise AnswerError(
            f"{project} is no exercise, it has no {MARK}: give the folder that "
            "`recipe exercise NUMBER FOLDER` wrote."
        )
    said = mark.read_text("utf-8", errors="replace").strip()
    for bug in CATALOGUE.values():
        if code(bug) == said:
            return bug
    raise AnswerError(
        f"{mark} says {said!r}, which stands for no bug of this version of recipe: "
        "restore the file (git checkout .exercise), or use the version that wrote it."
    )


def changes(project: Path, file: str, healthy: str, planted: str) -> list[Place]:
    """Each change of the bug, looked up in the file as it is now."""
    path = project / file
    now = path.read_text("utf-8").splitlines() if path.is_file() else []
    before, after = healthy.splitlines(), planted.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    places = []
    for group in matcher.get_grouped_opcodes(AROUND):
        (_, a, _, c, _), (_, _, b, _, d) = group[0], group[-1]
        first = next(op[3] for op in group if op[0] != "equal") - c  # changed line
        states = {"planted": after[c:d], "healthy": before[a:b]}
        at = {state: position(block, now) for state, block in states.items()}
        state = next((state for state in states if at[state] >= 0), "rewritten")
        line = at[state] + first if state in at else c + first
        places.append(Place(file, line + 1, state))
    return places


def position(block: Sequence[str], lines: Sequence[str]) -> int:
    """Where the lines of `block` stand among `lines`, one after the other; -1 if nowhere."""
    size = len(block)
    starts = range(len(lines) - size + 1)
    return next((i for i in starts if lines[i : i + size] == block), -1)


def difference(file: str, planted: str, healthy: str) -> str:
    lines = unified_diff(
        planted.splitlines(),
        healthy.splitlines(),
        f"{file}, planted",
        f"{file}, healthy",
        n=2,
        lineterm="",
    )
    return "\n".join(lines)
