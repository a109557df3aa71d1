"""Seconds of `check --fast` and `check --all` on every kind's sample, beside those of `train`.

Run: python benchmarks/checks_on_the_samples.py [kind ...]
Each command is a process of its own in a new project with its default net; the reference is
`train` in the same project. Promised: 30 s for the fast checks, 5 minutes for all, on 2 cores.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.examples import PACKAGES, render_into  # noqa: E402

COMMANDS = ("check --fast", "check --all", "train")


def seconds(project: Path, package: str, command: str) -> float:
    """Wall time of one command; its output is read by nobody."""
    started = time.perf_counter()
    ended = subprocess.run(
        [sys.executable, "-m", package, *command.split()],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project / "src")},
        capture_output=True,
        text=True,
    )
    if ended.returncode:
        raise SystemExit(f"{package} {command}: {ended.stdout}{ended.stderr}")
    return time.perf_counter() - started


def main() -> None:
    print(f"{'':22} {'fast':>8} {'all':>8} {'train':>8} {'fast/train':>10}")
    for kind in sys.argv[1:] or PACKAGES:
        with TemporaryDirectory() as folder:
            project = Path(folder)
            render_into(project, kind)
            took = {c: seconds(project, PACKAGES[kind], c) for c in COMMANDS}
        fast, every, train = took.values()
        print(
            f"{kind:22} {fast:6.1f} s {every:6.1f} s {train:6.1f} s {fast / train:10.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
