"""The page of one person, on this machine alone: a secret in the address, no other host name.

GET  /SECRET/                 the page
GET  /SECRET/state            what is asked, and how far it is
GET  /SECRET/example/3        the fourth example, without its answer
GET  /SECRET/file/3/picture   a picture or sound of it
POST /SECRET/answer           {"at": 3, "answer": ..., "seconds": 1.5, "skipped": false}
POST /SECRET/finish           the score; the server ends
"""

import hmac
import json
import secrets
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from ..ledger.strict_json import plain, strict
from .page import page
from .task import Task

LOOPBACK = "127.0.0.1"
LARGEST = 4_000_000  # bytes of an answer: a mask of a million pixels is less
SLOW = 30  # seconds that a connection may be silent


class Served(ThreadingHTTPServer):
    """One task; `finished` is called once, with nothing, and says the score."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, task: Task, finished: Callable[[], Any], port: int = 0):
        super().__init__((LOOPBACK, port), Handler)
        self.task, self.finished = task, finished
        self.secret = secrets.token_urlsafe(18)
        self.score: Any = None
        self.hosts = {f"{name}:{self.port}" for name in (LOOPBACK, "localhost")}
        self.origins = {f"http://{host}" for host in self.hosts}

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/{self.secret}/"

    def finish(self) -> Any:
        """The score, measured once; no answer is taken any more."""
        with self.task.lock:
            if self.score is None:
                self.score = self.finished()
        return self.score

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no news."""


class Refused(Exception):
    """An HTTP status, and why."""

    def __init__(self, status: int, why: str):
        super().__init__(why)
        self.status = status


class Handler(BaseHTTPRequestHandler):
    server: Served  # type: ignore[assignment]
    timeout = SLOW
    server_version, sys_version = "recipe", ""

    def do_GET(self) -> None:
        self.answered(self.get)

    def do_POST(self) -> None:
        self.answered(self.post)

    def answered(self, of: Callable[[list[str]], tuple[str, bytes]]) -> None:
        try:
            kind, body = of(self.asked())
            self.reply(200, kind, body)
            if (
                self.server.score is not None
            ):  # and whoever waits in serve_forever goes on
                threading.Thread(target=self.server.shutdown, daemon=True).start()
        except Refused as refused:
            self.reply(refused.status, *as_json({"error": str(refused)}))
        except ValueError as error:  # no answer: the page says why
            self.reply(400, *as_json({"error": str(error)}))
        except Exception as error:  # of a file that cannot be read, say
            self.reply(
                500, *as_json({"error": f"{type(error).__name__} on the server"})
            )

    def asked(self) -> list[str]:
        """The parts of the address after the secret."""
        host, origin = self.headers.get("Host", ""), self.headers.get("Origin")
        if host not in self.server.hosts:  # a name that somebody let point here
            raise Refused(403, "Not this host.")
        if origin is not None and origin not in self.server.origins:
            raise Refused(403, "Not from that page.")
        _, secret, *parts = urlsplit(self.path).path.split("/")
        if not hmac.compare_digest(secret.encode(), self.server.secret.encode()):
            raise Refused(403, "Open the address that was printed.")
        return parts

    def get(self, parts: list[str]) -> tuple[str, bytes]:
        task = self.server.task
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

    def post(self, parts: list[str]) -> tuple[str, bytes]:
        given, task = self.body(), self.server.task
        match parts:
            case ["answer"]:
                if self.server.score is not None:
                    raise Refused(409, "It is finished: the score was shown.")
                at, skipped = (
                    self.position(given.get("at")),
                    given.get("skipped") is True,
                )
                task.accept(at, given.get("answer"), given.get("seconds"), skipped)
                return as_json({"next": task.next})
            case ["finish"]:
                return as_json(self.server.finish())
        raise Refused(404, "There is nothing here.")

    def body(self) -> dict[str, Any]:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            raise Refused(413, f"Needed an answer of at most {LARGEST:,} bytes.")
        try:
            found = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            raise Refused(400, "Needed JSON.") from None
        if not isinstance(found, dict):
            raise Refused(400, "Needed an object of JSON.")
        return found

    def position(self, at: Any) -> int:
        n, text = len(self.server.task.examples), str(at)
        if not (
            text.isascii() and text.isdecimal() and len(text) < 10 and int(text) < n
        ):
            raise Refused(404, f"There are {n} examples, counted from 0.")
        return int(text)

    def reply(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Content-Security-Policy": POLICY,
            "Connection": "close",
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """The terminal is for the person."""


# the page fetches from where it came from, and from nowhere else
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src 'self' data:; media-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


def as_json(value: Any) -> tuple[str, bytes]:
    text = json.dumps(strict(plain(value)), allow_nan=False)
    return "application/json", text.encode()
