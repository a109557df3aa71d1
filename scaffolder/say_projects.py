"""Every sentence about a project that stands: its updates, its health."""

import os
import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .say import Say

if TYPE_CHECKING:
    from .adopt import Adopted
    from .doctor.finding import Finding
    from .update import Outcome
    from .update.offered import Change

CONFLICT = {
    "contents": "you and the template changed the same lines: look for <<<<<<<",
    "add/add": "you and the template each added it: look for <<<<<<<",
    "binary": "you and the template changed it; yours stays",
    "modify/delete": "you changed it, the template removed it; yours stays",
    "rename/delete": "you moved it, the template removed it; yours stays",
    "in the way": "the template adds it, but a file that git does not track lies there; "
    "yours stays",
}
SHOWN = 20  # lines of each list on a screen; `--json` has all


def told(say: Say, outcome: "Outcome", diff: bool = False) -> None:
    """What an update did, or would do."""
    if say.as_json:
        return say.document(reported(outcome))
    if outcome.nothing and not outcome.offers:
        return say.line(f"{outcome.folder} is up to date with {outcome.after}.")
    if diff:
        say.verbatim(outcome.diff.rstrip("\n"))
    say.line(f"{outcome.folder}: {outcome.before} -> {outcome.after}", "bold")
    for release, section in outcome.notes.items():
        say.line(f"\n{release} brings", "bold")
        say.line(section)
    answers(say, outcome.answers)
    listed(say, "Files", [f"{p}  {what}" for p, what in outcome.changed.items()])
    stays = [f"{p}  changed by the template" for p in outcome.left_deleted]
    listed(say, "Deleted by you, and left so", stays)
    offered(say, outcome)
    conflicts(say, outcome)
    aftermath(say, outcome)


def answers(say: Say, changed: Mapping[str, tuple[Any, Any]]) -> None:
    rows = [f"{name}: {old!r} -> {new!r}" for name, (old, new) in changed.items()]
    listed(say, "Answers", rows)


def listed(say: Say, title: str, rows: list[str]) -> None:
    if rows:
        say.line(f"\n{title}", "bold")
    for row in rows[:SHOWN]:
        say.line(f"  {row}")
    if len(rows) > SHOWN:
        say.line(f"  and {len(rows) - SHOWN} more")


def offered(say: Say, outcome: "Outcome") -> None:
    rows = [f"{offer.path}  {offer.what}" for offer in outcome.offers]
    listed(say, "Yours, and left as they are; the template's change to them is", rows)
    if rows:
        say.line("  See one with `recipe diff FILE`, take it with --apply.")


def conflicts(say: Say, outcome: "Outcome") -> None:
    if not outcome.conflicts:
        return
    say.error(f"{len(outcome.conflicts)} conflict(s):")
    for conflict in outcome.conflicts:
        what = CONFLICT.get(conflict.kind, f"{conflict.kind}; both sides are there")
        say.complain(f"  {conflict.path}: {what}")
    if outcome.written:
        say.complain("Settle each, `git add` it, then commit.")
        say.stderr.print(f"To undo the whole update: {undo(outcome)}")


def undo(outcome: "Outcome") -> str:
    """What to paste here; in a larger repository it leaves the rest of that alone."""
    elsewhere = os.path.relpath(outcome.folder)
    git = "git" if elsewhere == "." else f"git -C {shlex.quote(elsewhere)}"
    if outcome.within:
        return f"{git} restore --source=HEAD --staged --worktree ."
    return f"{git} reset --hard"


def aftermath(say: Say, outcome: "Outcome") -> None:
    if not outcome.written:
        return say.line(
            "\nNothing was written: leave --dry-run and --diff away to do it."
        )
    listed(say, "Verdicts that no longer count", list(outcome.stale))
    if outcome.stale_unknown:
        say.line(f"\nWhich verdicts went stale is not known: {outcome.stale_unknown}.")
    verdict = outcome.verdict
    if verdict.passed:
        say.line(f"\nFast checks: {verdict.because}.", "green")
    elif verdict.ran:
        say.complain(f"\nThe fast checks found something:\n{verdict.because}")
        if outcome.offers:
            say.complain("It may need what the template changed in your files.")
    else:
        say.line(f"\nThe fast checks were not run: {verdict.because}.")
    if not outcome.conflicts:
        say.line("Everything is staged: read `git diff --cached`, then commit.")
        say.verbatim(f"To undo the whole update: {undo(outcome)}")


