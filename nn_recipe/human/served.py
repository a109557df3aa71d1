"""The page of one person: what is asked of them, and what they answer.

GET  /SECRET/                 the page
GET  /SECRET/state            what is asked, and how far it is
GET  /SECRET/example/3        the fourth example, without its answer
GET  /SECRET/file/3/picture   a picture or sound of it
POST /SECRET/answer           {"at": 3, "answer": ..., "seconds": 1.5, "skipped": false}
POST /SECRET/finish           the score; the server ends
"""

import threading
from collections.abc import Callable
from typing import Any

from ..loopback import Loopback, Refused, Reply, as_json
from .page import page
from .task import Task


class Served(Loopback):
    """One task; `finished` is called once, with nothing, and says the score."""

    def __init__(self, task: Task, finished: Callable[[], Any], port: int = 0):
        super().__init__(self.asked, self.told, port)
        self.task, self.finished = task, finished
        self.score: Any = None

    def asked(self, parts: list[str]) -> Reply:
        task = self.task
        match parts:
            case [""]:
                return "text/html; charset=utf-8", page().encode()
            case ["state"]:
                state = {"done": task.done, "next": task.next, "who": task.annotator}
                return as_json(task.form.asks | state)
            case ["example", at]:
                here = self.position(at)
                found = task.example(here)
                said = {"files": sorted(found.files), "before": task.before(here)}
                return as_json({"shown": found.said} | said)
            case ["file", at, name]:
                files = task.example(self.position(at)).files
                if name in files:
                    return files[name]
        raise Refused(404, "There is nothing here.")

    def told(self, parts: list[str], body: dict[str, Any]) -> Reply:
        match parts:
            case ["answer"]:
                if self.score is not None:
                    raise Refused(409, "It is finished: the score was shown.")
                at, skipped = self.position(body.get("at")), body.get("skipped") is True
                self.task.accept(at, body.get("answer"), body.get("seconds"), skipped)
                return as_json({"next": self.task.next})
            case ["finish"]:
                return as_json(self.finish())
        raise Refused(404, "There is nothing here.")

    def position(self, at: Any) -> int:
        n, text = len(self.task.examples), str(at)
        digits = text.isascii() and text.isdecimal() and len(text) < 10
        if not digits or int(text) >= n:
            raise Refused(404, f"There are {n} examples, counted from 0.")
        return int(text)

    def finish(self) -> Any:
        """The score, measured once; no answer is taken any more."""
        with self.task.lock:
            if self.score is None:
                self.score = self.finished()
        return self.score

    def replied(self) -> None:
        if self.score is not None:  # whoever waits in serve_forever goes on
            threading.Thread(target=self.shutdown, daemon=True).start()
