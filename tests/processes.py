"""Programs in processes of their own that need not read torch again.

A server has read it, and forks for each: most of a short verb is `import torch`, and the tests
begin some hundred. Not for what needs a start from nothing: PYTHONHASHSEED, a closed pipe, what
is imported.
"""

import os
import subprocess
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # the server reads it: as many tests run as cores
SERVER = get_context("forkserver")
SERVER.set_forkserver_preload(
    ["torch._dynamo", "polars", "scipy.stats", "matplotlib.figure", "PIL.Image", "tyro"]
)


def module(name: str, alone: bool = False) -> str:
    """What `python -m NAME` runs; alone: as where nobody has heard of nn-recipe."""
    code = "import sys; sys.modules['nn_recipe'] = None; " * alone
    run = f"runpy.run_module({name!r}, run_name='__main__', alter_sys=True)"
    return f"{code}import runpy; {run}"


class Running:
    """`python -c CODE WORDS`, begun; what it says goes to two files.

    It answers as `subprocess.Popen` does.
    """

    def __init__(self, code: str, *words: str, cwd: Path, **env: str):
        self.folder = tempfile.TemporaryDirectory()
        self.said = [Path(self.folder.name, name) for name in ("out", "err")]
        given = (code, words, cwd, {**os.environ, **env}, self.said)
        self.process = SERVER.Process(target=play, args=given)
        self.process.start()

    def poll(self) -> int | None:
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        assert self.process.pid is not None
        os.kill(self.process.pid, number)

    def wait(self, timeout: float | None = None) -> int:
        self.process.join(timeout)
        assert self.process.exitcode is not None, f"still running after {timeout} s"
        return self.process.exitcode

    returncode = property(wait)

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        self.wait(timeout)
        out, err = (path.read_text("utf-8") for path in self.said)
        return out, err


def run(code: str, *words: str, cwd: Path, **env: str) -> subprocess.CompletedProcess:
    running = Running(code, *words, cwd=cwd, **env)
    out, err = running.communicate()
    return subprocess.CompletedProcess(words, running.returncode, out, err)


def play(
    code: str, words: tuple[str, ...], cwd: Path, env: dict[str, str], said: list[Path]
) -> None:
    """In the new process."""
    for number, path in enumerate(said, 1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.path[:0] = ["", *env.get("PYTHONPATH", "").split(os.pathsep)]
    sys.argv = ["-c", *words]
    exec(code, {"__name__": "__main__"})
