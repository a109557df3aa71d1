"""A page in headless Chromium, driven over two pipes: no package, no port. See test_label.py."""

import itertools
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
    "--remote-debugging-pipe",  # reads from 3, writes to 4
]
PATIENCE = 30  # seconds


class Page:
    """Commands of the DevTools protocol, each a JSON text that ends with a zero byte."""

    def __init__(self, to: int, back: int):
        self.to, self.back, self.numbers = to, back, itertools.count(1)
        self.rest, self.session, self.asked = b"", "", list[str]()
        found = self.call("Target.createTarget", url="about:blank")
        attached = self.call(
            "Target.attachToTarget", targetId=found["targetId"], flatten=True
        )
        self.session = attached["sessionId"]
        self.call("Network.enable")

    def call(self, method: str, **given: Any) -> Any:
        number = next(self.numbers)
        asked = {"id": number, "method": method, "params": given}
        asked |= {"sessionId": self.session} if self.session else {}
        os.write(self.to, json.dumps(asked).encode() + b"\0")
        while True:
            said = self.heard()
            if said.get("method") == "Network.requestWillBeSent":
                self.asked.append(said["params"]["request"]["url"])
            if said.get("id") == number:
                assert "error" not in said, said
                return said["result"]

    def heard(self) -> Any:
        while b"\0" not in self.rest:
            self.rest += os.read(self.back, 1 << 16)
        line, _, self.rest = self.rest.partition(b"\0")
        return json.loads(line)

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)

    def says(self, script: str) -> Any:
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        return found["result"].get("value")

    def press(self, key: str) -> None:
        text = {"text": key} if len(key) == 1 else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, **text)

    def drag(self, selector: str, *places: tuple[float, float]) -> None:
        """Press at the first place, in shares of what is selected, go along the others, let go."""
        found = f"document.querySelector({selector!r})"
        self.says(f"{found}.scrollIntoView({{block: 'center'}})")
        script = f"(b => [b.left, b.top, b.width, b.height])({found}.getBoundingClientRect())"
        left, top, width, height = self.says(script)
        points = [(left + u * width, top + v * height) for u, v in places]
        kinds = ["mousePressed", *["mouseMoved"] * len(points), "mouseReleased"]
        way = [points[0], *points, points[-1]]
        for kind, (x, y) in zip(kinds, way, strict=True):
            given = {"button": "left", "buttons": 1, "clickCount": 1}
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **given)

    def wait(self, script: str) -> None:
        """Until it is true."""
        end = time.monotonic() + PATIENCE
        while not self.says(script):
            assert time.monotonic() < end, self.says("document.body.innerText")
            time.sleep(0.05)


@contextmanager
def chromium(folder: Path) -> Iterator[Page]:
    (theirs_in, ours_out), (ours_in, theirs_out) = os.pipe(), os.pipe()
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={folder}", "about:blank"]

    def join() -> None:
        for there, here in ((theirs_in, 100), (theirs_out, 101), (100, 3), (101, 4)):
            os.dup2(there, here)

    running = subprocess.Popen(
        command, preexec_fn=join, close_fds=False, stderr=subprocess.DEVNULL
    )
    for end in (theirs_in, theirs_out):
        os.close(end)
    try:
        yield Page(ours_out, ours_in)
    finally:
        running.kill()
        running.wait()
        for end in (ours_out, ours_in):
            os.close(end)
