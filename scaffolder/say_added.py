"""Every sentence about what `recipe add` adds."""

from typing import TYPE_CHECKING

from .say import Say
from .say_projects import conflicts, listed, reported, undo

if TYPE_CHECKING:
    from .update import Outcome
    from .update.adding import Thing
    from .update.site import Site


def shelf(say: Say, site: "Site", things: "tuple[Thing, ...]") -> None:
    """`recipe add --list`: a line for each."""
    if say.as_json:
        return say.document({"folder": site.folder, "things": things})
    if not things:
        release = site.recorded.release
        say.line(f"{release} has nothing to add: see `recipe update --dry-run`.")
    for thing in things:
        state = f"{'in already' if thing.inside else 'fits'}: {thing.about}"
        say.line(f"{thing.name}  {thing.row}  {thing.unfit or state}")
        if not thing.unfit:
            say.why(f"    judged by: {command(site, thing.judge)}")


def command(site: "Site", verb: str) -> str:
    """A verb of the project, or a whole command that names its PACKAGE."""
    whole = verb if "PACKAGE" in verb else f"python -m PACKAGE {verb}"
    return whole.replace("PACKAGE", str(site.recorded.answers["package"]))


def already(say: Say, site: "Site", thing: "Thing") -> None:
    if say.as_json:
        about = {"folder": site.folder, "thing": thing.name, "written": False}
        return say.document({**about, "already": True})
    say.line(f"{thing.name} is in {site.folder} already: nothing was changed.")


def told(
    say: Say, site: "Site", outcome: "Outcome", thing: "Thing", diff: bool
) -> None:
    """What was added, or would be."""
    if say.as_json:
        return say.document({"thing": thing.name, **reported(outcome)})
    if diff:
        say.verbatim(outcome.diff.rstrip("\n"))
    say.line(f"{outcome.folder}: {thing.name}, {thing.about} ({thing.row})", "bold")
    listed(say, "Files", [f"{p}  {what}" for p, what in outcome.changed.items()])
    gone = [f"{path}  {thing.name} needs it" for path in outcome.left_deleted]
    listed(say, "Deleted by you, and left so", gone)
    conflicts(say, outcome)
    if not outcome.written:
        return say.line("\nNothing was written: leave --dry-run or --diff away.")
    listed(say, "Verdicts that no longer count", list(outcome.stale))
    if outcome.conflicts:
        return
    say.line(f"\nOff until you ask: {command(site, thing.use)}")
    say.line(f"Does it pay? {command(site, thing.judge)}")
    say.line("Everything is staged: read `git diff --cached`, then commit.")
    say.verbatim(f"To undo it: {undo(outcome)}")
