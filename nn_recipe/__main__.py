"""`python -m nn_recipe VERB --project MODULE`: the recipe on code of your own, by its adapter.

MODULE is what `recipe adopt` wrote, or any module that has `project(**changes)`; the folder in
which you stand is looked in first. `--project` may also come before the verb.

Exit codes: 0 fine, 1 a gate fails, 2 a mistake in what was asked, 130 interrupted.
"""

import os
import sys
from collections.abc import Sequence

from . import verbs

ALL = (*verbs.VERBS, "train", "baseline")
USAGE = f"""Usage: python -m nn_recipe VERB --project MODULE

VERB is one of {', '.join(ALL)}; `VERB --help` says more.
MODULE is an adapter, such as the audit.py that `recipe adopt` writes: --project audit."""


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        project, given = without_project(given)
        if given[:1] in ([], ["--help"], ["-h"]):
            print(USAGE)
            return 0
        return call(project, given)
    except (
        ValueError,
        OSError,
        ModuleNotFoundError,
    ) as error:  # the message ends with the remedy
        return verbs.complain(error)
    except KeyboardInterrupt:
        return verbs.complain("Stopped.", 130)


def without_project(given: list[str]) -> tuple[str, list[str]]:
    """The module that was named, and the other arguments."""
    for i, word in enumerate(given):
        if word.startswith("--project="):
            return word.partition("=")[2], given[:i] + given[i + 1 :]
        if word == "--project" and i + 1 < len(given):
            return given[i + 1], given[:i] + given[i + 2 :]
    return "", given


def call(project: str, given: list[str]) -> int:
    if given[0] not in ALL:
        raise ValueError(f"There is no verb {given[0]!r}.\n{USAGE}")
    if not project:
        raise ValueError("Say which: --project MODULE, such as --project audit.")
    os.environ.setdefault(
        "CUDA_VISIBLE_DEVICES", ""
    )  # checks compare in float64, on the CPU
    return verbs.main(project, given)


if __name__ == "__main__":
    sys.exit(main())
