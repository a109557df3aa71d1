"""The verbs of the recipe, for `python -m PACKAGE VERB`; and what it adds to `train`.

Exit codes: 0 fine, 1 a gate fails, 2 a mistake in what was asked, 130 interrupted.
"""

import functools
import importlib
import inspect
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..place import here, stand
from ..refused import in_a_sentence

VERBS = {
    "status": "where you are in the recipe, and what comes next",
    "look": "the data themselves: a page to browse, filter and sort, and what is odd",
    "label": "a person answers the validation split, blind: how good are you?",
    "errors": "what the net gets wrong, beside the training examples nearest to it",
    "check": "measure what should hold: the gates of the recipe",
    "curve": "a sweep with a picture: lr, capacity, overfit or data",
    "try": "one change at a time, judged by pairs of trainings",
    "internals": "inside the net: what each layer passes on, and what the first one learnt",
    "tune": "many configs drawn at random, the best one tried with new seeds",
    "folds": "the baselines and the net, where each example validates once",
    "squeeze": "several nets as one, the mean of weights, one net that learns from several",
    "report": "runs/report.html, one page that needs no network",
}
SPELLED = {"try": "trial"}  # a word of Python cannot be a function


def main(package: str, given: Sequence[str]) -> int:
    """Turn the arguments into those of the verb's function; its docstring is its help."""
    import tyro

    stand(package)
    verb, *arguments = given
    name = SPELLED.get(verb, verb)
    file = name if verb in VERBS else "adopted"
    function = getattr(importlib.import_module(f".{file}", __package__), name)
    style = (tyro.conf.FlagCreatePairsOff, tyro.conf.OmitArgPrefixes)
    text = inspect.cleandoc(function.__doc__ or "").partition("\n\nArgs:")[0]
    try:
        with in_a_sentence():
            return tyro.cli(
                function,
                prog=f"{here().python} {verb}",
                description=text.replace("python -m PACKAGE", here().python),
                args=arguments,
                config=style,
            )
    except KeyboardInterrupt:
        again = shlex.join([verb, *arguments])
        return complain(f"Stopped. Again: {here().python} {again}", 130)


Verb = Callable[..., int]


def audited(package: str, verbs: Mapping[str, Verb]) -> dict[str, Verb]:
    """The project's own verbs; `train` and `baseline` are experiments, and get a verdict.

    `evaluate` counts how often the test split was opened. A project of an older release knows
    no `errors`, `try`, `internals`, `tune` and `squeeze`.
    """
    heard = ("train", "baseline", "evaluate")
    own = {
        name: judged(package, name, verb) if name in heard else told(verb)
        for name, verb in verbs.items()
    }
    from .errors import errors
    from .internals import internals
    from .squeeze import squeeze
    from .trial import trial
    from .tune import tune

    stand(package)
    later = {
        "errors": errors,
        "try": trial,
        "internals": internals,
        "tune": tune,
        "squeeze": squeeze,
    }
    return own | {name: told(verb) for name, verb in later.items()}


def told(verb: Verb) -> Verb:
    """The same; what the machine refuses becomes a sentence."""

    @functools.wraps(verb)
    def whole(*given: Any, **options: Any) -> int:
        with in_a_sentence():
            return verb(*given, **options)

    return whole


def judged(package: str, name: str, verb: Verb) -> Verb:
    """The same options; before and after it the recipe has its say."""

    @functools.wraps(verb)
    def whole(*given: Any, **options: Any) -> int:
        stand(package)
        from . import after

        with in_a_sentence():
            return getattr(after, name)(verb, *given, **options)

    return whole


def usual() -> Any:
    """The config as config.py has it."""
    return here().config.Config()


def complain(message: object, code: int = 2) -> int:
    print(message, file=sys.stderr)
    return code
