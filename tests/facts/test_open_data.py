"""Tables as offices and laboratories publish them: `pytest tests/facts/test_open_data.py`.

A remedy that a message names is carried out here.
"""

import random
from pathlib import Path

import pytest

from scaffolder.facts import read
from tests.facts.test_layouts import refused
from tests.facts.test_places import carried_out
from tests.facts.test_table_habits import numbers, table
from tests.facts.test_texts import said, sentence

ROWS = 120


def place(i: int, form: str) -> str:
    dice = random.Random(i)
    return form.format(52 + dice.random(), 13 + dice.random())


@pytest.mark.parametrize("form", ['"({}, {})"', "POINT ({} {})", "{} {}"])
@pytest.mark.parametrize("name", ["Result", "bark"])
def test_places_at_the_end_of_a_row_are_no_classes(
    form: str, name: str, tmp_path: Path
):
    rows = [
        ",".join(
            [*numbers(i, 2), ["firm", "loose", "rotten"][i % 3], place(i // 3, form)]
        )
        for i in range(ROWS)
    ]
    facts = read(table(tmp_path / "t.csv", f"girth,height,{name},Where", rows))
    assert facts.target.value == ("Result" if name == "Result" else "")
    why = [drop.reason for drop in facts.drop if drop.value == "Where"]
    assert "two numbers in a cell" in why[0]


def test_few_settings_of_two_numbers_stay_names(tmp_path: Path):
    rows = [f"{','.join(numbers(i, 2))},0.25{i % 3} 0.500" for i in range(ROWS)]
    facts = read(table(tmp_path / "t.csv", "girth,height,setting", rows))
    assert facts.target.value == "setting" and len(facts.classes) == 3


@pytest.mark.parametrize(("each", "found"), [(3, ""), (6, "owner")])
def test_names_of_few_rows_each_are_no_answer_by_their_place(
    each: int, found: str, tmp_path: Path
):
    rows = [
        f"{','.join(numbers(i, 2))},{'xy'[i % 2]},owner {i // each}"
        for i in range(30 * each)
    ]
    facts = read(table(tmp_path / "t.csv", "girth,height,bark,owner", rows))
    assert facts.target.value == found
    if not found:
        assert "30 different values in 90 rows" in facts.target.reason
        assert "bark" in facts.target.reason


def spectra(places: list[str], mark: str) -> list[str]:
    names = ["Probe", "Zucker [%]", *places]
    rows = [names] + [
        [
            f"P{i}",
            numbers(i, 1)[0],
            *(f"{0.1 * float(n):.4f}" for n in numbers(i, 14, 1)),
        ]
        for i in range(ROWS)
    ]
    return [mark.join(row).replace(".", "," if mark == ";" else ".") for row in rows]


WAVELENGTHS = {
    ";": [f"{n}.0" for n in range(900, 1180, 20)],
    ",": [f"{n / 10:.1f}" for n in range(4005, 4075, 5)],
    "\t": [f"{3999.64 - 1.928 * n:.2f}" for n in range(14)],
}


@pytest.mark.parametrize("mark", WAVELENGTHS)
@pytest.mark.parametrize("above", [0, 4])
def test_wavelengths_are_names_also_below_titles(mark: str, above: int, tmp_path: Path):
    titles = [f"Gerät{mark}K{i}" for i in range(above)]
    titles += [""] * bool(above)
    rows = spectra(WAVELENGTHS[mark], mark)
    facts = read(table(tmp_path / "t.csv", "", titles + rows), target="Zucker [%]")
    assert facts.kind.value == "tabular-regression"
    assert facts.counts == {"train": ROWS}
    assert not any("no examples" in sentence for sentence in facts.sentences)
    assert [c.name.replace(",", ".") for c in facts.columns][2:] == WAVELENGTHS[mark]


def test_an_even_first_row_of_numbers_is_no_header(tmp_path: Path):
    ramp = [["up", *(f"{0.5 * n:.1f}" for n in range(12))]]
    others = [["ab"[i % 2], *numbers(i, 12)] for i in range(ROWS)]
    rows = [",".join(row) for row in ramp + others]
    assert read(table(tmp_path / "t.csv", "", rows), target="column_1").counts == {
        "train": ROWS + 1
    }


def test_titles_above_rows_without_names_are_told(tmp_path: Path):
    rows = [";".join(["Kiln", "3"]), "made;by hand"]
    rows += [";".join([*numbers(i, 6), "ab"[i % 2]]) for i in range(ROWS)]
    told = refused(table(tmp_path / "t.csv", "", rows))
    assert "line 3 and 119 lines below it have 7 cells, the first has 2" in told
    carried_out(told)
    assert read(tmp_path / "t_table.csv", target="column_7").counts == {"train": ROWS}


def test_a_cell_too_many_is_no_table_below_titles(tmp_path: Path):
    rows = [",".join([*numbers(i, 3), "ab"[i % 2]]) for i in range(ROWS)]
    rows[40] += ",more"
    assert "line 42 has 5 cells, the first 4" in refused(
        table(tmp_path / "t.csv", "a,b,c,kind", rows)
    )


def wells(folder: Path, pieces: int = 3, depth: int = 40) -> None:
    for k in range(pieces):
        rows = [f"well {k},{n}.5,{numbers(n, 1, k)[0]}" for n in range(depth)]
        table(folder / "logs" / f"part_{k}.csv", "well,depth,density", rows)


def test_pieces_below_the_tables_that_say_more_of_them_are_found(tmp_path: Path):
    wells(tmp_path)
    owners = [f"well {k},{'ab'[k % 2]}" for k in range(3)]
    table(tmp_path / "owners.csv", "well,owner", owners)
    assert "in logs hold more than owners.csv" in said(read(tmp_path))
    table(tmp_path / "rain.csv", "month,rain", [f"{m},{m * 3}" for m in range(12)])
    told = refused(tmp_path)
    assert "below, in logs, 3 tables that hold more" in told
    carried_out(told)
    assert read(tmp_path / "logs" / "joined.csv", target="density").counts == {
        "train": 120
    }


@pytest.mark.parametrize("pieces", ["few rows", "the same table"])
def test_small_or_like_pieces_below_are_left_unsaid(pieces: str, tmp_path: Path):
    wells(tmp_path, depth=8 if pieces == "few rows" else 40)
    header = "well,depth,density" if pieces == "the same table" else "x,y,kind"
    rows = [f"{n},{numbers(n, 1)[0]},{'ab'[n % 2]}" for n in range(ROWS)]
    table(tmp_path / "rows.csv", header, rows)
    assert "hold more" not in said(read(tmp_path))


@pytest.mark.parametrize("word", ["part_{}.csv", "crew {}"])
def test_the_file_of_a_row_keeps_no_series_from_being_one(word: str, tmp_path: Path):
    rows = []
    for k in range(3):
        for n in range(240):
            noted = word.format(k if ".csv" in word else n * 7 % 5)
            rows.append(
                f"pump {k},2021-03-{1 + n // 24:02} {n % 24:02}:00,{numbers(n, 1, k)[0]},{noted}"
            )
    facts = read(table(tmp_path / "t.csv", "pump,time,litres,file", rows))
    assert (facts.kind.value == "series-forecasting") == (".csv" in word)


YEARS = [*range(1980, 2004)]


def yearly(folder: Path, code: str) -> None:
    """A row for each land below a title, and what is said of lands and of the measure."""
    names = ["Land", "Land Code", "Measure Code", *map(str, YEARS)]
    lands = [f"L{i:02}" for i in range(30)]
    rows = ["Source,Office of Water", "", ",".join(names)]
    for i, land in enumerate(lands):
        cells = numbers(i, len(YEARS))
        rows.append(",".join([f"land {i}", land, "W.1", *cells]))
    table(folder / "flow.csv", "", rows)
    regions = [f"{land},{['north', 'south'][i % 2]}" for i, land in enumerate(lands)]
    table(folder / "lands.csv", "LAND_CODE,region", regions)
    table(folder / "measures.csv", "MEASURE_CODE,note", [f"{code},litres a day"])


def test_tables_that_describe_a_table_on_its_side_are_told(tmp_path: Path):
    yearly(tmp_path, "W.1")
    told = refused(tmp_path)
    assert "measures.csv describes the one Measure Code of flow.csv" in told
    assert "lands.csv says more of each Land Code of flow.csv" in told
    assert f"e.g. {tmp_path / 'flow.csv'}, which has most columns" in told
    carried_out(told)
    columns = [c.name for c in read(tmp_path / "joined.csv", target="region").columns]
    assert columns[-1] == "region" and columns[3] == "1980"
    asked = " ".join(read(tmp_path / "flow.csv").sentences)
    assert "24 columns are named by years: a table on its side" in asked
    carried_out(asked)
    assert read(tmp_path / "flow_long.csv").counts == {"train": 30 * len(YEARS)}


def test_a_table_of_other_keys_describes_nothing(tmp_path: Path):
    yearly(tmp_path, "X.2")
    assert "describes" not in refused(tmp_path)


def abstracts(path: Path, blocks: int, turned: bool, first: int) -> None:
    lines = []
    for n in range(first, first + blocks):
        lines.append(f"###{n * 31}")
        for k, label in enumerate(("ZIEL", "WEG", "WEG", "ENDE")):
            cells = [label, sentence(4 * n + k, 9)]
            lines.append("\t".join(reversed(cells) if turned else cells))
        lines.append("")
    table(path, "", lines)


@pytest.mark.parametrize("turned", [False, True])
def test_a_label_before_each_sentence_of_a_block_is_no_tag(
    turned: bool, tmp_path: Path
):
    for part, (blocks, first) in {"train": (30, 0), "dev": (10, 30)}.items():
        abstracts(tmp_path / "in" / f"{part}.txt", blocks, turned, first)
    told = refused(tmp_path)
    assert "a label and a whole sentence (ENDE, WEG, ZIEL)" in told
    assert refused(tmp_path / "in" / "train.txt") == told
    carried_out(told)
    facts = read(tmp_path / "in" / "train.csv")
    assert facts.kind.value == "text-classification" and facts.target.value == "label"
    assert facts.counts == {"train": 120, "validation": 40}
    assert facts.classes == {"WEG": 60, "ENDE": 30, "ZIEL": 30}


def test_tokens_of_two_words_are_tagged_tokens(tmp_path: Path):
    tokens = [
        ("green tea", "B-DISH"),
        ("please", "O"),
        ("at the", "O"),
        ("bar", "B-PLACE"),
    ]
    lines = [*("\t".join(token) for token in tokens), ""] * 40
    facts = read(table(tmp_path / "orders.txt", "", lines))
    assert facts.kind.value == "text-tagging" and facts.counts == {"train": 40}
