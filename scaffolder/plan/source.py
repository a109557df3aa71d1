"""Into Python source and words that can stand in a comment."""

from typing import Any


def literal(value: Any) -> str:
    """A Python literal on one line, in plain letters if need be; 0.0003 as 3e-4."""
    if isinstance(value, str):
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in repr(value))
    if isinstance(value, tuple):
        items = ", ".join(map(literal, value))
        return f"({items},)" if len(value) == 1 else f"({items})"
    if isinstance(value, float) and 0 < value < 0.01:
        digits, exponent = f"{value:e}".split("e")
        return f"{float(digits):g}e{int(exponent)}"
    return repr(value)


def line(text: str) -> str:
    """One line that can stand in a comment: no line break, nothing invisible."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def code(name: str) -> str:
    """A name from the data in a cell of a Markdown table."""
    short = line(name).replace("`", "'").replace("|", "/")
    return f"`{short if len(short) <= 40 else short[:39] + '…'}`"


def percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.1 else f"{100 * share:.2g} %"
