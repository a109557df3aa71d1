"""Healthy data as users have it, one sample in many forms: `python -m tests.bugs --layouts`."""

from . import files, rows, words
from .layout import Layout

LAYOUTS: dict[str, Layout] = {**rows.LAYOUTS, **words.LAYOUTS, **files.LAYOUTS}
