"""Tables as spreadsheets write them: `pytest tests/facts/test_spreadsheets.py`.

Facts and the project that is rendered for the same file say the same of every cell.
"""

import random
from pathlib import Path

import polars as pl
import pytest

from scaffolder.errors import DataError
from scaffolder.facts import Facts, read
from scaffolder.facts.written.table import load
from scaffolder.facts.written.written_numbers import form_of, plain

from ..rendered import Rendered
from .test_places import carried_out

CHANCE = random.Random(0)
VALUES = [CHANCE.gauss(1000, 1500) for _ in range(300)]
PRICES = [CHANCE.gauss(1000, 1500) for _ in range(300)]


def german(value: float) -> str:
    return f"{value:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")


WRITTEN = {
    "1.234,50": german,
    "1,234.50": lambda v: f"{v:,.2f}",
    "1 234.50": lambda v: f"{v:,.2f}".replace(",", " "),
    "1’234.50": lambda v: f"{v:,.2f}".replace(",", "’"),
    "$1,234.50": lambda v: f"${v:,.2f}" if v > 0 else f"(${-v:,.2f})",
    "1.234,50 €": lambda v: f"{german(v)} €",
    "1234.50 %": lambda v: f"{v:.2f} %",
    "1234.50 kg": lambda v: f"{v:.2f} kg",
    "1,234.50-": lambda v: f"{-v:,.2f}-" if v < 0 else f"{v:,.2f}",
}


def table(write) -> str:
    """A column written so, one of names, and a number to predict."""
    lines = ['"amount";kind;price']
    for i, (value, price) in enumerate(zip(VALUES, PRICES, strict=True)):
        lines.append(f"{write(value)};{'abc'[i % 3]};{write(price)}")
    return "\n".join(lines) + "\n"


def both(folder: Path, content: str, kind: str, target: str) -> tuple[Facts, list]:
    """The facts, and all examples of the project, in the order of the file."""
    path = folder / "t.csv"
    path.write_text(content, encoding="utf8")
    found = read(path, kind=kind, target=target)
    made = Rendered(folder, kind, data=str(path), target=target)
    splits = made.load()
    examples = [*splits.train, *splits.validation, *splits.test]
    examples.sort(key=lambda example: int(example.id.split(":")[1]))
    return found, examples


@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN.keys())
def test_numbers_are_read_as_a_spreadsheet_wrote_them(tmp_path: Path, write):
    found, examples = both(tmp_path, table(write), "tabular-regression", "price")
    amount = next(c for c in found.columns if c.name == "amount")
    assert amount.role == "number"
    assert amount.minimum == pytest.approx(min(VALUES), abs=0.01)
    assert found.number and found.number.maximum == pytest.approx(max(PRICES), abs=0.01)
    assert any("as a spreadsheet writes them" in said for said in found.sentences)
    for value, price, example in zip(VALUES, PRICES, examples, strict=True):
        assert float(example.raw["amount"]) == pytest.approx(value, abs=0.006)
        assert float(example.answer) == pytest.approx(price, abs=0.006)


@pytest.mark.parametrize(
    "cells",
    [
        ["Q1", "Q2", "Q3"],
        ["4 stars", "5 stars", "1 stars"],
        ["18-25", "26-35", "36-50"],
        ["01.02.2024", "17.03.2024", "05.11.2023"],
        ["1.10.2", "1.9.3", "2.0.0"],
        ["$5.00", "€6.00", "$7.00"],
        ["1.299,50", "1,299.50", "7.5"],
        ["12:57", "5:39", "23:01"],
        ["0031", "0044", "1001"],
        [f"p{i}" for i in range(40)],
        [f"{i}{'ab'[i % 2]}" for i in range(40)],
    ],
)
def test_names_with_digits_are_no_numbers(cells: list[str]):
    assert form_of(dict.fromkeys(cells, 9), ",", "") == ("", "")


def test_a_point_parts_thousands_beside_decimal_commas(tmp_path: Path):
    rows = [f"{i * 37 % 1900:,};{i % 9},5;{'xy'[i % 2]}" for i in range(90)]
    content = "area;width;label\n" + "\n".join(rows).replace("1,", "1.", 0) + "\n"
    content = content.replace(",", ".").replace(".5;", ",5;")
    found, examples = both(tmp_path, content, "tabular-classification", "label")
    areas = [i * 37 % 1900 for i in range(90)]
    assert next(c for c in found.columns if c.name == "area").maximum == max(areas)
    assert [float(e.raw["area"]) for e in examples] == areas


