"""Healthy edits of projects about tables, texts and series: H01 to H30."""

from . import (
    classes,
    classes_more,
    language,
    numbers,
    numbers_last,
    numbers_more,
    series,
    series_more,
    tags,
    tags_more,
    texts,
    texts_more,
)
from .edit import HealthyEdit

EDITS: tuple[HealthyEdit, ...] = (
    *classes.EDITS,
    *classes_more.EDITS,
    *numbers.EDITS,
    *numbers_more.EDITS,
    *numbers_last.EDITS,
    *texts.EDITS,
    *texts_more.EDITS,
    *tags.EDITS,
    *tags_more.EDITS,
    *language.EDITS,
    *series.EDITS,
    *series_more.EDITS,
)
