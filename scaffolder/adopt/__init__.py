"""`recipe adopt`: the recipe beside training code of your own, and four thin adapters."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import releases, verify
from ..errors import AnswerError, FolderError, RenderError
from ..folder import under_construction
from ..verify import NOT_CHECKED, Verdict
from .expressions import Expression, guesses, parsed

ADAPTERS = Path(__file__).with_name("adapters")
WATCH = {"classes": "accuracy", "numbers": "RMSE"}
TARGET = {  # of templates/parts/target: the file, and its own loss
    "classes": ("one_class.py", 'F.cross_entropy(outputs, y, reduction="none")'),
    "numbers": ("number.py", "(outputs - y).square()[:, 0]"),
}


@dataclass(frozen=True)
class Adoption:
    """What of a project is adopted, and what answers there are."""

    folder: Path
    package: str
    found: Mapping[str, Expression]  # role -> where it stands
    answers: str  # "classes" or "numbers"


@dataclass(frozen=True)
class Adopted:
    """The package that was written, and what its fast checks say on a few examples."""

    adoption: Adoption
    files: tuple[str, ...]
    verdict: Verdict


def design(
    folder: Path, package: str, said: Mapping[str, str], answers: str
) -> Adoption:
    """Flags first, then what the scripts say; what is missing names its flag."""
    folder = folder.resolve()
    if not package.isidentifier():
        raise AnswerError(f"--package {package}: give a name that Python can import.")
    found = guesses(folder) | {
        role: parsed(f"--{role}", text, folder) for role, text in said.items() if text
    }
    for role in ("model", "train", "loss"):
        if role not in found:
            raise AnswerError(
                f"The {role} was not found in {folder}: name it with --{role} "
                f"SCRIPT:EXPRESSION, such as --{role} {EXAMPLES[role]}."
            )
    kind = answers or found["loss"].loss
    if not kind:
        raise AnswerError(
            f"{found['loss'].text} may be for classes or numbers: say --answers classes, or "
            "--answers numbers where it is a mean squared error."
        )
    return Adoption(folder, package, found, kind)


EXAMPLES = {
    "model": "train.py:Net()",
    "train": "data.py:load()[0]",
    "loss": "train.py:nn.CrossEntropyLoss()",
}


def adopt(adoption: Adoption, templates: Path | None, checks: bool) -> Adopted:
    """Write the package beside your code, whole or not at all; nothing of yours changes."""
    place = adoption.folder / adoption.package
    if place.exists():
        raise FolderError(f"{place} is there already: choose another --package.")
    with (
        releases.templates(templates) as (source, _),
        under_construction(place) as site,
    ):
        write(adoption, source / "templates", site)
        verify.compiles(site)
    files = sorted(p.relative_to(place).as_posix() for p in place.rglob("*.py"))
    verdict = look(adoption) if checks else NOT_CHECKED
    return Adopted(adoption, tuple(files), verdict)


def write(adoption: Adoption, templates: Path, site: Path) -> None:
    ours = templates / "project" / "src" / "{{ package }}"
    shutil.copytree(ours / "recipe", site / "recipe", ignore=CACHES)
    for name in ("__init__.py", "__main__.py"):
        shutil.copy(ours / name, site / name)
    for path in ADAPTERS.glob("*.py"):
        text = path.read_text("utf-8").replace(
            '"WATCH"', f'"{WATCH[adoption.answers]}"'
        )
        (site / path.name).write_text(text, "utf-8")
    (site / "theirs.py").write_text(theirs(adoption), "utf-8")
    (site / "target.py").write_text(target(adoption, templates), "utf-8")


CACHES = shutil.ignore_patterns("__pycache__", "*.pyc")


def target(adoption: Adoption, templates: Path) -> str:
    """The target of the recipe, with your loss in place of its own."""
    name, own = TARGET[adoption.answers]
    text = (templates / "parts" / "target" / name).read_text("utf-8")
    if text.count(own) != 1:
        raise RenderError(f"{name} computes its loss in another way than {own}.")
    text = text.replace(own, "your_loss(outputs, y)").replace(
        "from .config import Config\n",
        "from .config import Config\nfrom .loss import loss as your_loss\n",
    )
    unused = "import torch.nn.functional as F\n"
    return text.replace(unused, "") if "F." not in text.replace(unused, "") else text


def theirs(adoption: Adoption) -> str:
    """The one file that names code of yours."""
    functions = [
        f'def {name}() -> Any:\n    """{about}"""\n    return {source(adoption, role)}\n'
        for name, role, about in FUNCTIONS
    ]
    head = HEAD.format(answers=adoption.answers)
    return "\n\n".join([head, *functions])


def source(adoption: Adoption, role: str) -> str:
    return adoption.found[role].source if role in adoption.found else "None"


HEAD = '''"""Where your code meets the recipe: the only file that names it. Yours to edit."""

from typing import Any

from .scripts import script

ANSWERS = "{answers}"  # "classes" or "numbers"
'''
FUNCTIONS = (
    ("train", "train", "A dataset, a loader, or (xs, ys): what the net learns from."),
    ("validation", "validation", "The same, or None: a share of train is kept."),
    ("test", "test", "The same, or None: a share of train is kept."),
    (
        "net",
        "model",
        "Your net, made anew; or one that stands, whose weights are redrawn.",
    ),
    ("loss", "loss", "Your loss: loss(outputs, y)."),
)


def look(adoption: Adoption) -> Verdict:
    """Its fast checks on a few examples, where torch is at hand."""
    from ..update.aftermath import no_python, python

    found = python(adoption.folder)
    if not found:
        return Verdict(False, False, no_python())
    smoke = ("check", "--smoke", "--json")
    done = verify.start(found, adoption.folder, adoption.package, *smoke)
    return verify.verdict(done)
