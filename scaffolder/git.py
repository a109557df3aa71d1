"""The first commit of a new project."""

import os
import shutil
import subprocess
from pathlib import Path

# left in the environment by a git hook or a rebase; they point at another repository
LOCAL_VARIABLES = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_CONFIG_COUNT",
        "GIT_CONFIG_PARAMETERS",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)


def first_commit(folder: Path) -> str:
    """Commit everything in `folder`; "" if that worked, else the reason why not."""
    if not shutil.which("git"):
        return "git is not installed"
    if git(folder.parent, "rev-parse", "--is-inside-work-tree").returncode == 0:
        return "the folder is part of a git repository already"
    for step in (["init", "-q", "-b", "main"], ["add", "-A"], commit(folder)):
        done = git(folder, *step)
        if done.returncode != 0:
            shutil.rmtree(folder / ".git", ignore_errors=True)
            return f"git {step[0]} failed: {' '.join(done.stderr.split())}"
    return ""


def commit(folder: Path) -> list[str]:
    """The command, with a name where git has none, and nothing of the user's that could ask."""
    settings = {
        "user.name": configured(folder, "user.name") or "recipe",
        "user.email": configured(folder, "user.email") or "recipe@localhost",
        "commit.gpgSign": "false",
        "core.hooksPath": os.devnull,
    }
    options = [
        part for key, value in settings.items() for part in ("-c", f"{key}={value}")
    ]
    return [*options, "commit", "-q", "--no-verify", "-m", "Start from recipe new"]


def configured(folder: Path, key: str) -> str:
    return git(folder, "config", key).stdout.strip()


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in LOCAL_VARIABLES}
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
