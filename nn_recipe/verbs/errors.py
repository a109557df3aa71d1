"""`errors`: what the net gets wrong."""

from pathlib import Path
from typing import Annotated, Any, Literal

import tyro

from .. import say
from ..ledger import Ledger
from ..place import here, relative

NUMBERED = "[0-9][0-9][0-9][0-9]-*"


def errors(
    run: Annotated[str, tyro.conf.Positional] = "last",
    /,
    *,
    split: Literal["validation", "test"] = "validation",
    weights: Literal["best", "last"] = "best",
    causes: str = "",
    open: bool = False,
    json: bool = False,
) -> int:
    """What the net gets wrong: runs/NNNN-name/errors.html, each beside what it had learnt.

    Example: python -m PACKAGE errors --causes ~/Downloads/errors_causes.csv

    Args:
        run: by number or name; the last one.
        split: the test split is opened, which is counted.
        weights: those that validated best, or the last ones.
        causes: the file that the page saved: why each of them was wrong.
        open: show the page in the browser.
        json: print the sentences and the highest losses as JSON.
    """
    from ..contract import open_project  # torch
    from ..stage1_become_one_with_the_data import mispredictions

    given = Path(causes).expanduser()
    if causes and not mispredictions.read(given):
        raise ValueError(
            f"{causes}: no file, or no cause in it. Tag some and save the page."
        )
    project, folder = open_project(here().package), here().runs
    if here().adapter:
        net = mispredictions.trained(project)
    else:
        folder = folder_of(run)
        project, net = mispredictions.of_run(project, folder, weights)
    ledger = Ledger.of(project.config)
    if split == "test":
        times = ledger.opened_test(folder.name)
        say.aside(f"The test split was opened, {times} times by now.")
    if causes:
        (folder / mispredictions.GIVEN).write_bytes(given.read_bytes())
    record, found = mispredictions.judged(project, net, ledger, folder, split)
    path = folder / mispredictions.PAGE
    if json:
        say.as_json(
            {"page": relative(path), "said": found.said, "highest": rows(found)}
        )
    else:
        say.remarks([record])
    if open:
        import webbrowser

        webbrowser.open(path.as_uri())
    return say.exit_code([record])


def rows(found: Any) -> list[dict[str, Any]]:
    """The highest losses, each with its neighbours."""
    return [
        {
            "id": item.key,
            "answer": item.answer,
            "said": item.said,
            "loss": item.loss,
            "near": [
                {
                    "id": near.example.id,
                    "answer": near.answer,
                    "distance": near.distance,
                }
                for near in found.near[item.key]
            ],
        }
        for item in found.lists["Highest loss"]
    ]


def folder_of(name: str) -> Path:
    """By number ("3"), by name, or the last one."""
    known = sorted(path for path in here().runs.glob(NUMBERED) if path.is_dir())
    for path in reversed(known):
        number, _, slug = path.name.partition("-")
        if name in ("last", path.name, slug, number, str(int(number))):
            return path
    names = ", ".join(path.name for path in known[-5:]) or "none"
    raise ValueError(f"No run {name!r}; there are: {names}. `train` makes one.")
