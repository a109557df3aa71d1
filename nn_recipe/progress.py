"""A progress bar for whatever lasts longer than two seconds, and only where a person watches."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

T = TypeVar("T")
PATIENCE = 2.0  # seconds before a bar is worth its line


def track(items: Iterable[T], label: str, total: int) -> Iterator[T]:
    """The same items; a bar on stderr from the third second on, none without a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    started, bar, task = time.monotonic(), None, None
    try:
        for done, item in enumerate(items):
            yield item
            if bar is None and time.monotonic() - started > PATIENCE:
                bar = new_bar()
                task = bar.add_task(label, total=total)
                bar.start()
            if bar is not None and task is not None:
                bar.update(task, completed=done + 1)
    finally:
        if bar is not None:
            bar.stop()


def new_bar() -> Progress:
    from rich.console import Console

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
    )
    return Progress(
        *columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True
    )
