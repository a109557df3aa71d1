"""Pages for one person, served on this machine alone: a secret in the address, no other host name.

The requests look like /SECRET/WORD/...: what follows the secret is handed on in parts.
"""

import hmac
import json
import secrets
import webbrowser
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from .ledger.strict_json import plain, strict

LOOPBACK = "127.0.0.1"
LARGEST = 4_000_000  # bytes of a body: a mask of a million pixels is less
SLOW = 30  # seconds that a connection may be silent
# the page fetches from where it came from, and from nowhere else
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src 'self' data:; media-src 'self' data:; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
Reply = tuple[str, bytes]  # the kind of the content, the content


class Refused(Exception):
    """An HTTP status, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Loopback(ThreadingHTTPServer):
    """`get(parts)` and `post(parts, body)` answer, or raise Refused, or ValueError.

    ValueError for a port that cannot be had.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(
        self,
        get: Callable[[list[str]], Reply],
        post: Callable[[list[str], dict[str, Any]], Reply],
        port: int = 0,
    ) -> None:
        try:
            super().__init__((LOOPBACK, port), Handler)
        except (OSError, OverflowError) as error:
            raise ValueError(f"--port {port}: {error}. Give another one.") from None
        self.get, self.post = get, post
        self.secret = secrets.token_urlsafe(18)
        here = f":{self.server_address[1]}"
        self.hosts = {LOOPBACK + here, "localhost" + here}
        self.address = f"http://{LOOPBACK}{here}/{self.secret}/"

    def until_stopped(self, open: bool = False) -> bool:
        """Serve, in the browser if asked to; was it Ctrl-C that ended it?"""
        if open:
            webbrowser.open(self.address)
        try:
            with self:
                self.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            return True
        return False

    def replied(self) -> None:
        """What was asked for has gone out."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no news."""


class Handler(BaseHTTPRequestHandler):
    server: Loopback  # type: ignore[assignment]
    timeout = SLOW
    server_version, sys_version = "recipe", ""

    def do_GET(self) -> None:
        self.answer(lambda parts: self.server.get(parts))

    def do_POST(self) -> None:
        self.answer(lambda parts: self.server.post(parts, self.body()))

    def answer(self, reply: Callable[[list[str]], Reply]) -> None:
        try:
            self.send(200, *reply(self.asked()))
            self.server.replied()
        except Refused as refused:
            self.send(refused.status, *as_json({"error": str(refused)}))
        except ValueError as error:  # what was asked cannot be: the page says why
            self.send(400, *as_json({"error": str(error)}))
        except Exception as error:  # of a file that cannot be read, say
            self.send(500, *as_json({"error": f"{type(error).__name__} on the server"}))

    def asked(self) -> list[str]:
        """The parts of the address after the secret."""
        origin = self.headers.get("Origin", "")
        if self.headers.get("Host", "") not in self.server.hosts:
            raise Refused(403, "Not this host.")  # a name that somebody let point here
        if origin and origin.removeprefix("http://") not in self.server.hosts:
            raise Refused(403, "Not from that page.")
        _, secret, *parts = urlsplit(self.path).path.split("/")
        if not hmac.compare_digest(secret.encode(), self.server.secret.encode()):
            raise Refused(403, "Open the address that was printed.")
        return parts

    def body(self) -> dict[str, Any]:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()) or int(length) > LARGEST:
            raise Refused(413, f"Needed at most {LARGEST:,} bytes.")
        try:
            found = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            raise Refused(400, "Needed JSON.") from None
        if not isinstance(found, dict):
            raise Refused(400, "Needed an object of JSON.")
        return found

    def send(self, status: int, kind: str, body: bytes) -> None:
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


def as_json(value: Any) -> Reply:
    text = json.dumps(strict(plain(value)), allow_nan=False)
    return "application/json", text.encode()
