"""New pictures and sounds have no answers, and names of their own: x must be the same."""

import shutil
import tempfile
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

import numpy as np

from ..contract import Project
from ..findings import Findings
from ..place import here
from ..specimen import same_bits, some

MOST = (
    64_000_000  # bytes of a file that is written anew: 80 MB of pictures take a second
)
LOOKED = 50  # examples whose x is compared
MOVED = 5  # files that get the names of others
READ = "read.py; data.py: Inputs"


def judge_new_pictures(project: Project, findings: Findings) -> None:
    """Arrays without that of the answers; files in another folder, under another name."""
    given = here().resolve(getattr(project.config, "data", ""))
    if given.is_file() and given.stat().st_size < MOST and is_zipfile(given):
        judge_arrays(project, given, findings)
    judge_names(project, findings)


def judge_arrays(project: Project, given: Path, findings: Findings) -> None:
    """Whichever array the answers are in: without it nothing is known, and x is the same."""
    encode, show = project.inputs.encode, project.inputs.show
    try:
        with np.load(given, allow_pickle=False) as file:
            arrays = dict(file)
    except (ValueError, OSError):
        return  # no file of numpy's
    known = some(project.read(str(given)), LOOKED)
    with tempfile.TemporaryDirectory() as folder:
        for name in arrays:
            path = Path(folder, given.name)
            np.savez(path, **{n: a for n, a in arrays.items() if n != name})
            new, why = without_answers(project, path)
            findings.demand(
                not why or name not in answers_of(project.config),
                f"Without the array {name}, which new data has not, the pictures cannot be read "
                f"({why}).",
                READ,
            )
            for old in (example for example in known if example.id in new):
                x, other = encode(old.raw), encode(new[old.id])
                findings.demand(
                    same_bits(x, other) or bool(findings.faults),
                    f"Without the array {name}, which new data has not, the x of {old.id} is "
                    f"another: {show(other)} in place of {show(x)}.",
                    READ,
                )


def answers_of(config: Any) -> tuple[str, ...]:
    """The second of the two arrays that the config names."""
    return tuple(getattr(config, "pairs", getattr(config, "columns", ())))[1:2]


def without_answers(project: Project, path: Path) -> tuple[dict[str, Any], str]:
    """id -> raw, if the answers are what the file lacks; why it cannot be read, if it cannot."""
    try:
        new = project.read(str(path))
    except (ValueError, KeyError) as error:
        return {}, f"{type(error).__name__}: {error}"  # the pictures, or what they need
    nobody_knows = all(example.answer is None for example in new)
    return {example.id: example.raw for example in new} if nobody_knows else {}, ""


def judge_names(project: Project, findings: Findings) -> None:
    """A file is what it holds: a label in its name, or its folder's, must not reach x.

    Copied to where one of another class lies, x changes, and where one of its own class lies,
    it does not. Whoever looks up a name in a table sees x change in both places.
    """
    if project.target.answers_are != "classes":
        return
    train, encode = some(project.splits.train, LOOKED), project.inputs.encode
    with tempfile.TemporaryDirectory() as folder:
        for number, one in enumerate(train[:MOVED]):
            there: dict[bool, Any] = {}  # of the same class -> a raw of such a name
            for other in train[::-1]:
                if other.id != one.id and (other.answer == one.answer) not in there:
                    top = Path(folder, f"{number}-{len(there)}")
                    there[other.answer == one.answer] = moved(one.raw, other.raw, top)
            if len(there) < 2 or None in there.values():
                return
            try:
                x, own, others = map(encode, (one.raw, there[True], there[False]))
            except (ValueError, KeyError, IndexError):
                return  # a name that nobody knows
            findings.demand(
                same_bits(x, others) or not same_bits(x, own) or bool(findings.faults),
                f"The file of {one.id}, copied under the name of one of another class, gives "
                "another x, and of its own class the same: its name says the answer to x.",
                READ,
            )


def moved(raw: Any, other: Any, top: Path) -> Any:
    """The same bytes by the name and the folder of another; None where raw is no file."""
    paths, names = (r if isinstance(r, tuple) else (r,) for r in (raw, other))
    try:
        there = all(isinstance(path, str) and Path(path).is_file() for path in paths)
    except (OSError, ValueError):  # a text too long for a name, or with a zero in it
        return None
    if not there or len(paths) != len(names):
        return None
    new = [Path(top, str(i), *Path(name).parts[-2:]) for i, name in enumerate(names)]
    for path, place in zip(paths, new, strict=True):
        place.parent.mkdir(parents=True)
        shutil.copyfile(path, place)
    found = tuple(map(str, new))
    return found if isinstance(raw, tuple) else found[0]
