"""Trainings that are compared: what is changed, what is kept of each, what a difference says."""
