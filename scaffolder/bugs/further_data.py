"""D, L, P: further mistakes between the files and the tensors."""

from .bug import Bug, Edit, Variant, one_edit

PIXELS = "return (x / 255 - per_channel(self.mean)) / per_channel(self.sd)"

BUGS = (
    Bug(
        "D70",
        "copies of training examples in validation, under other names",
        stage=2,
        difficulty="easy",
        symptom="the validation score is a little better than colleagues get",
        story="One example in twenty stands in training and, under another id, in validation. "
        "Ids are disjoint, so a look at them finds nothing; the contents are not, and a hash "
        "of each raw example says so.",
        variants=(
            one_edit(
                "problem.py",
                "        splits = load(config)\n",
                '        splits = load(config)\n        few = [splits.train[i] for i in range(0, len(splits.train), 20)]\n        few = [replace(example, id=f"{example.id}/2") for example in few]\n        splits = replace(splits, validation=[*splits.validation, *few])\n',
            ),
        ),
    ),
    Bug(
        "L70",
        "the training answers are dealt out anew",
        stage=2,
        difficulty="medium",
        symptom="training loss goes down with patience, validation never does",
        story="The answers of the training examples were shuffled among them. A net large enough "
        "learns the mess by heart, so `overfit one batch` is content, and so is every check of the "
        "step. A net fed with blank inputs does just as well as one that looks: that gives it away.",
        variants=(
            Variant(
                (
                    Edit(
                        "problem.py",
                        "        splits = load(config)\n",
                        "        splits = load(config)\n        train = list(splits.train)\n        generator = torch.Generator().manual_seed(0)\n        order = torch.randperm(len(train), generator=generator).tolist()\n        answers = [train[i].answer for i in order]\n        pairs = zip(train, answers, strict=True)\n        train = [replace(example, answer=answer) for example, answer in pairs]\n        splits = replace(splits, train=train)\n",
                    ),
                )
            ),
        ),
    ),
    Bug(
        "L71",
        "class indices off by one on the way in",
        stage=2,
        difficulty="easy",
        symptom="loss and accuracy are as good as ever; predictions read in words are all wrong",
        story="`encode` gives each class the index of the next one. Loss and accuracy compare "
        "indices with indices and see nothing. Only where an answer comes back in words, beside the "
        "word in the file, do the two differ.",
        variants=(
            one_edit(
                "target.py",
                "torch.tensor(self.names.index(str(answer)))",
                "torch.tensor((self.names.index(str(answer)) + 1) % self.outputs)",
                target=("one_class",),
            ),
        ),
    ),
    Bug(
        "L72",
        "predictions in standard deviations",
        stage=2,
        difficulty="easy",
        symptom="metrics are fine; the numbers `predict` prints are small, some below zero",
        story="`decode` forgets to turn the output back into the unit of the answer. No metric "
        "uses it, so training and evaluation look right, and everybody who asks for a prediction gets "
        "a number in standard deviations around the mean.",
        variants=(
            one_edit(
                "target.py",
                "return self.in_its_unit(outputs)[:, 0].tolist()",
                "return outputs[:, 0].tolist()",
                target=("number",),
            ),
        ),
    ),
    Bug(
        "P70",
        "pixels from 0 to 255",
        stage=2,
        difficulty="easy",
        symptom="the first layers learn slowly, and the learning rate is touchy",
        story="The pixels reach the net as they stand in the file. BatchNorm hides most of it. "
        "The mean and spread of a batch just before the net are far from 0 and 1.",
        variants=(one_edit("data.py", PIXELS, "return x.float()", data=("images",)),),
    ),
    Bug(
        "P71",
        "each split measured by its own mean and spread",
        stage=2,
        difficulty="hard",
        symptom="validation is close to training, and single predictions differ from evaluation",
        story="Every split is standardised with statistics of its own. A batch of new data that "
        "differs from training is moved back to the middle, so evaluation flatters, and a checkpoint, "
        "which knows the statistics of training alone, predicts something else.",
        survives="In a language model nothing is standardised: bytes go in as they are.",
        variants=(
            Variant(
                (
                    Edit(
                        "feed.py",
                        "        self.config, self.kept = problem.config, None\n",
                        "        self.config, self.kept = problem.config, None\n        measured = type(problem.inputs).from_training\n        self.inputs = measured(examples, problem.config)\n",
                    ),
                    Edit(
                        "feed.py",
                        "self.problem.inputs.encode(",
                        "self.inputs.encode(",
                    ),
                )
            ),
        ),
    ),
    Bug(
        "P72",
        "training pictures mirrored, the others not",
        stage=2,
        difficulty="medium",
        symptom="training goes well, validation lags behind from the first steps on",
        story="The loop mirrors every training picture and evaluation none: the net learns a world "
        "that nobody asks it about. Seen by drawing the very tensors of the first step beside the "
        "pictures as they stand in the files.",
        variants=(
            Variant(
                (
                    Edit(
                        "train.py",
                        "        fix_random_seed(config.seed, step)\n",
                        "        fix_random_seed(config.seed, step)\n        batch = Batch(batch.ids, batch.x.flip(-1), batch.y)\n",
                    ),
                ),
                {"data": ("images",)},
            ),
        ),
    ),
    Bug(
        "P73",
        "a random shift left on",
        stage=2,
        difficulty="medium",
        symptom="a little restless; evaluating twice does not give the same loss",
        story="Pictures are shifted by chance inside `encode`, which evaluation and prediction use "
        "too. It was meant for training alone, and not before stage 4. The same example encoded twice "
        "is not the same tensor.",
        variants=(
            one_edit(
                "data.py",
                PIXELS,
                "x = x.roll(int(torch.randint(2, ())), 2)\n        " + PIXELS,
                data=("images",),
            ),
        ),
    ),
)