def reported(outcome: "Outcome") -> dict[str, Any]:
    return {
        "folder": outcome.folder,
        "before": outcome.before,
        "after": outcome.after,
        "written": outcome.written,
        "undo": undo(outcome) if outcome.written else "",
        "changed": outcome.changed,
        "conflicts": [{"path": c.path, "kind": c.kind} for c in outcome.conflicts],
        "left_deleted": outcome.left_deleted,
        "offers": outcome.offers,
        "answers": {
            name: {"before": old, "after": new}
            for name, (old, new) in outcome.answers.items()
        },
        "notes": outcome.notes,
        "stale": outcome.stale,
        "stale_unknown": outcome.stale_unknown,
        "verdict": outcome.verdict,
        "diff": outcome.diff,
    }


def differences(
    say: Say, changes: "tuple[Change, ...]", before: str, after: str
) -> None:
    """`recipe diff`: the template's changes alone."""
    if say.as_json:
        rows = [{"path": change.path, "diff": change.diff} for change in changes]
        return say.document({"before": before, "after": after, "changes": rows})
    if not changes:
        return say.line(f"The template changed nothing there since {before}.")
    for change in changes:
        say.verbatim(change.diff.rstrip("\n"))
    say.line(f"\nFrom {before} to {after}. Take a change over with --apply.")


def taken(say: Say, clean: list[str], left: list[str]) -> None:
    """`recipe diff --apply`."""
    if say.as_json:
        return say.document({"merged": clean, "conflicts": left})
    for path in clean:
        say.line(f"{path}: the template's change is in it")
    for path in left:
        say.complain(f"{path}: {CONFLICT['contents']}", "red")


def checked(say: Say, folder: Any, before: str, after: str) -> None:
    """`recipe check-update`."""
    if say.as_json:
        found = {"folder": folder, "release": before, "newest": after}
        return say.document({**found, "update": before != after})
    if before == after:
        return say.line(f"{folder} is up to date with {after}.")
    say.line(
        f"{folder} is at {before}; {after} is out. See it: recipe update --dry-run"
    )


MARKS = {
    "holds": ("ok", "green"),
    "look": ("look", "yellow"),
    "fails": ("fails", "red"),
}


def examined(say: Say, findings: "tuple[Finding, ...]") -> None:
    """`recipe doctor`."""
    if say.as_json:
        return say.document(findings)
    for finding in findings:
        mark, style = MARKS[finding.verdict]
        say.line(f"{mark:<6}{finding.what}: {finding.because}", style)
        if finding.remedy:
            say.why(f"    {finding.remedy}")


def adopted(say: Say, done: "Adopted") -> None:
    """`recipe adopt`."""
    design = done.adoption
    found = {role: f"{e.script}: {e.source}" for role, e in design.found.items()}
    if say.as_json:
        about = {"folder": design.folder, "file": design.file, "found": found}
        more = {"answers": design.answers, "verdict": done.verdict}
        return say.document(
            {**about, **more, "written": done.written, "text": design.text}
        )
    if not done.written:
        return say.verbatim(design.text.rstrip("\n"))
    title = "Adopted" if done.opens else "Found"
    say.table([(role, text) for role, text in found.items()], title=title)
    say.line(
        f"\nWrote {design.file}: it names your code, and none of your files changed."
    )
    if not design.trains:
        say.line(
            "Your training is not audited yet: name it, as in --fit"
            ' "train.py:train(net, loader, validation)", or in the file, which says how.'
        )
    if done.verdict.passed:
        say.line(f"Fast checks on a few examples: {done.verdict.because}.", "green")
    elif not done.opens:
        return say.complain(
            f"Not adopted yet. {done.verdict.because}\nMend {design.file.name}, then: "
            f"python -m nn_recipe check --project {design.name}"
        )
    elif done.verdict.ran:
        say.complain(f"Its checks found something:\n{done.verdict.because}")
    else:
        say.line(f"Its checks were not run: {done.verdict.because}.")
    say.line("\nNext:")
    for verb in ("look", "check", "baseline", "report"):
        say.verbatim(f"  python -m nn_recipe {verb} --project {design.name}")
