"""The page of `look`, served: what a person sees and notes is kept (recipe 1.1, 1.5)."""

import re
from pathlib import Path
from typing import Any

import polars as pl

from .. import say
from ..contract import Project
from ..left_out import ADD
from ..loopback import Loopback, Refused, Reply, as_json
from . import browse, notes, seen
from .corrections import add, patch_of, place_of
from .readable import everything


class Browsing:
    """One project's data, in as many pages as it takes."""

    def __init__(
        self, project: Project, frame: pl.DataFrame, runs: Path, found: list[str]
    ) -> None:
        self.project, self.frame, self.runs, self.found = project, frame, runs, found
        self.ids = set(frame["id"])
        self.viewed, self.noted = seen.read(runs / seen.PLACE) & self.ids, False

    def get(self, parts: list[str]) -> Reply:
        """The first examples, or those from a place on: /SECRET/ and /SECRET/from-1500."""
        start = re.fullmatch(r"from-(\d{1,9})", "/".join(parts) or "from-0")
        if not start or int(start[1]) >= max(1, len(self.frame)):
            raise Refused(404, "There is nothing here.")
        page = browse.contents(self.project, self.frame, self.runs, int(start[1]))
        whole = browse.html(page | {"served": True}, self.found)
        return "text/html; charset=utf-8", whole.encode()

    def post(self, parts: list[str], body: dict[str, Any]) -> Reply:
        match parts:
            case ["seen"]:
                ids = {*map(str, body.get("ids") or ())}
                if new := (ids & self.ids) - self.viewed:
                    seen.keep(self.runs / seen.PLACE, sorted(new))
                    self.viewed |= new
                said = f"viewed {len(self.viewed):,} of {len(self.ids):,}"
                return as_json({"viewed": said})
            case ["patch"]:
                return as_json({"told": self.corrected(body.get("lines"))})
            case ["notes"]:
                said = {str(ask): str(answer) for ask, answer in body.items()}
                notes.write(self.runs / notes.PLACE, said.pop("", ""), said)
                self.noted = True
                return as_json({})
        raise Refused(404, "There is nothing here.")

    def corrected(self, lines: Any) -> str:
        """What the page says of examples, as lines that the loader reads the next time."""
        path = place_of(self.project)
        if path is None or not isinstance(lines, list) or not lines:
            raise ValueError("Nothing to write: change one, or leave one out.")
        rows = [(str(id), str(label), str(why)) for id, label, why in lines]
        known = {e.id for e in everything(self.project.splits)}
        known |= {*getattr(self.project.splits, "broken", {})}
        if strange := {id for id, *_ in rows} - known:
            raise ValueError(f"{min(strange)[:80]} is no example.")
        add(path, rows)
        read = patch_of(self.project) is not None
        then = "The next `look` reads it" if read else f"Nothing reads it yet: {ADD}"
        return f"Written into {path.name}: {len(rows):,}. {then}."


def serve(browsing: Browsing, port: int, open: bool) -> bool:
    """Until Ctrl-C; was anything answered or noted?"""
    server = Loopback(browsing.get, browsing.post, port)
    say.aside("Open this page; what you see and note is kept; Ctrl-C ends it:")
    say.aside(server.address)
    server.until_stopped(open)
    return browsing.noted
