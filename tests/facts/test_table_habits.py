"""Habits of those who post tables: names apart, a question as a header, a number behind a class.

`pytest tests/facts/test_table_habits.py`. A remedy that a message names is carried out here.
"""

import random
import re
from pathlib import Path

import pytest

from scaffolder.facts import Facts, read
from tests.facts.test_layouts import refused
from tests.facts.test_places import carried_out
from tests.facts.test_texts import said, sentence

ROWS = 120


def table(path: Path, names: str, rows: list[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([names, *rows] if names else rows) + "\n")
    return path


def numbers(i: int, count: int, seed: int = 0) -> list[str]:
    dice = random.Random(1000 * seed + i)
    return [f"{dice.gauss(5, 2):.3f}" for _ in range(count)]


def dropped(facts: Facts) -> set[str]:
    return {str(proposal.value) for proposal in facts.drop}


@pytest.mark.parametrize("mark", [";", "\t", "  "])
def test_a_list_of_names_beside_rows_is_their_header(tmp_path: Path, mark: str):
    rows = [mark.join([*numbers(i, 4), ["ok", "bad"][i % 2]]) for i in range(ROWS)]
    table(tmp_path / "bolts.MSR", "", rows)
    table(
        tmp_path / "bolts_columns", "", ["length", "width", "torque", "heat", "state"]
    )
    carried_out(refused(tmp_path))
    facts = read(tmp_path / "bolts.csv")
    assert facts.classes == {"bad": 60, "ok": 60} and facts.target.value == "state"
    assert [c.name for c in facts.columns][:2] == ["length", "width"]


def test_a_list_of_words_beside_a_table_with_a_header_is_no_header(tmp_path: Path):
    rows = [",".join([*numbers(i, 2), "ab"[i % 2]]) for i in range(ROWS)]
    table(tmp_path / "plants.dat", "height,weight,kind", rows)
    table(tmp_path / "wordlist", "", ["oak", "elm", "fir"])
    assert read(tmp_path).counts == {"train": ROWS}


def old(i: int, seed: int) -> str:
    label = ("healthy", "mild case", "severe")[(i % 5 > 2) + (i % 10 > 8)]
    return ",".join(
        [*numbers(i, 4, seed), f"{label}.|{7919 * (i + 500 * seed) % 9973}"]
    )


def test_the_number_behind_a_class_is_cut_off_in_both_parts(tmp_path: Path):
    table(tmp_path / "liver.data", "", [old(i, 1) for i in range(ROWS)])
    table(tmp_path / "liver.test", "", [old(i, 2) for i in range(50)])
    (tmp_path / "liver.names").write_text("healthy, mild case, severe.\n")
    told = refused(tmp_path)
    assert "healthy, mild case, severe" in told
    carried_out(told)
    home = [tmp_path / f"liver_{part}_classes.csv" for part in ("train", "test")]
    facts = read(home[0], test=home[1])
    assert facts.counts == {"train": ROWS, "test": 50}
    assert facts.classes == {"healthy": 72, "mild case": 36, "severe": 12}


def test_an_id_with_a_kind_before_it_is_no_answer(tmp_path: Path):
    rows = [
        ",".join([*numbers(i, 3), f"{'ABC'[i % 3]}|{i * 37}", "xy"[i % 2]])
        for i in range(ROWS)
    ]
    facts = read(table(tmp_path / "t.csv", "a,b,c,ticket,label", rows))
    assert facts.target.value == "label"
    headless = ["|".join([str(i), *numbers(i, 3), "xy"[i % 2]]) for i in range(ROWS)]
    assert read(table(tmp_path / "pipes.data", "", headless)).counts == {"train": ROWS}


def answered(i: int, first: bool) -> str:
    cells = [*numbers(i, 3)]
    return ",".join(["01"[i % 7 == 0], *cells] if first else [*cells, "yn"[i % 3 == 0]])


@pytest.mark.parametrize(
    ("names", "first", "target"),
    [
        ("Cost,Total value,Weight,Delivered late?", False, "Delivered late?"),
        ("Fails?, Net revenue, Sales value, Weight", True, "Fails?"),
        ("Ripe?,Cost,Own fault?,Weight", True, "Cost"),  # several questions: a survey
    ],
)
def test_the_only_name_that_asks_a_question_is_the_answer(
    tmp_path: Path, names: str, first: bool, target: str
):
    rows = [answered(i, first) for i in range(ROWS)]
    if target == "Cost":
        rows = [
            f"{i % 2},{','.join(numbers(i, 1))},{i % 3 > 1:d},{i}.5"
            for i in range(ROWS)
        ]
    assert read(table(tmp_path / "t.csv", names, rows)).target.value == target


@pytest.mark.parametrize(
    ("names", "target"),
    [
        ("Area,Sea view?,Storeys,Price", "Price"),
        ("Sea view?,Town,Area,Levy", ""),
    ],
)
def test_a_question_amid_others_is_an_input(tmp_path: Path, names: str, target: str):
    rows = []
    for i in range(ROWS):
        cells = {"Sea view?": "yn"[i % 4 == 0], "Town": ("Ulm", "Bonn", "Trier")[i % 3]}
        other = numbers(i, 4)
        rows.append(
            ",".join(cells.get(n, other[k]) for k, n in enumerate(names.split(",")))
        )
    assert read(table(tmp_path / "t.csv", names, rows)).target.value == target


def repaid(i: int) -> str:
    back = i % 2 == 0
    amounts = [f"{40 + i % 37}.{i % 10}", f"{i % 5 + 1}", f"{back * (12 + i % 31)}.0"]
    return ",".join([*amounts, f"{2 + i % 7}.5", ["kept", "returned"][back]])


def test_what_is_nought_in_one_class_alone_is_named_alone(tmp_path: Path):
    path = table(
        tmp_path / "t.csv",
        "Total,Items,Paid back,Tax,label",
        list(map(repaid, range(ROWS))),
    )
    facts = read(path)
    assert "Paid back is 0 in all rows of 'kept' and in no others" in said(facts)
    assert dropped(facts) == {"Paid back"}


def test_what_is_mostly_nought_in_one_class_stays(tmp_path: Path):
    rows = list(map(repaid, range(ROWS)))
    rows[7] = rows[7].replace(",0.0,", ",19.0,")
    facts = read(table(tmp_path / "t.csv", "Total,Items,Paid back,Tax,label", rows))
    assert "Paid back" not in dropped(facts)


def season(folder: Path, name: str, more: str, first: int) -> None:
    names = "day,home,guest,odds,rain,result" + more
    rows = [
        f"2021-03-{i % 28 + 1:02d},t{i % 9},t{i % 7},{i}.25,{i % 4},{'HA'[i % 2]}"
        + ",7.5" * more.count(",")
        for i in range(first, first + 60)
    ]
    table(folder / name, names, rows)


def test_downloads_of_one_name_are_pieces_of_one_table(tmp_path: Path):
    season(tmp_path, "L2.csv", "", 0)
    season(tmp_path, "L2 (1).csv", ",hour", 60)
    season(tmp_path, "L2 (2).csv", ",hour,crowd", 120)
    told = refused(tmp_path)
    assert "They share 6 columns" in told
    carried_out(told)
    assert read(tmp_path / "joined.csv", target="result").counts == {"train": 180}


def test_a_file_loaded_twice_is_no_second_piece(tmp_path: Path):
    season(tmp_path, "L2.csv", "", 0)
    season(tmp_path, "L2 (1).csv", "", 0)
    assert "L2 (1).csv is L2.csv once more" in refused(tmp_path)


def test_a_class_among_kingdom_and_family_is_a_rank(tmp_path: Path):
    rows = []
    for i in range(ROWS):
        kind = ("Quercus robur", "Quercus rubra", "Fagus sylvatica")[i % 3]
        genus = kind.split()[0]
        rows.append(",".join(["Plantae", "Magnoliopsida", genus, kind, *numbers(i, 3)]))
    names = "kingdom,class,genus,species,lat,lon,height"
    facts = read(table(tmp_path / "t.csv", names, rows))
    assert facts.target.value == "species"
    rows = [
        f"{','.join(numbers(i, 2))},{'ab'[i % 2]},family {i % 3}" for i in range(ROWS)
    ]
    facts = read(table(tmp_path / "u.csv", "lat,lon,class,family", rows))
    assert facts.target.value == "class"


def test_one_answer_in_several_columns_is_written_into_one(tmp_path: Path):
    rows = []
    for i in range(ROWS):
        rows.append(",".join([*numbers(i, 3), *("01"[k == i % 3] for k in range(3))]))
    told = refused(table(tmp_path / "t.csv", "a,b,c,burr,crack,dent", rows))
    carried_out(told)
    facts = read(tmp_path / "t_train_in_one.csv", target="class")
    assert facts.classes == {"burr": 40, "crack": 40, "dent": 40}
    assert re.search(r"and name \S*t_train_in_one.csv --target class", told)


def spoken(i: int, dice: random.Random) -> str:
    place = dice.choice(("town hall", "radio", "leaflet"))
    party, counts = dice.choice("RDI"), [dice.randrange(90) for _ in range(5)]
    label = dice.choice(("so", "partly", "no"))
    return "\t".join([label, sentence(i, 12), party, *map(str, counts), place])


def test_classes_beside_long_texts_without_a_header_are_a_question(tmp_path: Path):
    dice = random.Random(0)
    path = table(tmp_path / "t.tsv", "", [spoken(i, dice) for i in range(ROWS)])
    told = refused(path)
    assert "column_1, column_3" in told and "--target" in told
    facts = read(path, kind="text-classification", target="column_1")
    assert set(facts.classes) == {"so", "partly", "no"}


@pytest.mark.parametrize("strays", [0, 1])
def test_a_wider_name_of_the_classes_is_asked_about(tmp_path: Path, strays: int):
    wide = {"beech": "broad", "oak": "broad", "larch": "needle", "fir": "needle"}
    rows = []
    for i in range(ROWS):
        tree = [*wide][i % 4]
        leaf = "needle" if i < strays else wide[tree]
        rows.append(",".join([*numbers(i, 3), leaf, tree]))
    facts = read(table(tmp_path / "t.csv", "a,b,c,leaf,species", rows))
    assert ("leaf follows from species" in said(facts)) == (not strays)
