"""`predict`: answers for data that nobody has labelled."""

import csv
import sys
from json import dumps
from typing import Annotated, Any, TextIO

import tyro

from .. import say


def predict(
    run: Annotated[str, tyro.conf.Positional, tyro.conf.arg(metavar="RUN")],
    inputs: Annotated[
        tuple[str, ...], tyro.conf.Positional, tyro.conf.arg(metavar="INPUT ...")
    ],
    /,
    *,
    out: str = "",
    json: bool = False,
) -> int:
    """Answers for new data, from the checkpoint alone, as CSV: id, prediction.

    Example: python -m PACKAGE predict last new.csv --out answers.csv

    Args:
        run: its number, its name, or "last".
        inputs: files or folders in the format of the training data, without answers.
        out: write the CSV here instead of printing it.
        json: print [{id, prediction}, ...] as JSON.
    """
    from .. import session

    if not inputs:
        raise ValueError("Nothing to predict: name a file or a folder after the run.")
    answers = list(session.predict_run(session.Run.find(run), inputs))
    if out:
        with open(out, "w", newline="", encoding="utf-8") as file:
            write(answers, file)
    if json:
        say.as_json([{"id": id, "prediction": answer} for id, answer in answers])
    elif out:
        print(f"Wrote {len(answers)} predictions to {out}.")
    else:
        write(answers, sys.stdout)
    return 0


def write(answers: list[tuple[str, Any]], file: TextIO) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["id", "prediction"])
    writer.writerows((id, cell(answer)) for id, answer in answers)


def cell(answer: Any) -> Any:
    """Words and numbers as they are; tags one after another, boxes and the like as JSON."""
    if isinstance(answer, list) and all(isinstance(tag, str) for tag in answer):
        return " ".join(answer)
    return dumps(answer) if isinstance(answer, list | dict) else answer
