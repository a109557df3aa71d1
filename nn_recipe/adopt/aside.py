"""While your code runs: what it prints goes to stderr, what it saves into no file of yours."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

import torch


@contextmanager
def aside() -> Iterator[None]:
    """A net that an audit trained is nothing to keep: `best.pt` stays what you trained.

    What was saved within is what is loaded within. Stdout is for verdicts, and may be JSON.
    """
    kept: dict[str, bytes] = {}
    save, load = torch.save, torch.load

    def saved(found: Any, file: Any, *others: Any, **options: Any) -> None:
        if not isinstance(file, str | Path):
            return save(found, file, *others, **options)
        stream = io.BytesIO()
        save(found, stream, *others, **options)
        kept[str(file)] = stream.getvalue()

    def loaded(file: Any, *others: Any, **options: Any) -> Any:
        there = isinstance(file, str | Path) and str(file) in kept
        return load(io.BytesIO(kept[str(file)]) if there else file, *others, **options)

    with (
        redirect_stdout(sys.stderr),
        patch.object(torch, "save", saved),
        patch.object(torch, "load", loaded),
    ):
        yield
