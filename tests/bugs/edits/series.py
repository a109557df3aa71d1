"""Healthy edits."""

from .edit import HealthyEdit

EDITS: tuple[HealthyEdit, ...] = ()
