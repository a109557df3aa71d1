"""Answers that are several for one picture, and a threshold: `pytest tests/test_predict_several.py`."""

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.facts.test_agree import picture
from tests.facts.test_agree_boxes import rows as of_boxes
from tests.rendered import Rendered
from tests.test_predict import houses, trained, written

HEN = {"label": "hen", "score": 0.9, "xmin": 1.0, "ymin": 2.0, "xmax": 4.0, "ymax": 5.0}
FOUND = [HEN, HEN | {"score": 0.3, "xmin": 0.0}]


@pytest.fixture
def hens(tmp_path: Path, monkeypatch) -> tuple[Any, str]:
    """A verb that predicts for a table of boxes, of which the first picture has two."""
    for i in range(20):
        picture(of_boxes(tmp_path / "set", "train", 20) / f"{i:03d}.png")
    data = str(tmp_path / "set" / "boxes_train.csv")
    made = Rendered(tmp_path, "image-detection", data=data)
    run, main = trained(made, tmp_path), made.module("__main__")
    monkeypatch.setattr(main.Run, "find", lambda name: run)
    target = made.module("target").Target
    monkeypatch.setattr(target, "decode", lambda self, y: [FOUND] + [[]] * (len(y) - 1))
    monkeypatch.setattr(target, "locate", lambda self, boxes, raw: boxes)
    return main, data


def table(main: Any, data: str, to: Path, **given: Any) -> list[dict[str, str]]:
    assert main.predict("last", (data,), to=str(to), **given) == 0
    with open(to, newline="") as stream:
        return [*csv.DictReader(stream)]


def test_each_box_has_a_row_and_a_picture_without_one_is_told(hens, tmp_path: Path):
    found = table(*hens, tmp_path / "a.csv", threshold=0.0)
    assert len({row["id"] for row in found}) == 20 and len(found) == 21
    assert [row["box"] for row in found] == ["1", "2"] + [""] * 19
    first = {key: str(value) for key, value in HEN.items()}
    assert first.items() <= found[0].items() and found[1]["score"] == "0.3"
    assert Path(found[0]["file"]).is_file() and not found[2]["xmin"]


def test_the_threshold_of_boxes_is_the_least_score(hens, tmp_path: Path):
    found = table(*hens, tmp_path / "a.csv")  # 0.5, as a person would
    assert [row["score"] for row in found] == ["0.9"] + [""] * 19
    assert len(table(*hens, tmp_path / "b.csv", threshold=0.95)) == 20


def test_the_threshold_of_labels_is_the_least_probability(tmp_path: Path, monkeypatch):
    lines = ["file,labels"]
    for i in range(60):
        picture(tmp_path / "set" / f"{i}.png")
        lines.append(f"{i}.png,{('cat', 'cat|dog', 'dog', '')[i % 4]}")
    (tmp_path / "set" / "labels.csv").write_text("\n".join(lines))
    data = str(tmp_path / "set" / "labels.csv")
    made = Rendered(tmp_path, "image-multilabel", data=data)
    run, main = trained(made, tmp_path), made.module("__main__")
    monkeypatch.setattr(main.Run, "find", lambda name: run)
    for threshold in (0.0, 0.4, 0.5, 0.6):
        for row in table(main, data, tmp_path / "a.csv", threshold=threshold):
            likely = [n for n in ("cat", "dog") if float(row[f"p {n}"]) >= threshold]
            assert row["prediction"] == "|".join(likely)


def test_who_has_no_threshold_has_no_such_flag(tmp_path: Path):
    data = written(tmp_path / "houses.csv", houses())
    made = Rendered(tmp_path, "tabular-classification", data=data, target="price")
    with pytest.raises(SystemExit):
        made.module("__main__").call(["predict", "last", data, "--threshold", "0.3"])
