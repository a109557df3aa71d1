"""Who writes, and who is still alive, told by locks that end with their process.

A lock of the operating system is free the moment its owner is killed: nothing waits, nothing is
guessed from process numbers. On another machine, whose locks may not be seen, a sign of life
each half minute is what tells.
"""

import os
import re
import socket
import threading
import time
import uuid
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

BEAT, STALE = 30.0, 600.0  # seconds between two signs of life, and until nobody hopes
NAME = re.compile(r"[\w.-]+")


class WholeLines:
    """The lock of a journal; a line that a killed process has torn is cut off first."""

    def __init__(self, journal: Path):
        self.journal, self.lock = journal, FileLock(f"{journal}.lock")

    def acquire(self) -> bool:
        self.lock.acquire()
        cut(self.journal)
        return True

    def release(self) -> None:
        self.lock.release()


def cut(journal: Path) -> None:
    """What follows the last end of a line: it was never said."""
    with open(journal, "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        if not size:
            return
        file.seek(size - 1)
        if file.read(1) != b"\n":
            file.seek(0)
            file.truncate(file.read().rfind(b"\n") + 1)


class Alive:
    """A worker: as long as it lives its file is locked, and touched now and then."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        host = re.sub(r"[^\w.]", "_", socket.gethostname())
        self.folder = folder
        self.name = f"{host}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self.path = folder / self.name
        self.lock, self.ended = FileLock(str(self.path)), threading.Event()

    def __enter__(self) -> "Alive":
        self.lock.acquire()
        self.path.touch()
        threading.Thread(target=self.beat, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.lock.release()
        self.path.unlink(missing_ok=True)

    def beat(self) -> None:
        while not self.ended.wait(BEAT):
            with suppress(OSError):
                os.utime(self.path)

    def dead(self, other: str) -> bool:
        """Has the worker of this name gone, whatever its end?"""
        path = self.folder / other
        if other == self.name or not NAME.fullmatch(other) or not path.is_file():
            return other != self.name
        if other.partition("-")[0] != self.name.partition("-")[0]:
            return time.time() - path.stat().st_mtime > STALE
        try:
            with FileLock(str(path), timeout=0):
                pass
        except Timeout:
            return False
        path.unlink(missing_ok=True)
        return True
