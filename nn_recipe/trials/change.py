"""A change, "key=value", as the config means it."""

import ast
import difflib
import math
import types
from dataclasses import fields
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from ..contract import NotOffered
from ..ledger.fingerprint import BOOKKEEPING
from ..place import here

# `seed` is what the pairs differ in; the others change no weight and no prediction
NEVER = ("seed", *BOOKKEEPING)
# fields that are there once asked for, and what brings them
ADDED = {
    name: name
    for name in (
        *("accumulate", "augment", "synthetic", "schedule", "pretrained", "patience"),
        "ema",
    )
}
ADDED |= {"trains": "pretrained", "synthetic_data": "synthetic"}
SHARES = ("synthetic",)
WORDS = {int: "a whole number", float: "a number", bool: "true or false"}


def changes(config: Any, given: tuple[str, ...], bundle: bool) -> dict[str, Any]:
    """Field -> value. One at a time, or together and judged together."""
    if not given:
        raise ValueError('Say what to change, such as "width=64".')
    if len(given) > 1 and not bundle:
        raise ValueError(
            f"Found {len(given)} changes: of one at a time you learn what it does. To judge "
            "them together, and nothing of the parts, add --bundle."
        )
    found = dict(change(config, text) for text in given)
    if len(found) < len(given):
        raise ValueError("Found one field twice: give each one value.")
    return found


def change(config: Any, text: str) -> tuple[str, Any]:
    """One field of the config and its new value; ValueError in one sentence."""
    names = [f.name for f in fields(config) if f.name not in NEVER]
    if not set(names) - {"watch", "validation_share"}:
        raise NotOffered("`Config` of the adapter has no field that your code obeys")
    key, sign, value = (part.strip() for part in text.partition("="))
    if key in NEVER:
        raise ValueError(f"{key} changes no answer, or all of them by chance alone.")
    if not sign or key not in names:
        if key in ADDED and not here().adapter:
            raise ValueError(f"The config has no {key} yet: `recipe add {ADDED[key]}`.")
        near = difflib.get_close_matches(key, names, n=1)
        hint = f"did you mean {near[0]}?" if near else f"fields: {', '.join(names)}."
        raise ValueError(f"There is no field {key!r} in the config: {hint}")
    now = getattr(config, key)
    new = parsed(value, hint_of(config, key), key)
    if key in SHARES and not here().adapter and not 0 <= new <= 1:
        raise ValueError(f"{key} is a share, from 0 to 1, and {new} is none.")
    if new == now:
        raise ValueError(f"{key} is {now!r} already: give another value.")
    return key, new


def hint_of(config: Any, key: str) -> Any:
    try:
        return get_type_hints(type(config))[key]
    except Exception:  # an annotation that nobody can read here
        return type(getattr(config, key))


def parsed(text: str, hint: Any, key: str) -> Any:
    """A value of this type, out of its text."""
    wrong = ValueError(f"{key} is {said(hint)}, and {text!r} is none.")
    if hint is str:
        return text
    if get_origin(hint) is Literal:
        found = [choice for choice in get_args(hint) if str(choice) == text]
        if not found:
            raise wrong
        return found[0]
    if hint is bool:
        text = text.capitalize()
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        value = text
    value = as_tuples(value)
    if hint is float and type(value) is int:
        value = float(value)
    if not fits(value, hint):
        raise wrong
    return value


def as_tuples(value: Any) -> Any:
    return tuple(map(as_tuples, value)) if isinstance(value, list | tuple) else value


def fits(value: Any, hint: Any) -> bool:
    """Is a value of this type? Numbers are finite, and a whole one may stand for another."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any:
        return True
    if origin in (Union, types.UnionType):
        return any(fits(value, one) for one in inner)
    if origin is Literal:
        return value in inner
    if origin in (tuple, list) or hint in (tuple, list):
        if not isinstance(value, tuple):
            return False
        each = inner[:1] * len(value) if len(inner) != 2 or inner[1] is ... else inner
        each = inner if inner and ... not in inner and origin is tuple else each
        return not inner or (
            len(each) == len(value)
            and all(fits(v, h) for v, h in zip(value, each, strict=True))
        )
    if hint is float:
        return type(value) in (int, float) and math.isfinite(value)
    return type(value) is hint or hint is type(None) and value is None


def said(hint: Any) -> str:
    if get_origin(hint) is Literal:
        return "one of " + ", ".join(map(str, get_args(hint)))
    if hint in WORDS:
        return WORDS[hint]
    return "a value such as " + str(hint).replace("typing.", "")


def label(changed: dict[str, Any]) -> str:
    """ "width=64", as it was asked; words that would end a line are quoted."""
    return ", ".join(
        f"{key}={value if str(value).isprintable() else repr(value)}"
        for key, value in changed.items()
    )
