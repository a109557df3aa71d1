"""Calls in processes of their own: what a bug does to torch dies with its process."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any

LIMIT = 7200  # seconds; twenty seeds of the slowest healthy project, on a busy machine
fork = multiprocessing.get_context("fork")


class Died(Exception):
    """The process ended without an answer."""


def call(function: Callable[..., Any], *arguments: Any) -> Any:
    """What `function(*arguments)` returns, evaluated in a fork of this process.

    A fork, because importing torch takes seconds; not daemonic, as it may start workers.
    """
    ours, theirs = fork.Pipe()
    process = fork.Process(target=answer, args=(theirs, function, arguments))
    process.start()
    theirs.close()
    try:
        if not ours.poll(LIMIT):
            raise Died(f"nothing after {LIMIT} s")
        return ours.recv()
    except EOFError:
        raise Died("the process ended without an answer") from None
    finally:
        process.kill()
        process.join()


def answer(pipe: Connection, function: Callable[..., Any], arguments: Any) -> None:
    pipe.send(function(*arguments))


def calls(
    function: Callable[..., Any], many: Iterable[tuple[Any, ...]], at_once: int = 0
) -> Iterator[Any]:
    """The results in the order of `many`, each from its own process."""
    with ThreadPoolExecutor(at_once or os.cpu_count()) as pool:
        yield from pool.map(lambda arguments: call(function, *arguments), many)


def warm_up() -> None:
    """Import, once and before the forks, what every one of them would import."""
    import matplotlib.figure  # noqa: F401
    import polars  # noqa: F401
    import sklearn.ensemble  # noqa: F401
    import torch

    torch.set_num_threads(1)  # threads do not survive a fork
    weight = torch.nn.Parameter(torch.zeros(1))
    torch.optim.AdamW([weight], fused=True)  # the first one imports torch's compiler
