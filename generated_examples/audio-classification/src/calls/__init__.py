"""calls: config, read, data, target and model are yours to edit."""

import os
from glob import glob
from pathlib import Path

ROOT = Path(__file__).parents[2]  # the project's folder


def place(path: str) -> Path:
    """Of a path as seen from the project's folder; or from the one that RECIPE_DATA names
    in the environment, where as much of its end as is found there will do.
    """
    home, parts = os.environ.get("RECIPE_DATA"), Path(os.path.expanduser(path)).parts
    starts = range(len(parts)) if home else (0,)
    ways = [Path(home or ROOT.resolve(), *parts[i:]) for i in starts]
    for way in map(os.path.normpath, ways):
        if os.path.exists(way) or glob(way):  # a pattern of file names will do
            return Path(way)
    raise ValueError(
        f"No file {ways[0]}: correct the path in config.py, or let RECIPE_DATA, in the "
        f"environment, name a folder in which {path} is found, or as much of its end."
    )
