"""`label`, its page: who may ask, what is kept, after kill -9: `pytest tests/test_label_page.py`."""

import functools
import http.client
import json
import math
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
import torch

from nn_recipe.contract import Project, Some
from nn_recipe.human import kept
from nn_recipe.human.kept import Said
from nn_recipe.human.served import Served
from nn_recipe.human.task import Task
from nn_recipe.ledger import Ledger
from nn_recipe.place import here
from nn_recipe.verbs import label
from tests.chromium import CHROMIUM, chromium
from tests.test_label import elsewhere, once  # noqa: F401

# --- the server


@functools.cache
def oddly_named() -> Project:
    """Digits of which two have names that would be HTML, or two lines."""
    project: Any = once("image-classification")
    odd = {"1": "<script>alert(1)</script>", "2": "new\nline"}
    both = project.splits.train, project.splits.validation
    splits = Some(*([renamed(e, odd) for e in part] for part in both), [])
    return project.measured(splits.train).having(splits=splits)


@pytest.fixture
def served() -> Iterator[Served]:
    server = Served(Task.of(oddly_named(), "ada", 12, 0), lambda: {"metrics": {}})
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def renamed(e: Any, names: dict[str, str]) -> Any:
    answer = names.get(str(e.answer), str(e.answer))
    return SimpleNamespace(id=f"{answer}/{e.id}", raw=e.raw, answer=answer)


