"""Thirty bugs, written without a look at the library. B23 to B30 are kept apart: unheard."""

from ..edits.edit import HealthyEdit
from . import pictures_and_sounds, rows_and_words

BUGS: tuple[HealthyEdit, ...] = tuple(
    sorted((*rows_and_words.BUGS, *pictures_and_sounds.BUGS), key=lambda bug: bug.id)
)
KEPT_APART = {f"B{number}" for number in range(23, 31)}