def report() -> str:
    """Title lines, a blank one, a line of units, a total and a note."""
    chance = random.Random(0)
    lines = ["Energy report 2024,,,,", "by plant 7,,,,", ",,,,"]
    lines += [",temperature,pressure,valve,output", ",degC,bar,,kW"]
    for i in range(60):
        t, p = chance.gauss(60, 10), chance.gauss(5, 1)
        lines.append(f"{i},{t:.1f},{p:.2f},{['open', 'shut'][i % 2]},{3 * t + p:.1f}")
    return "\n".join([*lines, "Total,,,,14750.1", "Source: plant 7,,,,"]) + "\n"


def test_titles_units_and_totals_are_no_examples(tmp_path: Path):
    found, examples = both(tmp_path, report(), "tabular-regression", "output")
    assert found.counts == {"train": 60} and len(examples) == 60
    assert [c.role for c in found.columns] == [
        "id",
        *["number"] * 2,
        "category",
        "number",
    ]
    assert examples[0].raw[""] == "0" and examples[-1].raw[""] == "59"
    said = " ".join(found.sentences)
    assert "above the table, left out: 3" in said
    assert "'degC', 'Total', 'Source: plant 7'" in said


def test_total_is_a_name_where_other_rows_bear_it(tmp_path: Path):
    rows = [
        f"{['north', 'south', 'total'][i % 3]},{i / 7:.3f},{i % 2}" for i in range(60)
    ]
    path = tmp_path / "t.csv"
    path.write_text("region,size,label\n" + "\n".join(rows) + "\n")
    assert read(path).counts == {"train": 60}


def test_a_line_that_names_the_separator_is_no_header(tmp_path: Path):
    found, examples = both(
        tmp_path,
        "sep=;\n" + table(german),
        "tabular-regression",
        "price",
    )
    assert found.settings["skip"].value == 1
    assert len(examples) == len(VALUES)


def test_error_marks_and_infinities_are_missing(tmp_path: Path):
    odd = ["#DIV/0!", "#N/A", "inf", "1e400", "-inf", "#VALUE!"]
    rows = [
        f"{odd[i // 9] if i % 9 == 0 and i // 9 < 6 else i / 7},{'xy'[i % 2]}"
        for i in range(90)
    ]
    content = "ratio,label\n" + "\n".join(rows) + "\n"
    found, examples = both(tmp_path, content, "tabular-classification", "label")
    ratio = next(c for c in found.columns if c.name == "ratio")
    assert (ratio.role, ratio.missing) == ("number", 6)
    assert sum(example.raw["ratio"] is None for example in examples) == 6


def test_what_is_no_number_in_a_target_is_left_out_by_both(tmp_path: Path):
    rows = [
        f"{i * 7 % 97},{'12 cm' if i == 30 else 'inf' if i == 7 else i / 7}"
        for i in range(200)
    ]
    content = "size,price\n" + "\n".join(rows) + "\n"
    found, examples = both(tmp_path, content, "tabular-regression", "price")
    assert found.number and found.number.missing == 2
    assert len(examples) == 198


def test_a_dash_is_a_gap_among_numbers(tmp_path: Path):
    rows = [f"{'-' if i % 5 == 0 else i / 7},{'xy'[i % 2]}" for i in range(100)]
    path = tmp_path / "t.csv"
    path.write_text("size,label\n" + "\n".join(rows) + "\n")
    size = next(c for c in read(path).columns if c.name == "size")
    assert (size.role, size.missing) == ("number", 20)


def test_names_that_differ_by_spaces_are_told_apart(tmp_path: Path):
    rows = [f"{i / 7},{i % 11},{i % 5},{'xy'[i % 2]}" for i in range(60)]
    content = 'a,,"  ",y\n' + "\n".join(rows) + "\n"
    found, examples = both(tmp_path, content, "tabular-classification", "y")
    assert [*examples[0].raw] == [c.name for c in found.columns if c.name != "y"]
    assert len(examples) == 60


def test_texts_below_a_title_say_what_is_in_the_way(tmp_path: Path):
    rows = [
        f"the {i} words of a longer text number {i},{'xy'[i % 2]}" for i in range(60)
    ]
    path = tmp_path / "t.csv"
    path.write_text("All mails,\n,\nmail,label\n" + "\n".join(rows) + "\n")
    with pytest.raises(DataError, match="lines? above"):
        read(path)


