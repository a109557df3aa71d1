"""What gives the answer away is named with its figure: `pytest tests/facts/test_leaks.py`."""

import random
from pathlib import Path

import numpy as np
import pytest

from scaffolder.facts import Facts, read
from scaffolder.facts.leaks import thresholds


def written(path: Path, header: str, rows: list[tuple]) -> Path:
    lines = [",".join(map(str, row)) for row in rows]
    path.write_text("\n".join([header, *lines]) + "\n")
    return path


def rides(path: Path, noise: float) -> Facts:
    chance, rows = random.Random(0), []
    for _ in range(300):
        a, b = chance.randint(0, 50), chance.randint(0, 50)
        total = round(a + b + noise * chance.gauss(0, 1), 3)
        rows.append((a, b, round(chance.random(), 3), total))
    path = written(path, "members,guests,wind,total", rows)
    return read(path, target="total", kind="tabular-regression")


def test_columns_that_add_up_to_the_answer_are_named_and_dropped(tmp_path: Path):
    facts = rides(tmp_path / "t.csv", 0)
    assert {p.value for p in facts.drop} == {"members", "guests"}
    said = " ".join(facts.sentences)
    assert "linear combination of members and guests (R2 1.000000)" in said


def test_columns_that_explain_nearly_all_of_an_answer_stay(tmp_path: Path):
    facts = rides(tmp_path / "t.csv", 0.5)
    assert not facts.drop
    assert "linear combination" not in " ".join(facts.sentences)


@pytest.mark.parametrize("kind", ["tabular-regression", "tabular-classification"])
def test_a_column_measured_after_the_outcome_is_named_with_its_figure(
    tmp_path: Path, kind: str
):
    chance, rows = random.Random(0), []
    for _ in range(300):
        days = chance.randint(1, 15)
        invoice = round(days * 410 + chance.gauss(0, 100), 2)
        rows.append((chance.randint(20, 90), invoice, days))
    path = written(tmp_path / "t.csv", "age,invoice,days", rows)
    said = " ".join(read(path, target="days", kind=kind).sentences)
    assert "invoice alone says nearly all of days (rank correlation 0.99" in said
    assert "age alone" not in said


def test_a_number_that_decides_between_names_is_named(tmp_path: Path):
    chance = random.Random(0)
    rows = [
        (f"{chance.random():.4f}", f"{chance.random() + (i % 2):.4f}", "xy"[i % 2])
        for i in range(300)
    ]
    path = written(tmp_path / "t.csv", "age,score,label", rows)
    said = " ".join(read(path).sentences)
    assert "score alone answers 100 %" in said and "age alone" not in said


def test_given_files_that_share_values_of_a_dropped_column_are_named(tmp_path: Path):
    chance = random.Random(0)
    for name, first in (("train", 0), ("test", 150)):
        rows = [
            (f"p{first + i}", f"{chance.random():.4f}", chance.choice("xy"))
            for i in range(200)
        ]
        written(tmp_path / f"{name}.csv", "patient,age,label", rows)
    said = " ".join(read(tmp_path).sentences)
    assert "50 of its values stand in training and in test.csv" in said


@pytest.mark.parametrize("sorted_", [True, False])
def test_a_column_that_names_blocks_of_rows_is_offered_as_a_group(
    tmp_path: Path, sorted_: bool
):
    chance = random.Random(0)
    rows = [
        (f"batch{i // 15}", f"{chance.random():.4f}", chance.choice("xy"))
        for i in range(300)
    ]
    if not sorted_:
        chance.shuffle(rows)
    path = written(tmp_path / "t.csv", "batch,age,label", rows)
    said = " ".join(read(path).sentences)
    assert ("--split group --split-column batch" in said) == sorted_


def test_columns_whose_product_is_the_answer_are_named_and_dropped(tmp_path: Path):
    chance, rows = random.Random(0), []
    for _ in range(300):
        price, count = round(chance.uniform(1, 90), 2), chance.randint(1, 12)
        amount = round(price * count, 2)
        rows.append((price, count, f"{chance.uniform(1, 9):.3f}", amount))
    path = written(tmp_path / "t.csv", "price,count,noise,amount", rows)
    facts = read(path, target="amount")
    assert {p.value for p in facts.drop} == {"price", "count"}
    said = " ".join(facts.sentences)
    assert "amount is a product of price and count (R2 1.000000)" in said


def test_a_product_with_noise_is_no_leak(tmp_path: Path):
    chance, rows = random.Random(0), []
    for _ in range(300):
        a, b = chance.uniform(1, 9), chance.uniform(1, 9)
        y = a * b * chance.gauss(1, 0.02)
        rows.append((f"{a:.3f}", f"{b:.3f}", f"{y:.3f}"))
    path = written(tmp_path / "t.csv", "a,b,amount", rows)
    assert not read(path, target="amount").drop


