"""runs/report.html: everything measured on one page that needs no network.

Numbers come from the ledger and from metrics.csv; each says which row it is.
"""

from pathlib import Path

from ..ledger import Ledger
from ..place import here
from .baselines import ladder
from .folders import runs_in
from .look import all_runs, look_first
from .page import page
from .people import agreements, people
from .pictures import Album
from .runs import latest_run, table_of_runs
from .squeezed import squeezed
from .trials import tried
from .tuned import tuned
from .verdicts import footnotes, stages, table_of_verdicts


def write(path: Path, ledger: Ledger, runs: Path | None = None) -> Path:
    """Write the page; pictures that a run has data for are drawn first."""
    runs = runs or here().runs
    folders, album = runs_in(runs), Album(path.parent)
    answered = people(ledger)
    parts = [
        stages(ledger),
        look_first(folders, album),
        all_runs(runs, folders, album),
        table_of_verdicts(ledger, album),
        footnotes(ledger),
        ladder(runs, folders, album, answered, agreements(ledger, runs)),
        tried(ledger, album),
        tuned(ledger, album),
        squeezed(ledger, album),
        table_of_runs(folders),
        latest_run(folders, album, answered),
        album.pages(),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page("".join(parts)), encoding="utf-8")
    return path