def test_the_project_writes_numbers_plainly_by_the_same_rule(tmp_path: Path):
    path = tmp_path / "t.csv"
    path.write_text(table(german), encoding="utf8")
    made = Rendered(tmp_path, "tabular-regression", data=str(path), target="price")
    theirs = made.module("read").plain
    parts = [
        "",
        "-",
        "(",
        "$",
        "€ ",
        "1",
        "12",
        ".5",
        ",5",
        "1.234",
        "1,234",
        " 123",
        "e5",
    ]
    parts += [")", " kg", "%", "x", "-", "’123"]
    chance = random.Random(1)
    cells = ["".join(chance.choices(parts, k=4)) for _ in range(5000)]
    frame = pl.DataFrame({"cell": cells})
    for mark, beside in ((".", ""), (",", ""), (".", "$"), (",", "€"), (".", "kg")):
        ours = frame.select(plain(pl.col("cell"), mark, beside).alias("x"))
        assert ours.equals(
            frame.select(theirs(pl.col("cell"), mark, beside).alias("x"))
        )


@pytest.mark.parametrize("name", ["{}.png", "{}.wav", "{}_a.jpg", "7_{}.wav"])
def test_names_of_files_are_no_numbers_with_a_unit(tmp_path: Path, name: str):
    rows = "".join(f"{name.format(i)},{i * 7 % 100}\n" for i in range(300))
    path = tmp_path / "answers.csv"
    path.write_text("file,shows\n" + rows)
    assert not load(path).frame["file"].dtype.is_float()


def test_numbers_with_a_k_or_an_m_are_not_called_ids(tmp_path: Path):
    cells = [f"€{i / 7 + 1:.1f}M" if i % 2 else f"€{100 + i}K" for i in range(200)]
    rows = [f"{cell},{i * 37 % 101},{'xy'[i % 2]}" for i, cell in enumerate(cells)]
    (tmp_path / "t.csv").write_text("\n".join(["value,age,label", *rows]) + "\n")
    reasons = {p.value: p.reason for p in read(tmp_path / "t.csv").drop}
    assert "holds numbers with K, M or B" in reasons["value"]


def test_small_numbers_beside_pictures_do_not_name_them(tmp_path: Path):
    from PIL import Image

    (tmp_path / "figures").mkdir()
    for i in range(10):
        Image.new("L", (9, 9), i).save(tmp_path / "figures" / f"{i}.png")
    rows = [f"{i % 10},{i * 37 % 101},{'xy'[i % 2]}" for i in range(100)]
    (tmp_path / "t.csv").write_text("\n".join(["rooms,age,label", *rows]) + "\n")
    assert read(tmp_path / "t.csv").kind.value == "tabular-classification"


@pytest.mark.parametrize("notes", [1, 2])
def test_one_note_among_the_numbers_of_a_small_table_is_a_gap(
    tmp_path: Path, notes: int
):
    """Two may be names; then nothing is said to be written as a spreadsheet does."""
    rows = [f'"{i * 1037:,}",{i % 7},{"xy"[i % 2]}' for i in range(2, 42)]
    rows += ["unknown to anybody,3,x"] * notes
    (tmp_path / "t.csv").write_text("\n".join(["money,age,label", *rows]) + "\n")
    facts, table = read(tmp_path / "t.csv"), load(tmp_path / "t.csv")
    assert table.frame["money"].dtype.is_float() == (notes == 1)
    assert table.dialect and bool(table.dialect.numbers) == (notes == 1)
    said = "money holds numbers, but also 'unknown to anybody'"
    assert any(said in sentence for sentence in facts.sentences) == (notes == 1)


def test_a_lone_point_is_how_sas_writes_a_gap(tmp_path: Path):
    rows = [f"{'.' if i % 4 == 0 else i / 7},{i % 5},{'xy'[i % 2]}" for i in range(90)]
    (tmp_path / "t.csv").write_text("\n".join(["dose,age,label", *rows]) + "\n")
    dose = read(tmp_path / "t.csv").columns[0]
    assert (dose.role, dose.missing) == ("number", 23)
    made = Rendered(tmp_path, "tabular-classification", data=str(tmp_path / "t.csv"))
    assert made.inputs().encode(made.load().train[0].raw).isfinite().all()


