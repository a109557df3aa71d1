"""Healthy edits, written by people who had not read the checks: who stops them?"""

from . import labels_and_numbers, pictures, rows_and_words
from .edit import HealthyEdit

EDITS: dict[str, HealthyEdit] = {
    edit.id: edit for module in (rows_and_words, pictures, labels_and_numbers) for edit in module.EDITS
}
