"""A fresh process: `hash` of a text and the order of a set are salted anew."""

import hashlib
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from ..contract import Project, open_project
from ..findings import Findings
from ..place import here
from ..specimen import some

EXAMPLES, WORDS = 200, 50  # answers that are looked at; different words among them
TRIES = 16  # salts; of two words each turns the order with one half: none in 65,536
ORDER = "import sys; print(ascii([*{*eval(sys.stdin.read())}]))"
FRESH = """
import pickle, sys
folder, module, name = sys.argv[1:]
sys.path.insert(0, folder)
import importlib
print(importlib.import_module(module).loaded(name, pickle.load(sys.stdin.buffer)))
"""


# What is loaded, and where to look if it is another each time.
PARTS = {
    "who trains, validates and tests": "split.py, read.py, load.py",
    "what x means": "data.py",
    "what y means, or the order of the classes": "target.py",
}


def loaded(name: str, config: Any) -> str:
    """Three digests: of the splits, and of what Inputs and Target measured in training."""
    project = open_project(name, **vars(config))
    parts = (project.splits.train, project.splits.validation, project.splits.test)
    ids = [[example.id for example in part] for part in parts]
    state = project.state()
    each = (ids, state["inputs"], state["target"])
    return " ".join(hashlib.sha256(repr(e).encode()).hexdigest()[:12] for e in each)


def judge_process(project: Project, findings: Findings) -> None:
    """It loads the same, under a salt that gives a set of the answers another order than here:
    of two classes, half of all salts give the same.
    """
    salt = turning(answers(project))
    place = here()
    same = loaded(place.package, project.config)
    words = [sys.executable, "-c", FRESH, str(place.folder.parent)]
    done = subprocess.run(
        [*words, __name__, place.package],
        input=pickle.dumps(project.config),
        env={
            **os.environ,
            "PYTHONHASHSEED": salt,
            "PYTHONPATH": os.pathsep.join([str(place.folder.parent), *sys.path]),
        },
        capture_output=True,
        check=True,
    )
    pairs = zip(PARTS, same.split(), done.stdout.decode().split()[-3:], strict=True)
    for part, ours, theirs in pairs:
        findings.demand(
            ours == theirs,
            f"A fresh process has {part} otherwise: {theirs}, this one {ours}.",
            f"{PARTS[part]}: no `hash`, no order of a set; sort",
        )


def answers(project: Project) -> list[str]:
    """Some of the different words among the answers, in the order of the alphabet."""
    train = some(project.splits.train, EXAMPLES)
    return sorted({word for e in train for word in words_in(e.answer)})[:WORDS]


def words_in(answer: Any) -> Iterator[str]:
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, list | tuple | set | dict):
        for one in answer:
            yield from words_in(one)


def turning(words: list[str]) -> str:
    """A salt under which a set of these words comes in another order than in this process."""
    own = int(os.environ.get("PYTHONHASHSEED", "0").replace("random", "0"))
    salts = map(str, range(own + 1, own + 1 + TRIES))
    for salt in salts if len(words) > 1 else ():
        said = subprocess.run(
            [sys.executable, "-S", "-c", ORDER],
            input=ascii(words).encode(),
            env={**os.environ, "PYTHONHASHSEED": salt},
            capture_output=True,
            check=True,
        ).stdout
        if said.decode().strip() != ascii([*{*words}]):
            return salt
    return str(own + 1)
