"""The commands for a project that stands: each parses, calls, prints."""

from pathlib import Path
from typing import Any

import click

from . import completed
from .errors import ExitCode
from .flags import AS_JSON, flags_of_the_questions

FOLDER = click.argument(
    "folder", type=click.Path(path_type=Path), default=Path("."), required=False
)
SINCE = click.option(
    "--from",
    "since",
    default="",
    help="The release it was written from.",
    shell_complete=completed.releases,
)
DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="Say what would happen; write nothing."
)
DIFF = click.option("--diff", is_flag=True, help="The same, line by line.")


@click.command()
@FOLDER
@flags_of_the_questions
@click.option(
    "--answers", type=click.Path(path_type=Path), help="Answers in a YAML file."
)
@click.option(
    "--to",
    default="",
    help="A release, such as v0.2.0.  [default: newest]",
    shell_complete=completed.releases,
)
@SINCE
@click.option("--yours", is_flag=True, help="Merge into your own files as well.")
@DRY_RUN
@DIFF
@click.option("--no-checks", is_flag=True, help="Do not run `check --fast` afterwards.")
@AS_JSON
@click.option("--quiet", is_flag=True, help="Print nothing but errors and conflicts.")
def update(
    folder: Path,
    answers: Path | None,
    to: str,
    since: str,
    yours: bool,
    dry_run: bool,
    diff: bool,
    no_checks: bool,
    as_json: bool,
    quiet: bool,
    **flags: Any,
) -> ExitCode:
    """Bring a project up to the newest release, and keep everything you did to it.

    Files of the recipe are merged, yours are left alone. A flag changes an answer.

    \b
    recipe update --dry-run
    recipe update flowers --target species
    """
    from . import say_projects, update
    from .say import Say
    from .update.renders import wishes
    from .update.site import find

    say = Say(quiet, as_json)
    site = find(folder, since)
    wish = update.Wish(wishes(flags, answers), to, yours, not no_checks)
    work = update.preview if dry_run or diff else update.update
    outcome = work(site, wish, say)
    try:
        say_projects.told(say, outcome, diff)
    except KeyboardInterrupt:
        if not outcome.written:
            raise
    if outcome.conflicts:
        return ExitCode.CONFLICTS
    return ExitCode.CHECKS_FAILED if outcome.verdict.failed else ExitCode.OK


@click.command("check-update")
@FOLDER
@AS_JSON
def check_update(folder: Path, as_json: bool) -> ExitCode:
    """Is there a newer release? Exit code 3 if so, 0 if not.

    \b
    recipe check-update flowers
    """
    from . import say_projects
    from .releases import newest
    from .say import Say
    from .update.site import ANSWERS, around, read

    folder = around(folder)
    release = read((folder / ANSWERS).read_bytes(), folder / ANSWERS).release
    say_projects.checked(Say(as_json=as_json), folder, release, newest())
    return ExitCode.OK if release == newest() else ExitCode.UPDATE_AVAILABLE


@click.command()
@click.argument("file", type=click.Path(), required=False, default="")
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    default=Path("."),
    help="The project.  [default: here]",
)
@click.option(
    "--from",
    "since",
    default="",
    help="The release to begin at.",
    shell_complete=completed.releases,
)
@click.option("--apply", "take", is_flag=True, help="Merge the change into your file.")
@AS_JSON
def diff(file: str, project: Path, since: str, take: bool, as_json: bool) -> ExitCode:
    """Show what the template changed in a file of yours.

    FILE is a path or its end; without it, all of yours. After an update it shows what the
    update offered, before one what it would offer.

    \b
    recipe diff data.py
    recipe diff data.py --apply
    """
    from . import say_projects
    from .say import Say
    from .update import offered

    say = Say(as_json=as_json)
    with offered.changes(project, file, since, say) as (changes, before, after):
        if not take:
            say_projects.differences(say, changes, before, after)
            return ExitCode.OK
        done = {change.path: offered.take(change) for change in changes}
    left = [path for path, clean in done.items() if not clean]
    say_projects.taken(say, [path for path in done if path not in left], left)
    return ExitCode.CONFLICTS if left else ExitCode.OK


@click.command()
@FOLDER
@AS_JSON
def doctor(folder: Path, as_json: bool) -> ExitCode:
    """Look for what keeps a project from running, or its numbers from counting.

    Interpreter, packages and lock, torch against the hardware, data, conflicts and
    placeholders left, stale verdicts. Exit code 1 if something fails.

    \b
    recipe doctor flowers
    """
    from . import say_projects
    from .doctor import examine
    from .say import Say

    say = Say(as_json=as_json)
    with say.busy("Looking"):
        found = examine(folder)
    say_projects.examined(say, found)
    failing = any(finding.verdict == "fails" for finding in found)
    return ExitCode.CHECKS_FAILED if failing else ExitCode.OK


@click.command()
@FOLDER
@click.option("--name", default="audit", help="Of the adapter.  [default: audit]")
@click.option("--model", default="", help="Your net, such as train.py:Net().")
@click.option("--train", default="", help="Its data, such as data.py:load()[0].")
@click.option("--validation", default="", help="Likewise.  [default: a share of train]")
@click.option("--test", default="", help="Likewise.")
@click.option("--loss", default="", help="Such as train.py:nn.CrossEntropyLoss().")
@click.option(
    "--answers", type=click.Choice(["classes", "numbers", "labels"]), default=None
)
@click.option("--optimizer", default="", help="Yours, of net.  [default: AdamW]")
@click.option("--step", default="", help="One step of yours, of net, optimizer, x, y.")
@click.option("--fit", default="", help="Your training, of net, loader, validation.")
@click.option("--evaluation", default="", help="Your loss, of net, loader.")
@click.option("--no-checks", is_flag=True, help="Do not run its checks.")
@click.option("--dry-run", is_flag=True, help="Print the adapter; write nothing.")
@AS_JSON
def adopt(
    folder: Path,
    name: str,
    answers: str | None,
    no_checks: bool,
    dry_run: bool,
    as_json: bool,
    **said: str,
) -> ExitCode:
    """Let the recipe audit training code of your own.

    Writes one adapter file around your data, net and loss; none of your files is changed.
    SCRIPT:EXPRESSION names what cannot be found; a script is read down to its first loop, so
    that nothing trains. Name your step, training and evaluation, and they are audited as well.

    \b
    recipe adopt . --model train.py:Net() --train train.py:train_loader
    recipe adopt . --step "train.py:train_one_epoch(net, [(x, y)], optimizer)"
    python -m nn_recipe check --project audit
    """
    from . import adopt as adoption
    from . import say_projects
    from .say import Say

    say = Say(as_json=as_json)
    design = adoption.design(folder, name, said, answers or "")
    with say.busy("Writing the adapter, and trying the checks"):
        adopted = adoption.adopt(design, not no_checks, dry_run)
    say_projects.adopted(say, adopted)
    if not adopted.opens:
        return ExitCode.USER
    return ExitCode.CHECKS_FAILED if adopted.verdict.failed else ExitCode.OK
