"""The ladder of the page: dumb baselines, blank inputs, and the nets above or below them."""

from pathlib import Path
from typing import Any

import numpy as np

from .. import show
from .folders import Folder, read_json
from .pictures import Album
from .words import interval, section, table, text, traced

MOST = 8  # runs on the ladder: the last ones
Scores = dict[str, dict[str, float]]  # metric -> value, low, high


def known(runs: Path) -> dict[str, Scores]:
    """runs/baselines.json as {name: {metric: {value, low, high}}}, the loss among them."""
    stored = read_json(runs / "baselines.json")
    return {
        name: scores(entry) for name, entry in stored.items() if isinstance(entry, dict)
    }


def scores(entry: dict[str, Any]) -> Scores:
    """An evaluation as one table; numbers without an interval get one of no width."""
    flat = {"loss": entry.get("loss"), **entry.get("metrics", {})}
    whole = {
        name: v if isinstance(v, dict) else {"value": v} for name, v in flat.items()
    }
    return {
        name: {
            "value": v["value"],
            **{end: v.get(end) or v["value"] for end in ("low", "high")},
        }
        for name, v in whole.items()
        if v.get("value") is not None
    }


def ladder(runs: Path, folders: list[Folder], album: Album) -> str:
    """Everything that answers this validation split, from dumb to ours, with intervals."""
    rungs = known(runs)
    if not rungs:
        return ""
    ours = {
        run.name: scores(run.evaluation("validation"))
        for run in folders
        if not run.blank
    }
    ours = {name: found for name, found in list(ours.items())[-MOST:] if found}
    metrics = list(max((ours | rungs).values(), key=len))
    judge = metrics[
        min(1, len(metrics) - 1)
    ]  # what target.py names first; the loss if nothing
    pictures = [(m, draw(runs, rungs, ours, m)) for m in metrics[:2]]
    figures = "".join(
        album.show(file, f"ladder, {metric}") for metric, file in pictures if file
    )
    rows = [
        line(name, s, metrics, "runs/baselines.json", "") for name, s in rungs.items()
    ]
    for name, found in ours.items():
        source = f"runs/{name}/evaluation-validation.json"
        rows.append(line(name, found, metrics, source, verdict(found, rungs, judge)))
    lead = "You had better beat them. The paired comparison is row 2.10 above."
    return section(
        "Dumb baselines, and yours", figures + table(["", *metrics, ""], rows), lead
    )


def line(
    name: str, found: Scores, metrics: list[str], source: str, note: str
) -> list[str]:
    cells = [interval(found[metric]) if metric in found else "–" for metric in metrics]
    shown = f"<b>{text(name)}</b>" if note else text(name)
    return [shown, *(traced(cell, source) for cell in cells), note]


def verdict(found: Scores, rungs: dict[str, Scores], metric: str) -> str:
    """Is the whole interval on the right side of the best dumb score?"""
    rivals = {name: s[metric]["value"] for name, s in rungs.items() if metric in s}
    if metric not in found or not rivals:
        return "–"
    lower = falls_with_loss(metric, [found, *rungs.values()])
    name = (min if lower else max)(rivals, key=lambda rival: rivals[rival])
    beaten = (
        found[metric]["high"] < rivals[name]
        if lower
        else found[metric]["low"] > rivals[name]
    )
    if beaten:
        return f'<span class="chip holds">✓ beats {text(name)}</span>'
    return f'<span class="chip unclear">✗ not clearly above {text(name)}</span>'


def draw(
    runs: Path, rungs: dict[str, Scores], ours: dict[str, Scores], metric: str
) -> str:
    """A picture of one metric, for every model that has it."""
    both = [
        *((n, s, False) for n, s in rungs.items()),
        *((n, s, True) for n, s in ours.items()),
    ]
    having = [show.Rung(n, **s[metric], ours=o) for n, s, o in both if metric in s]
    if len(having) < 2:
        return ""
    path = runs / "evidence" / f"ladder_{metric.replace(' ', '_')}.svg"
    return show.ladder(
        having, metric, path, falls_with_loss(metric, [s for _, s, _ in both])
    )


def falls_with_loss(metric: str, found: list[Scores]) -> bool:
    """Is lower better? It is, if models with a lower loss have less of it."""
    pairs = [
        (s["loss"]["value"], s[metric]["value"])
        for s in found
        if {"loss", metric} <= set(s)
    ]
    if metric == "loss" or len(pairs) < 2:
        return metric == "loss"
    losses, values = np.array(pairs).T
    return bool(np.sum((losses - losses.mean()) * (values - values.mean())) > 0)
