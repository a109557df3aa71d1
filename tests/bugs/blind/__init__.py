"""Seventy-eight bugs, written without a look at the library: `python -m tests.bugs --blind`."""

from ..edits.edit import HealthyEdit
from . import (
    more_pictures_and_sounds,
    pictures_and_sounds,
    rows_and_words,
    second_strangers,
    tables_and_series,
    words,
)

MODULES = (
    rows_and_words,
    pictures_and_sounds,
    tables_and_series,
    words,
    more_pictures_and_sounds,
    second_strangers,
)
BUGS: tuple[HealthyEdit, ...] = tuple(
    sorted((bug for one in MODULES for bug in one.BUGS), key=lambda bug: bug.id)
)
