"""Tags of tokens: how many neighbours one has to see."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from ...contract import Example, Project
from . import Probe, Sample, View

RADIUS = (3, 2, 1, 0)  # words on each side
TRAIN, ASKED = 1000, 300  # sentences


def probes(project: Project) -> Iterator[Probe]:
    """The words around each token and their endings, by a linear model."""
    sample = Sample.of(project, TRAIN, ASKED)
    y, truth = (
        np.array([tag for e in part for tag in e.answer])
        for part in (sample.train, sample.asked)
    )
    ends = np.cumsum([len(e.answer) for e in sample.asked])[:-1]

    def right(said: np.ndarray | str) -> np.ndarray:
        """The share of each sentence: its tokens are not independent."""
        return np.array([part.mean() for part in np.split(said == truth, ends)])

    views = []
    for radius in RADIUS:
        model = make_pipeline(
            OneHotEncoder(handle_unknown="ignore"),
            linear(),
        )
        said = model.fit(seen(sample.train, radius), y).predict(
            seen(sample.asked, radius)
        )
        views.append(View(f"{radius} words on each side", right(said)))
    names, often = np.unique(y, return_counts=True)
    chance = float(right(names[often.argmax()]).mean())
    yield Probe("how local", "tags right by a linear model", views, chance)


def linear() -> SGDClassifier:
    passes: Any = {"max_iter": 20, "tol": None}  # so many, no fewer
    return SGDClassifier(alpha=1e-5, average=True, random_state=0, **passes)


def seen(examples: Sequence[Example], radius: int) -> np.ndarray:
    """[tokens, features] of strings."""
    rows = [around(e.raw, at, radius) for e in examples for at in range(len(e.raw))]
    return np.array(rows, dtype=object)


def around(words: Sequence[str], place: int, radius: int) -> list[str]:
    """Each word in reach, its last one, two and three letters, and whether it is a name's."""
    found = []
    for at in range(place - radius, place + radius + 1):
        word = words[at] if 0 <= at < len(words) else ""
        endings = [word[-n:].lower() for n in (1, 2, 3)]
        found += [word.lower(), *endings, str(word[:1].isupper())]
    return found
