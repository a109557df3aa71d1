"""`recipe add`: one more thing in a project that stands, as its own release writes it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .. import releases
from ..errors import UpdateError
from ..say import Say
from . import Outcome, Wish, preview, update
from .addable import Addable, addable
from .site import Site

ABSENT = "not for {kind} yet"


@dataclass(frozen=True)
class Thing:
    """What can be added, as the release of a project declares it for its kind."""

    name: str
    row: str  # of the recipe
    about: str
    file: str  # of the package, without .py
    use: str  # the verb of the project that has it on
    judge: str  # likewise, that says whether it pays
    inside: bool  # is it in already?
    unfit: str  # why this kind has none; "" where it has


def things(site: Site) -> tuple[Thing, ...]:
    """All that the release of this project can add; of an older one, nothing."""
    kind = str(site.recorded.answers["kind"])
    with templates(site) as folder:
        found = addable(folder, kind)
    return tuple(thing(one, kind, one.name in inside(site)) for one in found)


def thing(found: Addable, kind: str, inside: bool) -> Thing:
    unfit = f"not applicable: {found.why}" if found.why else ABSENT.format(kind=kind)
    told = {name: found.entry[name] for name in ("row", "about", "use", "judge")}
    told["file"] = found.entry.get("file", found.name)
    return Thing(found.name, **told, inside=inside, unfit="" if found.fits else unfit)


@contextmanager
def templates(site: Site) -> Iterator[Path]:
    """Those that the project was written from."""
    if site.recorded.templates:
        yield site.recorded.templates
        return
    with releases.shelf() as shelf:
        yield shelf.take(site.recorded.release)


def inside(site: Site) -> list[str]:
    return list(site.recorded.answers.get("add") or [])


def chosen(site: Site, name: str) -> Thing:
    """The thing of that name; each reason against it with its remedy."""
    known = {found.name: found for found in things(site)}
    if not known:
        raise UpdateError(
            f"{site.folder} is of {site.recorded.release}, which has nothing to add: "
            "`recipe update` first."
        )
    if name not in known:
        raise UpdateError(
            f"There is no {name!r} to add: choose one of {', '.join(known)}."
        )
    if known[name].unfit:
        raise UpdateError(
            f"{name}: {known[name].unfit}. See what fits with `recipe add --list`."
        )
    if not known[name].inside:
        refuse_yours(site, name, known[name].file)
    return known[name]


def refuse_yours(site: Site, name: str, part: str) -> None:
    """A file or a field of that name that is yours would be mixed up with the new one."""
    package = site.folder / "src" / str(site.recorded.answers["package"])
    file, config = package / f"{part}.py", package / "config.py"
    if file.exists():
        raise UpdateError(f"{file} is there already, and yours: give it another name.")
    text = config.read_text("utf-8", "replace") if config.is_file() else ""
    if re.search(rf"^\s+{name}\s*:", text, re.MULTILINE):
        raise UpdateError(
            f"{config} has a field `{name}` already: give it another name."
        )


def add(site: Site, name: str, say: Say, write: bool = True) -> Outcome:
    """Merge what `name` brings into every file it touches, yours as well; all or nothing."""
    wish = Wish(
        {"add": [*inside(site), name]},
        to=site.recorded.release,
        yours_too=True,
        checks=False,
    )
    return (update if write else preview)(site, wish, say)
