"""Healthy edits, written by people who had not read the checks: who stops them?"""

from . import (
    labels_and_numbers,
    pictures,
    places,
    rows_and_words,
    second_strangers,
    sounds,
)
from .edit import HealthyEdit

MODULES = (
    rows_and_words,
    pictures,
    labels_and_numbers,
    places,
    sounds,
    second_strangers,
)
EDITS: dict[str, HealthyEdit] = {
    edit.id: edit for module in MODULES for edit in module.EDITS
}
