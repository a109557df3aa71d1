"""Git, called so that nothing around it can change what it does."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .errors import GitError

# Of all variables git listens to, these say where it and its configuration live. The rest
# point at another repository (GIT_DIR in a hook), or change how paths are read.
KEPT = frozenset(
    {
        "GIT_CEILING_DIRECTORIES",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_CONFIG_SYSTEM",
        "GIT_DISCOVERY_ACROSS_FILESYSTEM",
        "GIT_EXEC_PATH",
        "GIT_TEMPLATE_DIR",
    }
)
# of a repository of our own: no setting of the user, no hook, no conversion of line ends
PRIVATE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_ALLOW_PROTOCOL": "file",  # nothing goes to a network
}
QUIETLY = (  # in a repository of the user's: their settings hold, their programs rest
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.quotePath=false"),
    *("-c", "gc.auto=0"),
)


def environment(more: Mapping[str, str] = {}) -> dict[str, str]:
    """What git is started with: messages in English, no variable of a hook or a rebase."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in KEPT
    }
    return {**kept, "LC_ALL": "C", "LANGUAGE": "C", **more}


def run(
    folder: Path,
    *arguments: str,
    input: bytes | None = None,
    env: Mapping[str, str] = {},
) -> subprocess.CompletedProcess[bytes]:
    """`git ARGUMENTS` in `folder`, with more environment; its exit code is for you to judge.

    In a process group of its own: Ctrl-C reaches us, who can clean up, and not git.
    """
    feed = {"input": input} if input is not None else {"stdin": subprocess.DEVNULL}
    try:
        return subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env=environment(env),
            capture_output=True,
            process_group=0 if os.name == "posix" else None,
            **feed,  # type: ignore[arg-type]
        )
    except FileNotFoundError as error:
        if folder.is_dir():
            raise GitError("git is not installed: install it, then repeat.") from error
        raise


def checked(
    folder: Path,
    *arguments: str,
    input: bytes | None = None,
    env: Mapping[str, str] = {},
) -> bytes:
    """What git printed; a GitError with its own words where it failed."""
    done = run(folder, *arguments, input=input, env=env)
    if done.returncode != 0:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise GitError(f"git {command(arguments)} failed: {said}")
    return done.stdout


def command(arguments: tuple[str, ...]) -> str:
    """The subcommand among the arguments, past options such as `-c key=value`."""
    left = list(arguments)
    while left and left[0].startswith("-"):
        left = left[2:] if left[0] == "-c" else left[1:]
    return left[0] if left else ""


def text(folder: Path, *arguments: str) -> str:
    """What git printed, stripped; "" where it failed."""
    done = run(folder, *arguments)
    return "" if done.returncode else done.stdout.decode("utf-8", "replace").strip()


# --- the first commit of a new project ---


def first_commit(folder: Path) -> str:
    """Commit everything in `folder`; "" if that worked, else the reason why not."""
    if not shutil.which("git"):
        return "git is not installed"
    if run(folder.parent, "rev-parse", "--is-inside-work-tree").returncode == 0:
        return "the folder is part of a git repository already"
    for step in (["init", "-q", "-b", "main"], ["add", "-A"], commit(folder)):
        done = run(folder, *step)
        if done.returncode != 0:
            shutil.rmtree(folder / ".git", ignore_errors=True)
            said = " ".join(done.stderr.decode("utf-8", "replace").split())
            return f"git {step[0]} failed: {said}"
    return ""


def commit(folder: Path) -> list[str]:
    """The command, with a name where git has none, and nothing of the user's that could ask."""
    settings: Mapping[str, str] = {
        "user.name": text(folder, "config", "user.name") or "recipe",
        "user.email": text(folder, "config", "user.email") or "recipe@localhost",
        "commit.gpgSign": "false",
        "core.hooksPath": os.devnull,
    }
    options = [
        part for key, value in settings.items() for part in ("-c", f"{key}={value}")
    ]
    return [*options, "commit", "-q", "--no-verify", "-m", "Start from recipe new"]
