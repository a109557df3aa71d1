"""D: further mistakes in who trains, who validates, and what of it the files hold.

Held out: written before anybody looked whether a check notices.
"""

from .bug import Bug, Edit, Variant, one_edit

# of tagged sentences whoever is in two parts is left out as a copy, and nothing would validate
DEALT = ("table", "images", "words")  # by chance, in strata of the answers
TEXT, SERIES = {"data": ("corpus",)}, {"data": ("series",)}
LISTED = ("table", "images", "frames", "words", "audio")
THREE = (
    "    train, validation, test = ([examples[i] for i in part] for part in three)\n"
)


def lazy(splits: str) -> tuple[Variant, ...]:
    """The same for windows of a text and of a series, which are never listed."""
    text = "cut(read(place(config.data), config), shares, config)"
    series = "cut(line, shares, config)"

    def changed(cut: str) -> str:
        return f"    train, validation, test = {cut}\n    return {splits}\n"

    return (
        one_edit("load.py", f"    return Splits(*{text})\n", changed(text), **TEXT),
        one_edit(
            "load.py",
            f"    return Splits(*{series}, line.left_out)\n",
            changed(series),
            **SERIES,
        ),
    )


BUGS = (
    Bug(
        "D80",
        "the test split is the validation split",
        stage=2,
        difficulty="easy",
        symptom="test and validation agree to the last digit",
        story="One name too few was changed when a line was copied. The final number has been "
        "selected on. Ids in two parts.",
        variants=(
            one_edit("load.py", THREE, THREE + "    test = validation\n", data=LISTED),
            *lazy("Splits(train, validation, validation)"),
        ),
    ),
    Bug(
        "D81",
        "examples get lost between the file and the split",
        stage=2,
        difficulty="medium",
        symptom="a little worse than it could be",
        story="The last ten training examples are cut off, and nothing says so. Kept and left "
        "out must together be what the file holds.",
        variants=(
            one_edit(
                "load.py", THREE, THREE + "    train = train[:-10]\n", data=LISTED
            ),
            *lazy(
                "Splits([train[i] for i in range(len(train) - 10)], validation, test)"
            ),
        ),
    ),
    Bug(
        "D82",
        "copies sit on both sides",
        stage=2,
        difficulty="medium",
        symptom="validation is a little too good",
        story="Each row is cut on its own, although the file has rows twice. Without copies in "
        "the file nothing is wrong, hence a file with copies must be tried.",
        variants=(
            one_edit(
                "split.py",
                "        strata[answers[unit[0]] if classes else None].append(unit)\n",
                "        for i in unit:\n            strata[answers[i] if classes else None].append([i])\n",
                data=DEALT,
            ),
        ),
    ),
    Bug(
        "D83",
        "the given validation data is ignored",
        stage=2,
        difficulty="medium",
        symptom="numbers that cannot be compared with those of others",
        story="`validation_data` names a file; the code goes on cutting its own share off the "
        "training file. The ids of the validation split would say which file they are from. "
        "No sample comes with given files here.",
    ),
    Bug(
        "D84",
        "the test split picks the checkpoint",
        stage=2,
        difficulty="medium",
        symptom="the test score holds no surprise",
        story="`train` evaluates on the test split, so that the best checkpoint is chosen on it "
        "and `validation` in metrics.csv is a lie. A checkpoint of the run, evaluated on the raw "
        "validation examples, gives another number.",
        variants=(
            one_edit(
                "__main__.py",
                "Feed(splits.validation, problem)",
                "Feed(splits.test, problem)",
            ),
        ),
    ),
    Bug(
        "D85",
        "the verb trains on validation examples, too",
        stage=2,
        difficulty="hard",
        symptom="validation is splendid",
        story="Left over from the final fit on all data: the verb hands training and validation "
        "examples to the loop. All checks of loop and split are content; only what the verb "
        "itself does shows it.",
        variants=(
            Variant(
                (
                    Edit(
                        "__main__.py",
                        "feed, validation = Feed(splits.train, problem), Feed(splits.validation, problem)",
                        "feed = Feed([*splits.train, *splits.validation], problem)\n    validation = Feed(splits.validation, problem)",
                    ),
                )
            ),
        ),
    ),
)
