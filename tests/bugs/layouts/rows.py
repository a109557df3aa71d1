"""Tables and series."""

from pathlib import Path

import numpy as np
import polars as pl

from .layout import Asked, Layouts, given, sample

CLASS, NUMBER, SERIES = (
    "tabular-classification",
    "tabular-regression",
    "series-forecasting",
)
LAYOUTS = Layouts()
WINE, TANK = {"target": "cultivar"}, "tank.csv"


def wine() -> pl.DataFrame:
    """In an order that says nothing."""
    return pl.read_csv(sample(CLASS)).sample(fraction=1.0, shuffle=True, seed=0)


def diabetes() -> pl.DataFrame:
    return pl.read_csv(sample(NUMBER), infer_schema_length=None)


def tank() -> pl.DataFrame:
    return pl.read_csv(sample(SERIES), try_parse_dates=True)


@LAYOUTS.of(CLASS, "wine as JSON lines")
def json_lines(folder: Path) -> Asked:
    wine().write_ndjson(folder / "wine.jsonl")
    return given(folder / "wine.jsonl", **WINE)


@LAYOUTS.of(CLASS, "wine as one JSON array")
def json_array(folder: Path) -> Asked:
    wine().write_json(folder / "wine.json")
    return given(folder / "wine.json", **WINE)


@LAYOUTS.of(CLASS, "wine as Parquet")
def parquet(folder: Path) -> Asked:
    wine().write_parquet(folder / "wine.parquet")
    return given(folder / "wine.parquet", **WINE)


@LAYOUTS.of(CLASS, "wine without a header, the answer first")
def headerless(folder: Path) -> Asked:
    frame = wine().select("cultivar", pl.exclude("cultivar"))
    frame.write_csv(folder / "wine.data", include_header=False)
    return given(folder / "wine.data", target="column_1")


@LAYOUTS.of(CLASS, "wine with decimal commas")
def decimal_commas(folder: Path) -> Asked:
    comma = pl.col(pl.Float64).cast(pl.String).str.replace(".", ",", literal=True)
    wine().with_columns(comma).write_csv(folder / "wine.csv", separator=";")
    return given(folder / "wine.csv", **WINE)


@LAYOUTS.of(CLASS, "wine with a given test file")
def given_test(folder: Path) -> Asked:
    wine()[:130].write_csv(folder / "train.csv")
    wine()[130:].write_csv(folder / "test.csv")
    return given(folder / "train.csv", test_data=str(folder / "test.csv"), **WINE)


@LAYOUTS.of(CLASS, "wine of 45 growers, split by grower")
def by_group(folder: Path) -> Asked:
    grower = pl.Series("grower", [f"g{i % 45:02}" for i in range(len(wine()))])
    wine().with_columns(grower).write_csv(folder / "wine.csv")
    return given(
        folder / "wine.csv", split="group", split_column="grower", drop=[], **WINE
    )


@LAYOUTS.of(CLASS, "one cultivar or another")
def yes_or_no(folder: Path) -> Asked:
    answer = (
        pl.when(pl.col("cultivar") == "A").then(pl.lit("yes")).otherwise(pl.lit("no"))
    )
    wine().with_columns(cultivar=answer).write_csv(folder / "wine.csv")
    return given(folder / "wine.csv", **WINE)


@LAYOUTS.of(CLASS, "wine with gaps and categories")
def gaps_and_categories(folder: Path) -> Asked:
    rng, frame = np.random.default_rng(0), wine()
    cellar = pl.Series("cellar", rng.choice(["north", "south", "hill"], len(frame)))
    gap = pl.Series(rng.random(len(frame)) < 0.08)
    holes = pl.when(~gap).then("magnesium").alias("magnesium")
    frame.with_columns(holes, cellar).write_csv(folder / "wine.csv")
    return given(folder / "wine.csv", **WINE)


