"""A text in which every place can be told apart: whose place is in which window?"""

import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ..contract import Example, Project, Splits
from ..findings import Findings
from ..place import here
from ..specimen import fewer, some, under

GRAM = 8  # bytes, drawn by chance: one of 10^17 occurs twice in no text
MOST = 2000  # windows of each split
SIZE = 200_000  # bytes of the file at most
BREAK = ord("\n")  # stays where it is: parts are cut at the ends of lines
TEXTS = "read.py, load.py and split.py"


def judge_text(project: Project, findings: Findings) -> None:
    """The text is replaced by one of random bytes, with lines as long as they were.

    No eight bytes may then be in two splits, in an input or in an answer, and each answer is
    its input one byte further on.
    """
    if (
        project.target.answers_are != "tokens"
        or not here().resolve(project.config.data).is_file()
    ):
        return
    splits = random_text(project, findings)
    grams = {part: set[bytes]() for part in ("train", "validation", "test")}
    for part, seen in grams.items():
        for example in some(getattr(splits, part), MOST):
            whole = example.raw + example.answer[-1:]
            seen.update(whole[i : i + GRAM] for i in range(len(whole) - GRAM + 1))
            findings.demand(
                example.raw[1:] == example.answer[:-1] and whole != example.raw * 2,
                f"The answer of {example.id} is not its input one byte further on: "
                f"{example.raw[:4]!r}... is answered by {example.answer[:4]!r}...",
                "read.py: Windows",
            )
            if findings.faults:
                return
    for one, other in (
        ("train", "validation"),
        ("train", "test"),
        ("validation", "test"),
    ):
        shared = len(grams[one] & grams[other])
        findings.demand(
            not shared,
            f"{shared} places of a random text are in windows of {one} and of {other}.",
            f"{TEXTS}: cut the text first, windows second",
        )


def random_text(project: Project, findings: Findings) -> Splits:
    """Its windows must hold all of it, but for less than one at the end of each part."""
    given = here().resolve(project.config.data)
    draw, text = random.Random(0), given.read_bytes()[:SIZE]
    other = bytes(b if b == BREAK else draw.randrange(BREAK + 1, 256) for b in text)
    alone = under(project, validation_data="", test_data="")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, given.name)
        path.write_bytes(other)
        splits = alone.again(data=str(path)).splits
        parts = [p for p in (splits.train, splits.validation, splits.test) if len(p)]
        held = sum(covered(part, other) for part in parts)
        room = sum(1 + len(part[0].raw) for part in parts)
        findings.demand(
            held + room >= len(other) or bool(splits.left_out),
            f"The windows of a text of {len(other)} bytes hold {held} of them, and nothing says "
            "who was left out.",
            TEXTS,
        )
        return fewer(splits, MOST)  # read, as the file is thrown away


def covered(part: Sequence[Example], text: bytes) -> int:
    """Bytes of the text that stand in a window; what stands in several counts once."""
    seen, begin = bytearray(len(text)), 0
    for example in part:
        found = text.find(example.raw, begin)
        begin = found if found >= 0 else text.find(example.raw)
        if begin < 0:  # in another form than the file has it
            return len(part) * len(part[0].raw)
        seen[begin : begin + len(example.raw)] = b"\1" * len(example.raw)
    return sum(seen)
