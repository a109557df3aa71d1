"""Texts of a class, and a text to continue."""
