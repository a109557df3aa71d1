"""D: mistakes in the order and the coverage of the examples that the loop is fed with."""

from .bug import NUMERIC, Bug, Edit, Variant, one_edit

BUGS = (
    Bug(
        "D09",
        "training examples come in the order of the file",
        stage=2,
        difficulty="easy",
        symptom="the training loss goes up and down with the period of an epoch",
        story="Nobody shuffles. If the file is sorted by class, every batch has one class. The "
        "order of the first epoch must not be that of the file.",
        variants=(
            one_edit(
                "feed.py",
                "        order = torch.randperm(len(self), generator=generator)\n",
                "        order = torch.arange(len(self))\n",
            ),
        ),
    ),
    Bug(
        "D10",
        "every epoch in the same order",
        stage=2,
        difficulty="medium",
        symptom="a slightly worse validation loss",
        story="The generator is seeded anew for each epoch with the same number. The same "
        "examples meet in the same batches for ever.",
        variants=(
            one_edit(
                "feed.py",
                "mix(self.config.seed, epoch)",
                "mix(self.config.seed)",
            ),
        ),
    ),
    Bug(
        "D11",
        "an epoch draws with replacement",
        stage=2,
        difficulty="medium",
        symptom="a slightly worse loss, and nobody asks why",
        story="A third of the examples is missing from each epoch and others come twice. One "
        "epoch must show every id exactly once.",
        variants=(
            one_edit(
                "feed.py",
                "        order = torch.randperm(len(self), generator=generator)\n",
                "        order = torch.randint(len(self), (len(self),), generator=generator)\n",
            ),
        ),
    ),
    Bug(
        "D12",
        "a stored generator is copied into every worker",
        stage=2,
        difficulty="hard",
        symptom="runs with other numbers of workers cannot be compared",
        story="Noise is drawn from a generator that was made once, at import. Each worker gets a "
        "copy in the same state, so they repeat one another. Two runs still agree bit for bit; "
        "another number of workers, or fetching twice, does not.",
        variants=(
            Variant(
                (
                    Edit(
                        "feed.py",
                        "        return Batch(ids, torch.zeros_like(x) if self.blank else x, y)\n",
                        "        x = x + 0.01 * torch.randn(x.shape, generator=NOISE)\n        return Batch(ids, torch.zeros_like(x) if self.blank else x, y)\n",
                    ),
                    Edit(
                        "feed.py",
                        "\n\nclass Feed(Dataset[Batch]):\n",
                        "\n\nNOISE = torch.Generator().manual_seed(0)\n\n\nclass Feed(Dataset[Batch]):\n",
                    ),
                ),
                {"data": NUMERIC},
            ),
        ),
        add=("workers",),
    ),
    Bug(
        "D14",
        "workers that never hear of the next epoch",
        stage=4,
        difficulty="hard",
        symptom="augmentation repeats itself every epoch",
        story="Persistent workers keep the dataset they were started with, and an epoch set in "
        "the main process never reaches them. Waits for augmentation (stage 4).",
    ),
    Bug(
        "D50",
        "an example of each epoch dropped",
        stage=2,
        difficulty="easy",
        symptom="none",
        story="A slice begins at 1. One epoch must show every id exactly once.",
        variants=(
            one_edit(
                "feed.py",
                "order.tensor_split",
                "order[1:].tensor_split",
            ),
        ),
    ),
    # --- held out ---
    Bug(
        "D86",
        "the batches do not fill the epoch",
        stage=2,
        difficulty="medium",
        symptom="none",
        story="The batches are cut to full size and their number is rounded: up to half a batch "
        "of each epoch falls off the end, others every time. One epoch must show every id.",
        variants=(
            one_edit(
                "feed.py",
                "        return order.tensor_split(self.steps_per_epoch)\n",
                "        size = self.config.batch_size\n        return order[: self.steps_per_epoch * size].split(size)\n",
            ),
        ),
    ),
    Bug(
        "D87",
        "shuffled only a little",
        stage=2,
        difficulty="hard",
        symptom="the training loss goes up and down with the period of an epoch",
        story="A shuffle buffer of 32: each example moves a few places, and a file sorted by "
        "class stays sorted by class. The order is no longer that of the file, and differs from "
        "epoch to epoch, but its ranks hang together with the places.",
        variants=(
            one_edit(
                "feed.py",
                "        order = torch.randperm(len(self), generator=generator)\n",
                "        blocks = torch.arange(len(self)).split(32)\n        mixed = [b[torch.randperm(len(b), generator=generator)] for b in blocks]\n        order = torch.cat(mixed)\n",
            ),
        ),
    ),
    Bug(
        "D88",
        "two orders take turns",
        stage=2,
        difficulty="hard",
        symptom="none",
        story="Every other epoch repeats: a mask meant for the seed cuts the number of the epoch "
        "to one bit. The first two epochs differ, the third is the first.",
        variants=(
            one_edit(
                "feed.py",
                "mix(self.config.seed, epoch)",
                "mix(self.config.seed, epoch % 2)",
            ),
        ),
    ),
    Bug(
        "D89",
        "the last examples are never decoded",
        stage=2,
        difficulty="medium",
        symptom="a few examples are lost for ever, however long it trains",
        story="The cache is filled in whole chunks of 256; the remainder keeps what memory "
        "happened to hold. Only the batch of an example from the tail, compared with the raw "
        "example, shows it.",
        variants=(
            one_edit(
                "feed.py",
                "            self.kept = self[torch.arange(len(self))]\n",
                "            self.kept = self[torch.arange(len(self))]\n            self.kept.x[max(256, len(self) // 256 * 256) :] = 0\n",
            ),
        ),
    ),
)
