"""What `scaffolder.facts` says of tables: `pytest tests/facts/test_tables.py`.

Each test writes a small table and claims one thing about the facts read from it.
"""

import gzip
import random
import subprocess
import sys
from pathlib import Path

import pytest

from scaffolder.errors import DataError
from scaffolder.facts import Facts, read

from ..rendered import Rendered

ROOT = Path(__file__).parents[2]


def table(
    rows: int = 60, separator: str = ",", header: str = "size,colour,label"
) -> str:
    """A number, a category with three values, and a label that follows neither."""
    chance = random.Random(0)
    lines = [header.replace(",", separator)] if header else []
    for _ in range(rows):
        cells = (
            f"{chance.random():.4f}",
            chance.choice(["red", "green", "blue"]),
            chance.choice(["yes", "no"]),
        )
        lines.append(separator.join(cells))
    return "\n".join(lines) + "\n"


def with_column(name: str, cells: list, content: str = "") -> str:
    """The table with one more column, on the left."""
    header, *lines = (content or table(len(cells))).splitlines()
    more = [f"{cell},{line}" for cell, line in zip(cells, lines, strict=True)]
    return "\n".join([f"{name},{header}", *more]) + "\n"


def said_of(facts: Facts) -> str:
    return " ".join(facts.sentences)


def facts_of(folder: Path, content: str | bytes, name: str = "t.csv", **asked) -> Facts:
    raw = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(raw)
    return read(folder / name, **asked)


def dropped(facts: Facts) -> set[str]:
    return {proposal.value for proposal in facts.drop}


def role(facts: Facts, name: str) -> str:
    return next(column.role for column in facts.columns if column.name == name)


def test_importing_the_facts_imports_neither_polars_nor_pillow_nor_torch():
    code = "import sys, scaffolder.facts; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"polars", "PIL", "torch", "numpy"} & set(done.stdout.split())


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_usual_separator_is_found(tmp_path: Path, separator: str):
    facts = facts_of(tmp_path, table(separator=separator))
    assert facts.settings["separator"].value == separator
    assert [column.name for column in facts.columns] == ["size", "colour", "label"]


def test_spaces_after_separators_are_no_part_of_a_cell(tmp_path: Path):
    facts = facts_of(tmp_path, table(separator=", "))
    assert set(facts.classes) == {"yes", "no"}


@pytest.mark.parametrize(
    "encoding", ["utf8", "utf-8-sig", "latin-1", "utf-16", "cp1252"]
)
def test_every_usual_encoding_gives_the_same_words(tmp_path: Path, encoding: str):
    word = "“größe”" if encoding == "cp1252" else "größe"
    content = table().replace("size", word).replace("red", "bläulich")
    facts = facts_of(tmp_path, content.encode(encoding))
    assert facts.columns[0].name == word
    assert "bläulich" in facts.columns[1].examples


def test_the_first_strange_byte_may_come_after_a_megabyte(tmp_path: Path):
    content = table(80_000).encode() + "0.5,rosé,yes\n".encode("latin-1")
    assert len(content) > 1_100_000
    facts = facts_of(tmp_path, content)
    assert facts.settings["encoding"].value == "latin-1"
    assert facts.counts == {"train": 80_001}


def test_a_file_without_a_header_gets_numbered_columns(tmp_path: Path):
    facts = facts_of(tmp_path, table(header=""))
    assert facts.settings["columns"].value == ("column_1", "column_2", "column_3")
    assert facts.counts == {"train": 60}
    assert facts.target.value == "column_3"


@pytest.mark.parametrize(("count", "answer"), [(40, "column_1"), (8, "")])
def test_classes_before_a_row_of_measurements_are_the_answer(
    count: int, answer: str, tmp_path: Path
):
    chance = random.Random(0)
    rows = [
        ",".join([("-1", "1")[i % 2], *(f"{chance.gauss():.4f}" for _ in range(count))])
        for i in range(60)
    ]
    facts = facts_of(tmp_path, "\n".join(rows))
    assert facts.target.value == answer
    assert facts.classes == ({"-1": 30, "1": 30} if answer else {})


