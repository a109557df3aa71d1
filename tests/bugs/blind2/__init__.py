"""Twenty-eight more bugs, written without a look at the library."""

from ..edits.edit import HealthyEdit
from . import pictures_and_sounds, tables_and_series, words

BUGS: tuple[HealthyEdit, ...] = tuple(
    sorted(
        (*tables_and_series.BUGS, *words.BUGS, *pictures_and_sounds.BUGS),
        key=lambda bug: bug.id,
    )
)
