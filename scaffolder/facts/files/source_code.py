"""Programs in a folder: texts for a language model, under endings that it does not read."""

import shlex
from collections import Counter
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.listing import IMAGE_ENDINGS, SOUND_ENDINGS, files_below, said

CODE = (".py", ".js", ".ts", ".java", ".c", ".h", ".cpp", ".hpp", ".cs", ".go", ".rs")
CODE += (".rb", ".php", ".r", ".jl", ".tex", ".rst", ".scala", ".kt", ".swift", ".sh")
FEWEST = 10  # files: fewer belong to something else
MOSTLY = 5  # times as many as there are pictures and sounds


def refuse(folder: Path) -> None:
    """DataError where nearly all files are programs, and a picture or two beside them."""
    found = Counter(file.suffix.lower() for file in files_below(folder, CODE))
    if found.total() < FEWEST:
        return
    others = sum(1 for _ in files_below(folder, IMAGE_ENDINGS + SOUND_ENDINGS))
    if others * MOSTLY > found.total():
        return
    ending, count = found.most_common(1)[0]
    raise DataError(
        f"Found {said(count, 'file')} of {ending} in {folder}, and no classes, table or plain"
        " text. Needed for a language model: texts that end in .txt; write them into one:"
        f" find {shlex.quote(str(folder))} -name '*{ending}' -not -path '*/.*' | sort | tr"
        f" '\\n' '\\0' | xargs -0 cat > {shlex.quote(folder.name + '.txt')}, and name that file."
    )
