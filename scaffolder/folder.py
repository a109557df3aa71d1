"""Where a project goes: one rename puts it there, so it is there whole or not at all."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import FolderError


def destination(path: str) -> Path:
    """The folder for `recipe new PATH`; its last part is the project's name."""
    folder = Path(os.path.abspath(os.path.expanduser(path)))
    if not path.strip() or not folder.name:
        raise FolderError(f"{path!r} names no folder: give a name, such as flowers.")
    if os.path.lexists(folder):
        raise FolderError(
            f"{folder} is already there, and `recipe new` writes over nothing: "
            "choose another name, or move it away."
        )
    return folder


@contextmanager
def under_construction(folder: Path) -> Iterator[Path]:
    """A folder beside `folder`, renamed to it at the end, removed if anything goes wrong."""
    parents = missing_parents(folder)
    site = folder.with_name(f".recipe-{os.getpid()}")
    with interruptible():
        try:
            site.mkdir(parents=True)
            yield site
            destination(str(folder))  # it may have appeared meanwhile
            site.rename(folder)
        except OSError as error:
            clear(site, parents)
            raise FolderError(
                f"{folder} cannot be written ({error.strerror}): choose another place."
            ) from error
        except BaseException:
            clear(site, parents)
            raise


def missing_parents(folder: Path) -> list[Path]:
    return [parent for parent in folder.parents if not parent.exists()]


def clear(site: Path, parents: list[Path]) -> None:
    shutil.rmtree(site, ignore_errors=True)
    for parent in parents:  # innermost first
        if parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()


@contextmanager
def interruptible() -> Iterator[Callable[[], None]]:
    """SIGTERM cleans up as Ctrl-C does. Call what is yielded once it is too late for both."""
    held = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(s) for s in held]
    signal.signal(signal.SIGTERM, signal.default_int_handler)

    def too_late() -> None:
        for s in held:
            signal.signal(s, signal.SIG_IGN)

    try:
        yield too_late
    finally:
        for s, handler in zip(held, before, strict=True):
            signal.signal(s, handler)


@contextmanager
def signals_held() -> Iterator[None]:
    """Ctrl-C and SIGTERM wait until the end, and are then a KeyboardInterrupt."""
    came: list[int] = []
    held = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(s, lambda number, frame: came.append(number)) for s in held]
    try:
        yield
    finally:
        for s, handler in zip(held, before, strict=True):
            signal.signal(s, handler)
    if came:
        raise KeyboardInterrupt
