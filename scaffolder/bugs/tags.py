"""Mistakes of projects that tag tokens: pads that count, tags that slip, sentences cut short."""

from .bug import Bug, Edit, Variant, one_edit

MASKED = "        seen = self.look((self.norm(h) * real).mT).mT\n"

BUGS = (
    Bug(
        "E58",
        "pads count as tokens that were tagged rightly",
        stage=2,
        difficulty="easy",
        symptom="an accuracy far above what anybody reports",
        story="Pads become tag 0 in prediction and truth alike. The shorter a sentence, the "
        "better it scores. Other outputs at pads, or none, must leave every metric alone.",
        variants=(
            one_edit(
                "target.py",
                "        said, true = tally.long().unbind(2)\n",
                "        said, true = tally.long().clamp_min(0).unbind(2)\n",
                target=("tags",),
            ),
        ),
    ),
    Bug(
        "E59",
        "the accuracy of sentences, averaged",
        stage=2,
        difficulty="hard",
        symptom="none",
        story="Each sentence counts the same, so that a token of a short one counts more. Of "
        "papers nobody means that. Counted by hand over all tokens the number is another.",
        variants=(
            one_edit(
                "target.py",
                '            "accuracy": (hits.sum() / confusion.sum()).item(),\n',
                '            "accuracy": (\n'
                "                ((said == true) & counted).double().sum(1) / counted.sum(1)\n"
                "            )\n"
                "            .mean()\n"
                "            .item(),\n",
                target=("tags",),
            ),
        ),
    ),
    Bug(
        "I54",
        "the prior counts pads",
        stage=2,
        difficulty="medium",
        symptom="the first loss is higher than the entropy",
        story="The shares of the tags are those of padded sentences, where one tag is nearly "
        "everything. A net that answers its final bias does not cost what the formula says "
        "it should be flat at.",
        variants=(
            one_edit(
                "target.py",
                "        numbers = [counts[name] for name in names]\n",
                "        numbers = [counts[name] for name in names]\n"
                "        numbers[0] += sum(config.length - len(e.answer) for e in examples)\n",
                target=("tags",),
            ),
        ),
    ),
    Bug(
        "L52",
        "tags slip by one against their words",
        stage=2,
        difficulty="medium",
        symptom="the net learns, to two thirds of what others report",
        story="A token too many at the beginning, such as a mark for the start of a sentence, "
        "and each word gets the tag of the next. Neighbours tell much of it, so training "
        "looks healthy. The prediction of an example learnt by heart is not its raw answer.",
        variants=(
            one_edit(
                "target.py",
                "[self.index(tag) for tag in answer]",
                "[self.index(tag) for tag in (*answer[1:], answer[0])]",
                target=("tags",),
            ),
        ),
    ),
    Bug(
        "L53",
        "tags slip by one while the file is read",
        stage=2,
        difficulty="hard",
        symptom="the net learns, to two thirds of what others report",
        story="Raw answers themselves are wrong, so that no comparison with them can tell. Only "
        "the file can: what stands in the line of an id is another tag.",
        variants=(
            one_edit(
                "read.py",
                "        tags = tuple(row[COLUMNS.index(config.target)] for row in whole)\n",
                "        tags = tuple(row[COLUMNS.index(config.target)] for row in whole)\n        tags = (*tags[-1:], *tags[:-1])\n",
                data=("tokens",),
            ),
        ),
    ),
    Bug(
        "L54",
        "lines that are no tokens become tokens",
        stage=1,
        difficulty="medium",
        symptom="a tag that nobody has heard of",
        story='The lines "3-4" of CoNLL-U repeat what the two below them say, and 8.1 stands for '
        "a word that nobody wrote. Kept, they are tokens of their own, with no tag or a "
        "wrong one. Read a second time, the file has other words there.",
        variants=(
            one_edit(
                "read.py",
                "        elif len(cells) == 1 or cells[ID].isdecimal():\n",
                "        elif cells:\n",
                data=("tokens",),
            ),
        ),
    ),
    Bug(
        "M59",
        "a norm fills the pads again",
        stage=2,
        difficulty="hard",
        symptom="the last word of a sentence depends on how long the longest is",
        story="The mask was there and the norm after it has a bias. It begins at 0, so an "
        "untrained net hides the mistake. Moved weights show it: without its pads a "
        "sentence gets other outputs.",
        variants=(
            one_edit(
                "model.py",
                MASKED,
                "        seen = self.look(self.norm(h).mT).mT\n",
                model=("tagger",),
            ),
        ),
    ),
    Bug(
        "M62",
        "a window that looks to one side only",
        stage=2,
        difficulty="medium",
        symptom="somewhat worse than others report",
        story="A causal convolution where both sides were meant: copied from a net that writes. "
        "The gradient of a token's output at the token after it is 0.",
        variants=(
            Variant(
                (
                    Edit(
                        "model.py",
                        "nn.Conv1d(width, width, 3, padding=step, dilation=step)",
                        "nn.Conv1d(width, width, 3, dilation=step)",
                    ),
                    Edit(
                        "model.py",
                        MASKED,
                        "        step = 2 * self.look.dilation[0]\n"
                        "        seen = self.look(F.pad((self.norm(h) * real).mT, (step, 0))).mT\n",
                    ),
                ),
                {"model": ("tagger",)},
            ),
        ),
    ),
    Bug(
        "M63",
        "outputs slip by one against their words",
        stage=2,
        difficulty="medium",
        symptom="somewhat worse than others report",
        story="An even window, or a pad at the wrong end: the output at a token is that of the "
        "one before it. With neighbours in sight the net can still learn. It does not feel as "
        "far to the right as it promises.",
        variants=(
            one_edit(
                "model.py",
                "        return self.head(self.norm(h) * real).mT\n",
                "        return self.head((self.norm(h) * real).roll(1, 1)).mT\n",
                model=("tagger",),
            ),
        ),
    ),
    Bug(
        "P51",
        "the rest of a long sentence is thrown away",
        stage=1,
        difficulty="hard",
        symptom="none: the metrics are about the tokens that are left",
        story="A sentence that does not fit into x loses its end, in training and in the test. "
        "Lost tokens are missed by nobody, as they are not counted. The file still has them.",
        variants=(
            one_edit(
                "read.py",
                "range(0, len(rows), size)",
                "range(0, min(len(rows), size), size)",
                data=("tokens",),
            ),
        ),
    ),
    Bug(
        "P53",
        "an unknown word becomes the most frequent one",
        stage=1,
        difficulty="medium",
        symptom="new texts do worse than the validation split promised",
        story="The default of a look-up is the first word of the vocabulary and not the place "
        "kept for unknown ones. A word that nobody has written reaches the net as a word "
        "that training knows.",
        variants=(
            one_edit(
                "data.py",
                'self.ids.get(piece, self.ids[piece[0], ""])',
                'self.ids.get(piece, self.ids[piece[0], ""] + 1)',
                data=("tokens",),
            ),
        ),
    ),
    Bug(
        "S56",
        "every sentence weighs the same",
        stage=2,
        difficulty="hard",
        symptom="the loss is a little off what others report",
        story="A batch costs the mean of the means of its sentences, so that a token of a short "
        "one counts more than a token of a long one. The best constant is then another: the "
        "first loss, expected from the shares of all tokens, is not met.",
        variants=(
            one_edit(
                "target.py",
                "        return (y != NOTHING).sum(1)\n",
                "        return torch.ones(len(y), device=y.device)\n",
                target=("tags",),
            ),
        ),
    ),
    Bug(
        "S57",
        "the mean runs over the padded length",
        stage=2,
        difficulty="medium",
        symptom="the loss is too low",
        story="The sum over the tokens is divided by the length of x, pads and all. A sentence "
        "without its pads costs more than with them.",
        variants=(
            one_edit(
                "target.py",
                "losses.sum(1) / self.weight(y).clamp_min(1)",
                "losses.mean(1)",
                target=("tags",),
            ),
        ),
    ),
)
