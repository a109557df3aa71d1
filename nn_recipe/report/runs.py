"""The runs' part of the page: what each was, what it reached, and how the last one went."""

from .. import show
from ..say import number
from ..side_files import Measured, scores
from .baselines import CONSTANT, Scores, is_ours, known, less_is_better
from .folders import Folder
from .pictures import Album
from .words import interval, moment, section, table, text, traced

SPLITS = ("validation", "test")
KNOBS = ("model", "width", "depth", "learning_rate", "batch_size", "steps", "seed")


def table_of_runs(runs: list[Folder]) -> str:
    """The newest first: its knobs, its best weights, its metrics with intervals."""
    evaluated = {
        (run.name, split): scores(run.evaluation(split))
        for run in runs
        for split in SPLITS
    }
    metrics = list(max(evaluated.values(), key=len, default={}))
    rows = []
    for run in reversed(runs):
        rows.append(
            [
                about(run),
                best(run),
                *cells(run, "validation", metrics),
                moment(run.meta.get("started", "")),
            ]
        )
        if evaluated[run.name, "test"]:
            rows.append(["test split", "", *cells(run, "test", metrics), ""])
    head = ["run", "best weights", *metrics, "begun"]
    lead = (
        "The whole validation split at the best weights, with 95 % bootstrap intervals."
    )
    return section("Runs", table(head, rows), lead) if rows else ""


def about(run: Folder) -> str:
    """The run's name, and the knobs one turns most."""
    knobs = [
        f"{name.replace('_', ' ')} {number(run.config[name])}"
        for name in KNOBS
        if name in run.config
    ]
    return f"<b>{text(run.name)}</b><br><small>{text(', '.join(knobs))}</small>"


def best(run: Folder) -> str:
    """The score that picked the weights, and when."""
    row = run.best()
    if row is None:
        return "–"
    return f"{traced(f'{row.value:.4g}', row.source)} <small>{text(row.name)}, step {row.step}</small>"


def cells(run: Folder, split: str, metrics: list[str]) -> list[str]:
    """One cell for each metric, a dash where `evaluate` has not run."""
    found, source = (
        scores(run.evaluation(split)),
        f"runs/{run.name}/evaluation-{split}.json",
    )
    return [traced(interval(found[m]), source) if m in found else "–" for m in metrics]


def latest_run(runs: list[Folder], album: Album, people: dict[str, Scores]) -> str:
    """How the last training went: its numbers and its curves."""
    run = next((run for run in reversed(runs) if run.metrics), None)
    if run is None:
        return ""
    last = {m.name: m for m in run.metrics if m.split == "train"}
    pairs = (
        f"<dt>{text(name)}</dt><dd>{traced(f'{m.value:.4g}', m.source)}</dd>"
        for name, m in last.items()
    )
    knobs = "".join(
        f"<dt>{text(name)}</dt><dd>{text(value)}</dd>"
        for name, value in run.config.items()
    )
    config = f"<details><summary>its config</summary><dl>{knobs}</dl></details>"
    drawn = [*losses(run), *watched(run, people)]
    figures = "".join(album.show(file, caption) for file, caption in drawn)
    lead = f"After step {max(m.step for m in run.metrics)}:"
    return section(
        f"The last training: {run.name}",
        f'<dl class="wide">{"".join(pairs)}</dl>{figures}{config}',
        lead,
    )


def losses(run: Folder) -> list[tuple[str, str]]:
    """(file, caption) of its curves among the dumb answers; its own pictures come first of all."""
    training = run.series("train", "loss")
    if not training:
        return []
    curves = (
        curve(training),
        curve(run.series("validation", "loss")),
        curve(run.series("train", "learning rate")),
    )
    path = run.path / "evidence" / "loss_curves.svg"
    return [(show.loss_curves(*curves, path, references(run)), "loss curves")]


def watched(run: Folder, people: dict[str, Scores]) -> list[tuple[str, str]]:
    """(file, caption) of its watched metric, with everybody who answered across it (2.8).

    A person gives no probabilities, so has no loss: then a metric of theirs is drawn.
    """
    metric = str(run.config.get("watch", "loss"))
    theirs = [name for found in people.values() for name in found]
    if theirs and metric not in theirs:
        metric = theirs[0]
    rows = run.series("validation", metric)
    if metric == "loss" or not rows:
        return []
    persons = {
        name: (one["value"], one["low"], one["high"])
        for name, found in people.items()
        if (one := found.get(metric))
    }
    path = run.path / "evidence" / "watched.svg"
    others = references(run, metric)
    drawn = show.watched_metric(curve(rows), metric, path, others, persons)
    return [(drawn, f"{metric} over training")]


def curve(rows: list[Measured]) -> tuple[list[int], list[float]]:
    return [row.step for row in rows], [row.value for row in rows]


def references(run: Folder, metric: str = "loss") -> dict[str, float]:
    """Scores across the curves: of the best constant, and of the best that is dumb."""
    found = {
        name: scores[metric]["value"]
        for name, scores in known(run.path.parent).items()
        if metric in scores and not is_ours(name)
    }
    pick = min if less_is_better(metric) else max
    best = pick(found, key=lambda name: found[name], default="")
    return {name: found[name] for name in (CONSTANT, best) if name in found}
