"""`recipe add`: parses, calls, prints."""

from pathlib import Path

import click

from . import completed
from .cli_projects import DIFF, DRY_RUN, FOLDER, SINCE
from .errors import ExitCode
from .flags import AS_JSON


@click.command()
@click.argument("thing", required=False, default="", shell_complete=completed.things)
@FOLDER
@click.option("--list", "listed", is_flag=True, help="What fits, and what is in.")
@DRY_RUN
@DIFF
@AS_JSON
@SINCE
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    envvar="RECIPE_TEMPLATE",
    help="The checkout of recipe that wrote a project of no release.",
)
def add(
    thing: str,
    folder: Path,
    listed: bool,
    dry_run: bool,
    diff: bool,
    as_json: bool,
    since: str,
    template: Path | None,
) -> ExitCode:
    """Add one thing to a project: complexify one at a time.

    THING is rendered into the project, off until you ask for it, and is yours to edit;
    your own files get the line or two that it needs. Without THING, list what there is.

    \b
    recipe add --list flowers
    recipe add augment flowers --dry-run
    """
    from . import say_added
    from .say import Say
    from .update import adding
    from .update.site import find

    say = Say(as_json=as_json)
    if listed or not thing:
        site = find(Path(thing) if thing else folder, since, template)
        say_added.shelf(say, site, adding.things(site))
        return ExitCode.OK
    site = find(folder, since, template)
    chosen = adding.chosen(site, thing)
    if chosen.inside:
        say_added.already(say, site, chosen)
        return ExitCode.OK
    outcome = adding.add(site, thing, say, write=not (dry_run or diff))
    say_added.told(say, site, outcome, chosen, diff)
    return ExitCode.CONFLICTS if outcome.conflicts else ExitCode.OK
