"""More blind bugs of tables and series."""

from pathlib import Path

from scaffolder.bugs.bug import Edit

from ..edits.edit import HealthyEdit

EXAMPLES = Path(__file__).resolve().parents[3] / "generated_examples"


def stored(kind: str, file: str) -> list[str]:
    return (EXAMPLES / kind / "data" / file).read_text("utf-8").splitlines()


def with_visits() -> str:
    """A column more: how often a patient came in the year whose end is the answer."""
    head, *rows = stored("tabular-regression", "diabetes.csv")
    *names, answer = head.split(",")
    lines = [",".join([*names, "visits", answer])]
    for i, row in enumerate(rows):
        *cells, progression = row.split(",")
        visits = max(0, round(float(progression) / 25 + (i * 7 % 5 - 2) / 2))
        lines.append(",".join([*cells, str(visits), progression]))
    return "\n".join(lines) + "\n"


def measured_twice() -> str:
    """Each wine has a second row: the same bottle, measured again the day after."""
    head, *rows = stored("tabular-classification", "wine.csv")
    answer = head.split(",").index("cultivar")
    again = []
    for i, row in enumerate(rows):
        cells = row.split(",")
        for j, cell in enumerate(cells):
            if j != answer and "." in cell:
                digits = len(cell.partition(".")[2])
                off = 1 + 0.004 * ((13 * i + 7 * j) % 5 - 2)
                cells[j] = f"{float(cell) * off:.{digits}f}"
        again.append(",".join(cells))
    return "\n".join([head, *rows, *again]) + "\n"


def newest_first() -> str:
    head, *rows = stored("series-forecasting", "tank.csv")
    return "\n".join([head, *reversed(rows)]) + "\n"


