"""What `load` changes is not in new data: `pytest tests/test_as_read.py`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest

from nn_recipe.as_read import as_read
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.verb_parity import judge_verbs
from tests.rendered import Rendered, of_numbers, said

Change = Callable[[Any], Any]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    lines = (f"{i * 37 % 101}.5,{i * 53 % 97}.5,{i % 7}.1" for i in range(300))
    return of_numbers(tmp_path_factory.mktemp("read"), ["size,age,y", *lines])


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("pictures")
    pixels = np.random.default_rng(0).integers(0, 256, (120, 12, 12), np.uint8)
    np.savez(folder / "p.npz", images=pixels, labels=np.arange(120) % 3)
    made = Rendered(folder, "image-classification", data=str(folder / "p.npz"), drop=[])
    stand(made.name)
    return Generated.of(made.name, threads=1)


@contextmanager
def changed(project: Generated, change: Change) -> Iterator[None]:
    """What `load` reads is changed behind it."""
    stand(project.package)
    load = project.module("load")
    read = load.read

    def other(*given: Any) -> list[Any]:
        return [replace(e, raw=change(e.raw)) for e in read(*given)]

    with mock.patch.object(load, "read", other):
        yield


def capped(raw: dict[str, str]) -> dict[str, str]:
    return {column: str(min(float(cell), 60.0)) for column, cell in raw.items()}


@pytest.mark.parametrize(
    "made, change",
    [("table", capped), ("pictures", lambda raw: 255 - raw)],
)
def test_what_load_changes(made: str, change: Change, request: Any):
    project: Generated = request.getfixturevalue(made)
    with changed(project, lambda raw: raw):
        assert not said(judge_verbs, project.again())
    with changed(project, change):
        found = said(judge_verbs, project.again())
    assert "it was given other inputs than in `evaluate`, as where `load`" in found


def test_what_both_change_alike(table: Generated):
    """`predict` reads by itself; the check hands it what `read` gives."""
    predict = table.module("predict")
    answered = predict.answered

    def tidied(problem: Any, net: Any, paths: Any) -> Any:
        read = predict.read

        def tidy(*given: Any) -> list[Any]:
            return [replace(e, raw=capped(e.raw)) for e in read(*given)]

        with mock.patch.object(predict, "read", tidy):
            yield from answered(problem, net, paths)

    with changed(table, capped):
        project = table.again()
        with mock.patch.object(predict, "answered", tidied):
            assert not said(judge_verbs, project)


def test_a_series_is_read_up_to_its_origin(tmp_path: Path):
    rows = [
        f"2021-01-{1 + i // 24:02} {i % 24:02}:00:00,{i * 37 % 101}.5"
        for i in range(590)
    ]
    (tmp_path / "s.csv").write_text("\n".join(["time,a", *rows]))
    data = str(tmp_path / "s.csv")
    made = Rendered(tmp_path, "series-forecasting", data=data, horizon=4, drop=[])
    stand(made.name)
    project = Generated.of(made.name, threads=1)
    known = project.splits.validation[3:5]
    line = project.module("load").timeline

    def squared(*given: Any) -> Any:
        found = line(*given)
        return replace(found, known=found.known**2)

    with mock.patch.object(project.module("load"), "timeline", squared):
        other = project.again().splits.validation[3:5]
    for plain, again, moved in zip(known, as_read(project, known), other, strict=True):
        assert np.array_equal(plain.raw["a"], again.raw["a"])
        assert not np.array_equal(moved.raw["a"], again.raw["a"])
