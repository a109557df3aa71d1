"""Answers for new data can be used, and are never wrong in silence: `pytest tests/test_predict.py`."""

import csv
import io
import json
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.facts.test_agree import picture
from tests.rendered import Rendered

Row = dict[str, Any]
COLUMNS = ("house", "sea", "rooms", "age", "price")


def houses(seed: int = 0, n: int = 120) -> list[Row]:
    chance, found = random.Random(seed), []
    for i in range(n):
        rooms, sea = chance.randint(1, 9), chance.choice(("BAY", "INLAND"))
        age = chance.gauss(40, 9)
        price = "high" if rooms + 3 * (sea == "BAY") + chance.gauss(0, 1) > 6 else "low"
        row = (f"H{seed}{i:04d}", sea, rooms, f"{age:.3f}", price)
        found.append(dict(zip(COLUMNS, row, strict=True)))
    return found


def written(path: Path, rows: list[Row], header: bool = True) -> str:
    with open(path, "w", newline="") as stream:
        table = csv.DictWriter(stream, rows[0], lineterminator="\n")
        if header:
            table.writeheader()
        table.writerows(rows)
    return str(path)


def trained(made: Rendered, folder: Path) -> Any:
    """A run of the tiny net, whose answers are anything."""
    few = {"model": "tiny", "steps": 2, "evaluate_every": 1, "batch_size": 8}
    problem = made.module("problem").Problem.load(made.config(**few))
    splits, feed = problem.splits, made.module("feed").Feed
    run = made.module("run").Run.new("a", problem.config, folder / "runs")
    feeds = (feed(splits.train, problem), feed(splits.validation, problem))
    made.module("train").train(problem, problem.net(), *feeds, run)
    return run


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Row]]:
    """Predictions for a file by a net that knows some houses: `house` is dropped as an id."""
    folder = tmp_path_factory.mktemp("sold")
    data = written(folder / "houses.csv", houses())
    made = Rendered(folder, "tabular-classification", data=data, target="price")
    assert "house" in made.config().drop
    run = trained(made, folder)

    def predicted(path: str, spoilt: bool = False) -> list[Row]:
        if not spoilt:
            return [*made.module("predict").rows(run, [path])]
        checkpoint, other = run.checkpoint(), made.module("run").Run(folder / "spoilt")
        checkpoint["net"][[*checkpoint["net"]][-1]][0] = torch.nan
        other.folder.mkdir()
        other.save("best", checkpoint)
        return [*made.module("predict").rows(other, [path])]

    predicted.made, predicted.run = made, run  # type: ignore[attr-defined]
    return predicted


def test_the_key_comes_along_and_each_class_has_its_probability(sold, tmp_path: Path):
    rows = houses(1, 30)
    found = sold(written(tmp_path / "new.csv", rows))
    assert [row["house"] for row in found] == [row["house"] for row in rows]
    assert [row["id"] for row in found] == [f"new.csv:{i}" for i in range(1, 31)]
    for row in found:
        assert row["p high"] + row["p low"] == pytest.approx(1, abs=1e-5)
        assert row["probability"] == max(row["p high"], row["p low"])
        assert row["probability"] == row[f"p {row['prediction']}"]


def test_columns_may_stand_in_another_order_and_the_answer_be_absent(sold, tmp_path):
    rows = houses(2, 10)
    whole = sold(written(tmp_path / "a.csv", rows))
    turned = [{c: row[c] for c in ("age", "house", "rooms", "sea")} for row in rows]
    found = sold(written(tmp_path / "b.csv", turned))
    assert [{**r, "id": 0} for r in found] == [{**r, "id": 0} for r in whole]


def test_a_category_that_training_never_had_is_said_once(sold, tmp_path, capsys):
    rows = houses(3, 10)
    for i, sea in enumerate(("LAKE", "LAKE", "ISLE", "")):
        rows[i]["sea"] = sea
    assert len(sold(written(tmp_path / "new.csv", rows))) == 10
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("4 rows have sea 'LAKE', ") and "'ISLE'" in line
    assert "never had" in line and "unknown" in line
    sold(written(tmp_path / "known.csv", houses(4, 10)))
    assert capsys.readouterr().err == ""


def test_a_number_written_in_another_way_is_said(sold, tmp_path: Path, capsys):
    """Training had a number in each row: the net would be shown the mean, in silence."""
    rows = [row | {"age": row["age"].replace(".", ",")} for row in houses(3, 10)]
    sold(written(tmp_path / "new.csv", rows))
    assert capsys.readouterr().err.startswith("10 rows have age '")


