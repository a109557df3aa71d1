"""What a check finds wrong: sentences for the user, and where to look first."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .ledger import Experiment, Ledger, Record

MOST = 3  # faults that are told


class Findings:
    """A check may demand several things; it holds if all of them do."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.look_at: list[str] = []

    def demand(self, holds: bool, otherwise: str, look_at: str) -> None:
        """Remember the sentence `otherwise` and the file to open, unless it holds."""
        if holds or otherwise in self.faults:
            return
        self.faults.append(otherwise)
        if look_at not in self.look_at:
            self.look_at.append(look_at)

    def said(self) -> str:
        """The first few faults: what follows them is often their consequence."""
        more = len(self.faults) - MOST
        end = [f"And {more} more, maybe for the same reason."] if more > 0 else []
        return " ".join([*self.faults[:MOST], *end])

    def conclude(
        self,
        experiment: Experiment,
        measured: Any,
        because: str,
        evidence: Sequence[str | Path] = (),
    ) -> Record:
        """Holds because of `because`, or fails because of every fault found."""
        return experiment.conclude(
            measured,
            holds=not self.faults,
            because=self.said() or because,
            look_at=self.look_at,
            evidence=evidence,
        )


def last_run(ledger: Ledger, file: str) -> Path | None:
    """The folder of the run that wrote this file last; None if there is none yet."""
    folder = ledger.path and ledger.path.parent
    found = (
        [] if folder is None else list(folder.glob(f"[0-9][0-9][0-9][0-9]-*/{file}"))
    )
    return max(found, key=lambda path: path.stat().st_mtime).parent if found else None


def evidence(ledger: Ledger, name: str) -> Path | None:
    """Where a check draws its picture: beside the ledger, nowhere if that is in memory."""
    return None if ledger.path is None else ledger.path.parent / "evidence" / name
