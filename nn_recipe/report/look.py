"""What to look at before any number: what goes in, what comes out, and every run in one plot."""

from pathlib import Path
from urllib.parse import quote

from .. import show
from .baselines import MOST
from .folders import Folder
from .pictures import Album
from .runs import curve, references
from .words import section, text

ERRORS = "errors.html"  # in the folder of a run
# by the beginning of their names: data, then errors, then how the answers came to be
ORDER = ("just_before", "error", "worst", "confusion", "over_time", "prediction")


def look_first(runs: list[Folder], album: Album) -> str:
    """The pictures of the newest run that has any: data and errors first."""
    run = next((run for run in reversed(runs) if run.pictures), None)
    pictures = sorted(run.pictures, key=place) if run else []
    errors = "".join(link(run) for run in runs[::-1] if (run.path / ERRORS).exists())
    figures = [album.show(str(p), p.stem.replace("_", " ")) for p in pictures]
    lead = (
        "Before any number: is this what you think goes in, and what should come out?"
    )
    return section("Look first", errors + "".join(figures), lead)


def link(run: Folder) -> str:
    """To the page of `errors`, which stands beside the run."""
    place = text(quote(f"{run.name}/{ERRORS}"))
    return f'<p><a href="{place}">What {text(run.name)} gets wrong</a></p>'


def place(picture: Path) -> tuple[int, str]:
    found = (i for i, name in enumerate(ORDER) if picture.stem.startswith(name))
    return next(found, len(ORDER)), picture.stem


def all_runs(runs: Path, folders: list[Folder], album: Album) -> str:
    """The validation loss of the last runs over their steps, in one plot."""
    curves = {run.name: curve(run.series("validation", "loss")) for run in folders}
    curves = {name: c for name, c in list(curves.items())[-MOST:] if len(c[0])}
    if len(curves) < 2:
        return ""
    path = runs / "evidence" / "all_runs.svg"
    show.all_runs(curves, path, references(folders[-1]))
    shown = album.show(str(path), "validation loss of every run")
    older = len(folders) - len(curves)
    lead = f"The last {len(curves)} runs; {older} more are in the table below."
    return section("All runs", shown, lead if older > 0 else "")
