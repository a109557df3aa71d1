"""The ledger: what was expected, what happened, and whether it still stands."""

from .lines import VERDICTS, Experiment, Ledger, Record

__all__ = ["VERDICTS", "Experiment", "Ledger", "Record"]
