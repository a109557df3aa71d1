"""Outliers along every axis nearly always reveal a mistake in the data (recipe 1.9)."""

import numpy as np
import polars as pl
from sklearn.neighbors import NearestNeighbors

from ..contract import Project
from ..ledger import Ledger, Record
from .query import numeric
from .table import table

FAR = 10.0  # robust sds from the median, as the values are and on a scale of logarithms
SD = 1.4826  # median absolute deviation -> sd of a normal distribution
APART = "apart"  # the axis of all axes: how far off its neighbours are
NEIGHBOURS = 5
MOST = 20_000  # examples whose neighbours are looked for
NAMED = 3  # examples told


def check(project: Project, ledger: Ledger) -> Record:
    """No example lies far off along any axis (recipe 1.9).

    Far is 10 robust sds (median and median absolute deviation) both as the values are and as
    their logarithms, where these exist: incomes are skewed, a weight in grams is a mistake.
    """
    experiment = ledger.expect(
        "1.9",
        "No example lies far off along any axis.",
        value=0,
        how="median and median absolute deviation, also of the logarithms",
        tolerance=f"{FAR:g} robust sds",
    )
    frame = table(project, ledger)
    found = far_off(frame)
    axes = len(numeric(frame))
    because = f"{len(frame)} examples along {axes} axes."
    if found:
        count = "1 example lies" if len(found) == 1 else f"{len(found)} examples lie"
        because = " ".join([f"{count} far off.", *map(told, found[:NAMED])])
    look_at = [
        '`look --sort COLUMN` has the lowest first, `--sort "COLUMN desc"` the highest'
    ]
    return experiment.conclude(len(found), not found, because, look_at if found else [])


Far = tuple[str, str, float, float, float]  # id, axis, its value; the others from, to


def told(one: Far) -> str:
    id, axis, value, low, high = one
    return f"{id}: {axis} is {value:.4g}, of the others {low:.4g} to {high:.4g}."


def far_off(frame: pl.DataFrame) -> list[Far]:
    """Farthest first, each example once, by the axis along which it is farthest."""
    found: dict[str, tuple[float, Far]] = {}
    for axis in numeric(frame):
        values = frame[axis].cast(pl.Float64).fill_null(np.nan).to_numpy()
        far = distances(values)
        out = far > FAR
        if not out.any():
            continue
        inside = values[~out & np.isfinite(values)]
        for i in np.flatnonzero(out):
            id = frame["id"][int(i)]
            one = (id, axis, float(values[i]), inside.min(), inside.max())
            if id not in found or far[i] > found[id][0]:
                found[id] = (far[i], one)
    ranked = sorted(found.values(), key=lambda pair: (-pair[0], pair[1][0]))
    return [one for _, one in ranked]


def distances(values: np.ndarray) -> np.ndarray:
    """[n]: robust sds from the median, the smaller of two scales; 0 where nothing can be said.

    Where more than half of the values are equal the deviation is 0, and no other value is far:
    it is only rare.
    """
    known = values[np.isfinite(values)]
    spread = deviation(known)
    if not spread:
        return np.zeros(len(values))
    # of what may be 0 or less: how many sds above the least, and one
    positive = values if known.min() > 0 else (values - known.min()) / spread + 1
    scales = (values, np.log(positive))
    each = [np.abs(s - np.nanmedian(s)) / (deviation(s) or np.inf) for s in scales]
    return np.nan_to_num(np.min(each, axis=0), nan=0.0, posinf=0.0)


def deviation(values: np.ndarray) -> float:
    """The sd of a normal distribution with the same median absolute deviation."""
    known = values[np.isfinite(values)]
    return (
        SD * float(np.median(np.abs(known - np.median(known)))) if len(known) else 0.0
    )


def apart(frame: pl.DataFrame) -> pl.Series:
    """[n]: the mean distance to the nearest five, along all axes at once, in robust sds; of the
    first 20,000."""
    columns = []
    for axis in numeric(frame):
        values = frame[axis].cast(pl.Float64).fill_null(np.nan).to_numpy()
        far = (values - np.nanmedian(values)) / (np.nanstd(values) or 1.0)
        columns.append(np.nan_to_num(far).clip(-FAR, FAR))
    if not columns or len(frame) <= NEIGHBOURS:
        return pl.Series(APART, [0.0] * len(frame))
    points = np.stack(columns, 1)[:MOST]
    near = (
        NearestNeighbors(n_neighbors=NEIGHBOURS + 1).fit(points).kneighbors(points)[0]
    )
    mean = near[:, 1:].mean(1).tolist()
    return pl.Series(APART, mean + [None] * (len(frame) - len(mean)))
