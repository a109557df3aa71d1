"""Columns that give the answer away, and columns that say the same as another."""
