"""What a check finds wrong: sentences for the user, and where to look first."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from .contract import NotOffered
from .ledger import Experiment, Ledger, Record

MOST = 3  # faults that are told


class Findings:
    """A check may demand several things; it holds if all of them do."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.look_at: list[str] = []
        self.unasked: list[str] = []  # why a part of it was left out

    def demand(self, holds: bool, otherwise: str, look_at: str) -> None:
        """Remember the sentence `otherwise` and the file to open, unless it holds."""
        if holds or otherwise in self.faults:
            return
        self.faults.append(otherwise)
        if look_at not in self.look_at:
            self.look_at.append(look_at)

    def ask(self, judge: Callable[..., Any], *given: Any) -> Any:
        """What the judge measures; None, and the reason kept, where a project offers too little."""
        try:
            return judge(*given, self)
        except NotOffered as missing:
            if str(missing) not in self.unasked:
                self.unasked.append(str(missing))
            return None

    def said(self) -> str:
        """The first few faults: what follows them is often their consequence."""
        more = len(self.faults) - MOST
        end = [f"And {more} more, maybe for the same reason."] if more > 0 else []
        return " ".join([*self.faults[:MOST], *end])

    def left(self) -> list[str]:
        """What was not asked, in a sentence, if anything."""
        return [f"Not asked: {'; '.join(self.unasked)}."] if self.unasked else []

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
            because=" ".join([self.said() or because, *self.left()]),
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