BUGS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "N01",
        "a column that was filled in afterwards",
        "tabular-regression",
        "The export was made again, with `visits` beside the measurements: how often a patient "
        "came to the clinic. It counts the year after them, at whose end the answer was taken, "
        "and who gets worse comes more often. R2 rises from .3 to .93; of a new patient, on the "
        "day of the measurements, nobody knows it. No test of the project fails. (family 1) In "
        "diabetes.csv.",
        files={"../../data/diabetes.csv": with_visits()},
    ),
    HealthyEdit(
        "N02",
        "the past is smoothed with what comes",
        "series-forecasting",
        "The gauge is noisy, so the net sees a rolling mean of five hours, centred so as not to "
        "lag: the last two values of each window hold the first two of the forecast, and the "
        "last known one, from which forecasts count, is not what was measured. The error of the "
        "first step falls by a fifth; of new data, which end at the origin, the mean is a "
        "one-sided one. No test of the project fails. (family 1) In read.py.",
        (
            Edit(
                "read.py",
                "    times, filled = map(str, frame[time]), "
                "frame.select(pl.all().forward_fill())\n",
                "    usual = pl.exclude(time).forward_fill()\n"
                "    smooth = usual.rolling_mean(5, min_samples=1, center=True)  # no lag\n"
                "    times, filled = map(str, frame[time]), frame.select(time, smooth)\n",
            ),
        ),
    ),
    HealthyEdit(
        "N03",
        "an empty cell of new data is 0",
        "tabular-classification",
        "A new file had an empty cell, and `predict` stopped there: `or 0`, and it goes on. The "
        "sample has no gap, so that no number of training or evaluation changes; a wine whose "
        "alcohol or ash nobody measured has none at all, far from all that training saw, and "
        "gets a confident class. No test of the project fails. (family 2) In data.py.",
        (
            Edit(
                "data.py",
                'value = float(raw[column] or "nan")',
                "value = float(raw[column] or 0)",
            ),
        ),
    ),
    HealthyEdit(
        "N04",
        "every bottle was measured twice",
        "tabular-classification",
        "More data at last: the laboratory sends the second measurement of each bottle, which "
        "differs in the last digit, as further rows. Rows that are not equal are no copies for "
        "the split, so that most validation bottles have their double in training; accuracy is 1 "
        "of twice as many, its interval narrower. No test of the project fails. (family 10) In "
        "wine.csv.",
        files={"../../data/wine.csv": measured_twice()},
    ),
    HealthyEdit(
        "N05",
        "both layers of a block begin at zero",
        "tabular-regression",
        "A block should begin as the identity, so its layers begin at zero; it would have to be "
        "the second alone. With both at zero neither feels a gradient, but for the last bias: "
        "the block adds a constant for ever, whatever `width` and `depth` say. The net is a "
        "linear map, a norm and a ReLU; on a table as nearly linear as this one it validates as "
        "before, and no size of net is better. No test of the project fails. (family 6) In "
        "model.py.",
        (
            Edit(
                "model.py",
                "        self.narrow = nn.Linear(2 * width, width)\n",
                "        self.narrow = nn.Linear(2 * width, width)\n"
                "        for layer in (self.widen, self.narrow):  # at first x + 0\n"
                "            nn.init.zeros_(layer.weight)\n"
                "            nn.init.zeros_(layer.bias)\n",
            ),
        ),
    ),
    HealthyEdit(
        "N06",
        "who goes on forgets the best",
        "tabular-regression",
        "Somebody had moved best.pt away and could not go on, so its rank is no longer read: "
        "the first evaluation after `--resume` counts as the best there ever was and overwrites "
        "best.pt, although it may be worse by far. Weights and metrics.csv are as they were, "
        "bit for bit; what `evaluate` and `predict` take is not the best. No test of the "
        "project fails. (family 11) In train.py.",
        (
            Edit(
                "train.py",
                "-> tuple[int, tuple[float, float]]:\n"
                '    """Weights and optimizer as they were in last.pt; the steps done, '
                'the rank of best.pt."""',
                "-> tuple[int, None]:\n"
                '    """Weights and optimizer as they were in last.pt; the steps done."""',
            ),
            Edit(
                "train.py",
                'return last["step"], run.checkpoint("best")["rank"]',
                'return last["step"], None  # best.pt may be elsewhere',
            ),
        ),
    ),
    HealthyEdit(
        "N07",
        "days are dealt to the parts in turn",
        "series-forecasting",
        "The last weeks are not like the first, so each part should have days of all seasons: of "
        "ten days six train, two validate and two test. The windows are cut first and dealt by "
        "the day of their origin; one looks back four days and ahead one, so that training has "
        "forecast most values of validation, and seen what came after them. The number looks as "
        "usual and says how well days are filled in between known ones; nobody can tell how good "
        "a forecast of next week is. No test of the project fails. (family 5) In split.py.",
        (
            Edit("split.py", "from itertools import pairwise\n", ""),
            Edit(
                "split.py",
                '    """Time is cut first, and each part into windows second: none crosses a border."""\n',
                '    """Each part has days of every season: of ten some train, some validate, some test."""\n',
            ),
            Edit(
                "split.py",
                """    steps = len(line.times)
    tests = steps - round(test * steps)
    validates = tests - round(validation * steps)
    borders = pairwise((0, validates, tests, steps))
    return [windows(line, first, last, config) for first, last in borders]
""",
                """    found = windows(line, 0, len(line.times), config)
    day = found.origins // config.period % 10
    tests, validates = day >= 10 - round(10 * test), round(10 * (1 - test - validation))
    part = np.where(tests, 2, day >= validates)
    return [Windows(line, found.origins[part == k], config) for k in range(3)]
""",
            ),
        ),
    ),
    HealthyEdit(
        "N08",
        "the newest row comes first",
        "series-forecasting",
        "The logger now exports the newest row first, and sorting a file that is in order seemed "
        "a waste: steps are taken as the rows stand. Time runs backwards: the net is shown the "
        "days after a moment and forecasts what was before it, and the oldest days test. MASE is "
        "1.04 where it was .75, 'a hard tank', with curves that look like any; `predict` says "
        "what was before the file begins, as the hours after that. No test of the project fails. "
        "(family 11) In read.py.",
        (
            Edit(
                "read.py",
                '    """In order; a step without a row is a gap."""\n'
                "    time = config.split_column\n"
                "    return frame.sort(time).upsample(time, every=config.step)\n",
                '    """As the file has them: our logger leaves no step out."""\n'
                "    return frame.fill_nan(None)\n",
            ),
            Edit(
                "read.py",
                ".group_by(time).mean()",
                ".group_by(time, maintain_order=True).mean()",
            ),
        ),
        {"../../data/tank.csv": newest_first()},
    ),
    HealthyEdit(
        "N09",
        "95 % is one standard error",
        "tabular-classification",
        "The percentiles looked ragged on 27 examples, so the interval is now the value plus and "
        "minus the standard error, the sd of the draws; the factor 1.96 is missing. `evaluate` "
        "and `baseline` print [95 %] over a range that holds 68 %, half as wide, and at an "
        "accuracy of 1 one of no width; models part that do not. No test of the project fails. "
        "(family 3) In intervals.py.",
        (
            Edit(
                "intervals.py",
                "LEVELS = torch.tensor([0.025, 0.975], dtype=torch.float64)  "
                "# 95 of 100 lie between\n",
                "",
            ),
            Edit(
                "intervals.py",
                """    \"\"\"The percentile bootstrap: all numbers anew from n examples drawn with replacement.

    Right for F1, too, which is no mean. Of n examples without an error it would have no width:
    a share of 1 reaches down to what n successes leave possible (Clopper and Pearson 1934).
    \"\"\"
""",
                '    """By the standard error, from n examples drawn again and again (bootstrap)."""\n',
            ),
            Edit(
                "intervals.py",
                """    drawn = drawn.where(drawn.isfinite(), torch.nan)  # undefined in that draw
    low, high = drawn.nanquantile(LEVELS, 0)
    low[(drawn == 1).all(0)] = 0.025 ** (1 / n)
    ranges = zip(low.tolist(), high.tolist(), strict=True)
    return dict(zip(found.values(), ranges, strict=True))
""",
                """    errors = drawn[drawn.isfinite().all(1)].std(0).tolist()
    pairs = zip(found.values().items(), errors, strict=True)
    return {name: (value - e, value + e) for (name, value), e in pairs}
""",
            ),
        ),
    ),
)