def test_an_absent_column_is_a_sentence(sold, tmp_path: Path):
    rows = [{k: v for k, v in row.items() if k != "sea"} for row in houses(5, 10)]
    with pytest.raises(ValueError, match="sea.*training had them"):
        sold(written(tmp_path / "new.csv", rows))


def test_what_is_not_finite_is_no_answer(sold, tmp_path: Path):
    with pytest.raises(ValueError, match=r"new.csv:1: no finite answer, .*train"):
        sold(written(tmp_path / "new.csv", houses(6, 10)), spoilt=True)


def test_an_answer_that_is_no_class_has_no_probability(sold, tmp_path, monkeypatch):
    """`target.py` is yours: who decodes the doubtful ones as "?" gets them so."""
    target = sold.made.module("target").Target
    monkeypatch.setattr(target, "decode", lambda self, outputs: ["?"] * len(outputs))
    found = sold(written(tmp_path / "new.csv", houses(9, 5)))
    assert {(r["prediction"], r["probability"]) for r in found} == {("?", None)}
    monkeypatch.setattr(target, "prediction", lambda self, outputs: outputs[:, :1])
    found = sold(written(tmp_path / "new.csv", houses(9, 5)))
    assert [*found[0]] == ["id", "house", "prediction", "probability"]


def test_a_column_called_id_is_the_key(tmp_path: Path):
    """It is what theirs is joined by, not the number of our row."""
    rows = [{"id": row.pop("house"), **row} for row in houses()]
    data = written(tmp_path / "a.csv", rows)
    made = Rendered(tmp_path, "tabular-classification", data=data, target="price")
    run = trained(made, tmp_path)
    found = [*made.module("predict").rows(run, [data])]
    assert [row["id"] for row in found] == [row["id"] for row in rows]
    pairs = [*made.module("predict").predict(run, [data])]
    assert [id for id, _ in pairs][:2] == ["a.csv:1", "a.csv:2"], "the library's ids"


@pytest.mark.parametrize("target", ["column_1", "column_5"])
def test_without_a_header_the_answer_may_be_absent(tmp_path: Path, target: str):
    rows = [{k: row[k] for k in COLUMNS[1:]} for row in houses(7)]
    rows = [{**row, "size": i % 7 + 0.5} for i, row in enumerate(rows)]
    place = int(target[-1]) - 1
    names = [n for n in rows[0] if n != "price"]
    names.insert(place, "price")
    rows = [{n: row[n] for n in names} for row in rows]
    data = written(tmp_path / "a.csv", rows, header=False)
    made = Rendered(tmp_path, "tabular-classification", data=data, target=target)
    run, predict = trained(made, tmp_path), made.module("predict")
    whole = [*predict.rows(run, [data])]
    bare = [{k: v for k, v in row.items() if k != "price"} for row in rows]
    found = [*predict.rows(run, [written(tmp_path / "b.csv", bare, header=False)])]
    assert [row["prediction"] for row in found] == [row["prediction"] for row in whole]
    assert [row["p high"] for row in found] == [row["p high"] for row in whole]


