"""The ladder of the page: dumb baselines, blank inputs, and the nets above or below them."""

import ast
import math
from pathlib import Path

from .. import show
from ..place import here
from ..side_files import read_json, scores
from .folders import Folder
from .pictures import Album
from .words import interval, section, table, text, traced

CONSTANT = "best constant"
MOST = 8  # runs on the ladder: the last ones
SURE = (
    3.0  # times the loss of the best constant: certain and wrong, and off every scale
)
Scores = dict[str, dict[str, float]]  # metric -> value, low, high


def known(runs: Path) -> dict[str, Scores]:
    """runs/baselines.json as {name: {metric: {value, low, high}}}, the loss among them."""
    stored = read_json(runs / "baselines.json")
    found = {name: scores(entry, watch()) for name, entry in stored.items()}
    return {name: metrics for name, metrics in found.items() if metrics}


def watch() -> str:
    """The metric that picks the best weights."""
    return getattr(here().config.Config(), "watch", "loss")


def ladder(
    runs: Path,
    folders: list[Folder],
    album: Album,
    people: dict[str, Scores],
    agreed: list[str],
) -> str:
    """Everything that answers this validation split, from dumb to ours, with intervals."""
    rungs = known(runs)
    if not rungs:
        return ""
    ours = {run.name: scores(run.evaluation("validation")) for run in folders}
    ours = {name: found for name, found in list(ours.items())[-MOST:] if found}
    metrics = list(max((ours | rungs).values(), key=len))
    shown = list(dict.fromkeys(["loss", watch(), *metrics]))[:2]
    theirs = [m for m in metrics if any(m in found for found in people.values())]
    if not {*shown} & {*theirs}:  # a person gives no probabilities, so has no loss
        shown += theirs[:1]
    pictures = [(metric, draw(runs, rungs, ours, people, metric)) for metric in shown]
    figures = "".join(
        album.show(file, f"ladder, {metric}") for metric, file in pictures if file
    )
    rows = [
        line(name, s, metrics, "runs/baselines.json", "") for name, s in rungs.items()
    ]
    for name, found in ours.items():
        source = f"runs/{name}/evaluation-validation.json"
        rows.append(line(name, found, metrics, source, verdict(found, rungs, watch())))
    for name, found in people.items():
        rows.append(line(name, found, metrics, "runs/ledger.jsonl: 2.8", ""))
    lead = "You had better beat them. The paired comparison is row 2.10 above."
    lead = " ".join([lead, *map(text, agreed)])
    return section(
        "Dumb baselines, and yours", figures + table(["", *metrics, ""], rows), lead
    )


def is_ours(rung: str) -> bool:
    """A net of this project; the others are dumb."""
    return rung.endswith(" net")


def line(
    name: str, found: Scores, metrics: list[str], source: str, note: str
) -> list[str]:
    cells = [interval(found[metric]) if metric in found else "–" for metric in metrics]
    shown = f"<b>{text(name)}</b>" if note else text(name)
    return [shown, *(traced(cell, source) for cell in cells), note]


def against_best(
    found: Scores, rungs: dict[str, Scores], metric: str
) -> tuple[str, bool] | None:
    """The best dumb one, and whether the whole interval lies on the better side of its score."""
    rivals = {
        name: s[metric]["value"]
        for name, s in rungs.items()
        if metric in s and not is_ours(name)
    }
    if metric not in found or not rivals:
        return None
    lower = less_is_better(metric)
    name = (min if lower else max)(rivals, key=lambda rival: rivals[rival])
    if lower:
        return name, found[metric]["high"] < rivals[name]
    return name, found[metric]["low"] > rivals[name]


def verdict(found: Scores, rungs: dict[str, Scores], metric: str) -> str:
    best = against_best(found, rungs, metric)
    if best is None:
        return "–"
    name, beaten = best
    if beaten:
        return f'<span class="chip holds">✓ beats {text(name)}</span>'
    return f'<span class="chip unclear">✗ not clearly above {text(name)}</span>'


def draw(
    runs: Path,
    rungs: dict[str, Scores],
    ours: dict[str, Scores],
    people: dict[str, Scores],
    metric: str,
) -> str:
    """A picture of one metric, for every model that has it."""
    all_of_them = [
        *((n, s, is_ours(n)) for n, s in rungs.items() if in_sight(s, rungs, metric)),
        *((n, s, True) for n, s in ours.items()),
        *((n, s, False) for n, s in people.items()),
    ]
    having = [
        show.Rung(n, s["value"], s["low"], s["high"], ours=o, person=n in people)
        for n, found, o in all_of_them
        if (s := found.get(metric))
    ]
    if len(having) < 2:
        return ""
    path = runs / "evidence" / f"ladder_{metric.replace(' ', '_')}.svg"
    return show.ladder(having, metric, path, less_is_better(metric))


def in_sight(found: Scores, rungs: dict[str, Scores], metric: str) -> bool:
    """Not so a model that names one class, without a doubt, and is wrong: its loss is huge."""
    constant = rungs.get(CONSTANT, {}).get("loss", {}).get("value", math.inf)
    if metric != "loss" or "loss" not in found or constant <= 0:
        return True
    return found["loss"]["value"] <= SURE * constant


def less_is_better(metric: str) -> bool:
    """As `errors` of target.py declares it, read without torch; computed, it is all of them."""
    if metric == "loss" or here().adapter:
        return metric == "loss"
    names = ast.walk(ast.parse((here().folder / "target.py").read_text("utf-8")))
    said = [
        ast.literal_eval(node.value)
        for node in names
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "errors"
    ]
    return metric in said[0] if said else True
