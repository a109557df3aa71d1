"""What the machine refuses, in a sentence: room on the disk, the right to write, memory."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .place import here, relative

REMEDIES = {
    errno.ENOSPC: "make room on that disk",
    errno.EDQUOT: "make room within your quota",
    errno.EROFS: "copy the project to where it can be written",
    errno.EACCES: "give yourself the right to it, or copy the project",
    errno.EPERM: "give yourself the right to it, or copy the project",
    errno.EIO: "the disk may be failing: copy the project",
}
# as torch, numpy and polars say it
MEMORY = re.compile(r"not enough memory|out of memory|cannot allocate memory", re.I)
PLACE = re.compile(r"^\[enforce fail[^]]*\] (err == 0\. )?")  # in the source of torch


def sentence(error: BaseException) -> str:
    """What was refused and what to do; "" of any other error."""
    if isinstance(error, OSError) and error.errno in REMEDIES:
        place = relative(Path(error.filename)) if error.filename else str(here().runs)
        remedy = REMEDIES[error.errno]
        return f"{place}: {error.strerror}. Nothing more was written: {remedy}, then repeat."
    if isinstance(error, MemoryError) or MEMORY.search(str(error)):
        said = PLACE.sub("", " ".join(str(error).split()))[:160]
        said = said.rstrip(".") or "the system gives no more"
        return (
            f"The memory is not enough: {said}. Lower batch_size (accumulate, of `recipe "
            "add`, keeps the step) or width in config.py, or free some, then repeat."
        )
    return ""


@contextmanager
def in_a_sentence() -> Iterator[None]:
    """A ValueError in place of what the machine refused."""
    try:
        yield
    except (OSError, MemoryError, RuntimeError) as error:
        if said := sentence(error):
            raise ValueError(said) from error
        raise
