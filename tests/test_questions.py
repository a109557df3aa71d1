"""What is asked, of whom, and how to go back: `pytest tests/test_questions.py`."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scaffolder import left_out
from scaffolder.answers import Answers, given
from scaffolder.declaration import Question, questions
from scaffolder.errors import AnswerError, DataError
from scaffolder.facts.model import Facts
from scaffolder.questions import DEPENDENT, PROMPTED, Nobody, Offer, interview
from scaffolder.reading import reading
from scaffolder.terminal import message

TABLE = "day,city,size,species\n" + "".join(
    f"2024-01-{day:02d},{'abc'[day % 3]},{day / 7:.3f},{'xy'[day % 2]}\n"
    for day in range(1, 29)
)


class Scripted:
    """Answers from a script, else takes what is offered; remembers what it was asked."""

    def __init__(self, script: Mapping[str, Any], corrections: tuple[str, ...] = ()):
        self.script = dict(script)
        self.corrections = list(corrections)
        self.asked: list[str] = []
        self.offers: dict[str, Offer] = {}
        self.refused: list[str] = []

    def ask(self, question: Question, offer: Offer) -> Any:
        self.asked.append(question.name)
        self.offers[question.name] = offer
        answer = self.script.get(question.name, offer.value)
        return (
            answer.pop(0)
            if isinstance(answer, list) and question.name == "data"
            else answer
        )

    def refuse(self, error: DataError) -> None:
        self.refused.append(str(error))

    def correct(self, answers: Answers, facts: Facts) -> str:
        return self.corrections.pop(0) if self.corrections else ""


@pytest.fixture
def table(tmp_path: Path) -> str:
    (tmp_path / "t.csv").write_text(TABLE)
    return str(tmp_path / "t.csv")


def ask(asker: Scripted | Nobody, **given: Any) -> tuple[Answers, Facts]:
    return interview({"name": "demo", **given}, reading(), asker)


def test_at_most_six_questions_are_asked(table: str):
    person = Scripted({"data": [table], "split": "group", "split_column": "city"})
    answers, _ = ask(person)
    assert tuple(person.asked) == PROMPTED and len(PROMPTED) == 6
    assert (answers.target, answers.split_column) == ("species", "city")


@pytest.mark.parametrize("name", PROMPTED)
def test_each_prompt_names_the_flag_that_skips_it(name: str):
    question = next(question for question in questions() if question.name == name)
    assert question.flag in message(question)


def test_what_a_flag_answers_is_not_asked(table: str):
    person = Scripted({})
    ask(person, data=table, kind="tabular-classification", target="species", drop=[])
    assert set(person.asked) <= {"split", "split_column"}


def test_an_embedded_sample_needs_two_questions():
    person = Scripted({"data": [""], "kind": "tabular-regression"})
    answers, facts = ask(person)
    assert person.asked == ["data", "kind"]
    assert answers.target == "progression" and str(facts.path) == "data/diabetes.csv"


def test_a_wrong_path_is_asked_again(table: str):
    person = Scripted({"data": [table + "x", table]})
    ask(person)
    assert person.asked.count("data") == 2 and "x" in person.refused[0]


def test_proposals_follow_the_target(table: str):
    person = Scripted({"kind": "tabular-regression", "target": "size"})
    _, facts = ask(person, data=table)
    assert facts.target.value == "size" and facts.number is not None
    assert "size" not in person.offers["drop"].choices


def test_a_correction_asks_again_only_what_depends_on_it(table: str):
    person = Scripted({"data": [table]}, corrections=("drop", "target"))
    ask(person)
    first = [name for name in PROMPTED if name in person.asked]
    assert person.asked == [*first, "drop", "target", "drop", "split", *first[5:]]
    assert set(DEPENDENT) == set(PROMPTED)


def test_nobody_takes_the_proposals(table: str):
    answers, facts = ask(Nobody(), data=table)
    assert answers.target == facts.target.value == "species"
    assert answers.drop == tuple(proposal.value for proposal in facts.drop)


def test_nobody_names_the_missing_flag(tmp_path: Path):
    rows = "".join(f"{n * n % 31},{n * 7 % 31},{n * 5 % 17}\n" for n in range(40))
    (tmp_path / "t.csv").write_text("label,class,c\n" + rows)
    with pytest.raises(AnswerError, match="--data is missing"):
        ask(Nobody())
    with pytest.raises(AnswerError, match="--target is missing"):
        ask(Nobody(), data=str(tmp_path / "t.csv"))


def test_a_column_that_is_not_there_is_answered_with_the_nearest(table: str):
    for flag in ({"drop": ["sizes"]}, {"split": "group", "split_column": "citi"}):
        with pytest.raises(AnswerError, match="Close to it: (size|city)"):
            ask(Nobody(), data=table, **flag)


def test_a_sample_may_be_asked_for_another_column():
    answers, facts = ask(Nobody(), kind="tabular-regression", target="bmi")
    assert answers.target == facts.target.value == "bmi"


def test_pictures_have_no_column_to_predict():
    with pytest.raises(AnswerError, match="--target"):
        ask(Nobody(), kind="image-classification", target="x")


# --- at a real terminal --------------------------------------------------------------------


def at_a_terminal(folder: Path, *arguments: str) -> tuple[subprocess.Popen[bytes], int]:
    theirs, ours = pty.openpty()
    command = [sys.executable, "-m", "scaffolder", *arguments]
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "TERM": "xterm",
    }
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=ours,
        stdout=ours,
        stderr=ours,
        start_new_session=True,
    )
    os.close(ours)
    return process, theirs


def until(terminal: int, expected: str, seconds: float = 30) -> str:
    """Everything on the terminal up to `expected`."""
    seen, end = "", time.monotonic() + seconds
    while expected not in seen:
        assert time.monotonic() < end, f"waited for {expected!r}, saw {seen!r}"
        seen += os.read(terminal, 65536).decode(errors="replace")
    return seen


DOWN, ENTER, CONTROL_C = b"\x1b[B", b"\r", b"\x03"


def test_arrow_keys_choose_and_the_summary_confirms(tmp_path: Path):
    process, terminal = at_a_terminal(
        tmp_path, "new", "demo", "--no-checks", "--no-git"
    )
    until(terminal, "--data")
    os.write(terminal, ENTER)
    until(terminal, "image-classification")
    os.write(terminal, DOWN + ENTER)
    until(terminal, "Leave")
    os.write(terminal, ENTER)
    until(terminal, "Next:")
    assert process.wait(20) == 0
    assert (
        "kind: tabular-regression"
        in (tmp_path / "demo/.copier-answers.yml").read_text()
    )


@pytest.mark.parametrize(
    "stop",
    [
        lambda process, terminal: os.write(terminal, CONTROL_C),
        lambda process, terminal: process.send_signal(signal.SIGINT),
    ],
)
def test_control_c_in_a_prompt_leaves_nothing(tmp_path: Path, stop: Callable[..., Any]):
    process, terminal = at_a_terminal(tmp_path, "new", "demo")
    until(terminal, "--data")
    stop(process, terminal)
    until(terminal, "nothing was written")
    assert process.wait(20) == 130 and list(tmp_path.iterdir()) == []


def test_a_pipe_is_never_asked(tmp_path: Path):
    """stdin stays open and silent: whoever waited for it would wait for ever."""
    reader, writer = os.pipe()
    done = subprocess.run(
        [sys.executable, "-m", "scaffolder", "new", str(tmp_path / "demo")],
        cwd=Path(__file__).parents[1],
        stdin=reader,
        capture_output=True,
        text=True,
        timeout=30,
    )
    os.close(writer)
    assert done.returncode == 2 and "--data is missing" in done.stderr


def test_a_drop_comes_beside_the_proposed_ones_and_a_keep_takes_one_back(table: str):
    def dropped(**flags: tuple[str, ...]) -> tuple[str, ...]:
        said = given("demo", flags, None, defaults=True)
        return ask(Nobody(), data=table, **said)[0].drop

    assert dropped() == ("day",)
    assert dropped(drop=("size",)) == ("day", "size")
    assert dropped(drop=("size",), keep=("day",)) == ("size",)
    assert dropped(drop=("", "size")) == ("size",) and dropped(drop=("",)) == ()
    with pytest.raises(AnswerError, match="--keep days: .* Close to it: day"):
        dropped(keep=("days",))
    with pytest.raises(AnswerError, match="say one of them"):
        dropped(drop=("day",), keep=("day",))


def test_advice_that_was_taken_is_not_given_again(table: str):
    said = {"drop_also": ["the size"]}
    advice = ("Why? If not: --drop 'the size'.", "Why? If not: --drop city.")
    facts = replace(reading()({"data": table}), sentences=advice)
    shown = left_out.proposed(facts, said)
    assert shown.sentences == advice[1:]
    assert shown.drop[-1].reason == "the size: you named it"
    assert left_out.proposed(facts, {}) == facts
