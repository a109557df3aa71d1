"""Row 1.1: the page of `look` that is served, and what a person saw: `pytest tests/test_browsing.py`."""

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import polars as pl
import pytest

from nn_recipe.ledger import Ledger
from nn_recipe.loopback import Loopback
from nn_recipe.place import stand
from nn_recipe.stage1_become_one_with_the_data import (
    browse,
    notes,
    readable,
    seen,
)
from nn_recipe.stage1_become_one_with_the_data.attributes import attributes
from nn_recipe.stage1_become_one_with_the_data.served import Browsing
from tests.chromium import CHROMIUM, chromium
from tests.rendered import Rendered
from tests.test_look import opened

KIND = "image-classification"  # 1,528 digits: more than a page carries


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return attributes(opened(KIND))


@pytest.fixture
def browsing(frame: pl.DataFrame, tmp_path: Path) -> Browsing:
    return Browsing(opened(KIND), frame, tmp_path, ["seen <b>"])


@pytest.fixture
def server(browsing: Browsing) -> Iterator[Loopback]:
    with Loopback(browsing.get, browsing.post) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def asked(server: Loopback, path: str, body: object = None, **headers: str):
    """Status and text of what is asked below the secret."""
    place = urlsplit(server.address)
    line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=20)
    sent = None if body is None else json.dumps(body)
    line.request("GET" if body is None else "POST", path, sent, headers)
    reply = line.getresponse()
    return reply.status, reply.read().decode()


def carried(text: str) -> dict:
    """What a page carries."""
    return json.loads(text.partition("const page = ")[2].partition(";\n")[0])


def test_every_example_is_carried_once_by_one_of_the_pages(server: Loopback):
    path, ids = urlsplit(server.address).path, []
    at: int | None = 0
    while at is not None:
        page = carried(asked(server, f"{path}from-{at}" if at else path)[1])
        ids += [row["id"] for row in page["rows"]]
        at = page["next"]
    assert len(ids) == len(set(ids)) == 1528 > browse.MOST


def test_what_is_seen_is_counted_once_and_outlives_the_page(
    server: Loopback, frame: pl.DataFrame, tmp_path: Path
):
    path, ids = urlsplit(server.address).path, frame["id"].to_list()
    for some in (ids[:3], ids[1:5], ["nobody", 7], "ids"):
        status, text = asked(server, path + "seen", {"ids": some})
        assert status == 200
    assert json.loads(text)["viewed"] == "viewed 5 of 1,528"
    with open(tmp_path / seen.PLACE, "a") as file:
        file.write('["torn')
    again = Browsing(opened(KIND), frame, tmp_path, [])
    assert len(again.viewed) == 5
    ledger = Ledger(tmp_path / "ledger.jsonl")
    record = seen.check(opened(KIND), ledger)
    assert record.verdict == "unclear" and "Viewed 5 of 1,528" in record.because
    again.post(["seen"], {"ids": ids[:1000]})
    assert seen.check(opened(KIND), ledger).verdict == "holds"


def test_notes_and_answers_are_kept_and_come_back(server: Loopback, tmp_path: Path):
    path, ask = urlsplit(server.address).path, notes.QUESTIONS[0]
    assert (
        asked(server, path + "notes", {"": "nines </script>", ask: "parts"})[0] == 200
    )
    free, said = notes.read(tmp_path / notes.PLACE)
    assert (free, said[ask]) == ("nines </script>", "parts")
    text = asked(server, path)[1]
    assert carried(text)["answers"][ask] == "parts" and "nines </script>" not in text