def test_a_header_over_text_alone_is_still_a_header(tmp_path: Path):
    rows = "red,round,yes\nblue,square,no\nred,square,yes\nblue,round,yes\n"
    content = "colour,shape,label\n" + rows * 15
    facts = facts_of(tmp_path, content)
    assert facts.settings["columns"].value == ()
    assert facts.counts == {"train": 60}


def test_single_quotes_are_found_and_taken_off_the_labels(tmp_path: Path):
    rows = [f"{i / 7:.3f},{i % 5},'{-1 if i % 3 else 1}'" for i in range(60)]
    facts = facts_of(tmp_path, "\n".join(rows))
    assert facts.settings["quote"].value == "'"
    assert facts.classes == {"-1": 40, "1": 20}


def test_a_lone_double_quote_is_text_and_eats_no_rows(tmp_path: Path):
    rows = [f'{i / 7:.3f},{i % 3}" pipe,{"ab"[i % 2]}' for i in range(60)]
    facts = facts_of(tmp_path, "length,part,label\n" + "\n".join(rows))
    assert facts.settings["quote"].value == ""
    assert facts.counts == {"train": 60}


def test_quoted_cells_may_hold_separators_and_line_ends(tmp_path: Path):
    rows = [f'{i / 7:.3f},"x,\n{i % 3}",{"ab"[i % 2]}' for i in range(60)]
    facts = facts_of(tmp_path, "length,part,label\n" + "\n".join(rows))
    assert facts.counts == {"train": 60}
    assert facts.settings["quote"].value == '"'


def test_gzip_parquet_and_json_lines_say_the_same_as_csv(tmp_path: Path):
    import polars

    plain = facts_of(tmp_path, table())
    frame = polars.read_csv(tmp_path / "t.csv")
    frame.write_parquet(tmp_path / "t.parquet")
    frame.write_ndjson(tmp_path / "t.jsonl")
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(table().encode()))
    for name in ("t.parquet", "t.jsonl", "t.csv.gz"):
        facts = read(tmp_path / name)
        assert (facts.classes, facts.columns) == (plain.classes, plain.columns), name


def test_missing_markers_are_found_counted_and_put_into_the_settings(tmp_path: Path):
    content = with_column("age", [1, 2, "?", "NA", "", 4] * 10)
    facts = facts_of(tmp_path, content)
    assert set(facts.settings["missing"].value) == {"", "?", "NA"}
    assert facts.columns[0].missing == 30
    assert role(facts, "age") == "number"
    assert "'?' in 10 cells" in facts.settings["missing"].reason


def test_markers_that_appear_only_late_in_a_file_are_found_too(tmp_path: Path):
    content = with_column("age", list(range(100, 5000)) + ["?"])
    facts = facts_of(tmp_path, content)
    assert facts.settings["missing"].value == ("", "?")
    assert facts.columns[0].missing == 1


def test_a_few_words_in_a_number_column_are_said_and_count_as_missing(tmp_path: Path):
    content = with_column("age", [f"{i}.5" for i in range(399)] + ["unknown"])
    facts = facts_of(tmp_path, content)
    assert role(facts, "age") == "number" and facts.columns[0].missing == 1
    assert any("'unknown'" in sentence for sentence in facts.sentences)


@pytest.mark.parametrize("form", ["{}.5", "${},500"])
def test_the_same_words_in_a_twentieth_of_many_numbers_count_as_missing(
    tmp_path: Path, form: str
):
    cells = ["on request" if i % 30 == 3 else form.format(i + 10) for i in range(240)]
    content = with_column("price", [f'"{cell}"' for cell in cells])
    facts = facts_of(tmp_path, content, target="price")
    assert facts.kind.value == "tabular-regression" and facts.number is not None
    assert facts.number.missing == 8 and "on request" in facts.settings["missing"].value
    assert "'on request' where price has no number" in facts.settings["missing"].reason


