"""A full or read-only disk, and memory that is refused: a sentence, exit code 2, nothing lost.

Run: pytest tests/test_refused.py
"""

import errno
from contextlib import nullcontext
from pathlib import Path

import pytest
import torch

from nn_recipe import checks, verbs
from nn_recipe.ledger import Ledger, fingerprint, lines
from nn_recipe.refused import in_a_sentence, sentence
from nn_recipe.verbs import after
from tests.probe_project import make_probe
from tests.test_ledger import settle

probe = pytest.fixture(make_probe)

REFUSED = {
    "a full disk": (OSError(errno.ENOSPC, "No space left on device"), "make room"),
    "a quota": (OSError(errno.EDQUOT, "Disk quota exceeded"), "quota"),
    "a read-only disk": (OSError(errno.EROFS, "Read-only file system", "/x/y"), "/x/y"),
    "a folder of another": (
        PermissionError(errno.EACCES, "denied", "/x/y"),
        "the right",
    ),
    "memory, by Python": (MemoryError(), "batch_size"),
    "memory, by numpy": (MemoryError("Unable to allocate 7.45 GiB"), "7.45 GiB"),
    "memory, by torch": (
        RuntimeError("DefaultCPUAllocator: not enough memory: you tried"),
        "batch_size",
    ),
    "memory of a GPU": (torch.OutOfMemoryError("CUDA out of memory. Tried"), "width"),
}


@pytest.mark.parametrize("error, remedy", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_a_sentence_with_its_remedy(error, remedy):
    with pytest.raises(ValueError, match="repeat") as told, in_a_sentence():
        raise error
    assert remedy in str(told.value) and "\n" not in str(told.value)


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(errno.ENOENT, "No such file", "a.csv"),
        BrokenPipeError(errno.EPIPE, "Broken pipe"),
        RuntimeError("mat1 and mat2 shapes cannot be multiplied"),
    ],
)
def test_any_other_error_stays_what_it_is(error):
    assert sentence(error) == ""
    with pytest.raises(type(error)), in_a_sentence():
        raise error


def refuse(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_status_reads_a_project_that_cannot_be_written(probe, monkeypatch, capsys):
    settle(probe.ledger())
    (probe.folder / "runs/data/hashes.json").unlink()
    monkeypatch.setattr(fingerprint.Path, "write_text", refuse)
    assert verbs.main("probe", ["status"]) == 0
    assert "1.8" in capsys.readouterr().out


def test_a_ledger_on_a_full_disk_is_named(probe, monkeypatch):
    ledger = probe.ledger()
    monkeypatch.setattr(lines.os, "fsync", refuse)
    with pytest.raises(ValueError, match=r"ledger\.jsonl: No space"), in_a_sentence():
        settle(ledger)


def test_a_line_cut_off_by_a_full_disk_is_mended_by_the_next(probe, monkeypatch):
    settle(probe.ledger(), "2.5")
    path = probe.folder / "runs/ledger.jsonl"
    path.write_bytes(path.read_bytes()[:-30])  # as far as there was room
    settle(probe.ledger(), "2.6")
    assert set(probe.ledger().latest()) == {"2.6"} and probe.ledger().damaged == [2]


def test_a_report_without_room_says_so(probe, monkeypatch):
    settle(probe.ledger())
    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(ValueError, match="No space left on device.*make room"):
        verbs.main("probe", ["report"])


def test_a_check_without_memory_is_no_verdict(monkeypatch):
    """It says nothing about the project."""
    (row,) = checks.chosen(["2.5"])

    def check(*_: object) -> None:
        raise MemoryError

    class Project:
        def but(self, **_: object) -> "Project":
            return self

    monkeypatch.setattr(checks, "function_of", lambda row: check)
    ledger = Ledger()
    with pytest.raises(MemoryError):
        list(checks.verdicts([(row, 0)], Project(), ledger))  # type: ignore[arg-type]
    assert list(ledger.records()) == []


@pytest.mark.parametrize("verb", ["train", "evaluate", "predict"])
def test_the_verbs_of_a_project_say_it_too(probe, monkeypatch, verb):
    monkeypatch.setattr(after, "when_loaded", lambda *_: nullcontext())
    monkeypatch.setattr(after.predictions, "kept", lambda *_: nullcontext())
    given = [probe.config()] if verb == "train" else ["last"]
    whole = verbs.audited("probe", {verb: refuse})[verb]
    with pytest.raises(ValueError, match="No space left on device.*make room"):
        whole(*given)
