"""Sounds of one class."""
