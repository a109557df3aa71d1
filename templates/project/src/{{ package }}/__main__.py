"""Verbs of this project: `python -m PACKAGE VERB --help`. Each parses, calls, prints.

Exit codes: 0 fine, 1 a gate fails, 2 a mistake in what was asked, 130 interrupted.
"""

import argparse
import csv
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from .config import Config
from .evaluate import evaluate
from .feed import Feed
from .flags import add_flags, changes, named
from .load import load
from .machine import RANK, use
from .predict import predict
from .problem import Problem
from .read import ROOT
from .run import RUNS, Run
from .train import train

PYTHON = f"python -m {__package__}"
RECIPE = ("status", "check", "curve", "report")  # verbs of nn-recipe


def train_run(given: argparse.Namespace) -> int:
    """train the net of config.py, or go on where a run stopped"""
    from . import pictures  # matplotlib costs a second, which no other verb needs

    run, flags = Run.find(given.resume) if given.resume else None, changes(given)
    if run and flags.keys() - {"steps"}:
        raise ValueError(f"{run.folder.name} keeps its config: --steps alone may change.")
    config = replace(run.began() if run else Config(), **flags)
    device, problem = use(config), Problem.load(config)
    net, splits = problem.net().to(device), problem.splits
    feed, validation = Feed(splits.train, problem), Feed(splits.validation, problem)
    if RANK > 0:  # the first process alone looks on and writes
        train(problem, net, feed, validation, run, bool(run))
        return 0
    resume, run = bool(run), run or Run.new(given.name or named(config), config)
    if splits.left_out:
        with open(RUNS / "left_out.csv", "w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([("id", "why"), *splits.left_out.items()])
        print(f"{len(splits.left_out)} left out: runs/left_out.csv", file=sys.stderr)
    first = run.folder / "just_before_the_net.svg"
    pictures.just_before_the_net(next(feed.training(0, 1)), problem, first)
    look = pictures.Followed(problem, run)
    train(problem, net, feed, validation, run, resume, look)
    drawn = [path.relative_to(ROOT) for path in (first, *pictures.draw(run, problem))]
    print("Drawn:", *drawn, sep="\n  ", file=sys.stderr)
    given.run, given.split, given.weights = run.folder.name, "validation", "best"
    return evaluate_run(given)


def evaluate_run(given: argparse.Namespace) -> int:
    """loss and metrics of a run over a whole split, with 95 %% intervals"""
    run = Run.find(given.run)
    problem, net = run.trained(given.weights)
    examples = getattr(load(problem.config), given.split)
    if not len(examples):
        raise ValueError(f"No {given.split} split: give it a share or a file in config.py.")
    found = evaluate(net.to(use(problem.config)), Feed(examples, problem))
    values, intervals = found.values(), found.intervals()
    rows = {name: [value, *intervals[name]] for name, value in values.items()}
    said = {"run": run.folder.name, "split": given.split, "n": len(examples)}
    save(said | rows, run.folder / f"evaluation-{given.split}.json", given.json)
    if not given.json:
        print(f"{run.folder.name}, {given.split}, n = {len(examples)}, value [95 %]")
        for name, (value, low, high) in rows.items():
            print(f"  {name:<18}{value:9.4f}  [{low:.4f}, {high:.4f}]")
    return 0


def predict_files(given: argparse.Namespace) -> int:
    """answers for new data, as CSV, from the checkpoint alone"""
    answers = predict(Run.find(given.run), given.files)
    if given.json:
        print(json.dumps([{"id": id, "prediction": said} for id, said in answers]))
    else:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([("id", "prediction"), *answers])
    return 0


def baseline(given: argparse.Namespace) -> int:
    """the table of dumb baselines, beside the net; fails if looking at x does not pay"""
    from .baselines import ladder  # scikit-learn costs a second

    problem = Problem.load(replace(Config(), **changes(given)))
    watch, rows = problem.config.watch, dict[str, dict[str, Any]]()
    for name, found in ladder(problem):
        low, high = found.intervals()[watch]
        rows[name] = {**found.values(), "95 %": [low, high]}
        if not given.json:
            values = "".join(f"  {k} {v:.4f}" for k, v in found.values().items())
            print(f"{name:<22}{values}  {watch} in [{low:.3f}, {high:.3f}]", flush=True)
    save(rows, RUNS / "baselines.json", given.json)
    *_, net = rows.values()
    return int(net["loss"] >= rows["blank inputs"]["loss"])


def save(found: dict[str, Any], path: Path, shown: bool) -> None:
    text = json.dumps(found, indent=1)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
    if shown:
        print(text)


VERBS: dict[str, Callable[[argparse.Namespace], int]]
VERBS = {"train": train_run, "evaluate": evaluate_run}
VERBS |= {"predict": predict_files, "baseline": baseline}


def parser() -> argparse.ArgumentParser:
    more = f"With nn-recipe installed also: {', '.join(RECIPE)}."
    whole = argparse.ArgumentParser(prog=PYTHON, epilog=more)
    verbs = whole.add_subparsers(dest="verb", required=True)
    for name, function in VERBS.items():
        text = function.__doc__
        verb = verbs.add_parser(name, help=text, description=text)
        verb.add_argument("--json", action="store_true", help="print JSON")
        if name in ("train", "baseline"):
            add_flags(verb)
        else:
            verb.add_argument("run", nargs="?", default="last", help="3, a name, last")
    training, evaluation = verbs.choices["train"], verbs.choices["evaluate"]
    training.add_argument("--name", default="", help="what this run tries")
    training.add_argument("--resume", default="", help="go on with this run: last, or 3")
    splits = ("validation", "test")
    evaluation.add_argument("--split", default=splits[0], choices=splits)
    evaluation.add_argument("--weights", default="best", choices=("best", "last"))
    verbs.choices["predict"].add_argument("files", nargs="+", help="like the data")
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments) or ["status"]
    try:
        return call(given)
    except (ValueError, OSError) as error:  # the message ends with the remedy
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"Stopped. Go on with: {PYTHON} train --resume last", file=sys.stderr)
        return 130


def call(given: list[str]) -> int:
    """The audit is a library, as pytest is: where it is installed it has the last word."""
    try:
        from nn_recipe import verbs  # type: ignore
    except ImportError:
        if given[0] in RECIPE:
            remedy = f"pip install nn-recipe. Without it: {', '.join(VERBS)}."
            raise ValueError(f"`{given[0]}` is a verb of the recipe: {remedy}") from None
        options = parser().parse_args(given)
        return VERBS[options.verb](options)
    if given[0] in RECIPE:
        return verbs.main(str(__package__), given)
    options = parser().parse_args(given)
    return verbs.around(str(__package__), options, VERBS[options.verb])


if __name__ == "__main__":
    sys.exit(main())
