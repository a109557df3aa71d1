"""`report`: everything measured, on one page."""

from .. import say
from ..ledger import Ledger
from ..place import here
from . import usual


def report(*, open: bool = False, json: bool = False) -> int:
    """Write runs/report.html: one page that needs no network.

    Example: python -m PACKAGE report --open

    Args:
        open: show it in the browser.
        json: print the path as JSON.
    """
    from ..report import write

    path = write(here().runs / "report.html", Ledger.of(usual()), here().runs)
    if open:
        import webbrowser

        webbrowser.open(path.as_uri())
    if json:
        say.as_json({"report": path})
    else:
        print(f"Wrote {path} ({path.stat().st_size / 1e6:.1f} MB).")
    return 0
