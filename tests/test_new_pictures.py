"""New pictures have no answers, and must give the same x: `pytest tests/test_new_pictures.py`."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest
from PIL import Image

from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.new_pictures import judge_new_pictures
from tests.rendered import Rendered


@pytest.fixture(scope="module")
def arrays(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("arrays")
    pixels = np.random.default_rng(0).integers(0, 256, (60, 8, 8), np.uint8)
    np.savez(folder / "p.npz", images=pixels, labels=np.arange(60) % 2)
    return opened(folder, folder / "p.npz")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("files")
    pixels = np.random.default_rng(0).integers(0, 256, (60, 8, 8), np.uint8)
    for i, one in enumerate(pixels):
        kind = folder / "p" / ("cat" if i % 2 else "dog")
        kind.mkdir(parents=True, exist_ok=True)
        Image.fromarray(one).save(kind / f"{i}.png")
    return opened(folder, folder / "p")


def opened(folder: Path, data: Path) -> Generated:
    made = Rendered(folder, "image-classification", data=str(data))
    stand(made.name)
    return Generated.of(made.name, threads=1)


def said(project: Generated, module: str, name: str, change: Callable[..., Any]) -> str:
    stand(project.package)
    findings = Findings()
    with mock.patch.object(project.module(module), name, change):
        judge_new_pictures(project, findings)
    return " ".join(findings.faults)


def test_arrays_without_answers(arrays: Generated):
    read = arrays.module("read").read
    assert not said(arrays, "read", "read", read)

    def inverted(path: Any, config: Any) -> Any:
        known = read(path, config)
        return [e if e.answer is None else replace(e, raw=255 - e.raw) for e in known]

    assert "Without the array labels" in said(arrays, "read", "read", inverted)


def test_arrays_that_need_their_answers(arrays: Generated):
    read = arrays.module("read").read

    def sorted_by_answer(path: Any, config: Any) -> Any:
        return sorted(read(path, config), key=lambda example: int(str(example.answer)))

    found = said(arrays, "read", "read", sorted_by_answer)
    assert "Without the array labels" in found and "cannot be read" in found


def test_a_file_under_the_name_of_another(files: Generated):
    picture = files.module("read").picture
    assert not said(files, "data", "picture", picture)

    def lighter(raw: str, *given: Any) -> Any:
        found = picture(raw, *given)
        return found.point(lambda tone: tone // 2) if "/cat/" in raw else found

    assert "says the answer to x" in said(files, "data", "picture", lighter)

    def from_a_table(raw: str, *given: Any) -> Any:
        return picture(raw, *given).point(
            lambda tone: tone // (1 + int(Path(raw).stem) % 13)
        )

    assert not said(files, "data", "picture", from_a_table)
