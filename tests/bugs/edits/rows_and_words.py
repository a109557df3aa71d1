"""Healthy edits of projects about tables, texts and series: H01 to H30."""

from . import classes, language, numbers, series, tags, texts
from .edit import HealthyEdit

EDITS: tuple[HealthyEdit, ...] = (
    *classes.EDITS,
    *numbers.EDITS,
    *texts.EDITS,
    *tags.EDITS,
    *language.EDITS,
    *series.EDITS,
)