@LAYOUTS.of(NUMBER, "diabetes by date of the visit")
def by_time(folder: Path) -> Asked:
    frame = diabetes().sample(fraction=1.0, shuffle=True, seed=1)
    days = pl.date_range(pl.date(2020, 1, 1), pl.date(2021, 12, 31), eager=True)
    frame.with_columns(visit=days[: len(frame)]).write_csv(folder / "visits.csv")
    asked = {"target": "progression", "split": "time", "split_column": "visit"}
    return given(folder / "visits.csv", **asked)


@LAYOUTS.of(NUMBER, "prices: heavy tails, thousands, an id")
def prices(folder: Path) -> Asked:
    rng, n = np.random.default_rng(2), 900
    size, rooms = rng.lognormal(4.5, 0.4, n), rng.integers(1, 8, n)
    price = size * 2500 * np.exp(0.05 * rooms + rng.normal(0, 0.2, n))
    frame = pl.DataFrame(
        {
            "id": range(1, n + 1),
            "size": size.round(1),
            "rooms": rooms,
            "town": rng.choice(["Ulm", "Bonn", "Kiel", "Jena"], n),
            "price": [f"{p:,.0f}" for p in price],
        }
    )
    frame.write_csv(folder / "prices.csv")
    return given(folder / "prices.csv", target="price")


@LAYOUTS.of(SERIES, "tank, one of two channels")
def one_channel(folder: Path) -> Asked:
    tank().write_csv(folder / TANK)
    return given(folder / TANK, target="level")


@LAYOUTS.of(SERIES, "tank, long")
def long(folder: Path) -> Asked:
    frame = tank().unpivot(index="time", variable_name="sensor", value_name="value")
    frame.write_csv(folder / TANK)
    return given(folder / TANK)


@LAYOUTS.of(SERIES, "tank, steps by number")
def steps(folder: Path) -> Asked:
    tank().with_row_index("step").drop("time").write_csv(folder / TANK)
    return given(folder / TANK)


@LAYOUTS.of(SERIES, "tank, the time in parts")
def parts(folder: Path) -> Asked:
    time = pl.col("time").dt
    each = {"year": time.year(), "month": time.month(), "day": time.day()}
    whole = tank().with_columns(**each, hour=time.hour())
    whole.select("year", "month", "day", "hour", "level", "drawn").write_csv(
        folder / TANK
    )
    return given(folder / TANK)


@LAYOUTS.of(SERIES, "trading days")
def uneven(folder: Path) -> Asked:
    days = pl.date_range(pl.date(2018, 1, 1), pl.date(2023, 12, 31), eager=True)
    frame = pl.DataFrame({"date": days}).filter(pl.col("date").dt.weekday() < 6)
    walk = np.random.default_rng(3).normal(0, 0.01, (len(frame), 2)).cumsum(0)
    frame = frame.with_columns(usd=pl.Series(walk[:, 0]) + 1, gbp=pl.Series(walk[:, 1]))
    frame.write_csv(folder / "rates.csv")
    return given(folder / "rates.csv")


@LAYOUTS.of(SERIES, "forty years of months")
def months(folder: Path) -> Asked:
    rng = np.random.default_rng(4)
    turn = 2 * np.pi * np.arange(480) / 12
    sold = (100 + 20 * np.sin(turn) + rng.normal(0, 4, 480)).round(1)
    names = [f"{1980 + i // 12}-{1 + i % 12:02}" for i in range(480)]
    pl.DataFrame({"month": names, "sold": sold}).write_csv(folder / "sales.csv")
    return given(folder / "sales.csv")


@LAYOUTS.of(SERIES, "tank with gaps and a given test file")
def gaps(folder: Path) -> Asked:
    frame = tank().filter(pl.int_range(pl.len()) % 37 != 5)
    holes = pl.when(pl.int_range(pl.len()) % 53 != 7).then("level").alias("level")
    frame = frame.with_columns(holes)
    frame[:1500].write_csv(folder / TANK)
    frame[1500:].write_csv(folder / "later.csv")
    return given(folder / TANK, test_data=str(folder / "later.csv"))
