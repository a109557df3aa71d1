"""Boxes cut at the border of their picture are scored as well: `pytest tests/test_boxes_cut.py`."""

from dataclasses import replace
from pathlib import Path

import pytest

from scaffolder.bugs.bug import Edit
from tests.bugs.edits import EDITS
from tests.bugs.planting import imported

SOURCE = Path(__file__).parents[1] / "generated_examples" / "image-detection"
WRONG = [
    Edit("detections.py", "round(0.5 + 0.05 * k, 2)", "round(0.45 + 0.05 * k, 2)"),
    Edit("detections.py", "(right - left) * (bottom - top) + (east", "2 * (east"),
]


@pytest.mark.parametrize("more", [[], *([wrong] for wrong in WRONG)])
def test_a_cut_at_the_border_is_no_finding_and_a_wrong_overlap_is(more: list[Edit]):
    """Letterboxed, boxes may reach into the rim of x, and the picture cuts them off."""
    letterboxed = EDITS["J07"]
    edit = replace(letterboxed, edits=(*letterboxed.edits, *more))
    with imported(SOURCE, "image-detection", edit) as edited:  # type: ignore[arg-type]
        record = edited.record("2.7")
    assert record.verdict == ("fails" if more else "holds"), record.because
    assert not more or "counted by hand" in record.because
