"""`recipe adopt`: one adapter file beside training code of your own, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import verify
from ..errors import AnswerError, FolderError
from ..verify import NOT_CHECKED, Verdict
from .expressions import Expression, parsed
from .guessed import guesses
from .plain_steps import steady
from .written import text as written

STOPPED = "It stopped with"  # of a check that came to no end
NEEDED = {
    "model": "train.py:Net()",
    "train": "data.py:load()[0]",
    "loss": "train.py:nn.CrossEntropyLoss()",
}


@dataclass(frozen=True)
class Adoption:
    """What of a project is adopted, and what answers there are."""

    folder: Path
    name: str  # of the adapter, without .py
    found: Mapping[str, Expression]  # role -> where it stands
    answers: str  # "classes", "numbers" or "labels"
    steady: bool = False  # one learning rate throughout

    @property
    def file(self) -> Path:
        return self.folder / f"{self.name}.py"

    @property
    def text(self) -> str:
        return written(self.found, self.answers, self.name, self.steady)

    @property
    def trains(self) -> bool:
        """Whether your own training was named, or a step of it."""
        return "step" in self.found or "fit" in self.found


@dataclass(frozen=True)
class Adopted:
    """The adapter, whether it was written, and what its checks say on a few examples."""

    adoption: Adoption
    written: bool
    verdict: Verdict

    @property
    def opens(self) -> bool:
        """Whether the audit can begin: data, net and loss are such that a check can be asked."""
        stopped = [STOPPED in r.get("because", "") for r in self.verdict.records]
        return not self.verdict.ran or self.verdict.passed or not all(stopped)


def design(folder: Path, name: str, said: Mapping[str, str], answers: str) -> Adoption:
    """Flags first, then what the scripts say; what is missing names its flag."""
    folder = folder.resolve()
    if not folder.is_dir():
        raise FolderError(f"There is no folder {folder}: name the one of your scripts.")
    if not name.isidentifier():
        raise AnswerError(f"--name {name}: give a name that Python can import.")
    found = guesses(folder) | {
        role: parsed(f"--{role}", text, folder) for role, text in said.items() if text
    }
    for role, example in NEEDED.items():
        if role not in found:
            raise AnswerError(
                f"The {role} was not found in {folder}: name it with --{role} "
                f"SCRIPT:EXPRESSION, such as --{role} {example}."
            )
    kind = answers or found["loss"].loss
    if not kind:
        raise AnswerError(
            f"{found['loss'].text} may be for classes or numbers: say --answers classes, "
            "--answers numbers where it is a mean squared error, or --answers labels where it "
            "is a binary cross entropy of logits."
        )
    return Adoption(folder, name, found, kind, steady(folder))


def adopt(adoption: Adoption, checks: bool, dry: bool) -> Adopted:
    """Write the adapter beside your code; nothing of yours changes."""
    if adoption.file.exists():
        raise FolderError(
            f"{adoption.file} is there already, and nothing is written over: choose another "
            "--name, or move it away."
        )
    if dry:
        return Adopted(adoption, False, Verdict(False, False, "--dry-run"))
    try:
        with open(adoption.file, "x", encoding="utf-8") as stream:
            stream.write(adoption.text)
    except OSError as error:
        raise FolderError(
            f"{adoption.file} cannot be written ({error.strerror}): choose another folder."
        ) from error
    return Adopted(adoption, True, look(adoption) if checks else NOT_CHECKED)


def look(adoption: Adoption) -> Verdict:
    """Its fast checks on a few examples, where torch and the recipe are at hand."""
    from ..update.aftermath import no_python, python

    found = python(adoption.folder)
    if not found:
        return Verdict(False, False, no_python())
    smoke = ("check", "--project", adoption.name, "--smoke", "--json")
    done = verify.start(found, adoption.folder, "nn_recipe", *smoke)
    if "No module named nn_recipe" in done.stderr:
        remedy = f"{found} -m pip install nn-recipe"
        return Verdict(False, False, f"{found} has no nn_recipe: {remedy}")
    return verify.verdict(done)
