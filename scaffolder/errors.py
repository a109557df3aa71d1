"""What can go wrong. Each message says what was found, what was needed, what to do now."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What `recipe` tells the shell."""

    OK = 0
    CHECKS_FAILED = 1  # the project stands, and something in it needs a look
    CONFLICTS = 1  # so it does after an update that left conflicts
    USER = 2  # a mistake the message says how to repair; nothing was written
    UPDATE_AVAILABLE = 3  # `recipe check-update`: there is a newer release
    INTERRUPTED = 130  # Ctrl-C or SIGTERM; nothing was left behind


class RecipeError(Exception):
    """Shown as one paragraph, without a traceback."""

    exit_code = ExitCode.USER


class DataError(RecipeError):
    """The data cannot be read as they are, or do not fit the task."""


class AnswerError(RecipeError):
    """An answer is missing or not allowed."""


class FolderError(RecipeError):
    """The folder cannot be created, or is not what it should be."""


class RenderError(RecipeError):
    """The templates did not become a project: a mistake of ours, not of the user."""

    exit_code = ExitCode.CHECKS_FAILED


class GitError(RecipeError):
    """Git is missing, too old, or refuses."""


class UpdateError(RecipeError):
    """The project cannot be updated as it is; it was left as it was."""
