"""Copies of training examples in given splits: what is left when they are left out."""

from scaffolder.errors import DataError
from scaffolder.facts.tables.answers import FEWEST


def must_leave_some(train: int, count: int, split: str, noun: str) -> None:
    """DataError where so many of `train` examples stand in a given split that none may train."""
    alike = "but for case, digits and signs" if noun == "text" else "byte for byte"
    if count and train - count < FEWEST:
        raise DataError(
            f"{count:,} of {train:,} training {noun}s also stand in the {split} split,"
            f" {alike}: left out, too few remain. Needed: {FEWEST} and more that"
            f" the {split} split lacks; is it a copy of the training data? Take it away, and a"
            " share of the training data is kept for it."
        )
