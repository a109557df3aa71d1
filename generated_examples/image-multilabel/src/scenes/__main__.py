"""Verbs of this project: `python -m PACKAGE VERB --help`. Each does, prints, and that is all.

Exit codes: 0 fine, 1 a gate fails, 2 a mistake in what was asked, 130 interrupted.
"""

import csv
import json as strict
import os
import signal
import sys
from contextlib import nullcontext
from typing import Annotated, Any, Literal

import tyro

from .config import Config
from .evaluate import evaluate as evaluated
from .feed import Feed
from .intervals import intervals
from .load import load
from .machine import use
from .predict import rows
from .problem import Problem
from .run import RUNS, Run
from .train import train as trained

PYTHON = f"python -m {__package__}"
Flags = Annotated[Config, tyro.conf.OmitArgPrefixes]


def train(config: Flags, name: str = "", resume: str = "", json: bool = False) -> int:
    """Train the net of config.py, of which every field is a flag.

    --name says what it tries; --resume last (or a number) goes on with a run, bit for bit.
    """
    from . import pictures  # matplotlib costs a second, which no other verb needs

    run = Run.find(resume) if resume else None
    config = run.config(config) if run else config
    device, problem = use(config), Problem.load(config)
    net, splits = problem.net().to(device), problem.splits
    feed, validation = Feed(splits.train, problem), Feed(splits.validation, problem)
    evaluated(net, Feed([splits.validation[0]], problem)).rank(config.watch)  # known?
    run = run or Run.new(name, config)
    run.hold()
    if splits.left_out:
        run.write_json("left_out", splits.left_out)
        print(f"Left out: {len(splits.left_out)}, see left_out.json", file=sys.stderr)
    pictures.just_before_the_net(next(feed.training(0, 1)), problem, run)
    look = pictures.Followed(problem, run)
    trained(problem, net, feed, validation, run, bool(resume), look)
    pictures.over_time(run, problem)
    print(f"Look at the pictures in {run.folder}", file=sys.stderr)
    return evaluate(run.folder.name, json=json)


def evaluate(
    run: tyro.conf.Positional[str] = "last",
    split: Literal["validation", "test"] = "validation",
    weights: Literal["best", "last"] = "best",
    json: bool = False,
) -> int:
    """Loss and metrics of a run over a whole split, with 95 % intervals."""
    found = Run.find(run)
    problem, net = found.trained(weights)
    examples = getattr(load(problem.config), split)
    if not len(examples):
        raise ValueError(f"No {split} split: give it a share or a file in config.py.")
    evaluation = evaluated(net.to(use(problem.config)), Feed(examples, problem))
    said = {"run": found.folder.name, "split": split, "n": len(examples)}
    values, ranges = evaluation.values(), intervals(evaluation)
    rows = {name: [value, *ranges[name]] for name, value in values.items()}
    said = strict.loads(strict.dumps(said | rows), parse_constant=lambda nan: None)
    lines = [f"{found.folder.name}, {split}, n = {len(examples)}, value [95 %]"]
    lines += [f"  {n:<18}{v:9.4f}  [{a:.4f}, {b:.4f}]" for n, (v, a, b) in rows.items()]
    print(strict.dumps(said) if json else "\n".join(lines))
    found.write_json(f"evaluation-{split}", said)
    return 0


def predict(
    run: tyro.conf.Positional[str],
    files: tyro.conf.Positional[tuple[str, ...]],
    to: str = "",
    threshold: float | None = None,
    json: bool = False,
) -> int:
    """Labels of new data, as likely as --threshold: CSV, printed or --to FILE."""
    if to and not to.endswith(".csv"):
        raise ValueError(f"--to {to}: it needs a name that ends in .csv.")
    table = [*rows(Run.find(run), files, threshold)]
    if json:
        print(strict.dumps(table, default=str))
    if to or not json:
        write(table, to)
    return 0


def write(rows: list[dict[str, Any]], to: str) -> None:
    """As CSV; several values in one cell are written as JSON."""
    names = dict.fromkeys(name for row in rows for name in row)
    with (
        open(to, "w", encoding="utf-8", newline="") if to else nullcontext(sys.stdout)
    ) as file:
        table = csv.DictWriter(file, names, lineterminator="\n")
        table.writeheader()
        for row in rows:
            lists = {k: strict.dumps(v) for k, v in row.items() if isinstance(v, list)}
            table.writerow(row | lists)


def baseline(config: Flags, json: bool = False) -> int:
    """The table of dumb baselines, beside the net; fails if looking at x does not pay."""
    from .baselines import ladder  # scikit-learn costs a second

    rows, ranks = {}, {}
    for name, found in ladder(Problem.load(config)):
        ranks[name] = found.rank(config.watch)
        values, (low, high) = found.values(), intervals(found)[config.watch]
        rows[name] = values | {"95 %": [low, high]}
        if not json:
            said = "".join(f"  {key} {value:.4f}" for key, value in values.items())
            print(f"{name:<22}{said} [{low:.4f}, {high:.4f}]", flush=True)
    RUNS.mkdir(exist_ok=True)
    (RUNS / "baselines.json").write_text(strict.dumps(rows, indent=1), encoding="utf-8")
    *others, net = ranks
    dumb = (name for name in others if not name.endswith((" net", " inputs")))
    best = min(dumb, key=lambda name: ranks[name])
    says = "is ahead of" if ranks[net] < ranks[best] else "is not ahead of"
    said = f"The {net} {says} {best}, the best dumb one: for sure if the ranges part."
    print(strict.dumps(rows) if json else said)
    return int(rows[net]["loss"] >= rows["blank inputs"]["loss"])


def main(given: list[str] | None = None) -> int:
    for asks in {"SIGTERM", "SIGHUP"} & {*dir(signal)}:  # to stop, as Ctrl-C does
        signal.signal(getattr(signal, asks), signal.default_int_handler)
    try:
        code = call(given or sys.argv[1:] or ["status"])
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ValueError, OSError) as error:  # the message ends with the remedy
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"Stopped. Go on with: {PYTHON} train --resume last", file=sys.stderr)
        return 130


def call(given: list[str]) -> int:
    """nn-recipe is to a net what pytest is to a program: with it there are more verbs."""
    verbs = {verb.__name__: verb for verb in (train, evaluate, predict, baseline)}
    more = "`pip install nn-recipe` brings more."
    try:
        from nn_recipe import verbs as recipe  # type: ignore
    except ImportError:
        if given[0].isalpha() and given[0] not in verbs:
            raise ValueError(f"{given[0]}: not of {[*verbs]}. {more}") from None
    else:
        if given[0] in recipe.VERBS:
            return recipe.main(str(__package__), given)
        verbs = recipe.audited(str(__package__), verbs)  # a training gets a verdict
        more = f"From nn-recipe: {', '.join(recipe.VERBS)}."
    cli = tyro.extras.subcommand_cli_from_dict
    return cli(verbs, prog=PYTHON, description=more, args=given)


if __name__ == "__main__":
    sys.exit(main())
