"""Where a project goes: one rename puts it there, so it is there whole or not at all."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import FolderError
from .ground import refuse_what_is_in_use, settle


def destination(path: str) -> Path:
    """The folder for `recipe new PATH`; its last part is the project's name."""
    folder = Path(os.path.abspath(os.path.expanduser(path)))
    if not path.strip() or not folder.name:
        raise FolderError(f"{path!r} names no folder: give a name, such as flowers.")
    if os.path.lexists(folder):
        refuse_what_is_in_use(folder)
    return folder


@contextmanager
def under_construction(folder: Path) -> Iterator[Path]:
    """A folder that becomes `folder` at the end, and is removed if anything goes wrong.

    It is beside it, so that one rename does; or in it, where an empty one is there already.
    """
    parents = missing_parents(folder)
    name = f".recipe-{os.getpid()}"
    site = folder / name if folder.exists() else folder.with_name(name)
    with interruptible():
        try:
            site.mkdir(parents=True)
            yield site
            if site.parent != folder:
                destination(str(folder))  # it may have appeared meanwhile
            with signals_held():
                settle(site, folder)
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
