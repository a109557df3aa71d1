"""Plain JSON that every reader accepts: no NaN, no infinity, no tensors."""

import math
from dataclasses import asdict, is_dataclass
from typing import Any


def plain(value: Any) -> Any:
    """Dicts, lists, numbers and text; tensors and arrays become lists, the rest text."""
    if isinstance(value, type):
        return value.__name__
    if is_dataclass(value):
        return plain(asdict(value))  # type: ignore
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):  # numpy and torch, whole or one number
        return plain(value.tolist())
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def is_finite(value: Any) -> bool:
    """True if no number anywhere inside a plain value is NaN or infinite."""
    if isinstance(value, dict):
        return all(map(is_finite, value.values()))
    if isinstance(value, list):
        return all(map(is_finite, value))
    return not isinstance(value, float) or math.isfinite(value)


def strict(value: Any) -> Any:
    """A plain value with null where NaN or infinity stood."""
    if isinstance(value, dict):
        return {name: strict(item) for name, item in value.items()}
    if isinstance(value, list):
        return [strict(item) for item in value]
    return value if is_finite(value) else None
