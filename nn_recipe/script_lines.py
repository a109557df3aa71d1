"""Lines of your scripts: `train.py:57`, where to look first."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from .place import here

MOST = 3
TELLS = {  # what a part is known by, in a script
    "data": r"def __getitem__|TensorDataset\(|DataLoader\(|def get_batch",
    "model": r"^class .*Module\)|Sequential\(",
    "loss": r"Loss\(|cross_entropy\(|mse_loss\(|nll_loss\(|with_logits\(",
    "optimiser": r"\.backward\(",
}


def lines_with(words: str, files: Sequence[str]) -> str:
    """The first lines with any of these words, in scripts and what stands beside them."""
    found = [f"{name}:{number}" for name, number in lines(words, files)]
    return ", ".join(found[:MOST]) or ", ".join(files)


def line_of(part: str, files: Sequence[str]) -> str:
    """`train.py:57`, where the work of this part is done; the files alone if nothing tells."""
    found = [f"{name}:{n}" for name, n in lines(TELLS[part], files) if name in files]
    if not found:
        return ", ".join(files)
    return found[-1] if part == "model" else found[0]  # blocks stand above the net


def lines(words: str, files: Sequence[str]) -> Iterator[tuple[str, int]]:
    sought = re.compile(words)
    for path in scripts(files):
        text = path.read_text("utf-8", errors="ignore").splitlines()
        for number, line in enumerate(text, 1):
            code = line.split("#")[0]
            if sought.search(code) and not code.startswith(("import ", "from ")):
                yield str(path.relative_to(here().root)), number


def scripts(files: Sequence[str]) -> list[Path]:
    """Those that are named, first, then the others of the folder."""
    root = here().root
    own = [root / name for name in files if name.endswith(".py")]
    others = [
        p for p in sorted(root.rglob("*.py")) if p not in own and not aside(p, root)
    ]
    return [p for p in (*own, *others) if p.is_file()]


def aside(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts
    return path.stem == here().package or any(
        p.startswith(".") or p == "runs" for p in parts
    )
