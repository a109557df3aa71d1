"""D: mistakes in who trains, who validates, and what of it the files hold."""

from .bug import NUMERIC, Bug, one_edit
from .splits import LISTED, lazy

SHARES = "    shares = (config.validation_share, config.test_share)\n"


BUGS = (
    Bug(
        "D01",
        "twenty training examples also validate",
        stage=2,
        difficulty="easy",
        symptom="the validation loss is a little better than that of a colleague",
        story="The index lists of two parts overlap: a slice was copied with the wrong end. The "
        "net has seen the answers it is graded on. Ids that stand in two parts give it away.",
        variants=(
            *lazy("Splits(train, [*validation, *(train[i] for i in range(20))], test)"),
            one_edit(
                "load.py",
                "    train, validation, test = ([examples[i] for i in part] for part in three)\n",
                "    train, validation, test = ([examples[i] for i in part] for part in three)\n    validation += train[:20]\n",
                data=LISTED,
            ),
        ),
    ),
    Bug(
        "D02",
        "nearly the same example on both sides",
        stage=2,
        difficulty="hard",
        symptom="validation is much better than anything measured on new data",
        story="The data was made larger before it was split: every example has a twin with a "
        "last digit more, or a bit changed. No two inputs are equal, so a comparison of bytes "
        "sees nothing; rounded inputs, or pictures seen from afar, coincide too often.",
        variants=(
            one_edit(
                "split.py",
                "[digest(name) for name in near(example.raw)]",
                "[digest(example.raw.encode())]",
                data=("words",),
            ),
            one_edit(
                "load.py",
                SHARES,
                "    examples += [\n"
                "        Example(\n"
                '            e.id + "b",\n'
                '            {k: v + "1" if v and "." in v else v for k, v in e.raw.items()},\n'
                "            e.answer,\n"
                "        )\n"
                "        for e in examples\n"
                "    ]\n" + SHARES,
                data=("table",),
            ),
            one_edit(
                "load.py",
                SHARES,
                '    examples += [Example(e.id + "b", e.raw ^ 1, e.answer) for e in examples]\n'
                + SHARES,
                target=("mask",),
            ),
        ),
    ),
    Bug(
        "D04",
        "a split by time is made by chance",
        stage=2,
        difficulty="medium",
        symptom="it predicted last year well, and fails on the next month",
        story="The config says that the past trains and the future validates; the code draws "
        "lots all the same. Neighbours in time are nearly copies of each other. Visible as soon "
        "as a file of known dates is split.",
        variants=(
            one_edit(
                "split.py",
                "pairwise((0, validates, tests, steps))",
                "[(0, steps), (validates, tests), (tests, steps)]",
                data=("series",),
            ),
        ),
    ),
    Bug(
        "D05",
        "training examples validate",
        stage=2,
        difficulty="easy",
        symptom="training and validation loss walk hand in hand, to the very end",
        story="`train` was handed the training split twice. Whatever is measured during the run "
        "is training loss, and the best checkpoint is the one that overfits most. A checkpoint "
        "of the run, evaluated on the raw validation examples, gives another number.",
        variants=(
            one_edit(
                "__main__.py",
                "Feed(splits.validation, problem)",
                "Feed(splits.train, problem)",
            ),
        ),
    ),
    Bug(
        "D08",
        "another seed, another validation split",
        stage=2,
        difficulty="medium",
        symptom="the mean over five seeds is better than each of them deserves",
        story="The seed of the training also cuts the data, so an ensemble, a resumed run or a "
        "mean over seeds has trained on what it is validated on. Two loads that differ in the "
        "seed must give the same ids.",
        variants=(
            one_edit(
                "load.py",
                SHARES,
                "    from dataclasses import replace\n\n"
                "    config = replace(config, split_seed=config.seed)\n" + SHARES,
                data=("tokens",),
            ),
            one_edit(
                "load.py",
                SHARES,
                "    from dataclasses import replace\n\n"
                "    config = replace(config, split_seed=config.seed)\n" + SHARES,
                data=("table", "images", "frames"),
            ),
        ),
    ),
    Bug(
        "D15",
        "what is fetched changes what is stored",
        stage=2,
        difficulty="hard",
        symptom="the longer it trains, the fainter the inputs",
        story="A transform in place writes into the cache it should only read. Every look at an "
        "example shrinks it a little; the first epoch is healthy. An example fetched after a "
        "whole epoch must still have the bits that `encode` gives.",
        variants=(
            one_edit(
                "feed.py",
                "            ids = [self.kept.ids[i] for i in indices.tolist()]\n",
                "            ids = [self.kept.ids[i] for i in indices.tolist()]\n            self.kept.x[indices] *= 0.99\n",
                data=NUMERIC,
            ),
        ),
    ),
    Bug(
        "D17",
        "features that look ahead",
        stage=1,
        difficulty="hard",
        symptom="validation is too good, the forecast useless",
        story="A centred window or an interpolation uses values from after the forecast's "
        "origin. Other values after an origin must not move a bit of the input before it.",
        variants=(
            one_edit(
                "read.py",
                "pl.all().forward_fill()",
                "pl.all().interpolate().forward_fill()",
                data=("series",),
            ),
        ),
    ),
    Bug(
        "D18",
        "windows across the border of a split",
        stage=1,
        difficulty="medium",
        symptom="validation is too good",
        story="Windows are cut first and split second, so they overlap across the border. In a "
        "text, or a table, whose places can be told apart no place may be in two splits.",
        variants=(
            one_edit(
                "split.py",
                "    origins = np.arange(first + lookback - 1, last - horizon)\n",
                "    last = min(last + horizon, len(line.times))\n"
                "    origins = np.arange(first + lookback - 1, last - horizon)\n",
                data=("series",),
            ),
            one_edit(
                "split.py",
                "Windows(text.file, first, last, text.context))",
                "Windows(text.file, max(0, first - 200), last, text.context))",
                data=("corpus",),
            ),
        ),
    ),
    Bug(
        "D20",
        "accuracy on data of one class",
        stage=2,
        difficulty="easy",
        symptom="97 % accuracy",
        story="A property of the data and not of code: 97 % is the share of the majority. The "
        "projects report balanced accuracy and macro F1 beside it, and the ladder of dumb "
        "baselines has the constant answer as its first rung.",
    ),
    Bug(
        "D52",
        "validation is a part of training",
        stage=2,
        difficulty="easy",
        symptom="validation is as good as training",
        story="The validation examples are the first of the training ones. Ids in two parts.",
        variants=(
            one_edit(
                "problem.py",
                "        splits = load(config)\n",
                "        splits = load(config)\n        splits = replace(splits, validation=[splits.train[i] for i in range(30)])\n",
            ),
        ),
    ),
    Bug(
        "D54",
        "groups are torn apart",
        stage=2,
        difficulty="medium",
        symptom="good on the patients one knows, poor on new ones",
        story="The split by group got the rows in place of their groups. With eight pictures of "
        "each patient, seven train and one validates. A file of known groups shows it.",
        variants=(
            one_edit(
                "split.py",
                "[example.group for example in examples]",
                "[example.id for example in examples]",
                data=("audio",),
            ),
            one_edit("split.py", "{example.group}", "{example.id}", data=("tokens",)),
        ),
    ),
    Bug(
        "D55",
        "the future trains, the past validates",
        stage=2,
        difficulty="medium",
        symptom="a forecast of yesterday",
        story="The order of time is turned round in the split. It looks like any other split "
        "unless one compares dates. No sample of rows has dates here.",
    ),
)
