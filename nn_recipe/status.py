"""The six stages on one screen, and where you are."""

from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.markup import escape

from .ledger import Ledger
from .ledger.rows import ROWS, STAGES, rows_of
from .ledger.stages import Here, here
from .place import here as project
from .say import MARKS, sentence


def counted(ledger: Ledger, stage: int) -> str:
    """The verdicts of a stage in one line: "9 hold, 1 stale, 3 not yet measured"."""
    latest = ledger.latest()
    found = [
        latest[row.id].verdict if row.id in latest else "" for row in rows_of(stage)
    ]
    words = {"holds": "hold", "fails": "fail", "": "to measure"}
    parts = [f"{found.count(v)} {words.get(v, v)}" for v in MARKS if v in found]
    return ", ".join(parts) or "nothing to measure in this version"


def draw(ledger: Ledger) -> None:
    """Print the map: the stages, the rows of the one you are in, and the next command."""
    console, place = Console(highlight=False), here(ledger)
    console.print(f"\n[bold]{project().package}[/]: six stages, and you are here\n")
    for number, name in STAGES.items():
        current = number == place.stage
        console.print(
            f" {'▶' if current else ' '} {number}  {'[bold]' if current else ''}{name}",
            no_wrap=True,
            overflow="ellipsis",
        )
        console.print(f"      [dim]{counted(ledger, number)}[/]")
        if current:
            draw_rows(console, ledger, number)
    draw_remarks(console, ledger)
    console.print(f"\nYou are here: {escape(where(ledger, place))}")
    console.print(f"Next: [bold cyan]{place.command}[/]\n", soft_wrap=True)


def draw_rows(console: Console, ledger: Ledger, stage: int) -> None:
    """The rows of one stage: number, name, verdict, and why if it does not hold."""
    latest, widest = ledger.latest(), max(
        (len(row.name) for row in rows_of(stage)), default=0
    )
    for row in rows_of(stage):
        record = latest.get(row.id)
        verdict = record.verdict if record else ""
        kind = "" if row.type == "gate" else f"({row.type}) "
        note = record.because if record and verdict != "holds" else ""
        sign, style = MARKS[verdict]
        word = f"[{style}]{verdict or 'not yet measured'}[/]"
        head = f"    [{style}]{sign}[/] {row.id:<5} {row.name:<{widest}}"
        line = f"{head}  {word}  [dim]{escape(kind + note)}[/]"
        console.print(line, no_wrap=True, overflow="ellipsis")


def draw_remarks(console: Console, ledger: Ledger) -> None:
    """What stays visible: waivers, measurements that never ended, torn lines."""
    for waiver in ledger.waivers():
        console.print(
            f"\n[magenta]~ waived[/] {waiver.id} {waiver.check}: {escape(waiver.because)}"
        )
    for record in ledger.unfinished():
        console.print(
            f"[dim]{record.id} {record.check}: begun {record.time}, never concluded[/]"
        )
    if ledger.damaged:
        console.print(f"\n[red]![/] {escape(ledger.remark)}")


def where(ledger: Ledger, place: Here) -> str:
    """One sentence: the stage, the row, and what its last verdict said."""
    if place.row is None:
        return (
            "every gate of this version holds or is waived. Look at the report, then change one "
            "thing at a time"
        )
    record = ledger.latest().get(place.row.id)
    said = f": {sentence(record)}" if record else ", not yet measured"
    return f"stage {place.stage}, {place.row.id} {place.row.name}{said}"


def as_dict(ledger: Ledger) -> dict[str, Any]:
    """The same map for a program."""
    place, latest = here(ledger), ledger.latest()
    return {
        "stage": place.stage,
        "row": place.row.id if place.row else None,
        "next": place.command,
        "rows": [
            {
                "id": row.id,
                "name": row.name,
                "type": row.type,
                "stage": row.stage,
                "command": row.command,
                "verdict": latest[row.id].verdict if row.id in latest else None,
                "because": latest[row.id].because if row.id in latest else None,
            }
            for row in ROWS.values()
        ],
        "waivers": [asdict(record) for record in ledger.waivers()],
        "damaged": ledger.damaged,
        "report": f"{project().python} report",
    }
