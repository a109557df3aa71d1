"""A progress bar for reading: after two seconds, and only on a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

PATIENCE_SECONDS = 2.0  # below it a bar is only flicker


class Bar:
    """Called with what is being done, how much of it is, and of how much."""

    def __init__(self, console: "Console") -> None:
        self.console = console
        self.shown: Progress | None = None
        self.what = ""
        self.begun = 0.0

    def __call__(self, what: str, done: int, of: int) -> None:
        if what != self.what:
            self.stop()
            self.what, self.begun = what, perf_counter()
        late = perf_counter() - self.begun > PATIENCE_SECONDS
        if late and self.console.is_terminal and not self.shown:
            self.show(of)
        if self.shown:
            self.shown.update(self.shown.task_ids[0], completed=done)
        if done >= of:
            self.stop()

    def show(self, of: int) -> None:
        from rich.progress import Progress

        self.shown = Progress(console=self.console, transient=True)
        self.shown.add_task(self.what, total=of)
        self.shown.start()

    def stop(self) -> None:
        if self.shown:
            self.shown.stop()
        self.shown, self.what = None, ""


@contextmanager
def bar(console: "Console") -> Iterator[Bar]:
    """A bar that is gone afterwards, whatever happened."""
    shown = Bar(console)
    try:
        yield shown
    finally:
        shown.stop()
