"""`look`: the data themselves, before any net."""

from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table

from .. import left_out, say
from ..checks import measured_by, verdicts
from ..ledger import Ledger, Record
from ..place import here, relative
from ..printable import escaped
from ..stage1_become_one_with_the_data.query import axis_of, chosen, grouped, numeric
from ..stage1_become_one_with_the_data.table import table
from . import usual

COLUMNS = 8  # of a row that fit beside each other


def look(
    *,
    where: str = "",
    sort: str = "",
    by: str = "",
    n: int = 20,
    probes: bool = False,
    browse: bool = False,
    port: int = 0,
    quarantine: bool = False,
    open: bool = False,
    json: bool = False,
) -> int:
    """Look at the data: runs/look.html to browse, filter and sort, and what is odd about them.

    With --where, --sort or --by nothing is judged: rows of the table of attributes are printed.

    Example: python -m PACKAGE look --where "label = 'cat' and brightness < 0.2" --sort contrast
    Example: python -m PACKAGE look --browse --open

    Args:
        where: only rows for which this condition of SQL is true.
        sort: lowest of this column first; "COLUMN desc" is highest first.
        by: a line for each value of this column, in place of one for each row.
        n: so many rows.
        probes: also how much of x the simplest models need: detail, position, order.
        browse: serve the page on this machine until Ctrl-C: what you see is counted, what you note kept.
        port: of the page; a free one if 0.
        quarantine: leave out what is broken, by lines in labels_patch.csv.
        open: show the page in the browser.
        json: print JSON.
    """
    config = usual()
    ledger = Ledger.of(config)
    if where or sort or by:
        whole = table(None, ledger)
        frame = chosen(whole, where, sort)
        return rows(frame, len(whole), sort, by, n, json)
    from ..stage1_become_one_with_the_data import browse as page  # torch
    from ..stage1_become_one_with_the_data.corrections import leave_out
    from ..stage1_become_one_with_the_data.corrupt_samples import faults
    from ..stage1_become_one_with_the_data.readable import openable

    project = openable(config)
    if quarantine:
        broken = {f.id: f.what for f in faults(project) if f.sure}
        say.aside(leave_out(project, broken))
        project, ledger = openable(config), Ledger.of(config)
    say.aside(left_out.unread())
    say.aside(left_out.note(project.splits.left_out, here().runs))
    records = judged(project, ledger, "look", *["look --probes"] * probes)
    frame = table(project, ledger)
    found = [f"{r.check}: {say.sentence(r)}" for r in records]
    path = page.write(here().runs / "look.html", project, frame, found)
    if not json:
        say.remarks(records)
    say.aside(f"Look at {relative(path)}: {len(frame):,} examples.")
    if browse:
        from ..stage1_become_one_with_the_data.served import Browsing, serve

        noted = serve(Browsing(project, frame, here().runs, found), port, open)
        last = judged(project, ledger, "look --browse", *["look --probes"] * noted)
        records += last
        say.remarks([] if json else last)
    elif open:
        import webbrowser

        webbrowser.open(path.as_uri())
    if json:
        say.as_json(records)
    return say.exit_code(records)


def judged(project: Any, ledger: Ledger, *verbs: str) -> list[Record]:
    """The rows that these verbs settle."""
    rows = [row for verb in verbs for row in measured_by(verb)]
    return list(verdicts([(row, project.config.seed) for row in rows], project, ledger))


def rows(
    frame: pl.DataFrame, whole: int, sort: str, by: str, n: int, json: bool
) -> int:
    """The first rows of what was asked for, or a line for each value of a column."""
    axis, found = axis_of(sort)[0], len(frame)
    if by:
        frame, axis = grouped(frame, by, axis), ""
    shown = frame.head(n)
    if json:
        say.as_json({"rows": found, "of": whole, "shown": shown.to_dicts()})
        return 0
    names = first_of(shown.columns, axis)
    drawn = Table(box=None, padding=(0, 1), header_style="bold")
    for name in names:
        side = "right" if name in numeric(shown) else "left"
        drawn.add_column(escaped(name), justify=side, no_wrap=name == "id")  # type: ignore[arg-type]
    for row in shown.select(names).iter_rows():
        drawn.add_row(*(escaped(say.number(value)) for value in row))
    Console(highlight=False, markup=False).print(drawn)
    what = f"{len(frame):,} values in {found:,}" if by else f"{found:,}"
    say.aside(f"The first {len(shown)} of {what} of {whole:,} examples.")
    return 0


def first_of(columns: list[str], axis: str) -> list[str]:
    """As many as fit, with the one that sorts."""
    names = columns[:COLUMNS]
    return names if axis in ("", *names) else [*names[:-1], axis]
