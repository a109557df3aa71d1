"""D, E, L, P, T: one number that somebody set, as it was right elsewhere; none was caught at first."""

from .bug import Bug, Edit, Variant, one_edit

WORDS, LABELS = {"data": ("words", "tokens")}, {"target": ("many_labels",)}

BUGS = (
    Bug(
        "D90",
        "windows at half the stride, as many as before",
        stage=2,
        difficulty="hard",
        symptom="the text counts twice as long as it is",
        story="Windows overlap by half, so that each byte is seen with more before it. Their number "
        "stays, so that the second half of the text is read by nobody. A text in which every place "
        "is told apart shows which of them stand in a window.",
        variants=(
            one_edit(
                "read.py",
                "start = self.first + self.context * range(len(self))[i]",
                "start = self.first + self.context // 2 * range(len(self))[i]",
                data=("corpus",),
            ),
        ),
    ),
    Bug(
        "E74",
        "a threshold of chances held against log odds",
        stage=2,
        difficulty="hard",
        symptom="few labels are said, and most of those are right",
        story=".5 is half a chance, and as log odds a chance of .62. `decode` and the metrics agree "
        "with each other. From which chance on a label is said can be tried out.",
        variants=(
            Variant(
                (
                    Edit("target.py", "row in outputs > 0]", "row in outputs > 0.5]"),
                    Edit(
                        "target.py",
                        "guess, there = logit > 0,",
                        "guess, there = logit > 0.5,",
                    ),
                ),
                LABELS,
            ),
        ),
    ),
    Bug(
        "E75",
        "only sure boxes count",
        stage=2,
        difficulty="hard",
        symptom="an average precision that hardly moves while the loss falls",
        story="Boxes under .5 are left out, as nobody wants to see them. The average precision is "
        "over all scores: without the unsure ones it is lower, and another net is the best.",
        variants=(
            one_edit(
                "detections.py", "SCORE = 0.05 ", "SCORE = 0.5 ", target=("boxes",)
            ),
        ),
    ),
    Bug(
        "E76",
        "MASE in units of one step",
        stage=2,
        difficulty="hard",
        symptom="a scaled error that cannot be compared with that of others",
        story="The error of `as one period ago` is the unit of MASE. That of one step ago is smaller where "
        "a season is long, or larger. Counted by hand from the training values the number is another.",
        variants=(
            one_edit(
                "target.py", "ago = config.period", "ago = 1", target=("horizon",)
            ),
        ),
    ),
    Bug(
        "L97",
        "boxes are read as y, x",
        stage=2,
        difficulty="hard",
        symptom="boxes beside the things, and a net that learns them all the same",
        story="TensorFlow writes ymin, xmin, ymax, xmax. Read as left, top, right, bottom each box is "
        "mirrored at the diagonal, and most stay in the picture. Brightness steps where things end: at "
        "the sides of the right boxes, and not of these.",
        variants=(
            one_edit(
                "read.py",
                "kept = ([(str(int(k)), *b) for *b, k in each if k >= 0] for each in rows)",
                "kept = (\n"
                "                [(str(int(k)), x, y, right, low) for y, x, low, right, k in each if k >= 0]\n"
                "                for each in rows\n"
                "            )",
                target=("boxes",),
            ),
        ),
    ),
    Bug(
        "P95",
        "no word is unknown in training",
        stage=2,
        difficulty="hard",
        symptom="new texts are answered worse than those of training",
        story="Every word of training is in the vocabulary, the rarest too. What stands for the "
        "unknown never occurs there: its vector is as it was drawn, and every new word gets it.",
        variants=(one_edit("data.py", "OFTEN = 2 ", "OFTEN = 1 ", **WORDS),),
    ),
    Bug(
        "T60",
        "a cosine for a tenth of the steps",
        stage=3,
        difficulty="hard",
        symptom="the loss falls and rises again, and ends on the way",
        story="The length of the decay is that of another run. Past its end a cosine comes back up, "
        "and here the last steps are taken at the highest rate. The rates of all steps tell.",
        variants=(
            one_edit(
                "train.py",
                "        share = (step + 1) / warmup\n",
                "        share = (step + 1) / warmup\n"
                "    else:\n"
                "        share = (1 + math.cos(math.pi * 10 * step / config.steps)) / 2\n",
            ),
        ),
    ),
    Bug(
        "T61",
        "patience in steps",
        stage=4,
        difficulty="medium",
        symptom="training is over soon after it begins",
        story="Early stopping counts steps, while config.py says evaluations: the second that is no "
        "better ends it. With an evaluation in each step nothing shows, with one in two it does.",
        variants=(
            one_edit(
                "train.py",
                "(done - history.best_at) / config.evaluate_every",
                "done - history.best_at",
            ),
        ),
        add=("patience",),
    ),
)