def test_a_number_that_counts_the_rows_of_each_group_is_dropped(tmp_path: Path):
    chance, rows = random.Random(0), []
    for person in range(40):
        for visit in range(1, chance.randint(3, 8)):
            rows.append(
                (f"p{person}", visit, f"{chance.random():.4f}", chance.choice("xy"))
            )
    path = written(tmp_path / "t.csv", "patient_id,visit,age,label", rows)
    facts = read(path)
    assert facts.split_column.value == "patient_id"
    assert "visit" in {p.value for p in facts.drop}


@pytest.mark.parametrize("counted", [False, True])
def test_ids_in_digits_on_two_sides_are_named_unless_they_count_the_rows(
    tmp_path: Path, counted: bool
):
    chance = random.Random(0)
    ids = list(range(400)) if counted else chance.sample(range(10**5, 10**6), 400)
    for name, first, last in (("train", 0, 240), ("test", 200, 300)):
        rows = [
            (i, f"{chance.random():.5f}", chance.choice("xy")) for i in ids[first:last]
        ]
        written(tmp_path / f"{name}.csv", "customer_number,age,label", rows)
    said = " ".join(read(tmp_path).sentences)
    assert ("40 of its values stand in training and in test.csv" in said) != counted


def test_whole_numbers_without_a_gap_that_stand_in_blocks_may_be_groups(tmp_path: Path):
    chance = random.Random(0)
    rows = [
        (1 + i // 12, f"{chance.random():.5f}", chance.choice("xy")) for i in range(360)
    ]
    path = written(tmp_path / "t.csv", "field,age,label", rows)
    assert "--split group --split-column field" in " ".join(read(path).sentences)


@pytest.mark.parametrize("usual", ["0.0", ""])
@pytest.mark.parametrize("labels", [("paid", "lost", "open"), ("0", "1", "2")])
def test_a_number_that_only_one_class_has_is_named(tmp_path: Path, usual, labels):
    chance, rows = random.Random(0), []
    for i in range(300):
        back = f"{chance.uniform(9, 99):.2f}"
        some = chance.choice(["0.0", back])  # of every class
        rows.append((back if i % 3 == 1 else usual, some, labels[i % 3]))
    path = written(tmp_path / "t.csv", "recovered,fee,label", rows)
    said = " ".join(read(path, kind="tabular-classification").sentences)
    assert f"recovered is {usual[:1] or 'empty'} but in 100 rows" in said
    assert f"all of them {labels[1]!r}" in said and "fee is 0" not in said


def test_a_number_that_only_some_have_and_that_decides_is_named(tmp_path: Path):
    chance, rows = random.Random(0), []
    for i in range(300):
        cured = i % 4 == 0
        visits = chance.randint(1, 30) if cured else chance.randint(31, 90)
        known = cured or i % 10 == 1
        rows.append((f"{chance.gauss(60, 9):.2f}", visits if known else "", int(cured)))
    path = written(tmp_path / "t.csv", "size,visits,cured", rows)
    said = " ".join(read(path, target="cured").sentences)
    assert "visits alone answers" in said and "size alone" not in said


def test_a_number_that_decides_is_named_however_many_values_it_has(tmp_path: Path):
    chance, rows = random.Random(1), []
    for i in range(259):
        score = (0.95, 0.02, 0.6)[i % 3] + chance.gauss(0, 0.02)
        rows.append((f"{chance.random():.3f}", f"{score:.3f}", "xyz"[i % 3]))
    path = written(tmp_path / "t.csv", "depth,koi,label", rows)
    said = " ".join(read(path).sentences)
    assert "koi alone answers" in said and "depth alone" not in said


def test_a_rounded_logarithm_is_the_answer_in_other_words(tmp_path: Path):
    chance, rows = random.Random(0), []
    for _ in range(300):
        size, logarithm = chance.random(), chance.uniform(4, 8)
        value = round(10 ** (9 - logarithm), 2)
        rows.append((f"{size:.3f}", value, f"{logarithm:.1f}"))
    path = written(tmp_path / "t.csv", "size,dose,potency", rows)
    assert {p.value for p in read(path, target="potency").drop} == {"dose"}
    rows[7] = (rows[7][0], 1e9, "7.0")  # one row that disagrees
    path = written(tmp_path / "t.csv", "size,dose,potency", rows)
    assert not read(path, target="potency").drop


@pytest.mark.parametrize("odd", [False, True])
def test_a_text_that_one_class_alone_has_came_with_it(tmp_path: Path, odd: bool):
    chance, rows = random.Random(0), []
    for i in range(200):
        left = i % 3 == 0 or (odd and i == 1)
        why = chance.choice(["moved", "price", "offer"]) if left else ""
        rows.append((f"{chance.random():.3f}", why, "yes" if i % 3 == 0 else "no"))
    facts = read(written(tmp_path / "t.csv", "age,the reason,left", rows))
    facts = read(facts.path, target="left")
    assert {p.value for p in facts.drop} == (set() if odd else {"the reason"})
    advice = "If not: --drop 'the reason'."
    assert any(advice in sentence for sentence in facts.sentences) == odd


GUESSES = [
    ("predicted log solubility", "measured log solubility", True),
    ("y_pred", "y", True),
    ("model_prediction", "label", True),
    ("pricePredicted", "price", True),
    ("predicted_age", "income", False),
]


@pytest.mark.parametrize(("guess", "target", "left_out"), GUESSES)
def test_a_prediction_of_the_answer_is_no_input(
    tmp_path: Path, guess: str, target: str, left_out: bool
):
    chance, rows = random.Random(0), []
    for _ in range(100):
        size, answer = chance.gauss(0, 1), chance.gauss(0, 1)
        rows.append((size, answer + chance.gauss(0, 1), answer))
    facts = read(
        written(tmp_path / "t.csv", f"size,{guess},{target}", rows), target=target
    )
    assert {p.value for p in facts.drop} == ({guess} if left_out else set())


SCORES = [
    ("Churn Score", "Churned", 1.0, True),
    ("estimated_price", "price", 1.0, True),
    ("xgb_pred", "income", 1.0, True),
    ("size_predicted", "income", 1.0, False),
    ("credit_score", "credit_default", 0.0, False),
    ("reading_score", "maths_score", 1.0, False),
]


@pytest.mark.parametrize(("score", "target", "weight", "asked"), SCORES)
def test_a_score_that_may_be_a_prediction_is_asked_about(
    tmp_path: Path, score: str, target: str, weight: float, asked: bool
):
    chance, rows = random.Random(0), []
    for _ in range(200):
        answer = chance.gauss(0, 1)
        rows.append((chance.random(), weight * answer + chance.gauss(0, 1), answer))
    facts = read(
        written(tmp_path / "t.csv", f"size,{score},{target}", rows), target=target
    )
    assert not facts.drop
    said = [s for s in facts.sentences if "another model's answer" in s]
    assert bool(said) == asked and all("--drop" in s for s in said)


def test_what_another_column_predicts_is_the_answer(tmp_path: Path):
    chance = random.Random(0)
    rows = [tuple(chance.gauss(0, 1) for _ in range(3)) for _ in range(60)]
    names = "model predicted log solubility,weight,measured log solubility"
    facts = read(written(tmp_path / "t.csv", names, rows))
    assert facts.target.value == "measured log solubility"
    assert "is a prediction of it" in facts.target.reason
    two = "predicted density,measured density,lowest density"
    assert read(written(tmp_path / "t.csv", two, rows)).target.value == ""


def passed(path: Path, decide) -> str:
    chance, rows = random.Random(1), []
    for _ in range(400):
        a, b, c = (round(chance.gauss(25, 8), 1) for _ in "abc")
        rows.append((a, b, c, "yes" if decide(a, b, chance) else "no"))
    found = read(written(path, "written,oral,age,passed", rows), target="passed")
    return " ".join(found.sentences)


def test_a_threshold_of_a_sum_is_named(tmp_path: Path):
    said = passed(tmp_path / "t.csv", lambda a, b, _: a + 2 * b >= 75)
    assert "A threshold of a weighted sum of written, oral says passed" in said


@pytest.mark.parametrize("noise", [1, 5])
def test_a_sum_that_nearly_tells_the_classes_is_none(tmp_path: Path, noise: float):
    said = passed(
        tmp_path / "t.csv", lambda a, b, chance: a + b + chance.gauss(0, noise) >= 50
    )
    assert "threshold" not in said


def test_classes_with_a_gap_between_them_are_no_rule(tmp_path: Path):
    chance, rows = random.Random(2), []
    for i in range(400):
        middle = 4 * (i % 2)
        a, b = (round(chance.gauss(middle, 0.6), 3) for _ in "ab")
        rows.append((a, b, round(chance.random(), 3), "ab"[i % 2]))
    path = written(tmp_path / "t.csv", "length,width,noise,kind", rows)
    assert "threshold" not in " ".join(read(path, target="kind").sentences)


@pytest.mark.parametrize("seed", range(10))
def test_of_many_columns_a_plane_that_fits_its_own_rows_is_no_rule(seed: int):
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(230, 45))
    y = x.sum(1) + 3 * generator.normal(size=230) > 0
    assert not thresholds.is_cut((x - x.mean(0)) / x.std(0), y)