def test_what_the_page_corrects_is_said_to_be_read_by_nobody_yet(
    browsing: Browsing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    stand("digits")
    monkeypatch.setattr("nn_recipe.place.Place.root", tmp_path)
    first = browsing.project.splits.train[0].id
    _, told = browsing.post(["patch"], {"lines": [[first, "", "torn"]]})
    assert b"Nothing reads it yet: `recipe add corrections`" in told
    assert first in (tmp_path / "labels_patch.csv").read_text()


def test_what_the_page_corrects_is_a_line_that_the_loader_reads(
    frame: pl.DataFrame, tmp_path: Path
):
    made = Rendered(tmp_path, KIND, add=("corrections",))
    stand(made.name)
    project: Any = readable.openable(made.config())
    browsing, load = Browsing(project, frame, tmp_path, []), made.module("load")
    train = project.splits.train
    first, second = train[0], next(e for e in train if e.answer != train[0].answer)
    lines = [[first.id, "", "torn, said I"], [second.id, first.answer, "as the first"]]
    browsing.post(["patch"], {"lines": lines[:1]})
    browsing.post(["patch"], {"lines": lines[1:]})
    found = load.load(project.config)
    assert found.left_out == {first.id: "labels_patch.csv: torn, said I"}
    assert {e.id: e.answer for e in found.train}[second.id] == first.answer
    for wrong in ([["nobody", "", ""]], [], "lines", [["a"]]):
        with pytest.raises(ValueError):
            browsing.post(["patch"], {"lines": wrong})
    assert load.PATCH.read_text().count("\n") == 3


def test_nobody_else_is_served(server: Loopback):
    path, other = urlsplit(server.address).path, {"Host": "evil.example"}
    assert asked(server, "/")[0] == asked(server, f"/{'x' * 24}/")[0] == 403
    assert asked(server, path, **other)[0] == 403
    assert asked(server, path, Origin="http://evil.example")[0] == 403
    assert asked(server, path + "seen", {"ids": []}, Origin="null")[0] == 403
    assert asked(server, path + "from-99999")[0] == 404
    assert asked(server, path + "../../etc/passwd")[0] == 404
    assert asked(server, path + "notes", [1])[0] == 400
    assert server.server_address[0] == "127.0.0.1"


@pytest.mark.skipif(not CHROMIUM, reason="no chromium here")
def test_a_person_filters_sorts_sees_and_notes(
    server: Loopback, browsing: Browsing, tmp_path: Path
):
    with chromium(tmp_path / "browser") as page:
        page.open(server.address)
        page.wait("typeof choose === 'function' && chosen.length === 1500")
        fill = "(id, text) => { at(id).value = text; at(id).dispatchEvent(new Event('input')); }"
        page.says(f"({fill})('where', \"label = '7'\"); ({fill})('sort', 'brightness')")
        page.wait("at('count').textContent.startsWith('1')")
        assert page.says("chosen.every(r => r.label === '7')")
        assert page.says(
            "chosen.every((r, i) => !i || chosen[i - 1].brightness <= r.brightness)"
        )
        page.says("at('grid').scrollIntoView()")
        page.wait("parseInt(at('viewed').textContent.split(' ')[1]) > 3")
        page.says(f"({fill})('notes', 'sevens with a bar')")
        page.wait("at('kept').textContent.startsWith('Kept')")
        assert all(
            u.startswith(("http://127.0.0.1:", "data:"))
            for u in page.asked
            if u != "about:blank"
        )
    assert notes.read(tmp_path / notes.PLACE)[0] == "sevens with a bar"
    assert len(seen.read(tmp_path / seen.PLACE)) == len(browsing.viewed) > 3


@pytest.mark.skipif(not CHROMIUM, reason="no chromium here")
def test_a_person_goes_through_the_suspects_and_the_lines_are_written(
    browsing: Browsing,
    server: Loopback,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    stand("digits")
    monkeypatch.setattr("nn_recipe.place.Place.root", tmp_path)
    some = browsing.project.splits.train[:3]
    (tmp_path / "data").mkdir()
    lines = ["id,what,verdict", *(f"{e.id},odd one,odd" for e in some)]
    (tmp_path / "data/corrupt.csv").write_text("\n".join(lines) + "\n")
    other = str((int(some[1].answer) + 1) % 10)
    with chromium(tmp_path / "browser") as page:
        page.open(server.address)
        page.wait("document.querySelectorAll('#suspects article').length === 3")
        card = "document.querySelectorAll('#suspects article')[{}].querySelector('{}')"
        page.says(card.format(0, "input[value=out]") + ".click()")
        field = card.format(1, "input[list]")
        page.says(
            f"{field}.value = {other!r}; {field}.dispatchEvent(new Event('input'))"
        )
        page.wait("at('told').textContent === '1 to change, 1 to leave out, 1 to keep'")
        page.says("at('write').click()")
        page.wait("at('told').textContent.includes('labels_patch.csv')")
        assert all(
            u.startswith(("http://127.0.0.1:", "data:", "about:")) for u in page.asked
        )
    written = (tmp_path / "labels_patch.csv").read_text().splitlines()
    assert written[1:] == [
        f"{some[0].id},,odd one",
        f"{some[1].id},{other},odd one",
    ]
