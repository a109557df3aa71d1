"""Which checks to run, and running them: the same functions for `check` and for tests/."""

import difflib
import importlib
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import left_out
from .ledger import Ledger, Record
from .ledger.rows import ROWS, Row
from .place import here
from .progress import track
from .refused import sentence
from .say import aside

if TYPE_CHECKING:
    from .contract import Project

FEW = 256  # examples of each split in a smoke test


def chosen(names: Sequence[str], *, fast: bool = False, all: bool = False) -> list[Row]:
    """The rows called `names`; without names, those that are measured by `check`."""
    measured = [row for row in ROWS.values() if row.file]
    if names:
        return [named(name, measured) for name in names]
    if fast:
        return [row for row in measured if row.fast]
    return [row for row in measured if all or row.verb.startswith("check")]


def measured_by(verb: str) -> list[Row]:
    """The rows that this verb settles."""
    return [row for row in ROWS.values() if row.verb == verb and row.file]


def named(name: str, rows: Sequence[Row]) -> Row:
    """The row with this number or name; `overfit` finds `overfit_one_batch`."""
    name = name.replace("-", "_")
    known = {row.id: row for row in rows} | {row.check: row for row in rows}
    starts = [check for check in known if check.startswith(name)]
    if name in known or len(starts) == 1:
        return known.get(name) or known[starts[0]]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise ValueError(
        f"There is no check {name!r}.{hint} Checks: {', '.join(r.check for r in rows)}."
    )


def function_of(row: Row) -> Callable[..., Record]:
    """The function `check(project, ledger)` in the row's file."""
    return importlib.import_module("." + row.file.replace("/", "."), __package__).check


def measure(
    rows: Sequence[Row],
    config: Any,
    ledger: Ledger,
    seeds: int = 1,
    smoke: bool = False,
) -> list[Record]:
    """The verdict of each row, for each seed. The data is read once."""
    return list(measuring(rows, config, ledger, seeds, smoke))


def measuring(
    rows: Sequence[Row],
    config: Any,
    ledger: Ledger,
    seeds: int = 1,
    smoke: bool = False,
) -> Iterator[Record]:
    """The same, one by one."""
    from .contract import open_project

    project = open_project(here().package, **vars(config))
    if ledger.path is not None:
        aside(left_out.note(project.splits.left_out, ledger.path.parent))
    if smoke:
        project = few(project)
    asked = [
        (row, seed) for row in rows for seed in range(config.seed, config.seed + seeds)
    ]
    yield from verdicts(track(asked, "checking", len(asked)), project, ledger)


def verdicts(
    asked: Iterable[tuple[Row, int]], project: "Project", ledger: Ledger
) -> Iterator[Record]:
    from .contract import NotOffered

    for measured, seed in asked:
        ledger.seed = seed
        try:
            yield function_of(measured)(project.but(seed=seed), ledger)
        except NotOffered as missing:
            yield not_offered(measured, missing, ledger)
        except Exception as error:  # one broken check must not hide what the others say
            if sentence(error):  # of the machine, not of the project: no verdict
                raise
            yield broken(measured, error, ledger)


def not_offered(row: Row, missing: Exception, ledger: Ledger) -> Record:
    """A check that asks for a name which the project does not have concludes with the reason."""
    because = f"Not asked: {missing}."
    for begun in reversed(ledger.unfinished()):
        if begun.id == row.id:
            ended = replace(begun, state="concluded", verdict="not applicable")
            return ledger.append(replace(ended, because=because))
    return ledger.not_applicable(row.id, row.name, because)


def broken(row: Row, error: Exception, ledger: Ledger) -> Record:
    """A check that could not be carried out fails, and says on which line."""
    frames = traceback.extract_tb(error.__traceback__)
    root, evidence, library = here().root, [], Path(__file__).parent
    yours = [f for f in frames if Path(f.filename).parent == here().folder]
    ours = [f for f in frames if library in Path(f.filename).parents]
    last = (yours or ours)[-1]  # never a line of torch, where nothing is to mend
    file = Path(last.filename)
    base = root if file.is_relative_to(root) and yours else library.parent
    place = file.relative_to(base) if file.is_relative_to(base) else file.name
    if ledger.path is not None:
        file = ledger.path.parent / "evidence" / f"{row.check}-traceback.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        evidence = [str(file.relative_to(root))]
    because = f"It stopped with {type(error).__name__}: {error}"
    experiment = ledger.expect(
        row.id, "The check runs to its end.", value="no error", how=""
    )
    return experiment.conclude(
        "an error", False, because, [f"{place}:{last.lineno}"], evidence
    )


def few(project: "Project") -> "Project":
    """A small project of its own: its target knows the answers of its own examples alone."""
    from .specimen import fewer

    few = fewer(project.splits, FEW)
    if len({str(example.answer) for example in few.train}) < project.target.outputs:
        return project  # a class so rare that a few examples miss it
    target = project.measured(few.train).target
    return project.having(target=target, splits=few)


def looks_right(ledger: Ledger, who: str) -> Record:
    """Note that a person has looked at the tensors just before the net (2.13)."""
    drawn = ledger.latest().get("2.13")
    if drawn is None or drawn.verdict == "stale":
        raise ValueError(
            "Nothing has been drawn since data or target changed. "
            f"First: {here().python} check just_before_the_net"
        )
    if drawn.verdict == "fails":
        raise ValueError(f"The numbers disagree with your eyes: {drawn.because}")
    because = f"{who} looked at {', '.join(drawn.evidence) or 'the tensors'} and found them right."
    return ledger.verdict("2.13", "holds", drawn.hypothesis, because, drawn.evidence)
