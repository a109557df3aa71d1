"""Plain Copier on the public repository, without a network: git maps its address to the bundle."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scaffolder import releases


@contextmanager
def public_repository(cache: Path) -> Iterator[str]:
    """The address; while it lasts, git finds the releases there and nothing anywhere else."""
    from plumbum import local

    url = releases.home()
    settings = {
        f"url.{releases.BUNDLE.as_posix()}.insteadOf": url,
        "user.name": "me",
        "user.email": "me@here",
    }
    variables = {"GIT_CONFIG_COUNT": str(len(settings)), "GIT_ALLOW_PROTOCOL": "file"}
    for number, (key, value) in enumerate(settings.items()):
        variables[f"GIT_CONFIG_KEY_{number}"] = key
        variables[f"GIT_CONFIG_VALUE_{number}"] = value
    variables["COPIER_CACHE_DIR"] = str(cache)
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        with local.env(**variables):  # Copier's git is started with this one
            yield url
    finally:
        os.environ.clear()
        os.environ.update(before)


def copy(url: str, place: Path, release: str, **data: Any) -> None:
    from copier import Settings, run_copy

    quietly: dict[str, Any] = {"defaults": True, "quiet": True, "settings": Settings()}
    run_copy(url, place, vcs_ref=release, data=data, **quietly)


def update(place: Path, release: str, **data: Any) -> None:
    from copier import Settings, run_update

    quietly: dict[str, Any] = {"defaults": True, "quiet": True, "settings": Settings()}
    run_update(place, vcs_ref=release, overwrite=True, data=data, **quietly)
