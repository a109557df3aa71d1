"""runs/NNNN-name/errors.html: one file that asks no network; of the same weights the same bytes."""

import json
import math
from pathlib import Path
from typing import Any

from ...contract import Project
from ...place import here
from ...printable import escaped
from ...report.page import framed
from ...report.words import text
from ..browse import ROOM
from .gallery import Gallery
from .item import Item
from .near import Near

CAUSES = (
    "wrong label",
    "ambiguous",
    "corrupt",
    "rare in training",
    "outside the task",
    "net too weak",
    "other",
)
LONGEST = 200  # letters of an answer
HERE = Path(__file__).parent


def write(path: Path, project: Project, found: Gallery, command: str) -> Path:
    """The page, whole or not at all."""
    page = Page(project, found)
    content = {
        "items": [page.item(i) for i in page.items],
        "lists": [
            {"name": clean(name), "items": [page.place[i.key] for i in items]}
            for name, items in found.lists.items()
        ],
        "drawn": page.drawn,
        "labelled": found.kind.labelled,
        "causes": CAUSES,
        "asked": [page.place[i.key] for i in found.asked],
        "key": f"errors {here().package} {path.parent.name} {found.split}",
    }
    part = path.with_suffix(".part")
    part.write_text(
        html(content, found, command), encoding="utf-8", errors="backslashreplace"
    )
    part.replace(path)
    return path


class Page:
    """Each example is drawn once, while there is room; those asked before their neighbours."""

    def __init__(self, project: Project, found: Gallery):
        self.near = found.near
        self.items = [*{i.key: i for s in found.lists.values() for i in s}.values()]
        self.place = {item.key: n for n, item in enumerate(self.items)}
        self.drawn: list[str] = []
        self.room, self.at = ROOM, dict[Any, int]()
        draw, draw_near = found.kind.draw(project), found.kind.draw_near(project)
        for item in self.items:
            self.carry(("asked", item.key), lambda i=item: draw(i))
        for item in self.items:
            for near in self.near[item.key]:
                self.carry(of_near(near), lambda n=near: draw_near(n))

    def carry(self, key: Any, draw: Any) -> None:
        if key in self.at or self.room < 0:
            return
        self.at[key] = len(self.drawn)
        self.drawn.append(draw())
        self.room -= len(self.drawn[-1])

    def item(self, item: Item) -> dict[str, Any]:
        return {
            "id": item.key,
            "name": clean(item.key),
            "answer": clean(item.answer),
            "said": clean(item.said),
            "cell": item.cell,
            "loss": short(item.loss),
            "sure": None if item.sure is None else short(item.sure),
            "drawn": self.at.get(("asked", item.key), -1),
            "near": [
                {
                    "name": clean(near.example.id),
                    "answer": clean(near.answer),
                    "distance": short(near.distance),
                    "drawn": self.at.get(of_near(near), -1),
                }
                for near in self.near[item.key]
            ],
        }


def of_near(near: Near) -> tuple[str, str, int | None]:
    return "near", near.example.id, near.place


def clean(word: str) -> str:
    """Nothing that turns the direction of writing."""
    return escaped(word[:LONGEST])


def short(value: float) -> float | str:
    """As many digits as a person reads."""
    return float(f"{value:.4g}") if math.isfinite(value) else str(value)


def html(content: dict[str, Any], found: Gallery, command: str) -> str:
    style, script, body = (
        (HERE / f"errors.{end}").read_text("utf-8") for end in ("css", "js", "html")
    )
    # "</script>" in the data must not end the script
    data = json.dumps(content, allow_nan=False).replace("<", "\\u003c")
    items = "".join(f"<li>{text(sentence)}</li>" for sentence in found.said)
    parts = {
        "found": items,
        "figure": found.kind.figure(found.heard),
        "command": text(command),
        "legend": text(found.kind.legend),
    }
    for name, part in parts.items():
        body = body.replace(f"<!--{name}-->", part)
    lead = "A net is its data, compressed: look at what it gets wrong, beside what it had learnt."
    foot = f"{len(found.examples):,} of {found.whole:,} examples of {found.split}; neighbours among {found.among:,} of training."
    script = f"<script>const page = {data};\n{script}</script>\n"
    return framed("errors", lead, body, foot, style=style, script=script)
