"""`python -m tests.bugs [ID or WORD ...] [--kind KIND]`: who notices these bugs?

Without an id or a word all bugs are planted, in every kind where they fit.
"""

import argparse
import textwrap
from pathlib import Path
from tempfile import TemporaryDirectory

from scaffolder.bugs import CATALOGUE, Bug
from scaffolder.kinds import kind as row_of
from tests.examples import PACKAGES, render_into

from .hunt import Find, hunt


def pairs(words: list[str], kinds: list[str]) -> list[tuple[str, str]]:
    """(id, kind) of the bugs with one of these ids, or of these words in the name."""
    return [
        (bug.id, kind)
        for bug in CATALOGUE.values()
        if not words or any(wanted(word, bug) for word in words)
        for kind in kinds
        if bug.edits(row_of(kind).parts)
    ]


def wanted(word: str, bug: Bug) -> bool:
    return bug.id == word.upper() or word.lower() in bug.name.lower()


def shown(find: Find) -> str:
    name = CATALOGUE[find.bug].name if find.bug else "healthy"
    head = f"{find.bug}  {find.kind:22}  {name:45}  {find.seconds:5.1f} s"
    lines = [f"{head}  {find.by or 'NOT CAUGHT'}: {', '.join(find.checks)}"]
    if find.message:
        lines += textwrap.wrap(
            find.message, 110, initial_indent=" " * 5, subsequent_indent=" " * 5
        )
        lines += [f"     -> {place}" for place in find.look_at]
    if find.trains:
        lines += [f"     DOES NOT TRAIN: {find.trains}"]
    return "\n".join(lines)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.bugs", description=__doc__)
    parser.add_argument("words", nargs="*", help="ids, or words of the name")
    parser.add_argument("--kind", choices=PACKAGES, action="append")
    parser.add_argument(
        "--model", default="tiny", choices=["linear", "tiny", "reference"]
    )
    parser.add_argument(
        "--healthy", action="store_true", help="no bug at all: who cries wolf?"
    )
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    kinds = asked.kind or list(PACKAGES)
    with TemporaryDirectory() as folder:
        for kind in kinds:
            render_into(Path(folder, kind), kind)
        finds = []
        healthy = [("", kind) for kind in kinds]
        for id, kind in healthy if asked.healthy else pairs(asked.words, kinds):
            finds.append(hunt(Path(folder, kind), kind, id, model=asked.model))
            print(shown(finds[-1]), flush=True)
    print(f"caught {sum(find.caught for find in finds)} of {len(finds)}")


if __name__ == "__main__":
    main()
