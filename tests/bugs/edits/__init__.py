"""Healthy edits, written by people who had not read the checks: who stops them?"""

from . import pictures, rows_and_words
from .edit import HealthyEdit

EDITS: dict[str, HealthyEdit] = {
    edit.id: edit for module in (rows_and_words, pictures) for edit in module.EDITS
}