TIMES = {
    "hours": ("%Y-%m-%d %H:%M:%S", lambda i: datetime(2024, 1, 1) + timedelta(hours=i)),
    "months": ("%Y-%m", lambda i: datetime(1990 + i // 12, i % 12 + 1, 1)),
}


def forecast(folder: Path, times: list[str]) -> list[Row]:
    chance = random.Random(0)
    rows = [{"time": t, "a": chance.random(), "b": i % 7} for i, t in enumerate(times)]
    data = written(folder / "line.csv", rows)
    asked = {"data": data, "split_column": "time", "lookback": 12, "horizon": 3}
    made = Rendered(folder, "series-forecasting", **asked)
    run = trained(made, folder)
    return [*made.module("predict").rows(run, [data])]


@pytest.mark.parametrize("name", TIMES)
def test_a_forecast_says_when(tmp_path: Path, name: str):
    form, moment = TIMES[name]
    found = forecast(tmp_path, [moment(i).strftime(form) for i in range(240)])
    assert [row["step"] for row in found] == [1, 2, 3]
    assert [row["time"] for row in found] == [moment(240 + i) for i in range(3)]
    assert all(isinstance(row[c], float) for row in found for c in "ab")


def test_a_forecast_of_numbered_steps_goes_on_counting(tmp_path: Path):
    found = forecast(tmp_path, [str(100 + 5 * i) for i in range(240)])
    assert [row["time"] for row in found] == [1300, 1305, 1310]


def test_of_uneven_steps_only_the_number_is_known(tmp_path: Path):
    days = [datetime(2020, 1, 1) + timedelta(days=i) for i in range(500)]
    shut = random.Random(1).sample(range(500), 150)
    open_days = [d for i, d in enumerate(days) if d.weekday() < 5 and i not in shut]
    found = forecast(tmp_path, [d.strftime("%Y-%m-%d") for d in open_days])
    assert [(row["step"], row["time"]) for row in found] == [
        (i, None) for i in (1, 2, 3)
    ]


@pytest.mark.parametrize("keys", [("shop",), ("shop", "item")])
def test_new_values_without_the_names_of_their_series_are_a_sentence(keys, tmp_path):
    form, moment = TIMES["hours"]
    chance = random.Random(0)
    rows = [
        {
            "time": moment(i).strftime(form),
            "shop": s,
            "item": item,
            "sold": chance.random(),
        }
        for i in range(240)
        for s in ("north", "south")
        for item in (("pen", "cup") if len(keys) > 1 else ("pen",))
    ]
    rows = [
        {k: v for k, v in r.items() if k not in {"shop", "item"} - {*keys}}
        for r in rows
    ]
    data = written(tmp_path / "sold.csv", rows)
    asked = {"data": data, "split_column": "time", "lookback": 12, "horizon": 3}
    made = Rendered(tmp_path, "series-forecasting", **asked)
    run = trained(made, tmp_path)
    bare = [{k: v for k, v in row.items() if k != "shop"} for row in rows]
    with pytest.raises(ValueError, match="It lacks .*shop.*: add"):
        list(made.module("predict").rows(run, [written(tmp_path / "new.csv", bare)]))


def test_pictures_are_named_by_their_files(tmp_path: Path):
    for i in range(60):
        picture(tmp_path / "set" / "ab"[i % 2] / f"{i}.png")
    made = Rendered(tmp_path, "image-classification", data=str(tmp_path / "set"))
    found = [*made.module("predict").rows(trained(made, tmp_path), [tmp_path / "set"])]
    assert all(Path(row["file"]).is_file() for row in found) and len(found) == 60


def test_files_by_their_ending(sold, tmp_path: Path, capsys, monkeypatch):
    main = sold.made.module("__main__")
    monkeypatch.setattr(main.Run, "find", lambda name: sold.run)
    data = written(tmp_path / "new.csv", houses(8, 10))
    with pytest.raises(ValueError, match=r"ends in .csv"):
        main.predict("last", (data,), to="answers.xlsx")
    assert main.predict("last", (data,), to=str(tmp_path / "answers.csv")) == 0
    assert capsys.readouterr().out == ""
    main.predict("last", (data,))
    shown = capsys.readouterr().out
    assert shown == (tmp_path / "answers.csv").read_text()
    table = [*csv.DictReader(io.StringIO(shown))]
    main.predict("last", (data,), json=True)
    assert [r["house"] for r in json.loads(capsys.readouterr().out)] == [
        row["house"] for row in table
    ]


@pytest.mark.parametrize("flags", [False, True])
def test_new_pictures_need_no_table(flags: bool, tmp_path: Path):
    """A project that reads a table answers a picture, or a folder of them, as its rows."""
    for i in range(40):
        picture(tmp_path / "shots" / f"shot_{i}.png")
    rows = [{"file": f"shots/shot_{i}.png"} for i in range(40)]
    for i, row in enumerate(rows):
        told = {"dog": i % 2, "cat": i % 3 % 2, "hen": i % 5 % 2}
        row |= told if flags else {"label": ("dog", "cat")[i % 2]}
    data = written(tmp_path / "shots.csv", rows)
    kind = "image-multilabel" if flags else "image-classification"
    made = Rendered(tmp_path, kind, data=data)
    run, predict = trained(made, tmp_path), made.module("predict").predict
    by_row = [answer for _, answer in predict(run, [data])]
    below = dict(predict(run, [str(tmp_path / "shots")]))
    assert [below[f"shot_{i}.png"] for i in range(40)] == by_row
    one = str(tmp_path / "shots" / "shot_7.png")
    assert list(predict(run, [one])) == [("shot_7.png", by_row[7])]
    with pytest.raises(ValueError, match="No file"):
        list(predict(run, [str(tmp_path / "nowhere")]))
