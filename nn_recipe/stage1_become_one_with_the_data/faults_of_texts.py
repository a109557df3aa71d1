"""What is wrong with texts: nothing in them, signs that no writer meant."""

import re
from collections.abc import Iterator, Sequence

from ..contract import Example, Project
from .decoded import are_files
from .faults import Fault, rare

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
REPLACED = re.compile("\ufffd")
# UTF-8 read as Windows-1252: "Ã©" for "é", "Â£" for "£", "â€™" for "’"; quotes and dashes may
# stand behind a capital that is meant
GARBLED = re.compile(
    r"Ã[\x80-\x90\xa0-\xbfƒ‚„†‡ˆ‰Š‹ŒŽšœžŸ€]|Â[\xa0-\xaa\xac-\xba\xbc-\xbf]|â€[\x80-\xbf™œ˜“”š¦¢\u009d]|ðŸ|ï»¿"
)
MARKUP = re.compile(r"<!doctype html|<html[\s>]|</body>", re.IGNORECASE)
ODD = {
    CONTROL: "a control character",
    REPLACED: "a replacement character, where bytes could not be read",
    MARKUP: "a web page",
    GARBLED: "garbled letters, as if read in another encoding",
}
AROUND = 12  # letters told


def faults_of_texts(project: Project, examples: Sequence[Example]) -> Iterator[Fault]:
    if not examples or not is_text(examples[0].raw) or are_files(examples):
        return
    texts = [(e, as_text(e.raw)) for e in examples]
    empty = [e for e, text in texts if not text.strip()]
    for example in empty:
        yield Fault(example.id, "no text", sure=rare(empty, examples))
    for example, text in texts:
        if isinstance(example.raw, tuple) and not all(map(str.strip, example.raw)):
            yield Fault(example.id, "a token without letters")
        for sign, what in ODD.items():
            if at := sign.search(text):
                near = text[max(0, at.start() - AROUND) : at.end() + AROUND]
                yield Fault(example.id, f"{what}: {near!r}")


def is_text(raw: object) -> bool:
    if isinstance(raw, tuple):
        return all(isinstance(token, str) for token in raw)
    return isinstance(raw, str | bytes)


def as_text(raw: object) -> str:
    """A window of bytes may begin and end within a letter."""
    if isinstance(raw, bytes):
        whole = re.sub(rb"^[\x80-\xbf]{1,3}|[\xc2-\xf4][\x80-\xbf]{0,2}$", b"", raw)
        return whole.decode("utf-8", "replace")
    return " ".join(raw) if isinstance(raw, tuple) else str(raw)
