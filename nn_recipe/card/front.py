"""The front matter: what the Hugging Face hub reads of a card.

By its specification of model cards: a `model-index` needs task, dataset and metrics, each
with a type. Keys that a person wrote stay; the numbers are ours, and are written anew.
"""

import json
from collections.abc import Mapping
from typing import Any

from ..place import here
from ..side_files import scores
from .subject import Subject

OURS = ("metrics", "model-index")
# kinds that the hub calls otherwise; "other" where it has no word
TASKS = {
    "image-multilabel": "image-classification",
    "image-regression": "other",
    "image-detection": "object-detection",
    "text-tagging": "token-classification",
    "language-model": "text-generation",
    "series-forecasting": "time-series-forecasting",
}
METRICS = {"macro F1": "f1", "RMSE": "rmse", "MAE": "mae", "R2": "r_squared"}
LANGUAGE = ("text", "language")  # how kinds begin whose data are in some language


def front_matter(about: Subject, kept: Mapping[str, str]) -> str:
    """Between two lines of ---."""
    written = {
        "license": "# license: TODO, of the weights and what the data allow, such as mit",
        "language": language(about.kind),
        "tags": listed("tags", ["pytorch", about.kind or "pytorch", "nn-recipe"]),
        "pipeline_tag": pipeline(about.kind),
        "metrics": listed("metrics", [*map(hub_name, found_metrics(about))]),
        "model-index": index(about),
    }
    lines = {**written, **{k: v for k, v in kept.items() if k not in OURS}}
    return "\n".join(["---", *filter(None, lines.values()), "---"])


def language(kind: str) -> str:
    """Asked where the data are written in one."""
    asked = kind.startswith(LANGUAGE)
    return "# language: TODO, of the texts, such as en" if asked else ""


def pipeline(kind: str) -> str:
    task = TASKS.get(kind, kind)
    return f"pipeline_tag: {task}" if task not in ("", "other") else ""


def listed(key: str, values: list[str]) -> str:
    rows = [f"- {json.dumps(value)}" for value in dict.fromkeys(values)]
    return "\n".join([f"{key}:", *rows]) if rows else ""


def hub_name(metric: str) -> str:
    return METRICS.get(metric, metric.lower().replace(" ", "_"))


def found_metrics(about: Subject) -> list[str]:
    validation = scores(about.evaluation("validation"))
    return [name for name in validation if name != "loss"]


def index(about: Subject) -> str:
    """The numbers of each split that was evaluated. JSON is YAML."""
    results = [
        result(about, split)
        for split in ("validation", "test")
        if scores(about.evaluation(split))
    ]
    if not results or not about.run:
        return ""
    name = json.dumps(here().package)
    rows = [f"  - {json.dumps(row, ensure_ascii=False)}" for row in results]
    return "\n".join(["model-index:", f"- name: {name}", "  results:", *rows])


def result(about: Subject, split: str) -> dict[str, Any]:
    data = str(about.config.get("data") or here().package)
    metrics = [
        {"type": hub_name(name), "name": f"{name}, {split}", "value": three["value"]}
        for name, three in scores(about.evaluation(split)).items()
    ]
    return {
        "task": {"type": TASKS.get(about.kind, about.kind) or "other"},
        "dataset": {"type": "custom", "name": data, "split": split},
        "metrics": metrics,
    }
