"""`recipe explain`: a tip of the post in our own words, its formula, and where its code is."""

import difflib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from .errors import AnswerError

NOT_YET = "not measured yet: whether it holds is yours to see"
TIPS = Path(__file__).with_name("tips.toml")


@dataclass(frozen=True)
class Tip:
    """One tip of the post, whether a project carries it yet or not."""

    id: str  # the row of the recipe: "2.5"
    name: str  # the post's own words
    says: str
    file: str = ""  # under src/PACKAGE/, or the root of the project; "" for none yet
    symbol: str = ""  # the text of the line to open
    formula: str = ""


def tips() -> dict[str, Tip]:
    """All tips by id, in the order of the recipe."""
    return {
        tip["id"]: Tip(**tip) for tip in tomllib.loads(TIPS.read_text("utf-8"))["tip"]
    }


def find(wanted: str) -> Tip:
    """The tip with this id, or with this name in whole or in part."""
    known = tips()
    if wanted in known:
        return known[wanted]
    named = [tip for tip in known.values() if wanted.lower() in tip.name]
    if len(named) == 1:
        return named[0]
    near = difflib.get_close_matches(
        wanted, [*known, *(tip.name for tip in known.values())], n=3
    )
    several = ", ".join(f"{tip.id} {tip.name}" for tip in named)
    choices = several or ", ".join(near) or ", ".join(known)
    raise AnswerError(f"There is no single tip {wanted!r}. Did you mean: {choices}?")


def where(tip: Tip, project: Path) -> str:
    """FILE:LINE of the tip in a generated project; without a project, the file alone."""
    for file in [*sorted(project.glob(f"src/*/{tip.file}")), project / tip.file]:
        if file.is_file():
            lines = file.read_text("utf-8").splitlines()
            found = (n for n, line in enumerate(lines, 1) if tip.symbol in line)
            return f"{file.relative_to(project)}:{next(found, 1)}"
    return tip.file if "/" in tip.file else f"src/PACKAGE/{tip.file}"


def audit(tip: Tip) -> str:
    """The file of the library that measures the tip, or keeps it; "" if none does yet."""
    from nn_recipe.ledger.rows import ROWS

    measured = ROWS[tip.id].source if tip.id in ROWS else ""
    return f"nn_recipe/{measured}.py" if measured else ""


def project_around(folder: Path) -> Path:
    """The generated project that `folder` is in, or `folder` itself."""
    around = (folder, *folder.parents)
    return next((f for f in around if (f / ".copier-answers.yml").is_file()), folder)


def explain(wanted: str, folder: Path) -> str:
    """The whole explanation of one tip, as text."""
    tip = find(wanted)
    parts = [f"{tip.id}  {tip.name}", "", tip.says]
    parts += ["", f"formula: {tip.formula}"] if tip.formula else []
    parts += [""]
    parts += [f"code: {where(tip, project_around(folder.resolve()))}"] * bool(tip.file)
    parts += [f"audit: {audit(tip) or NOT_YET}"]
    return "\n".join(parts)


def overview() -> str:
    """One line for each tip, and whether it is measured."""
    rows = [
        (tip, "" if audit(tip) else "  (not measured yet)") for tip in tips().values()
    ]
    return "\n".join(f"{tip.id:>5}  {tip.name}{note}" for tip, note in rows)
