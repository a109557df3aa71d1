"""What may change, and how far: `SPACE` of your space.py, or what config.py suggests."""

import difflib
import importlib.util
import math
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Literal, get_args, get_origin

from ..contract import NotOffered
from ..ledger.fingerprint import FILES, SPLIT
from ..place import here
from ..trials.change import NEVER, fits, hint_of
from ..trials.change import said as typed
from .knob import Knob

SCALES = ("log", "log or 0", "uniform", "one of")
# what is judged must stay the same: examples, metric and budget
FIXED = (*NEVER, *FILES, *SPLIT, "watch", "steps", "evaluate_every", "target")
FORM = '("log", 1e-4, 1e-2), ("uniform", 0, 0.5) or ("one of", 16, 32)'


def space_of(config: Any, examples: int) -> tuple[tuple[Knob, ...], str]:
    """The knobs, and where they were declared; `examples` train.

    Raises ValueError in one sentence where space.py declares what cannot be drawn.
    """
    place = here()
    if place.adapter:
        declared, where = getattr(place.config, "SPACE", None), f"{place.package}.py"
    elif importlib.util.find_spec(f"{place.package}.space"):
        declared, where = written(place.package), "space.py"
    else:
        declared, where = None, "config.py"
    if declared is not None:
        return checked(config, declared, where), where
    found = derived(config, examples)
    if not found:
        raise NotOffered("`Config` has no rate, decay, width or depth to draw")
    return checked(config, found, where), where


def written(package: str) -> Any:
    """SPACE of a file of yours, which is run for it."""
    try:
        module = importlib.import_module(f"{package}.space")
    except Exception as error:  # of any kind: the file is yours
        raise ValueError(
            f"space.py stops with {type(error).__name__}: {error}. Mend it, or move it away."
        ) from error
    if not hasattr(module, "SPACE"):
        raise ValueError(
            f"space.py has no SPACE: give it a dict of ranges, such as {FORM}."
        )
    return module.SPACE


def derived(config: Any, examples: int) -> dict[str, tuple[Any, ...]]:
    """From config.py: each knob around its present value, rates by their order of magnitude."""
    known = {f.name: getattr(config, f.name) for f in fields(config)}
    found: dict[str, tuple[Any, ...]] = {}
    if rate := known.get("learning_rate"):
        found["learning_rate"] = ("log", rate / 10, rate * 10)
    if "weight_decay" in known:
        decay = known["weight_decay"] or 1e-2
        found["weight_decay"] = ("log or 0", min(1e-4, decay), max(0.1, decay))
    if known.get("pretrained"):  # weights are of one size
        known = {k: v for k, v in known.items() if k not in ("width", "depth")}
    for name, least in (("width", 2), ("batch_size", 1)):
        if value := known.get(name):
            half = value // 2 if value % 2 == 0 and value > least else value
            most = (
                2 * value if name == "width" else min(2 * value, max(examples, value))
            )
            found[name] = ("one of", *dict.fromkeys((half, value, most)))
    if depth := known.get("depth"):
        found["depth"] = ("uniform", max(1, depth - 1), depth + 1)
    if "dropout" in known:
        found["dropout"] = ("uniform", 0.0, max(0.5, known["dropout"]))
    hint = hint_of(config, "augment") if "augment" in known else None
    if get_origin(hint) is Literal:
        found["augment"] = ("one of", *get_args(hint))
    return found


def checked(config: Any, declared: Any, where: str) -> tuple[Knob, ...]:
    if not isinstance(declared, Mapping) or not declared:
        raise ValueError(f"SPACE of {where} is no dict of ranges, such as {FORM}.")
    return tuple(knob(config, name, given, where) for name, given in declared.items())


def knob(config: Any, name: Any, given: Any, where: str) -> Knob:
    """One entry of SPACE; each mistake a sentence."""
    names = [f.name for f in fields(config) if f.name not in FIXED]
    if name in FIXED:
        raise ValueError(
            f"{name} of {where} cannot be drawn: all trials share examples, seed and steps, "
            "and are judged alike. Take it out."
        )
    if name not in names:
        near = difflib.get_close_matches(str(name), names, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}."
        raise ValueError(f"{name!r} of {where} is no field of the config: {hint}")
    if not isinstance(given, tuple | list) or len(given) < 2 or given[0] not in SCALES:
        raise ValueError(f"{name} of {where} is {given!r}: needed is {FORM}.")
    scale, *values = given
    hint = hint_of(config, name)
    whole = hint is int
    values = [float(v) if hint is float and type(v) is int else v for v in values]
    if wrong := [v for v in values if not fits(v, hint)]:
        raise ValueError(
            f"{name} of {where} is {typed(hint)}, and {wrong[0]!r} is none."
        )
    if scale == "one of":
        if any(values.count(v) > 1 for v in values[:100]):
            raise ValueError(f"{name} of {where} names one choice twice: once will do.")
    elif problem := no_range(values, scale, hint):
        raise ValueError(f"{name} of {where} is {given!r}: {problem}.")
    return Knob(name, scale, tuple(values), whole)


def no_range(values: list[Any], scale: str, hint: Any) -> str:
    """Why nothing can be drawn between two values; "" where it can."""
    if hint not in (int, float):
        return 'it is no number, so list what may be: ("one of", ...)'
    if len(values) != 2 or not all(math.isfinite(v) for v in values):
        return "needed are a lowest and a highest value"
    low, high = values
    if low > high:
        return f"the lowest value, {low:g}, is above the highest"
    if scale != "uniform" and low <= 0:
        return f"a logarithm needs values above 0, and the lowest is {low:g}"
    if scale == "log or 0" and (hint is int or low == high):
        return "needed is a range of numbers with a point"
    return ""
