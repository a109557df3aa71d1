"""`recipe new`, start to end: questions -> Answers -> Facts -> Plan -> tree -> Verdict."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from . import git, plan, releases, render, verify
from .answers import Answers
from .facts.model import Facts
from .folder import interruptible, under_construction
from .plan import Plan
from .questions import interview
from .reading import reading
from .say import Say
from .terminal import asker
from .verify import INTERRUPTED, NOT_CHECKED, Verdict


@dataclass(frozen=True)
class Design:
    """Everything that is decided before the first file is written."""

    answers: Answers
    facts: Facts
    plan: Plan
    add: tuple[str, ...] = ()  # what an exercise needs: a new project has nothing added


@dataclass(frozen=True)
class Project:
    """A project that stands."""

    folder: Path
    design: Design
    files: Mapping[str, int]  # path in the project -> lines
    verdict: Verdict
    not_committed: str  # why there is no first commit; "" if there is one
    replaced: bool = False  # a README.md of yours, which the last commit has


def design(
    given: Mapping[str, Any], say: Say, silent: bool, folder: Path | None = None
) -> Design:
    """Decide everything: from flags, from the data, from a person unless `silent`."""
    with say.progress() as progress:
        answers, facts = interview(given, reading(progress), asker(say, silent))
    return Design(answers, facts, plan.make(answers, facts, folder))


def preview(design: Design, templates: Path | None = None) -> Mapping[str, int]:
    """The files `new` would write and their lines; rendered elsewhere and thrown away."""
    with TemporaryDirectory(prefix="recipe-") as elsewhere:
        write(design, Path(elsewhere), templates)
        return render.tree(Path(elsewhere))


def write(design: Design, folder: Path, templates: Path | None) -> None:
    """Render the newest release, or `templates`, which are none."""
    with releases.templates(templates) as (found, release):
        render.render(design.answers, design.plan, folder, found, release, design.add)


def build(
    design: Design,
    folder: Path,
    say: Say,
    commit: bool,
    checks: bool,
    finish: Callable[[Path], None] = lambda site: None,
    templates: Path | None = None,
) -> Project:
    """Write the project; if anything but its checks goes wrong, nothing is left.

    `finish` may change what was rendered, before the first commit. `templates` are a
    checkout of recipe to render in place of the newest release.
    """
    replaced = (folder / "README.md").is_file()
    with under_construction(folder) as site, say.busy("Writing the project"):
        write(design, site, templates)
        finish(site)
        verify.compiles(site)
        files = render.tree(site)
        not_committed = git.first_commit(site) if commit else "--no-git"
    verdict = tried(folder, design.answers.package, say) if checks else NOT_CHECKED
    return Project(folder, design, files, verdict, not_committed, replaced)


def tried(folder: Path, package: str, say: Say) -> Verdict:
    """What its checks say of a few examples. It stands by now: Ctrl-C ends them alone."""
    try:
        with interruptible(), say.busy("Trying its checks on a few examples"):
            return verify.verify(folder, package)
    except KeyboardInterrupt:
        return INTERRUPTED
