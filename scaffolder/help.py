"""The help of a command on a narrow screen, of which click knows nothing below 50 characters."""

import shutil
from collections.abc import Iterable

import click

MOST = 80  # characters; longer lines are hard to read
FLAGS = 3  # a third of a narrow line is for the flags


class Formatter(click.HelpFormatter):
    """A flag that is longer than its column has a line of its own."""

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        narrow = self.width < MOST - 2
        column = min(col_max, self.width // FLAGS) if narrow else col_max
        super().write_dl(rows, column, col_spacing)


class Context(click.Context):
    formatter_class = Formatter


def width() -> int:
    """Of the help, within the screen."""
    return min(shutil.get_terminal_size().columns, MOST) - 2


def narrowed(group: click.Group) -> click.Group:
    """The same commands; their help fits the screen."""
    for command in (group, *group.commands.values()):
        command.context_class = Context
    return group
