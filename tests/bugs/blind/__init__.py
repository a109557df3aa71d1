"""Thirty bugs, written without a look at the library: `python -m tests.bugs --blind`."""

from ..edits.edit import HealthyEdit
from . import pictures_and_sounds, rows_and_words

BUGS: tuple[HealthyEdit, ...] = tuple(
    sorted((*rows_and_words.BUGS, *pictures_and_sounds.BUGS), key=lambda bug: bug.id)
)
