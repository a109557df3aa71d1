"""How it was trained: what of its config was changed, how long, on which machine."""

import ast
from collections.abc import Mapping
from typing import Any

from ..changed import as_written
from ..place import here
from .markdown import code, missing, section, source, table, text
from .subject import Subject, as_tuples, by_name

# where, how fast and how often: no answer depends on them
ASIDE = ("workers", "cache_megabytes", "threads", "device", "log_every", "tracker")
UNKNOWN = object()


def training(about: Subject) -> str:
    if here().adapter:
        return section("How it was trained", of_your_own(about))
    if not about.run:
        return section("How it was trained", missing("A training", "train"))
    parts = (steps(about), machine(about), config(about))
    return section("How it was trained", *parts)


def steps(about: Subject) -> str:
    """How far it went, and which step's weights are kept."""
    assert about.run
    done = [row.step for row in about.run.series("train", "loss")]
    best = about.run.best()
    if not done:
        return ""
    kept = ""
    if best:
        kept = f" Kept are the weights of step {best.step:,}: the best on validation, by {text(best.name)}."
    size = about.config.get("batch_size")
    of = f" of {size} examples" if isinstance(size, int) else ""
    said = f"{max(done):,} steps{of}, of {about.config.get('steps', 0):,} asked.{kept}"
    return f"{said}\n\n{source(about.file('metrics.csv'), about.file('config.json'))}"


def machine(about: Subject) -> str:
    """Time and hardware, where the training kept them."""
    kept = about.trained
    if not kept:
        return missing("Time and hardware", "train")
    part = " (the last command alone: it was resumed)" if kept.get("resumed") else ""
    many = kept.get("processes", 1)
    several = f", {many} processes" if many != 1 else ""
    where = f"{text(kept.get('hardware', ''))} ({text(kept.get('device', ''))})"
    return (
        f"{kept.get('seconds', 0):,} s for the whole command{part}, reading and evaluation "
        f"included, on {where}{several}, {text(kept.get('system', ''))}.\n\n"
        f"{source(about.file('trained.json'))}"
    )


def config(about: Subject) -> str:
    """A row for each field that is another than in the project as it was written."""
    before = defaults()
    shown = {k: v for k, v in about.config.items() if k not in ASIDE}
    if not before:
        rows = [(code(name), value(now)) for name, now in shown.items()]
        return f"{table(('config', ''), rows)}\n\n{source(about.file('config.json'))}"
    same, rows = [], []
    for name, now in shown.items():
        then = before.get(name, UNKNOWN)
        if as_tuples(now) == then:
            same.append(code(f"{name}={as_tuples(now)!r}"))
        else:
            was = "not there" if then is UNKNOWN else value(then)
            rows.append((code(name), value(now), was))
    head = ("changed", "this run", "as the project was written")
    others = f"As it was written: {', '.join(same)}."
    files = (about.file("config.json"), "config.py as first committed")
    whole = table(head, rows) if rows else "Nothing in config.py was changed."
    return f"{whole}\n\n{others}\n\n{source(*files)}"


def of_your_own(about: Subject) -> str:
    """The fields that the adapter hands on, as they stand there."""
    rows = [(code(name), value(now)) for name, now in about.config.items()]
    lead = "By its own loop, which keeps no run: time and hardware are not recorded."
    shown = table(("config", ""), rows) if rows else ""
    return "\n\n".join(filter(None, [lead, shown, source(f"{here().package}.py")]))


def value(found: Any) -> str:
    """As config.py would write it."""
    return code(repr(as_tuples(found)))


def defaults() -> Mapping[str, Any]:
    """The fields of config.py in the commit that has the project as it was written.

    {} where git knows of none, or the code is your own.
    """
    if here().adapter:
        return {}
    try:
        tree = ast.parse(as_written(here().folder / "config.py"))
    except SyntaxError:
        return {}
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            try:
                found[ast.unparse(node.target)] = as_tuples(
                    ast.literal_eval(node.value)
                )
            except ValueError:  # no literal: nobody can know it without running it
                continue
    return by_name(found)
