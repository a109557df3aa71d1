"""`report`: everything measured, on one page; or what a stranger asks, on a card."""

from .. import say
from ..ledger import Ledger
from ..place import here, relative
from . import usual


def report(
    *, card: bool = False, run: str = "", open: bool = False, json: bool = False
) -> int:
    """Write runs/report.html: one page that needs no network.

    Example: python -m PACKAGE report --open
    Example: python -m PACKAGE report --card --run 3

    Args:
        card: write MODEL_CARD.md instead, of one run, for people who were not there.
        run: whose card; the last one, if none is named.
        open: show it in the browser.
        json: print the path as JSON.
    """
    from ..card import write as write_card
    from ..report import write

    if run and not card:
        raise ValueError("--run names the run of a card: add --card.")
    if card:
        path = write_card(run or "last", here().runs)
    else:
        path = write(here().runs / "report.html", Ledger.of(usual()), here().runs)
    if open:
        import webbrowser

        webbrowser.open(path.as_uri())
    if json:
        say.as_json({"card" if card else "report": path})
    elif card:
        print(f"Wrote {relative(path)}: your words go between its marks.")
    else:
        print(f"Wrote {path} ({path.stat().st_size / 1e6:.1f} MB).")
    return 0
