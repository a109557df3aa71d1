"""Rows of a table: whether a sum of its columns is enough, or they must be seen together."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import torch
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)
from sklearn.linear_model import LogisticRegression, Ridge

from ...contract import Project
from . import Probe, Sample, View
from .answers import Answers

MODELS = {
    "classes": (HistGradientBoostingClassifier, LogisticRegression),
    "numbers": (HistGradientBoostingRegressor, Ridge),
}
TRAIN, ASKED = 10_000, 5000


def probes(project: Project) -> Iterator[Probe]:
    """x as the net gets it, [columns]."""
    sample, encode = Sample.of(project, TRAIN, ASKED), project.inputs.encode
    train, asked = (
        torch.stack(xs).flatten(1).numpy()
        for xs in sample.each(lambda e: encode(e.raw))
    )
    answers = Answers.of(project, sample)
    y = answers.train.reshape(len(train)).numpy()
    trees, linear = MODELS[answers.are]
    alone = {"interaction_cst": "no_interactions"}
    models: dict[str, Any] = {
        "trees that see all columns together": trees(random_state=0),
        "trees that see one column at a time": trees(random_state=0, **alone),
        "a weight for each column": linear(),
    }
    views: list[View] = []
    for name, model in reversed(models.items()):
        said = torch.as_tensor(model.fit(train, y).predict(asked))
        found = View(name, answers.worth(said.reshape(answers.asked.shape)))
        # a sum of weights is a special case of one column at a time, and that of all together
        less = views[0] if views else found
        views.insert(0, found if found.mean > less.mean else replace(less, name=name))
    yield Probe("do columns interact", answers.score, views, answers.constant())