def test_words_in_more_of_the_cells_are_no_gaps_and_the_cause_is_said(tmp_path: Path):
    cells = ["on request" if i % 12 == 3 else f"${i + 10}" for i in range(240)]
    facts = facts_of(tmp_path, with_column("price", cells), target="label")
    (out,) = [proposal for proposal in facts.drop if proposal.value == "price"]
    assert "words such as 'on request' in too many rows" in out.reason
    cells = ["on request" if i % 4 == 3 else f"${i + 10}" for i in range(240)]
    facts = facts_of(tmp_path, with_column("price", cells), target="label")
    assert role(facts, "price") == "category"
    assert "price holds numbers, and words such as 'on request'" in said_of(facts)


LIMITS = (["<0.05", "ND"], ["≤ 0.1", "BDL"], [">2419.6", "n.b."], ['"<0,05"', "n.a."])


@pytest.mark.parametrize("words", LIMITS)
def test_what_was_beyond_measure_is_missing_in_a_column_of_numbers(
    tmp_path: Path, words: list[str]
):
    mark = '"{},{}"' if '"' in words[0] else "{}.{}"
    cells = [[*words, mark.format(i // 9, 10 + i)][min(i % 5, 2)] for i in range(90)]
    facts = facts_of(tmp_path, with_column("lead", cells), target="label")
    assert role(facts, "lead") == "number" and facts.columns[0].missing == 36
    told = said_of(facts)
    plain = words[0].strip('"')
    assert f"{plain!r} (18 cells), {words[1]!r} (18 cells): such cells count" in told
    assert "take the signs away: cd" in told and "t_limits.csv" in told


def test_limits_among_few_numbers_are_categories(tmp_path: Path):
    cells = [["<1", "1", "2", "3", ">3"][i % 5] for i in range(240)]
    facts = facts_of(tmp_path, with_column("years", cells), target="label")
    assert role(facts, "years") == "category"


def test_a_word_among_few_numbers_is_a_category(tmp_path: Path):
    cells = ["ground" if i % 25 == 3 else str(i % 12) for i in range(240)]
    facts = facts_of(tmp_path, with_column("floor", cells))
    assert role(facts, "floor") == "category"


def test_a_sentinel_is_said_but_stays_a_number(tmp_path: Path):
    content = with_column("age", [-999 if i % 5 == 0 else i + 20 for i in range(60)])
    facts = facts_of(tmp_path, content)
    assert any("-999" in s and "`missing`" in s for s in facts.sentences)
    assert "-999" not in facts.settings["missing"].value


def test_a_number_of_nines_far_above_the_others_is_said_as_it_is_written(
    tmp_path: Path,
):
    cells = ["9999.0" if i % 9 == 0 else f"{90 + i}.0" for i in range(60)]
    facts = facts_of(tmp_path, with_column("creatinine", cells))
    said = " ".join(facts.sentences)
    assert "creatinine holds 9999 in 7 rows, far above its next value 149" in said
    assert "add '9999.0' to `missing`" in said


def test_nines_are_said_with_the_question_for_the_answer(tmp_path: Path):
    rows = [
        f"{20 + i},{9999 if i % 8 == 5 else 1900 + i},{i * 7 % 50}" for i in range(90)
    ]
    facts = facts_of(tmp_path, "\n".join(["area,built,deposit", *rows]))
    assert not facts.target.value
    (told,) = (s for s in facts.sentences if "far above its next value" in s)
    assert "built holds 9999 in 11 rows" in told and "deposit" not in told


@pytest.mark.parametrize("most", ["999", "9999"])
def test_nines_that_are_measured_are_not_said(tmp_path: Path, most: str):
    once = [int(most) if i == 9 else i + 20 for i in range(60)]
    near = [int(most) if i % 9 == 0 else int(most) - 200 + i for i in range(60)]
    for cells in (once, near):
        facts = facts_of(tmp_path, with_column("price", cells))
        assert "`missing`" not in " ".join(facts.sentences)


def test_digits_with_a_leading_zero_are_names_not_numbers(tmp_path: Path):
    content = with_column("zip", ["01234", "11234", "09999"] * 20)
    facts = facts_of(tmp_path, content)
    assert "zip" in facts.settings["categorical"].value


def test_a_target_is_known_by_its_name_wherever_it_stands(tmp_path: Path):
    content = "species,island,bill\n" + "".join(
        f"{'ABC'[i % 3]},{'xy'[i // 7 % 2]},{i / 3:.2f}\n" for i in range(60)
    )
    facts = facts_of(tmp_path, content)
    assert (facts.target.value, facts.kind.value) == (
        "species",
        "tabular-classification",
    )


def test_a_value_beats_the_last_column_and_an_income(tmp_path: Path):
    content = "median_income,median_house_value,near\n" + "".join(
        f"{i * 7 % 31 + i / 9:.3f},{i * 1013 % 977},{'xy'[i % 2]}\n" for i in range(200)
    )
    facts = facts_of(tmp_path, content)
    assert facts.target.value == "median_house_value"
    assert facts.kind.value == "tabular-regression"
    assert facts.number is not None and facts.number.mean is not None


def test_a_target_nobody_can_guess_is_left_to_the_user(tmp_path: Path):
    chance = random.Random(1)
    content = "a,b,c\n" + "".join(
        f"{chance.random()},{chance.random()},{chance.random()}\n" for _ in range(40)
    )
    facts = facts_of(tmp_path, content)
    assert facts.target.value == "" and "a, b, c" in facts.target.reason
    assert read(tmp_path / "t.csv", target="b").target.value == "b"


def test_few_whole_numbers_are_classes_unless_asked_otherwise(tmp_path: Path):
    content = table().replace("yes", "3").replace("no", "5")
    assert facts_of(tmp_path, content).classes.keys() == {"3", "5"}
    facts = facts_of(tmp_path, content, kind="tabular-regression")
    assert facts.number is not None and facts.classes == {}


def test_ids_constants_and_empty_columns_are_left_out_with_a_reason(tmp_path: Path):
    content = with_column("id", list(range(1000, 1060)))
    content = with_column("unit", ["cm"] * 60, content)
    content = with_column("note", [""] * 60, content)
    facts = facts_of(tmp_path, content)
    assert dropped(facts) == {"id", "unit", "note"}
    reasons = {proposal.value: proposal.reason for proposal in facts.drop}
    assert "id" in reasons["id"] and "one value" in reasons["unit"]
    assert "empty" in reasons["note"]


def test_a_row_number_that_starts_anew_is_left_out(tmp_path: Path):
    content = with_column("number", [*range(1, 41), *range(1, 21)])
    assert "number" in dropped(facts_of(tmp_path, content))


def test_the_target_in_other_words_is_a_leak_and_said_first(tmp_path: Path):
    labels = [line.split(",")[-1] for line in table().splitlines()[1:]]
    content = with_column("code", [{"yes": 7, "no": 9}[label] for label in labels])
    facts = facts_of(tmp_path, content)
    assert dropped(facts) == {"code"}
    assert any("give the answer away" in sentence for sentence in facts.sentences)


@pytest.mark.parametrize("classes", ["GFED", "NY"])
def test_a_number_that_is_cut_into_classes_is_left_out(tmp_path: Path, classes: str):
    """Two classes may lie apart by nature: said, and kept."""
    chance, lines = random.Random(0), ["points,size,label"]
    for _ in range(160):
        points = chance.randrange(100)
        label = classes[points * len(classes) // 100]
        lines.append(f"{points},{chance.random():.3f},{label}")
    facts = facts_of(tmp_path, "\n".join(lines) + "\n")
    assert dropped(facts) == ({"points"} if classes == "GFED" else set())
    told = "points is the number that the classes of label are cut from"
    assert (told in said_of(facts)) == (classes == "GFED")


def test_a_currency_or_a_logarithm_of_a_numeric_target_is_a_leak(tmp_path: Path):
    chance = random.Random(2)
    prices = [chance.uniform(10, 500) for _ in range(200)]
    rows = [f"{p * 1.08:.2f},{chance.random():.3f},{p:.2f}" for p in prices]
    facts = facts_of(tmp_path, "dollars,size,price\n" + "\n".join(rows))
    assert facts.target.value == "price" and dropped(facts) == {"dollars"}


def test_an_honest_strong_feature_is_no_leak(tmp_path: Path):
    chance = random.Random(3)
    sizes = [chance.uniform(10, 500) for _ in range(200)]
    rows = [f"{s:.2f},{s * 3 + chance.gauss(0, 20):.2f}" for s in sizes]
    assert dropped(facts_of(tmp_path, "size,price\n" + "\n".join(rows))) == set()


def test_of_two_columns_that_say_the_same_the_number_is_kept(tmp_path: Path):
    grades = [("primary", 1), ("high", 2), ("college", 3)]
    content = with_column("education", [grades[i * 7 % 3][0] for i in range(60)])
    content = with_column("years", [grades[i * 7 % 3][1] for i in range(60)], content)
    facts = facts_of(tmp_path, content)
    assert dropped(facts) == {"education"}
    assert "years" in facts.drop[0].reason


def test_imbalance_is_said_with_the_share_of_the_rare_class(tmp_path: Path):
    rows = [
        f"{i / 7:.3f},{i % 5},{'sick' if i % 40 == 0 else 'well'}" for i in range(400)
    ]
    facts = facts_of(tmp_path, "a,b,label\n" + "\n".join(rows))
    assert facts.classes == {"well": 390, "sick": 10}
    assert any("Imbalanced" in s and "2.5 %" in s for s in facts.sentences)


def test_a_capped_target_is_said_with_its_count(tmp_path: Path):
    values = [min(500_001, 1000 * i + i % 7) for i in range(600)]
    rows = [f"{i * 37 % 101},{value}" for i, value in enumerate(values)]
    facts = facts_of(tmp_path, "rooms,price\n" + "\n".join(rows))
    assert any("capped" in s and "500,001" in s for s in facts.sentences)


def test_many_zeros_are_no_cap(tmp_path: Path):
    cells = [0 if i % 3 else i / 7 + 1 for i in range(240)]
    facts = facts_of(tmp_path, with_column("rain", cells), target="rain")
    assert "160 rows (67 %) with exactly 0" in said_of(facts)
    assert "capped" not in said_of(facts) and "many zeros" in said_of(facts)


def test_a_number_above_zero_in_one_class_alone_is_said(tmp_path: Path):
    chance = random.Random(0)
    bad = [i % 4 == 0 for i in range(320)]
    cells = [f"{50 + i}" if b and i % 12 else "0" for i, b in enumerate(bad)]
    rows = [
        f"{c},{chance.random():.4f},{'yn'[b]}" for c, b in zip(cells, bad, strict=True)
    ]
    facts = facts_of(tmp_path, "recovered,size,label\n" + "\n".join(rows) + "\n")
    assert "recovered is 0 but in 53 rows, all of them 'n': 66 %" in said_of(facts)
    few = [f"{50 + i}" if b and i % 32 == 0 else "0" for i, b in enumerate(bad)]
    rows = [
        f"{c},{chance.random():.4f},{'yn'[b]}" for c, b in zip(few, bad, strict=True)
    ]
    facts = facts_of(tmp_path, "recovered,size,label\n" + "\n".join(rows) + "\n")
    assert "recovered is 0" not in said_of(facts)


def test_a_second_answer_that_is_nearly_the_first_is_left_out(tmp_path: Path):
    chance = random.Random(0)
    rows = [
        f"{chance.random():.4f},{chance.random():.4f},{i + 9 * chance.random():.4f},"
        f"{i + 9 * chance.random():.4f}"
        for i in range(120)
    ]
    chance.shuffle(rows)
    content = "\n".join(["{},X2,{}1,{}2", *rows]) + "\n"
    facts = facts_of(tmp_path, content.format("X1", "Y", "Y"), target="Y1")
    (second,) = facts.drop
    assert second.value == "Y2" and "or --keep Y2" in second.reason
    facts = facts_of(tmp_path, content.format("X1", "T", "T"), target="T1")
    assert not facts.drop and "T2 alone says nearly all of T1" in said_of(facts)


def test_names_that_hardly_repeat_number_no_rows(tmp_path: Path):
    cells = [f"C{i}O" if i % 20 else "CCO" for i in range(240)]
    facts = facts_of(tmp_path, with_column("molecule", cells))
    (out,) = facts.drop
    assert "has another value in nearly every row" in out.reason


def test_rare_categories_are_said(tmp_path: Path):
    content = with_column("place", ["inland"] * 57 + ["island"] * 3)
    facts = facts_of(tmp_path, content)
    assert any("'island' (3 rows)" in sentence for sentence in facts.sentences)


def test_protected_attributes_are_known_by_name_or_by_value(tmp_path: Path):
    content = with_column("race", ["a", "b"] * 30)
    content = with_column("c7", ["Male", "Female", "Male"] * 20, content)
    facts = facts_of(tmp_path, content)
    said = next(s for s in facts.sentences if s.startswith("Protected"))
    assert "race" in said and "c7" in said


def test_repeated_rows_are_counted_and_contradictions_said(tmp_path: Path):
    content = table() + "9.0,red,yes\n" * 5 + "9.0,red,no\n"
    facts = facts_of(tmp_path, content)
    assert facts.duplicates == 4
    assert any("different answer: 1" in sentence for sentence in facts.sentences)


def test_spellings_of_one_answer_within_a_file_become_one(tmp_path: Path):
    content = table().replace("yes", "Yes", 3)
    facts = facts_of(tmp_path, content)
    assert facts.settings["same_answer"].value == (("Yes", "yes"),)
    assert set(facts.classes) == {"yes", "no"}


def test_blank_lines_are_not_rows(tmp_path: Path):
    assert facts_of(tmp_path, table().replace("\n", "\n\n")).counts == {"train": 60}


@pytest.mark.parametrize("cells", ["abc", "x?y", "12n"])
def test_a_column_may_be_called_count(tmp_path: Path, cells: str):
    rows = "".join(f"{i / 7:.3f},{cells[i % 3]}\n" for i in range(60))
    (tmp_path / "t.csv").write_text("size,count\n" + rows)
    facts = read(tmp_path / "t.csv", kind="tabular-classification", target="count")
    assert sum(facts.classes.values()) in (40, 60)


def by_the_row(header: str, *columns: list) -> str:
    rows = [",".join(map(str, row)) for row in zip(*columns, strict=True)]
    return "\n".join([header, *rows]) + "\n"


@pytest.mark.parametrize(
    ("name", "turn"), [("hour", 24), ("weekday", 7), ("month", 12), ("phase", 8)]
)
def test_a_counter_that_begins_anew_is_an_input(tmp_path: Path, name: str, turn: int):
    counter = [i % turn for i in range(20 * turn)]
    noise = [random.Random(i).random() for i in counter]
    content = by_the_row(
        f"{name},heat,load", counter, noise, [i * 3.5 for i in counter]
    )
    facts = facts_of(tmp_path, content, target="load", kind="tabular-regression")
    assert role(facts, name) == "number"


def test_a_day_of_the_month_is_an_input(tmp_path: Path):
    days = [
        d for _ in range(4) for length in (31, 28, 30) for d in range(1, length + 1)
    ]
    noise = [random.Random(i).random() for i in range(len(days))]
    content = by_the_row("day,heat,load", days, noise, [x * 3.5 for x in noise[::-1]])
    assert role(facts_of(tmp_path, content, target="load"), "day") == "number"


@pytest.mark.parametrize("size", [24, 0])
def test_a_number_within_a_group_is_no_input(tmp_path: Path, size: int):
    sizes = [size or 30 + i % 7 for i in range(40)]
    number = [i for many in sizes for i in range(many)]
    group = [f"picture{g}" for g, many in enumerate(sizes) for _ in range(many)]
    noise = [random.Random(i).random() for i in range(len(number))]
    content = by_the_row("number,picture,heat,load", number, group, noise, noise[::-1])
    facts = facts_of(tmp_path, content, target="load")
    assert role(facts, "number") == "id" and "number" in dropped(facts)


def codes(names: list[str], header: str) -> str:
    rows = [
        f"{random.Random(i).random():.4f},{names[i % len(names)]}" for i in range(90)
    ]
    return "\n".join([header, *rows]) + "\n"


def test_a_class_may_be_called_na(tmp_path: Path):
    facts = facts_of(tmp_path, codes(["AF", "AS", "EU", "NA"], "x,continent"))
    assert set(facts.classes) == {"AF", "AS", "EU", "NA"}
    assert facts.settings["missing"].value == ("",)
    made = Rendered(tmp_path, facts.kind.value, data=str(facts.path))
    answers = {example.answer for example in made.load().train}
    assert answers == set(facts.classes)


def test_rows_that_say_na_instead_of_an_answer_are_named(tmp_path: Path):
    facts = facts_of(tmp_path, codes(["yes", "no", "NA"], "x,label"))
    assert set(facts.classes) == {"yes", "no"}
    assert any("say 'NA'" in said for said in facts.sentences)


def test_two_equally_likely_targets_are_a_question(tmp_path: Path):
    rows = [f"{'ABCD'[i % 4]},{i * 7 % 13},{i * 5 % 16}" for i in range(200)]
    assert facts_of(tmp_path, "\n".join(rows) + "\n").target.value == ""
    rows = [f"{'ab'[i % 2]},{i * 7 % 13},{'xy'[i % 2]}" for i in range(200)]
    facts = facts_of(tmp_path, "\n".join(["label,size,class", *rows]) + "\n")
    assert facts.target.value == ""


def test_an_answer_in_one_hot_columns_is_named_not_guessed(tmp_path: Path):
    rows = [
        f"{i / 7:.3f},{int(i % 3 == 0)},{int(i % 3 == 1)},{int(i % 3 == 2)}"
        for i in range(90)
    ]
    content = "\n".join(["size,is_a,is_b,is_c", *rows]) + "\n"
    with pytest.raises(DataError, match="exactly one 1"):
        facts_of(tmp_path, content)
    assert facts_of(tmp_path, content, target="is_c").target.value == "is_c"


@pytest.mark.parametrize("names", ["x_utm,y_utm", "class_size,age_at_diagnosis", "x,y"])
def test_a_place_or_a_size_is_no_answer(tmp_path: Path, names: str):
    chance = random.Random(0)
    rows = [
        f"{chance.random()},{chance.random()},{chance.choice([0, 1])}"
        for _ in range(40)
    ]
    facts = facts_of(tmp_path, "\n".join([f"{names},presence", *rows]))
    assert (facts.target.value, facts.kind.value) == (
        "presence",
        "tabular-classification",
    )


def test_long_numbers_below_a_title_are_ids(tmp_path: Path):
    ids = [1237650187901073366 + i * 7919 for i in range(60)]
    facts = facts_of(tmp_path, "#Table1\n" + with_column("objid", ids))
    assert dropped(facts) == {"objid"}
    assert facts.drop[0].reason.endswith("(such as '1237650187901073366')")


def test_ids_that_lost_their_last_digits_are_left_out(tmp_path: Path):
    ids = [f"1.23765{i * i % 11 % 10}e+18" for i in range(60)]
    assert dropped(facts_of(tmp_path, with_column("objid", ids))) == {"objid"}
