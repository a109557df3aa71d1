"""Text from outside, as it may stand on a terminal."""

import json
import unicodedata
from collections.abc import Callable
from typing import Any


def acts(letter: str) -> bool:
    """On a terminal, or on the direction of writing."""
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return unicodedata.category(letter) in kinds and letter not in "\n\u200c\u200d"


def escaped(text: str) -> str:
    """What would act on a terminal, or turn the direction of writing, as "\\u202e"."""
    letters = (c.encode("unicode_escape").decode() if acts(c) else c for c in text)
    return "".join(letters)


def document(
    content: Any, indent: int, default: Callable[[Any], Any] | None = None
) -> str:
    """JSON that people read, too: letters as they are, what acts on a terminal escaped."""
    text = json.dumps(content, indent=indent, ensure_ascii=False, default=default)
    return "".join(json.dumps(c)[1:-1] if acts(c) else c for c in text)