@pytest.mark.parametrize(
    ("sign", "numbers"), [(".", True), ("-", True), ("none", False)]
)
def test_a_sign_for_gaps_in_one_column_is_one_in_another_that_has_mostly_gaps(
    sign: str, numbers: bool, tmp_path: Path
):
    rows = [
        f"{sign if i % 4 == 0 else i / 7},{sign if i % 7 else i},{'xy'[i % 2]}"
        for i in range(120)
    ]
    (tmp_path / "t.csv").write_text("\n".join(["dose,days,label", *rows]) + "\n")
    facts = read(tmp_path / "t.csv")
    days = next(column for column in facts.columns if column.name == "days")
    assert (days.role == "number") == numbers
    if numbers:
        assert days.missing == 102 and sign in facts.settings["missing"].value


def test_letters_behind_the_point_are_gaps_and_a_point_is_none_of_the_dates(
    tmp_path: Path,
):
    """As SAS writes why a number is missing, and dates of which few are known."""
    gaps = [".", ".A", ".R", ".Z", "._"]
    rows = [
        f"{gaps[i % 5] if i % 3 == 0 else i / 7},{gaps[0] if i % 2 else f'{i % 27 + 1:02}JAN2016'},{'xy'[i % 2]}"
        for i in range(90)
    ]
    (tmp_path / "t.csv").write_text("\n".join(["dose,next,label", *rows]) + "\n")
    facts = read(tmp_path / "t.csv")
    dose, following = facts.columns[:2]
    assert (dose.role, dose.missing) == ("number", 30)
    assert (following.role, following.missing) == ("time", 45)
    assert "." in facts.settings["missing"].value


def plots(mark: str = "*") -> str:
    """Yields of a field trial: merged cells left blank, some numbers with a mark."""
    lines = ["Trial of wheat;;;;", "place;block;plot;dose;yield at harvest"]
    for i in range(80):
        place = ("north", "south")[i // 40] if i % 40 == 0 else ""
        block = "abcd"[i // 10 % 4] if i % 10 == 0 else ""
        value = f"{60 + i % 50 / 7:.2f}".replace(".", ",")
        lines.append(f"{place};{block};{i + 1};{i % 3};{value}{mark * (i % 20 == 3)}")
    return "\n".join([*lines, ";;;mean;71,9", "* sown again;;;;"]) + "\n"


@pytest.mark.parametrize("mark", ["*", " (e)", "†"])
def test_marks_and_merged_cells_are_named_with_commands_that_mend_them(
    tmp_path: Path, mark: str
):
    (tmp_path / "t.csv").write_text(plots(mark))
    facts = read(tmp_path / "t.csv")
    assert facts.counts == {"train": 80} and not facts.target.value
    assert "4 cells with a mark behind" in facts.target.reason
    carried_out(next(s for s in facts.sentences if "as above" in s))
    with pytest.raises(DataError, match="with a mark behind.*another --target") as told:
        read(tmp_path / "t_filled.csv", target="yield at harvest")
    carried_out(str(told.value))
    mended = read(tmp_path / "t_filled_plain.csv", target="yield at harvest")
    assert mended.kind.value == "tabular-regression"
    assert not any("as above" in sentence for sentence in mended.sentences)
    assert [c.missing for c in mended.columns] == [0] * 5


def test_stars_and_a_first_column_of_a_few_words_are_no_notes_and_no_merged_cells(
    tmp_path: Path,
):
    rows = [
        f"{'seen twice' if CHANCE.random() < 0.3 or i == 0 else ''},{i % 4 + 1}{'*' * (i % 3)},{'xy'[i % 2]}"
        for i in range(90)
    ]
    (tmp_path / "t.csv").write_text("\n".join(["remark,hotel,label", *rows]) + "\n")
    told = " ".join(read(tmp_path / "t.csv").sentences)
    assert "as above" not in told and "with a mark" not in told


def test_a_last_column_that_cannot_be_learnt_is_a_question(tmp_path: Path):
    rows = [f"{CHANCE.gauss(3, 1):.3f},{i % 5},item {i * 2 // 3} c" for i in range(90)]
    (tmp_path / "t.csv").write_text("\n".join(["dose,age,place", *rows]) + "\n")
    target = read(tmp_path / "t.csv").target
    assert not target.value and "60 different values" in target.reason
    assert "dose, age" in target.reason
