"""The one file that `recipe adopt` writes, as text: where your code meets the recipe."""

import ast
from collections.abc import Iterator, Mapping

import black

from .expressions import GIVEN, HELPERS, Expression
from .optimizers import names_in

KIND = {"classes": "OneClass", "numbers": "Number", "labels": "ManyLabels"}
PARTS = {  # of which verdicts depend -> the roles whose scripts decide them
    "data": ("train", "validation", "test"),
    "model": ("model",),
    "loss": ("loss",),
    "optimiser": ("optimizer", "step", "fit", "evaluation"),
}
OURS = {  # what our loop obeys, each with its reason
    "batch_size: int = 32": "of our feed",
    "steps: int = 300": "of our training",
    "learning_rate: float = 3e-4": "of our AdamW",
    "evaluate_every: int = 50": "steps of our training",
}
ABOUT = {
    "optimizer": "The optimizer that you train with.",
    "step": "One step of yours, on one batch.",
    "fit": "Your whole training: it takes its batches from `loader`.",
    "evaluation": "Your loss on a split: one number.",
}
RETURNS = {"optimizer": "Any", "step": "None", "fit": "None", "evaluation": "float"}


def text(
    found: Mapping[str, Expression], answers: str, name: str, steady: bool = False
) -> str:
    """Whole Python, as black leaves it."""
    methods = [data(found), build(found), loss(found), *hooks(found)]
    methods += [RATE] if steady and {"fit", "optimizer"} <= set(found) else []
    head = HEAD.format(
        name=name,
        kind=KIND[answers],
        helpers=imports(found),
        files=files(found),
        scripts=scripts(found),
    )
    config = CONFIG.format(knobs="".join(knobs(found)))
    audit = AUDIT.format(kind=KIND[answers], methods="\n".join(methods))
    whole = "\n\n".join([head, config, audit, END])
    return black.format_str(whole, mode=black.Mode())


def imports(found: Mapping[str, Expression]) -> str:
    """The helpers that an expression calls."""
    used = [name for e in found.values() for name in names_in(ast.parse(e.source))]
    return "".join(f"{name}, " for name in HELPERS if name in used)


def scripts(found: Mapping[str, Expression]) -> str:
    """A line for each script: the name by which the rest asks it."""
    names = {e.alias: e.script for e in found.values()}
    rows = [f'{alias} = script("{names[alias]}")\n' for alias in sorted(names)]
    return "".join(rows)


def files(found: Mapping[str, Expression]) -> str:
    """A line for each part: the scripts that decide it."""
    every = sorted({e.script for e in found.values()})
    rows = []
    for part, roles in PARTS.items():
        scripts = sorted({found[role].script for role in roles if role in found})
        listed = ", ".join(f'"{script}"' for script in scripts or every)
        rows.append(f'    "{part}": [{listed}],\n')
    return "".join(rows)


def knobs(found: Mapping[str, Expression]) -> Iterator[str]:
    """The fields of Config: what our own loop obeys, as far as it is in use."""
    for field, why in OURS.items():
        unused = "fit" if not field.startswith("learning_rate") else "optimizer"
        if unused not in found and "fit" not in found:
            yield f"    {field}  # {why}\n"


def data(found: Mapping[str, Expression]) -> str:
    lines = [
        f'        if split == "{role}":\n            return {found[role].source}\n'
        for role in PARTS["data"]
        if role in found
    ]
    return DATA.format(splits="".join(lines))


def build(found: Mapping[str, Expression]) -> str:
    return BUILD.format(source=found["model"].source)


def loss(found: Mapping[str, Expression]) -> str:
    return LOSS.format(source=found["loss"].source)


def hooks(found: Mapping[str, Expression]) -> Iterator[str]:
    """What of your own training was named."""
    for role, about in ABOUT.items():
        if role in found:
            given = ", ".join(f"{name}: Any" for name in GIVEN[role])
            word = "" if RETURNS[role] == "None" else "return "
            yield (
                f"    def {role}(self, {given}) -> {RETURNS[role]}:\n"
                f'        """{about}"""\n'
                f"        {word}{found[role].source}\n"
            )


HEAD = '''"""How the recipe sees your code, which knows nothing of it. Yours to edit.

    python -m nn_recipe check --project {name}

What is not offered here is not audited, and the verdict says so. To have your own training
audited add `optimizer`, `step`, `fit`, `evaluation` and `declared_rate`: they are explained at
the top of nn_recipe/adopt/adapter.py.
"""

from dataclasses import dataclass
from typing import Any

from nn_recipe.adopt import Adapter, Knobs, {kind}, {helpers}script

# Read when first asked, down to its first loop: nothing trains unasked.
{scripts}
# What a verdict depends on: scripts, with what they import, and data, such as "data/*.csv".
FILES = {{
{files}}}
'''
CONFIG = '''@dataclass(frozen=True)
class Config(Knobs):
    """What a check may turn: add what your code obeys, and read it below from self.config.

    Such as learning_rate, weight_decay, batch_size, dropout; and clip, if you clip gradients.
    """

{knobs}'''
AUDIT = """class Audit(Adapter):
    answers = {kind}

{methods}"""
DATA = '''    def data(self, split: str) -> Any:
        """A dataset, a loader, or (xs, ys) of a split; None where you have none."""
{splits}        return None
'''
BUILD = '''    def build(self) -> Any:
        """Your net, made anew, or one that stands and is not trained yet."""
        return {source}
'''
RATE = '''    def declared_rate(self, step: int) -> float:
        """On paper: your scripts speak of no schedule."""
        return self.optimizer(self.net()).param_groups[0]["lr"]
'''
LOSS = '''    def loss(self) -> Any:
        """Your loss of a batch: loss(outputs, y)."""
        return {source}
'''
END = '''def project(**changes: Any) -> Audit:
    """What `--project` opens."""
    return Audit(Config(**changes))
'''
