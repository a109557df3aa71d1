"""What a person saw: free notes and the post's six questions, in runs/data/notes.md (recipe 1.1, 1.5)."""

import re
from pathlib import Path

PLACE = "data/notes.md"  # in the folder of the ledger
QUESTIONS: tuple[str, ...] = (
    "Do you look at a small part, or at the whole?",
    "How much do examples of one answer vary, and in what?",
    "Which of that says nothing, and could be taken out before the net?",
    "Does it matter where something stands, or only that it is there?",
    "How much detail do you need: how small could it be made?",
    "How often is a label wrong?",
)


def read(path: Path) -> tuple[str, dict[str, str]]:
    """The free part, and what is answered under the heading of each question."""
    if not path.exists():
        return "", dict.fromkeys(QUESTIONS, "")
    free, *parts = re.split(r"(?m)^## ", path.read_text("utf-8", "replace"))
    said = dict.fromkeys(QUESTIONS, "")
    for part in parts:
        head, _, body = part.partition("\n")
        if head.strip() in said:
            said[head.strip()] = body.strip()
        else:
            free += f"## {part}"
    return free.strip(), said


def write(path: Path, free: str, said: dict[str, str]) -> None:
    """Whole or not at all; a heading of a question in the text itself stays text."""
    parts = [free.strip()]
    parts += [f"## {ask}\n\n{quoted(said.get(ask, ''))}".strip() for ask in QUESTIONS]
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = path.with_suffix(".part")
    whole.write_text("\n\n".join(filter(None, parts)) + "\n", "utf-8")
    whole.replace(path)


def quoted(answer: str) -> str:
    return re.sub(r"(?m)^## ", "### ", answer.strip())
