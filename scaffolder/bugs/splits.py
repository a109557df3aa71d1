"""D: further mistakes in who trains, who validates, and what of it the files hold.

Held out: written before anybody looked whether a check notices.
"""

from .bug import Bug, Edit, Variant, one_edit

PARTS = (
    "    parts = {\n"
    '        part: Chosen(given["train"].examples, rows) for part, rows in where.items()\n'
    "    }\n"
)

# of tagged sentences whoever is in two parts is left out as a copy, and nothing would validate
NOT_TOKENS = ("table", "images", "masks", "boxes", "series", "audio", "text", "corpus")

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
            one_edit(
                "recipe/parts.py",
                PARTS,
                '    where["test"] = where["validation"]\n' + PARTS,
                data=NOT_TOKENS,
            ),
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
                "recipe/parts.py",
                PARTS,
                '    where["train"] = where["train"][:-10]\n' + PARTS,
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
                "recipe/split.py",
                "        strata[answers[copies[0]] if answers else None].append(copies)\n",
                "        for i in copies:\n"
                "            strata[answers[i] if answers else None].append([i])\n",
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
        "training file. The ids of the validation split would say which file they are from.",
        variants=(
            one_edit(
                "recipe/parts.py",
                '    paths = {"train": config.data, "validation": config.validation_data}\n',
                '    paths = {"train": config.data}\n',
            ),
        ),
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
                "recipe/session.py",
                "    validation = Feed(splits.validation, problem, blank=blank)\n",
                "    validation = Feed(splits.test, problem, blank=blank)\n",
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
                        "recipe/session.py",
                        "    feed = Feed(splits.train, problem, blank=blank)\n",
                        "    both = [*splits.train, *splits.validation]\n"
                        "    feed = Feed(both, problem, blank=blank)\n",
                    ),
                )
            ),
        ),
    ),
)
