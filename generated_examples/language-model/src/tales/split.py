"""Who trains, who validates, who tests: by place in the text."""

from .config import Config
from .read import Windows


def cut(text: Windows, shares: tuple[float, float], config: Config) -> list[Windows]:
    """The beginning trains, what follows validates, the end tests.

    The text is cut first, at the end of a line, and each part into windows second: no byte
    is in two parts.
    """
    parts, last = list[Windows](), text.last
    for share in reversed(shares):
        first = last
        if share:
            first = next_line(text, last - round(share * (text.last - text.first)))
        parts.insert(0, Windows(text.file, first, last, text.context))
        last = first
    return [Windows(text.file, text.first, last, text.context), *parts]


def next_line(text: Windows, place: int) -> int:
    """Where the next line begins."""
    with text.file.open("rb") as stream:
        stream.seek(place)
        return place + len(stream.readline(1000))
