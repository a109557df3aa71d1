"""The commands of `recipe`: each parses, calls, prints."""

import signal
import sys
from pathlib import Path
from typing import Any

import click

from . import __version__, completed, help, interrupts
from .cli_add import add
from .cli_projects import adopt, check_update, diff, doctor, update
from .errors import ExitCode, RecipeError
from .flags import AS_JSON, KEEP, flags_of_the_questions


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="recipe")
def cli() -> None:
    """Reads your data and writes a plain-PyTorch project around it.

    \b
    recipe new flowers --data flowers.csv
    recipe new digits --task image-classification
    recipe update flowers
    """


for command in (update, add, diff, check_update, doctor, adopt):
    cli.add_command(command)


@cli.command()
@click.argument("name", type=click.Path())
@flags_of_the_questions
@click.option(
    "--answers", type=click.Path(path_type=Path), help="Answers in a YAML file."
)
@click.option("--defaults", is_flag=True, help="Ask nothing; take what is proposed.")
@click.option("--dry-run", is_flag=True, help="Show tree and reasons; write nothing.")
@click.option("--no-git", is_flag=True, help="No git repository, no first commit.")
@click.option("--no-checks", is_flag=True, help="Do not run the new project's checks.")
@AS_JSON
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    envvar="RECIPE_TEMPLATE",
    help="A checkout of recipe to render in place of the newest release.",
)
def new(
    name: str,
    answers: Path | None,
    template: Path | None,
    defaults: bool,
    as_json: bool,
    quiet: bool,
    dry_run: bool,
    no_git: bool,
    no_checks: bool,
    **flags: Any,
) -> ExitCode:
    """Create a project.

    NAME is a folder that does not exist yet, is empty, or is a fresh clone; what no flag
    answers is read from the data or asked.

    \b
    recipe new flowers --data flowers.csv --target species
    recipe new digits --task image-classification --defaults
    """
    from . import new as start
    from .answers import given
    from .folder import destination
    from .say import Say
    from .verify import INTERRUPTED

    say = Say(quiet, as_json)
    folder = destination(name)
    said = given(folder.name, flags, answers, defaults)
    silent = defaults or quiet or as_json
    design = start.design(said, say, silent, folder)
    if dry_run:
        say.preview(design, folder, start.preview(design, template))
        return ExitCode.OK
    commit, checks = not no_git, not no_checks
    project = start.build(design, folder, say, commit, checks, templates=template)
    say.created(project)
    if project.verdict is INTERRUPTED:
        return ExitCode.INTERRUPTED
    return ExitCode.CHECKS_FAILED if project.verdict.failed else ExitCode.OK


@cli.command()
@AS_JSON
def kinds(as_json: bool) -> None:
    """List the kinds of project."""
    from .kinds import kinds as rows
    from .say import Say

    Say(as_json=as_json).kinds(rows())


@cli.command()
@click.argument("path", type=click.Path())
@click.option(
    "--task",
    "kind",
    help="The kind to read it as, if the guess is wrong.",
    shell_complete=completed.kinds,
)
@click.option("--target", help="The column to predict, if the guess is wrong.")
@click.option(
    "--validation-data",
    type=click.Path(),
    default="",
    help="A given validation split.",
)
@click.option("--test-data", type=click.Path(), default="", help="A given test split.")
@click.option("--drop", multiple=True, help="A column to leave out, too; repeat it.")
@KEEP
@AS_JSON
def facts(
    path: str,
    kind: str | None,
    target: str | None,
    validation_data: str,
    test_data: str,
    drop: tuple[str, ...],
    keep: tuple[str, ...],
    as_json: bool,
) -> None:
    """Show what `new` would see in the data.

    PATH is a file or a folder.

    \b
    recipe facts flowers.csv
    recipe facts en.train --test-data en.test
    """
    from . import left_out
    from .answers import absolute
    from .questions import check_names
    from .reading import reading
    from .say import Say

    say = Say(as_json=as_json)
    said = {"data": absolute(path), "kind": kind, "target": target}
    said |= {"validation_data": absolute(validation_data)}
    said |= {"test_data": absolute(test_data)}
    with say.progress() as progress:
        found = reading(progress)(said)
    check_names(found, {"--drop": drop, "--keep": keep})
    said |= left_out.by_flags(drop) | ({"keep": keep} if keep else {})
    say.facts(left_out.proposed(found, said))


@cli.command()
@click.argument("id", required=False, default="", shell_complete=completed.tips)
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    default=Path("."),
    help="The project whose lines to name.  [default: here]",
)
def explain(id: str, project: Path) -> None:
    """Explain a tip of the recipe.

    ID is its number or part of its name; without it, all 53 are listed.

    \b
    recipe explain 2.5
    """
    from .explain import explain as one
    from .explain import overview
    from .say import Say

    Say().line(one(id, project) if id else overview())


@cli.command()
@click.argument("number", type=int, required=False)
@click.argument("folder", type=click.Path(file_okay=False), required=False, default="")
@click.option(
    "--kind",
    "--task",
    "kind",
    default="",
    help="The kind of project.",
    shell_complete=completed.kinds,
)
@click.option(
    "--solve", type=click.Path(path_type=Path), help="The project whose bug to tell."
)
@AS_JSON
def exercise(
    number: int | None, folder: str, kind: str, solve: Path | None, as_json: bool
) -> None:
    """Hide a silent bug in a new project, for you to find.

    Without arguments, list the exercises. With a NUMBER, write the project into FOLDER:
    follow the recipe in it. Then ask for the solution.

    \b
    recipe exercise
    recipe exercise 12 hunt
    recipe exercise --solve hunt
    """
    from . import exercise as exercises
    from .say import Say

    say = Say(as_json=as_json)
    if solve is not None:
        say.solution(exercises.solve(solve))
    elif number is None:
        say.exercises(exercises.shelf(kind))
    else:
        say.exercise(exercises.start(number, kind, folder, say))


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    eval "$(recipe completion bash)"
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found
    click.echo(found(cli, {}, "recipe", "_RECIPE_COMPLETE").source())


def main() -> None:
    """Run a command; each mistake becomes one paragraph and an exit code."""
    interrupts.hear_all()
    code = run()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # done; to leave takes Python a moment
    sys.exit(code)


def run() -> int:
    try:
        options = {"standalone_mode": False, "terminal_width": help.width()}
        return help.narrowed(cli)(prog_name="recipe", **options) or ExitCode.OK
    except click.ClickException as error:
        error.show()
        return ExitCode.USER
    except RecipeError as error:
        from .say import Say

        Say().error(str(error))
        return error.exit_code
    except (KeyboardInterrupt, EOFError, click.Abort):
        click.echo("\nInterrupted: nothing was written.", err=True)
        return ExitCode.INTERRUPTED
