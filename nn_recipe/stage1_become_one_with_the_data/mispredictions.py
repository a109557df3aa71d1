"""What the net gets wrong, and why: a page to look at, a person who says the causes (1.7)."""

import csv
import re
from collections import Counter
from pathlib import Path

import polars as pl
from torch import nn

from ..contract import Project
from ..findings import last_run
from ..ledger import Experiment, Ledger, Record
from ..place import here, relative
from .errors.gallery import FIRST, Gallery, gallery
from .errors.page import CAUSES, write
from .errors.slices import slices
from .table import PLACE, of_now, stored_key

PAGE, GIVEN = "errors.html", "errors_causes.csv"  # in the folder of the run


def check(project: Project, ledger: Ledger) -> Record:
    """Each of the ten highest losses of the last run has a cause that a person saw (recipe 1.7).

    Planted: 5 % of the validation labels changed. Highest losses first, .8 of them and more come
    first in wine, digits and calls.
    """
    if here().adapter:
        return judged(project, trained(project), ledger, here().runs)[0]
    folder = last_run(ledger, "evaluation-validation.json")
    if folder is None:
        why = f"Nothing has been evaluated yet: {here().python} train"
        return expected(ledger).conclude(None, None, why)
    return judged(*of_run(project, folder), ledger, folder)[0]


def of_run(
    project: Project, folder: Path, weights: str = "best"
) -> tuple[Project, nn.Module]:
    """As it was trained, with the data of its config."""
    served, net = project.served(project.new_run(folder), weights)
    same = served.config == project.config
    whole = project if same else project.again(**vars(served.config))
    return served.having(splits=whole.splits), net.to(whole.device)


def trained(project: Project) -> nn.Module:
    """Adopted code keeps no run: its training is done again."""
    net, splits = project.net(), project.splits
    project.train(net, project.feed(splits.train), project.feed(splits.validation))
    return net


def expected(ledger: Ledger) -> Experiment:
    return ledger.expect(
        "1.7",
        "What the net gets wrong is understood.",
        value=f"a cause for each of the {FIRST} highest losses",
        how="a person looks at the page of errors and tags them",
    )


def judged(
    project: Project,
    net: nn.Module,
    ledger: Ledger,
    folder: Path,
    split: str = "validation",
) -> tuple[Record, Gallery]:
    """The page in this folder, and what is said of it."""
    experiment = expected(ledger)
    found = gallery(project, net, split)
    found.said.extend(where_worse(project, found, ledger))
    command = f"{here().python} errors --causes errors_causes.csv"
    if ledger.path:
        write(folder / PAGE, project, found, command)
    causes = read(folder / GIVEN)
    open_ones = [i.key for i in found.asked if i.key not in causes]
    measured = {
        "wrong": found.heard.wrong / max(1, found.heard.n),
        "open": len(open_ones),
    }
    told = " ".join(found.said)
    if open_ones:
        page = relative(folder / PAGE)
        because = f"{told} Look at {page}, tag the causes, save them, then: {command}"
        return experiment.conclude(measured, None, because), found
    pareto = Counter(causes[i.key] for i in found.asked).most_common()
    said = ", ".join(f"{cause} {n}" for cause, n in pareto)
    because = f"{told} Causes: {said}." if said else f"{told} Nothing is wrong."
    return experiment.conclude(measured, True, because), found


def where_worse(project: Project, found: Gallery, ledger: Ledger) -> list[str]:
    """Slices of the table of `look`, where it is of these data and examples are independent."""
    path = ledger.path and ledger.path.parent / PLACE
    if not path or found.split == "test":
        return []
    windows = getattr(project.splits.validation, "overlap", 1) > 1
    if windows or getattr(project, "split_by", "chance") == "group":
        together = "windows that overlap" if windows else "examples of a group"
        return [f"Where it is worse is not asked: {together} err together."]
    key = of_now(ledger)
    if not key or not path.exists() or stored_key(path) != key:
        return [f"Where it is worse can be asked after: {here().python} look"]
    frame = pl.read_parquet(path).filter(pl.col("split") == found.split)
    worse, asked = slices(frame, found.heard, [e.id for e in found.examples])
    of = "error" if found.heard.rights else "loss"
    lines = [f"Worse where {one.said(of)}." for one in worse]
    return lines or [f"Of {asked} slices none is worse for sure."] if asked else []


def read(path: Path) -> dict[str, str]:
    """id -> cause, as the page saved them; {} without a file."""
    if not path.exists():
        return {}
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = [*csv.DictReader(file)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(
            f"{path.name} is no table of causes: {error}. Save it anew."
        ) from None
    if not rows or not {"id", "cause"} <= rows[0].keys():
        raise ValueError(
            f"{path.name} has no rows with `id` and `cause`. Needed: the file that the page of"
            " errors saves."
        )
    wrong = {r["cause"] for r in rows if r["cause"]} - {*CAUSES}
    if wrong:
        raise ValueError(
            f"{path.name} has the causes {sorted(wrong)}, needed some of {', '.join(CAUSES)}."
        )
    ids = (re.sub("^'(?=[=+@\t-])", "", row["id"]) for row in rows)  # see errors.js
    return {id: row["cause"] for id, row in zip(ids, rows, strict=True) if row["cause"]}
