"""An entry in LAB.md, in the form that stands there; what a person wrote stays as it is."""

import shutil
import time

from ..ledger import Record
from ..place import here
from ..printable import escaped
from .kept import part

MARKER = "<!-- to here -->"  # new entries go below it, the newest first


def entry(record: Record, what: str, because: str) -> str:
    """One idea, as LAB.md asks for it."""
    so, _, keep = record.because.partition(" To keep it: ")
    kept = f"to keep it: {keep}" if keep else "what I believe now, and try next."
    lines = (
        f"## {time.strftime('%Y-%m-%d')}, experiment {record.number}: {quiet(what)}",
        "",
        f"- **I expect** {quiet(record.hypothesis)}",
        f"- **Because** {quiet(because) or '(say why)'}",
        f"- **It did** {quiet(so)} It {record.verdict}.".replace(
            "It unclear", "Unclear"
        ),
        f"- **So** {quiet(kept)}",
    )
    return "\n".join(lines) + "\n"


def quiet(text: str) -> str:
    """No text from outside becomes HTML or a line of its own."""
    text = " ".join(escaped(text).split())
    return text.replace("&", "&amp;").replace("<", "&lt;")


def written(record: Record, what: str, because: str) -> str:
    """Into LAB.md; gives what to say to the user."""
    path, text = here().root / "LAB.md", entry(record, what, because)
    if here().adapter:
        return ""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            page = file.read()
    except (OSError, UnicodeDecodeError):
        page = ""
    head, marker, rest = page.partition(MARKER)
    if not marker:
        why = f"LAB.md has no line {MARKER}: it stays as it is. The entry would be:"
        return f"{why}\n\n{text}"
    ends = "\r\n" if "\r\n" in page else "\n"
    new = text.replace("\n", ends)
    place = path.resolve()
    with part(place) as other:
        other.write_bytes(f"{head}{marker}{ends}{ends}{new}{rest}".encode())
        shutil.copymode(place, other)
    return "LAB.md has a new entry, yours to edit."
