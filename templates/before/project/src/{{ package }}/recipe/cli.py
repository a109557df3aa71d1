"""The verbs of this project: parse, call, print. Each lives in a file of `verbs/`.

Exit codes: 0 fine, 1 a gate fails, 2 a mistake in what was asked, 130 interrupted.
"""

import difflib
import importlib
import inspect
import os
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from .paths import PACKAGE
from .rows import PYTHON

VERBS = {
    "status": "where you are in the recipe, and what comes next (the default)",
    "check": "measure what should hold: the gates of the recipe",
    "baseline": "what blank inputs and dumb models reach",
    "train": "train the net of config.py",
    "evaluate": "loss and metrics of a run over a whole split, with intervals",
    "predict": "answers for new, unlabelled data",
    "curve": "a sweep with a picture: lr or capacity",
    "report": "runs/report.html, one page that needs no network",
}
HELP = f"""usage: {PYTHON} VERB [options]

{chr(10).join(f"  {verb:<10}{what}" for verb, what in VERBS.items())}

example: {PYTHON} train --learning-rate 1e-3
options of one verb: {PYTHON} VERB --help
exit codes: 0 fine, 1 a gate fails, 2 a mistake in what was asked, 130 interrupted"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # where a symbol is missing, "?"
    if given[:1] in (["--help"], ["-h"], ["help"]):
        print(HELP)
        return 0
    verb = given.pop(0) if given and not given[0].startswith("-") else "status"
    if verb not in VERBS:
        return complain(
            f"There is no verb {verb!r}.{nearest(verb)} Verbs: {', '.join(VERBS)}."
        )
    try:
        return call(verb, given)
    except KeyboardInterrupt as stop:
        return complain(
            str(stop) or "Stopped. Verdicts reached so far are in the ledger.", 130
        )
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ValueError, OSError) as error:
        if not ours(error):
            raise
        return complain(str(error))


def call(verb: str, arguments: Sequence[str]) -> int:
    """Turn the arguments into those of the verb's function; its docstring is its help."""
    import tyro

    function = getattr(importlib.import_module(f".verbs.{verb}", __package__), verb)
    style = (tyro.conf.FlagCreatePairsOff, tyro.conf.OmitArgPrefixes)
    text = inspect.cleandoc(function.__doc__ or "").partition("\n\nArgs:")[0]
    return tyro.cli(
        function,
        prog=f"{PYTHON} {verb}",
        description=text.replace("PACKAGE", PACKAGE.name),
        args=arguments,
        config=style,
    )


def nearest(verb: str) -> str:
    found = difflib.get_close_matches(verb, VERBS, n=1)
    return f" Did you mean {found[0]}?" if found else ""


def ours(error: BaseException) -> bool:
    """Was it raised by a file of this project? Then its message is meant for you."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return Path(last.filename).is_relative_to(PACKAGE)


def complain(message: str, code: int = 2) -> int:
    print(message, file=sys.stderr)
    return code
