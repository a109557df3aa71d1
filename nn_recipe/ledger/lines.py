"""The ledger: every step is an experiment, and its expectation is written down first.

`runs/ledger.jsonl` is append-only and strict JSON. A verdict belongs to what it was measured
on: when one of those fingerprints changes, it is read back as stale.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from ..place import here, relative
from .experiment import VERDICTS, Experiment, Record, now, outlives, said
from .fingerprint import fingerprints
from .intact import intact
from .rows import row
from .strict_json import plain, strict

__all__ = ["VERDICTS", "Experiment", "Ledger", "Record"]


class Ledger:
    """Append to it, read it back. Without a path it lives in memory and nothing goes stale."""

    def __init__(
        self,
        path: Path | None = None,
        *,
        present: Callable[[], dict[str, str]] = dict,
        seed: int | None = None,
    ):
        self.path, self.seed = path, seed
        self._present = present
        self.lines: list[dict[str, Any]] = []
        self.damaged: list[int] = []  # numbers of the lines that are no records
        if path is not None and path.exists():
            self.read(path)

    @classmethod
    def of(cls, config: Any) -> "Ledger":
        """The ledger of the project that is open, as seen under this config."""
        path = here().runs / "ledger.jsonl"
        return cls(path, present=lambda: fingerprints(config), seed=config.seed)

    def seen_under(self, config: Any) -> "Ledger":
        """The same lines, judged by the fingerprints of another config."""
        other = Ledger(present=lambda: fingerprints(config), seed=config.seed)
        other.path, other.lines = self.path, self.lines
        other.damaged = self.damaged
        return other

    @cached_property
    def present(self) -> dict[str, str]:
        """The fingerprints as they are now; measured once."""
        return self._present()

    # --- writing ---

    def expect(
        self, id: str, hypothesis: str, *, value: Any, how: str, tolerance: Any = None
    ) -> Experiment:
        """Write down what should happen, whence that is known, and how far off is still right."""
        expected = plain({"value": value, "how": how, "tolerance": tolerance})
        record = self.append(self.new(id, hypothesis, expected=expected))
        return Experiment(self.append, record, time.perf_counter())

    def not_applicable(self, id: str, hypothesis: str, because: str) -> Record:
        """Say why this row asks nothing of this project."""
        return self.verdict(id, "not applicable", hypothesis, because)

    def waive(self, id: str, because: str) -> Record:
        """Go on although the row does not hold. The reason stays in the report for ever."""
        if not because.strip():
            raise ValueError(
                f'A waiver needs its reason: --waive {id} --because "...".'
            )
        return self.verdict(
            id, "waived", f"{row(id).name}: may be passed over", because
        )

    def verdict(
        self,
        id: str,
        verdict: str,
        hypothesis: str,
        because: str,
        evidence: Sequence[str] = (),
    ) -> Record:
        """A verdict that a person or a reason gives, not a measurement."""
        record = self.new(id, hypothesis, verdict=verdict, because=because)
        return self.append(replace(record, state="concluded", evidence=list(evidence)))

    def new(self, id: str, hypothesis: str, **more: Any) -> Record:
        depends_on = row(id).depends_on
        return Record(
            number=1 + max((line.get("number", 0) for line in self.lines), default=0),
            id=id,
            check=row(id).name,
            stage=row(id).stage,
            hypothesis=hypothesis,
            seed=self.seed,
            fingerprints={part: self.present.get(part, "") for part in depends_on},
            time=now(),
            **more,
        )

    def append(self, record: Record) -> Record:
        self.write(
            {name: value for name, value in asdict(record).items() if name != "was"}
        )
        return record

    def opened_test(self, run: str) -> int:
        """Note that the test split was looked at; returns how often it has been by now."""
        number = self.test_openings + 1
        self.write({"state": "opened the test split", "run": run, "time": now()})
        return number

    def write(self, line: dict[str, Any]) -> None:
        """One strict JSON line, on the disk when this returns. Heals a torn last line."""
        line = strict(plain(line))
        self.lines.append(line)
        if self.path is None:
            return
        text = json.dumps(line, allow_nan=False, ensure_ascii=False) + "\n"
        try:
            append(self.path, text.encode())
        except OSError as error:
            error.filename = str(self.path)
            raise

    # --- reading ---

    def read(self, path: Path) -> None:
        for number, text in enumerate(path.read_bytes().split(b"\n"), start=1):
            line = intact(text)
            if line is not None:
                self.lines.append(line)
            elif text.strip():
                self.damaged.append(number)

    def records(self, state: str = "concluded") -> Iterator[Record]:
        """Every record in the order it was written, of rows this version knows or once knew."""
        known = {f.name for f in fields(Record)}
        for line in self.lines:
            if line.get("state") == state:
                yield Record(**{name: line[name] for name in known & line.keys()})

    def latest(self) -> dict[str, Record]:
        """The verdict that counts for each row, now.

        A person's word outlives later measurements of the same thing; it goes stale like
        any other verdict when what the row depends on has changed.
        """
        found: dict[str, Record] = {}
        for record in self.records():
            if record.id not in found or not outlives(found[record.id], record):
                found[record.id] = record
        return {id: self.as_of_now(record) for id, record in found.items()}

    def as_of_now(self, record: Record) -> Record:
        """The same record, or a stale one that says what changed."""
        changed = self.changed(record)
        if not changed:
            return record
        because = f"{' and '.join(changed)} changed since it {said(record.verdict)}"
        return replace(record, verdict="stale", was=record.verdict, because=because)

    def changed(self, record: Record) -> list[str]:
        """The parts whose fingerprint is no longer what it was when this was measured."""
        old = record.fingerprints
        return [part for part in old if old[part] != self.present.get(part, "")]

    def stale(self) -> list[Record]:
        return [
            record for record in self.latest().values() if record.verdict == "stale"
        ]

    def waivers(self) -> list[Record]:
        """Every waiver ever given: none is forgotten."""
        return [record for record in self.records() if record.verdict == "waived"]

    def unfinished(self) -> list[Record]:
        """Expectations without a verdict: the measurement was interrupted."""
        concluded = {record.number for record in self.records()}
        return [r for r in self.records("expected") if r.number not in concluded]

    @property
    def remark(self) -> str:
        """The sentence about lines that were passed over; "" where none was."""
        if not self.damaged:
            return ""
        lines = ", ".join(map(str, self.damaged[:5]))
        more = f" and {len(self.damaged) - 5} more" if len(self.damaged) > 5 else ""
        assert self.path is not None
        return (
            f"Damaged and passed over: line {lines}{more} of {relative(self.path)}. "
            "A verdict that stood there does not count: measure it again."
        )

    @property
    def test_openings(self) -> int:
        return sum(line.get("state") == "opened the test split" for line in self.lines)


def append(path: Path, line: bytes) -> None:
    """On the disk when this returns; a torn last line stays a line of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "ab+") as file:
        if file.tell() and not ends_with_newline(file):
            line = b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def ends_with_newline(file: BinaryIO) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"
