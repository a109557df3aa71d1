"""One project per kind, with its embedded sample: `python -m tests.examples` renders them.

Also writes what plain `copier copy`, which reads no data, takes for plan and facts.
"""

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import yaml

from scaffolder import new, render
from scaffolder.declaration import template
from scaffolder.kinds import kind as row_of
from scaffolder.new import Design
from scaffolder.plan import Setting
from scaffolder.say import Say

ROOT = Path(__file__).parents[1]
T = TypeVar("T")
PACKAGES = {
    "tabular-classification": "wine",
    "tabular-regression": "diabetes",
    "image-classification": "digits",
    "image-multilabel": "scenes",
    "image-regression": "gauges",
    "image-segmentation": "shapes",
    "text-tagging": "errands",
    "image-detection": "things",
    "language-model": "tales",
    "text-classification": "notes",
    "series-forecasting": "tank",
    "audio-classification": "calls",
}


def some(whole: Iterable[T], *few: T) -> list[T]:
    """The few of them that are tried each time; with SLOW=1 the whole."""
    return [*whole] if os.environ.get("SLOW") else [*few]


PICTURES = ("image-classification", "image-multilabel", "image-regression")


def design(kind: str) -> Design:
    given = {"name": PACKAGES[kind], "kind": kind}
    return new.design(given, Say(quiet=True), silent=True)


def render_into(folder: Path, kind: str) -> None:
    decided = design(kind)
    render.render(decided.answers, decided.plan, folder)


def with_things(project: Path, folder: Path, things: Sequence[str]) -> Path:
    """The same project, rendered into `folder` as if `recipe add` had put these into it."""
    said = yaml.safe_load((project / ".copier-answers.yml").read_text("utf-8"))
    answers = {k: v for k, v in said.items() if not k.startswith("_")}
    answers["add"] = [*things]
    render.fill(template(), answers, folder, render.UNRELEASED)
    return folder


def beside(project: Path, things: Sequence[str]) -> Path:
    """The project itself, or a folder beside it that has these things, written once."""
    folder = project.with_name("-".join((project.name, *things)))
    return folder if folder.exists() else with_things(project, folder, things)


def render_whole(folder: Path, kind: str) -> None:
    """As for data with more to read: a table with names and gaps, pictures in files."""
    given: dict[str, object] = {"name": PACKAGES[kind], "kind": kind}
    if kind in PICTURES:
        given["data"] = str(in_files(row_of(kind).sample_path, folder / "data"))
    decided = new.design(given, Say(quiet=True), silent=True)
    fields = dict(decided.plan.fields)
    if "inputs" in fields:
        fields["inputs"] = Setting('"table"', "numbers and names, with gaps")
    render.render(decided.answers, replace(decided.plan, fields=fields), folder)


def in_files(sample: Path, folder: Path) -> Path:
    """A table of PNG files, and what each shows."""
    import numpy as np
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    with np.load(sample) as stored:
        pixels, answers = (stored[name] for name in stored.files)
    lines = ["file,shows"]
    for number, (picture, answer) in enumerate(zip(pixels, answers, strict=True), 1):
        Image.fromarray(picture).save(folder / f"{number}.png")
        lines.append(f"{number}.png,{answer}")
    (folder / "answers.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder / "answers.csv"


def defaults(kind: str) -> dict[str, str]:
    """The files in templates/parts that `copier.yml` includes, and what they hold."""
    decided = design(kind)
    data = render.copier_data(decided.answers, decided.plan)
    return {
        f"templates/parts/{name}/{kind}.yml": "# written by `make examples`\n"
        + yaml.safe_dump(data[name], sort_keys=False, allow_unicode=True, width=88)
        for name in ("plan", "facts")
    }


def main() -> None:
    for kind in PACKAGES:
        for path, text in defaults(kind).items():
            (ROOT / path).parent.mkdir(exist_ok=True)
            (ROOT / path).write_text(text, "utf-8")
        folder = ROOT / "generated_examples" / kind
        shutil.rmtree(folder, ignore_errors=True)
        render_into(folder, kind)


if __name__ == "__main__":
    main()
