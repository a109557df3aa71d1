"""Which of two columns is as likely the answer, and what is said beside: `pytest tests/facts/test_likely_answers.py`."""

import random
from datetime import date, timedelta
from pathlib import Path

from scaffolder.facts import Facts, read

CHANCE = random.Random(0)


def written(path: Path, rows: list[list[object]], header: str = "") -> Facts:
    lines = [",".join(map(str, row)) for row in rows]
    path.write_text("\n".join([*([header] if header else []), *lines]) + "\n")
    return read(path)


def letters(first: str, between: list[str], last: str) -> list[list[object]]:
    return [
        [CHANCE.choice(some) for some in (first, *between, last)] for _ in range(300)
    ]


def test_names_first_and_last_without_a_header_are_a_question(tmp_path: Path):
    facts = written(tmp_path / "t.csv", letters("gr", ["abcd", "klmno", "tuv"], "mf"))
    assert facts.target.value == ""
    assert "which is the answer of: column_1, column_5" in facts.target.reason


def test_more_classes_first_than_last_leave_the_last_the_answer(tmp_path: Path):
    facts = written(tmp_path / "t.csv", letters("abcde", ["klmno", "tuv", "xy"], "mf"))
    assert facts.target.value == "column_5"


def test_the_first_of_several_columns_of_one_scale_is_an_input(tmp_path: Path):
    facts = written(tmp_path / "t.csv", letters("lmh", ["lmh", "sb", "wxyz"], "pqrs"))
    assert facts.target.value == "column_5"


def invoice(i: int) -> list[object]:
    count, price = CHANCE.randint(1, 30), round(CHANCE.uniform(2, 90), 2)
    return [count, price, CHANCE.randint(18, 80), round(count * price, 2)]


def test_a_price_of_one_unit_is_no_answer_by_its_name(tmp_path: Path):
    rows = [invoice(i) for i in range(200)]
    facts = written(tmp_path / "t.csv", rows, "pieces,unit_price,age,paid")
    assert facts.target.value == "" and "paid" in facts.target.reason
    facts = written(tmp_path / "u.csv", rows, "rooms,price of unit area,age,metres")
    assert facts.target.value == "price of unit area"
    facts = written(tmp_path / "v.csv", rows, "rooms,unit_sales,age,metres")
    assert facts.target.value == "unit_sales"


def test_rows_without_an_answer_are_said_of_each_file(tmp_path: Path):
    for name, count, blank in (("train", 200, 9), ("test", 60, 4)):
        rows = [[i % 7, i % 11 + i / 1000, "ab"[i % 2]] for i in range(count)]
        for row in rows[:blank]:
            row[2] = ""
        written(tmp_path / f"{name}.csv", rows, "wet,dry,label")
    told = " ".join(read(tmp_path).sentences)
    assert "want of an answer: 9 rows of train.csv, 4 rows of test.csv." in told
    (tmp_path / "test.csv").unlink()
    assert "want of an answer: 9 rows." in " ".join(
        read(tmp_path / "train.csv").sentences
    )


def sales(path: Path, beside: str) -> Facts:
    header, rows = f"shop,day{beside},sold", []
    for i in range(120):
        day = date(2021, 1, 1) + timedelta(days=i)
        for shop in ("kiosk", "tower"):
            rest = [CHANCE.randint(0, 1)] if beside else []
            rows.append([shop, day, *rest, 20 + i % 7 + CHANCE.randint(0, 5)])
    return written(path, rows, header)


def test_a_promotion_that_is_forecast_as_well_comes_with_the_flag(tmp_path: Path):
    told = " ".join(sales(tmp_path / "t.csv", ",promo").sentences)
    assert "promo, sold of each series are forecast" in told
    assert "--target sold forecasts that alone" in told
    assert "promo stay unseen" in " ".join(
        read(tmp_path / "t.csv", target="sold").sentences
    )


def test_one_column_of_sales_needs_no_flag(tmp_path: Path):
    assert "--target" not in " ".join(sales(tmp_path / "t.csv", "").sentences)


def test_seconds_since_1970_without_a_name_are_no_answer(tmp_path: Path):
    """User, film, stars and time, in tabs: the time was predicted."""
    rows = [
        [i % 90, i % 170, CHANCE.randint(1, 5), 881250949 + 977 * i] for i in range(400)
    ]
    facts = written(tmp_path / "t.csv", rows)
    assert facts.target.value == ""
    assert "seconds since 1970, of 1997 to 1997" in facts.target.reason


def test_whole_numbers_with_an_exponent_are_classes_without(tmp_path: Path):
    """As numpy.savetxt writes them."""
    rows = [[f"{i % 3 + i % 7 / 9:.18e}", f"{i % 3:.18e}"] for i in range(300)]
    facts = written(tmp_path / "t.csv", rows)
    assert facts.classes == {"0": 100, "1": 100, "2": 100}
    assert any("spelt with an exponent" in said for said in facts.sentences)