def ask(address: str, path: str, sent: Any = None, **headers: str) -> tuple[int, bytes]:
    """Status and body."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=120)
    body = None if sent is None else json.dumps(sent)
    where = path if path.startswith("/") else parts.path + path
    connection.request("POST" if body else "GET", where, body, headers)
    reply = connection.getresponse()
    found = reply.status, reply.read()
    connection.close()
    return found


def test_nothing_that_the_page_fetches_tells_an_answer(served: Served):
    task, fetched = served.task, []
    paths = ["", "state"]
    for at in range(len(task.examples)):
        paths += [f"example/{at}", f"file/{at}/picture"]
    for path in paths:
        status, body = ask(served.address, path)
        assert status == 200
        fetched.append(body)
    assert all(e.id.encode() not in body for body in fetched for e in task.examples)
    assert all(b".npz" not in body and b"csv" not in body for body in fetched[1:])
    # nor does it differ between two that have the same pixels and another answer
    fetched_again = task.show(task.examples[0].raw)
    assert fetched_again == task.example(0)
    assert (
        b"<script>alert" not in fetched[0]
    )  # names are fetched as JSON, never as HTML


@pytest.mark.parametrize(
    "path, headers",
    [
        ("/", {}),
        ("/wrong/state", {}),
        ("state", {"Host": "evil.example"}),
        ("state", {"Origin": "http://evil.example"}),
    ],
)
def test_whoever_lacks_the_secret_is_refused(served: Served, path: str, headers: dict):
    status, body = ask(served.address, path, **headers)
    assert status == 403 and b"names" not in body
    assert (
        ask(
            served.address,
            "answer" if path == "state" else path,
            {"at": 0, "answer": "0"},
            **headers,
        )[0]
        == 403
    )
    assert not served.task.said
    assert served.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    "sent, status",
    [
        ({"at": 0, "answer": "no class"}, 400),
        ({"at": 0, "answer": ["3"]}, 400),
        ({"at": 0}, 400),
        ({"at": 99, "answer": "3"}, 404),
        ({"at": -1, "answer": "3"}, 404),
        ({"at": "0/../1", "answer": "3"}, 404),
        ([1, 2], 400),
    ],
)
def test_what_is_no_answer_is_not_kept(served: Served, sent: Any, status: int):
    assert ask(served.address, "answer", sent)[0] == status
    assert not kept.read("ada")


def test_an_answer_is_kept_at_once_and_can_be_changed_until_the_score(served: Served):
    for answer, seconds in (("3", 1.5), ("4", math.inf)):
        status, body = ask(
            served.address, "answer", {"at": 5, "answer": answer, "seconds": seconds}
        )
        assert status == 200 and json.loads(body)["next"] == 0
    example = served.task.examples[5]
    assert kept.read("ada")[example.id] == Said(example.id, "4")
    assert ask(served.address, "answer", {"at": 6, "skipped": True})[0] == 200
    assert kept.read("ada")[served.task.examples[6].id].skipped
    served.score = {"metrics": {}}
    assert ask(served.address, "answer", {"at": 5, "answer": "3"})[0] == 409
    assert kept.read("ada")[example.id].answer == "4"


def test_a_torn_line_costs_one_answer():
    kept.keep("ada", Said("a", "1", 2.0))
    path = kept.path_of("ada")
    with path.open("a") as file:
        file.write('{"id": "b", "ans')
    kept.keep("ada", Said("c", "2"))
    assert {id: s.answer for id, s in kept.read("ada").items()} == {"a": "1", "c": "2"}


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a\nb", ".", "x" * 99, "<b>"])
def test_a_name_is_no_path(name: str):
    with pytest.raises(ValueError, match="--annotator NAME"):
        kept.path_of(name)


# --- whole


class Running:
    """`label` in a process of its own, which has read the data already."""

    def __init__(self):
        read, write = os.pipe()
        project = once("image-classification")
        self.pid = os.fork()
        if self.pid == 0:
            torch.set_num_threads(1)  # those of the parent are not here
            sys.stdout = os.fdopen(write, "w")
            ledger = Ledger(here().runs / "ledger.jsonl")
            task = Task.of(project, "ada", 14, 0)
            os._exit(
                label.served(project, ledger, task, port=0, open=False, json=False)
            )
        os.close(write)
        self.out = os.fdopen(read)
        self.address = self.out.readline().strip()
        assert self.address.startswith("http://127.0.0.1:")

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self.ended()

    def ended(self) -> int:
        """The exit code."""
        status, self.pid = os.waitpid(self.pid, 0)[1], 0
        return os.waitstatus_to_exitcode(status)


@pytest.fixture
def start() -> Iterator[Callable[[], Running]]:
    """A test that fails leaves no process behind."""
    started: list[Running] = []
    yield lambda: started.append(Running()) or started[-1]
    for one in started:
        if one.pid:
            one.kill()


def lines() -> list[Any]:
    return [json.loads(line) for line in kept.path_of("ada").read_text().splitlines()]


@pytest.mark.skipif(not CHROMIUM, reason="no chromium here")
def test_ten_by_keyboard_then_kill_9_and_go_on(
    start: Callable[[], Running], tmp_path: Path
):
    running = start()
    with chromium(tmp_path / "browser") as page:
        page.open(running.address)
        for i in range(10):
            page.wait(f"!busy && asks && asks.done.filter(Boolean).length === {i}")
            page.press(str(i))
        page.wait("!busy && asks.done.filter(Boolean).length === 10")
        page.press("Backspace")
        page.wait("!busy && here === 9")
        page.press("7")
        page.wait("!busy && here === 10")
        running.kill()
        assert [one["answer"] for one in lines()] == [*"0123456789", "7"]
        assert all(one["seconds"] > 0 for one in lines())
        page.press("1")
        page.wait("document.body.innerText.includes('The server does not answer')")
        running = start()
        page.open(running.address)
        page.wait("!busy && asks && here === 10")
        page.press("Escape")
        for i in (11, 12, 13):
            page.wait(f"!busy && asks.done.filter(Boolean).length === {i}")
            page.press("3")
        page.wait("over && !busy")
        page.press("Enter")
        page.wait("document.body.innerText.includes('It stands in the report')")
        ours = ("http://127.0.0.1:", "data:", "about:")
        assert page.asked and all(url.startswith(ours) for url in page.asked)
    assert running.ended() == 0
    assert "1 were skipped" in " ".join(running.out.read().split())


def test_kill_9_loses_no_answer_and_the_next_call_goes_on(
    start: Callable[[], Running],
):
    running = start()
    for at in range(13):
        sent = {"at": at, "answer": "3", "seconds": 1.0}
        status, body = ask(running.address, "answer", sent)
        assert (status, json.loads(body)["next"]) == (200, at + 1)
    running.kill()
    assert len(lines()) == 13
    running = start()
    state = json.loads(ask(running.address, "state")[1])
    assert state["next"] == 13 and state["done"].count(True) == 13
    ask(running.address, "answer", {"at": 13, "answer": "4", "seconds": 1.0})
    assert json.loads(ask(running.address, "finish", {})[1])["n"] == 14
    assert running.ended() == 0
    assert re.search(r"accuracy +0\.\d+ \[", running.out.read())


def test_ctrl_c_says_how_to_go_on(
    start: Callable[[], Running], capfd: pytest.CaptureFixture[str]
):
    running = start()
    ask(running.address, "answer", {"at": 0, "answer": "3", "seconds": 1.0})
    os.kill(running.pid, signal.SIGINT)
    assert running.ended() == 130
    said = "1 of 14 answered. The same command goes on."
    assert said in capfd.readouterr().err
