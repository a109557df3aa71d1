"""R: mistakes that make two runs of one command differ, or five seeds the same run."""

from .bug import NUMERIC, Bug, one_edit

BUGS = (
    Bug(
        "R01",
        "the seed is set too late",
        stage=2,
        difficulty="easy",
        symptom="the same command gives another result each time",
        story="The net is built first and the seed set afterwards: the first weights are left to "
        "chance. Two nets of one seed must have the same bits.",
        variants=(
            one_edit(
                "problem.py",
                "        fix_random_seed(self.config.seed)\n        net = model.build(self.inputs, self.target.outputs, self.config)\n",
                "        net = model.build(self.inputs, self.target.outputs, self.config)\n        fix_random_seed(self.config.seed)\n",
            ),
        ),
    ),
    Bug(
        "R02",
        "the seed is ignored",
        stage=2,
        difficulty="medium",
        symptom="five seeds agree wonderfully",
        story="A literal 0 was left where the seed belongs, so five runs are one run and the "
        "spread between them is 0. Another seed must give other first weights.",
        variants=(
            one_edit(
                "problem.py",
                "        fix_random_seed(self.config.seed)\n",
                "        fix_random_seed(0)\n",
            ),
        ),
    ),
    Bug(
        "R04",
        "inputs depend on who decodes them",
        stage=2,
        difficulty="medium",
        symptom="with four workers the result is another one",
        story="`encode` draws from the global generator: each worker has its own, and in the main "
        "process it shifts what dropout draws. An example must have the same bits wherever it "
        "is decoded.",
        variants=(
            one_edit(
                "feed.py",
                "        return Batch(ids, torch.zeros_like(x) if self.blank else x, y)\n",
                "        x = x + 1e-3 * torch.rand(())\n        return Batch(ids, torch.zeros_like(x) if self.blank else x, y)\n",
                data=NUMERIC,
            ),
        ),
        add=("workers",),
    ),
    # --- held out ---
    Bug(
        "R80",
        "the split depends on the process",
        stage=2,
        difficulty="hard",
        symptom="`evaluate` is better than the curve of the run",
        story="`hash` of a text is salted anew in every process, so each command cuts the data "
        "elsewhere and evaluates on what was trained with. Within one process all is well; a "
        "fresh one must make the same split.",
        variants=(
            one_edit(
                "split.py",
                "    return blake2b(content, digest_size=16).hexdigest()\n",
                '    return f"{hash(content):x}"\n',
                data=("words",),
            ),
            one_edit(
                "split.py",
                "    return blake2b(text.encode(), digest_size=16).hexdigest()\n",
                '    return f"{hash(text):x}"\n',
                data=("images", "frames", "tokens", "audio"),
            ),
        ),
    ),
    Bug(
        "R81",
        "the order of the classes depends on the process",
        stage=2,
        difficulty="hard",
        symptom="after a resume the loss jumps",
        story="The names come out of a set, whose order is salted anew in every process. A "
        "resumed run trains with its classes exchanged. A fresh process must measure the same.",
        variants=(
            one_edit(
                "target.py",
                "        names = sorted(counts)\n",
                "        names = list(set(counts))\n",
                target=("one_class",),
            ),
            one_edit(
                "target.py",
                "sorted(counts.keys() - set(config.untagged))",
                "list(counts.keys() - set(config.untagged))",
                target=("tags",),
            ),
        ),
    ),
    Bug(
        "R82",
        "dropout does not know the seed",
        stage=4,
        difficulty="hard",
        symptom="none, until there is dropout",
        story="Each step is seeded by its number alone. Five seeds drop the same units. A net "
        "with dropout must end elsewhere under another seed, with weights and order held fixed.",
        variants=(
            one_edit(
                "train.py",
                "        fix_random_seed(config.seed, step)\n",
                "        fix_random_seed(step)\n",
            ),
        ),
    ),
    Bug(
        "R83",
        "an evaluation moves the random numbers of training",
        stage=4,
        difficulty="hard",
        symptom="evaluating more often changes the result, once there is dropout",
        story="The steps are no longer seeded one by one, so whoever draws in between, or a "
        "resume, changes what dropout does next. Nothing draws while there is no dropout, so a "
        "net with dropout must be tried.",
        variants=(
            one_edit("train.py", "        fix_random_seed(config.seed, step)\n", ""),
        ),
    ),
    Bug(
        "R84",
        "the same units are dropped in every step",
        stage=4,
        difficulty="hard",
        symptom="none, until there is dropout",
        story="The seed is set before each step and the step is no part of it: dropout becomes a "
        "smaller net. Dropout must differ between two steps.",
        variants=(
            one_edit(
                "train.py",
                "        fix_random_seed(config.seed, step)\n",
                "        fix_random_seed(config.seed)\n",
            ),
        ),
    ),
)
