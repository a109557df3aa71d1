"""L: mistakes in the answers: which belongs to which input, and in what unit."""

from .bug import Bug, one_edit

ENCODED = "        return torch.tensor([(self.value(answer) - self.mean) / self.sd])\n"

BUGS = (
    Bug(
        "L04",
        "errors in standard deviations",
        stage=2,
        difficulty="medium",
        symptom="an error of 0.7, where the answers are in the hundreds",
        story="The metric is computed on standardised answers, so it is in units of the training "
        "sd and looks wonderfully small. Counted by hand from raw and decoded answers it differs.",
        variants=(
            one_edit(
                "target.py",
                "return torch.cat([self.in_its_unit(outputs), self.in_its_unit(y)], 1)",
                "return torch.cat([outputs.double(), y.double()], 1)",
                target=("number",),
            ),
            one_edit(
                "target.py",
                "absolute[i] * sd[i] / count[i]",
                "absolute[i] / count[i]",
                target=("horizon",),
            ),
        ),
    ),
    Bug(
        "L05",
        "wrong labels in the source",
        stage=1,
        difficulty="hard",
        symptom="the loss stays above what one hoped for",
        story="A property of the files and not of code: some label was wrong when it came. Only "
        "a person can tell; half of what a program suspects is right. The pictures of the "
        "largest losses are where to look.",
    ),
    Bug(
        "L06",
        "the target is the input",
        stage=2,
        difficulty="easy",
        symptom="the loss goes to 0, and what it writes is garbage",
        story="Nothing is shifted, so the net copies. In a text whose places can be told apart the answer must be one place further on.",
        variants=(
            one_edit(
                "read.py",
                "bytes[:-1], bytes[1:])",
                "bytes[:-1], bytes[:-1])",
                target=("next_token",),
            ),
        ),
    ),
    Bug(
        "L07",
        "shifted twice",
        stage=2,
        difficulty="hard",
        symptom="a plausible loss, and what it writes is garbage",
        story="Data and loss both shift by one, so the net learns what comes second next. Fitted to one batch it does not say the raw answer.",
        variants=(
            one_edit(
                "target.py",
                'F.cross_entropy(outputs, y, reduction="none")',
                'F.cross_entropy(outputs[:, :, :-1], y[:, 1:], reduction="none")',
                target=("next_token",),
            ),
        ),
    ),
    Bug(
        "L08",
        "padding counts in the loss",
        stage=2,
        difficulty="medium",
        symptom="the loss is too low",
        story="The net learns to write padding, which is easy, and the loss is a mean over mostly "
        "that. Other outputs at the pads must cost the same.",
        variants=(
            one_edit(
                "target.py",
                'F.cross_entropy(outputs, y, ignore_index=NOTHING, reduction="none")',
                'F.cross_entropy(outputs, y.clamp_min(0), reduction="none")',
                target=("tags",),
            ),
        ),
    ),
    Bug(
        "L09",
        "the prompt counts in the loss",
        stage=2,
        difficulty="medium",
        symptom="worse than it was before fine-tuning",
        story="Nothing of the prompt is masked, or everything is. The texts here have no prompts; "
        "waits for fine-tuning on dialogues.",
    ),
    Bug(
        "L10",
        "a mask resized like a picture",
        stage=2,
        difficulty="medium",
        symptom="blurred borders",
        story="Bilinear interpolation of class numbers invents classes: between 2 and 4 lies 3. A mask of another size than y shows it.",
        variants=(
            one_edit(
                "target.py",
                "        stored = stored[down[:, None], right]\n",
                "        mixed = torch.from_numpy(stored.astype(float))[None, None]\n"
                '        mixed = F.interpolate(mixed, (height, width), mode="bilinear")[0, 0]\n'
                "        stored = mixed.round().long().numpy()\n",
                target=("mask",),
            ),
        ),
    ),
    Bug(
        "L13",
        "augmentation that changes the answer",
        stage=4,
        difficulty="hard",
        symptom="training is worse with augmentation, validation too",
        story="A mirrored 2 is no 2. Waits for augmentation (stage 4).",
    ),
    Bug(
        "L14",
        "several answers squeezed into one",
        stage=1,
        difficulty="medium",
        symptom="part of the labels is lost",
        story="`argmax` of a row of zeros and ones keeps the first. Fitted to one batch, the net does not say all labels of the file.",
        variants=(
            one_edit(
                "target.py",
                "        held = self.split(answer)\n",
                "        held = sorted(self.split(answer))[:1]\n",
                target=("many_labels",),
            ),
        ),
    ),
    Bug(
        "L15",
        "answers in two units",
        stage=1,
        difficulty="medium",
        symptom="it predicts the mean",
        story="A property of the files: a few answers are a thousand times too large and rule "
        "the squared error. `recipe new` says so when it reads the target.",
    ),
    Bug(
        "L51",
        "a fifth of the training answers is shuffled",
        stage=2,
        difficulty="hard",
        symptom="training stalls early, validation is mediocre",
        story="A join went wrong for some of the rows. Enough is right to learn from, so all "
        "baselines are beaten. Only the file itself knows: each answer must be that of its row.",
        variants=(
            one_edit(
                "problem.py",
                "        splits = load(config)\n",
                "        splits = load(config)\n        train = list(splits.train)\n        fifth = train[::5]\n        train[::5] = [\n            replace(e, answer=o.answer)\n            for e, o in zip(fifth, fifth[1:] + fifth[:1], strict=True)\n        ]\n        splits = replace(splits, train=train)\n",
            ),
        ),
    ),
    # --- held out ---
    Bug(
        "L80",
        "extreme answers are cut",
        stage=2,
        difficulty="hard",
        symptom="the largest answers are always predicted too low",
        story="`encode` clamps to 1.5 sds, against outliers. The metrics are computed from the "
        "clamped answers and look better than they are. Every answer must survive encode and "
        "decode.",
        variants=(
            one_edit(
                "target.py",
                ENCODED,
                "        value = (self.value(answer) - self.mean) / self.sd\n"
                "        return torch.tensor([max(-1.5, min(1.5, value))])\n",
                target=("number",),
            ),
        ),
    ),
    Bug(
        "L81",
        "an unknown class becomes the first one",
        stage=2,
        difficulty="medium",
        symptom="one class is predicted too often",
        story="An answer that training never saw is silently turned into class 0: a misspelt "
        "label, a new class. `encode` must refuse what it does not know.",
        variants=(
            one_edit(
                "target.py",
                "        if str(answer) not in self.names:\n",
                "        if str(answer) not in self.names:\n"
                "            return torch.tensor(0)\n"
                "        if not self.names:\n",
                target=("one_class",),
            ),
        ),
    ),
    Bug(
        "L82",
        "answers rounded to whole numbers",
        stage=2,
        difficulty="medium",
        symptom="none, if the answers are whole numbers",
        story="`int` of a float. Answers such as 0.25 all become 0. An answer between two whole "
        "numbers must survive encode and decode.",
        variants=(
            one_edit(
                "target.py",
                ENCODED,
                "        return torch.tensor([(int(self.value(answer)) - self.mean) / self.sd])\n",
                target=("number",),
            ),
        ),
    ),
    Bug(
        "L83",
        "names of predictions start again every 256 rows",
        stage=2,
        difficulty="hard",
        symptom="the first predictions are right, the rest of a long file is wrong",
        story="`predict` works in portions and takes the ids from the top of the file each time. "
        "Short files are fine. Predictions by id must agree with `evaluate`, in more than one "
        "portion.",
        variants=(
            one_edit(
                "predict.py",
                "yield from zip(some, said",
                "yield from zip(examples[: len(some)], said",
            ),
        ),
    ),
    Bug(
        "L84",
        "the answers slip by one row",
        stage=2,
        difficulty="medium",
        symptom="validation stays at the level of guessing",
        story="The column of answers was read without its first cell. The net fits any batch "
        "all the same. The file itself knows which answer stands in which row.",
        variants=(
            one_edit(
                "read.py",
                "        answers = frame[config.target].replace(dict(config.same_answer)).to_list()\n",
                "        answers = frame[config.target].replace(dict(config.same_answer)).to_list()\n"
                "        answers = answers[1:] + answers[:1]\n",
                data=("table",),
            ),
            one_edit(
                "load.py",
                "    shares = (config.validation_share, config.test_share)\n",
                "    from dataclasses import replace\n\n"
                "    pairs = zip(examples, examples[1:] + examples[:1], strict=True)\n"
                "    examples = [replace(one, answer=other.answer) for one, other in pairs]\n"
                "    shares = (config.validation_share, config.test_share)\n",
                data=("images",),
            ),
        ),
    ),
    Bug(
        "L85",
        "the evaluation measures its own scale",
        stage=2,
        difficulty="hard",
        symptom="`evaluate` and the curve of the run disagree a little",
        story="`evaluate` makes a new Target from the validation answers, so outputs are turned "
        "into numbers with another mean and sd, or with classes in another order, than they were "
        "trained with. The evaluation of a run must repeat the row of its metrics.csv.",
        survives="The language model's Target holds the byte counts, and only the first bias reads "
        "them: made from other answers, evaluation is the same to the last bit.",
        variants=(
            one_edit(
                "__main__.py",
                "    evaluation = evaluated(",
                "    target = type(problem.target).from_training(examples, problem.config)\n    problem = type(problem)(problem.config, problem.splits, problem.inputs, target)\n    evaluation = evaluated(",
            ),
        ),
    ),
)
