"""What cannot be decoded is refused, or left out: `pytest tests/test_torn_files.py`."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest
from PIL import Image, ImageFile

from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.torn_files import judge_torn_files
from tests.rendered import Rendered


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("files")
    pixels = np.random.default_rng(0).integers(0, 256, (80, 16, 16, 3), np.uint8)
    for i, one in enumerate(pixels):
        kind = folder / "p" / ("cat" if i % 2 else "dog")
        kind.mkdir(parents=True, exist_ok=True)
        Image.fromarray(one).save(kind / f"{i}.jpg")
    made = Rendered(folder, "image-classification", data=str(folder / "p"))
    stand(made.name)
    return Generated.of(made.name, threads=1)


def said(project: Generated, picture: Callable[..., Any]) -> str:
    findings = Findings()
    with mock.patch.object(project.module("data"), "picture", picture):
        judge_torn_files(project, findings)
    return " ".join(findings.faults)


def or_else(project: Generated, what: Callable[[int, int], Any]) -> Callable[..., Any]:
    """`what(height, width)` in place of what cannot be decoded."""
    plain = project.module("read").picture

    def picture(raw: str, mode: str, height: int, width: int) -> Any:
        try:
            return plain(raw, mode, height, width)
        except ValueError:
            return what(height, width)

    return picture


def black(height: int, width: int) -> Any:
    return Image.new("RGB", (width, height))


def test_an_error_is_right(project: Generated):
    assert not said(project, project.module("read").picture)


def test_a_black_picture(project: Generated):
    assert "the same x stands in for both" in said(project, or_else(project, black))


def test_the_picture_before(project: Generated):
    plain, last = project.module("read").picture, list[Any]()

    def picture(*given: Any) -> Any:
        with suppress(ValueError):
            last[:] = [plain(*given)]
        return last[0]

    assert "that of another example" in said(project, picture)


def test_half_a_picture_is_what_there_is(project: Generated):
    with mock.patch.object(ImageFile, "LOAD_TRUNCATED_IMAGES", True):
        assert not said(project, project.module("read").picture)


def test_what_load_leaves_out(project: Generated):
    def fault(example: Any, config: Any) -> str:
        try:
            Image.open(example.raw).convert("RGB")
        except OSError:
            return "cannot be decoded"
        return ""

    assert Path(project.splits.train[0].raw).is_file()
    with mock.patch.object(project.module("load"), "fault", fault):
        assert not said(project, or_else(project, black))
