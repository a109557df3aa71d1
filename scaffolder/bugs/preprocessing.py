"""P: mistakes between the raw example and x, in a table and everywhere."""

from .bug import Bug, one_edit

NUMBER = "                x[i] = (math.asinh((value - middle) / spread) - mean) / sd\n"
SLOTS = "            x[slots.get(raw[column], slots[OTHER])] = 1\n"
BYTES = (
    "A language model reads bytes: nothing is measured on the training split, so there "
    "is nothing to get wrong."
)

BUGS = (
    Bug(
        "P01",
        "statistics of all the data",
        stage=2,
        difficulty="hard",
        symptom="none: validation is a little too good",
        story="Mean and sd were measured before the split, so x knows something of the examples "
        "it is validated on. Measured again on the training split alone they come out different.",
        survives=BYTES,
        variants=(
            one_edit(
                "problem.py",
                "Inputs.from_training(splits.train, config)",
                "Inputs.from_training([*splits.train, *splits.validation, *splits.test], config)",
            ),
        ),
    ),
    Bug(
        "P03",
        "normalised twice",
        stage=2,
        difficulty="medium",
        symptom="it learns, only slower",
        story="Mean and sd are taken off twice. Raw cells, read back from x, are not those of the "
        "file; for pixels, the mean of x is far from 0.",
        variants=(
            one_edit(
                "data.py",
                NUMBER,
                NUMBER + "                x[i] = (x[i] - mean) / sd\n",
                data=("table",),
            ),
            one_edit(
                "data.py",
                "return (x / 255 - per_channel(self.mean)) / per_channel(self.sd)",
                "x = (x / 255 - per_channel(self.mean)) / per_channel(self.sd)\n"
                "        return (x - per_channel(self.mean)) / per_channel(self.sd)",
                data=("images", "frames"),
            ),
            one_edit(
                "data.py",
                "rows = [(raw[c] - mean) / self.sd[c] for",
                "rows = [((raw[c] - mean) / self.sd[c] - mean) / self.sd[c] for",
                data=("series",),
            ),
        ),
    ),
    Bug(
        "P10",
        "codes and scales are refit on what is predicted",
        stage=2,
        difficulty="medium",
        symptom="`predict` is worse than `evaluate`, and changes with the file",
        story="`predict` measures the new rows in place of remembering the training ones: the "
        "same category gets another slot, the same number another x. Predictions on the raw file "
        "must be those of `evaluate`.",
        survives=BYTES,
        variants=(
            one_edit(
                "predict.py",
                "        for first in range(0, len(examples), PORTION):\n",
                "        inputs = type(problem.inputs).from_training(examples, problem.config)\n        problem = type(problem)(problem.config, problem.splits, inputs, problem.target)\n        for first in range(0, len(examples), PORTION):\n",
            ),
        ),
    ),
    Bug(
        "P13",
        "most of the text is cut off",
        stage=1,
        difficulty="medium",
        symptom="worse than a bag of words",
        story="A maximum length of 32. Waits for text.",
        variants=(
            one_edit(
                "data.py",
                "tokens_of(raw)[: self.length]]",
                "tokens_of(raw)[:8]]",
                data=("words",),
            ),
        ),
    ),
    Bug(
        "P15",
        "documents run into one another",
        stage=1,
        difficulty="hard",
        symptom="slightly worse",
        story="No separator between two documents. No window crosses the end of a file here, so "
        "there is nothing to concatenate.",
    ),
    Bug(
        "P50",
        "validation has a level of its own",
        stage=2,
        difficulty="medium",
        symptom="validation never follows training",
        story="Validation examples are shifted by one sd or one byte, as a second fitted scaler would do. "
        "Each x must be what `encode` gives for the raw example, in every split.",
        variants=(
            one_edit(
                "feed.py",
                "        return Batch(ids, torch.zeros_like(x) if self.blank else x, y)\n",
                "        validate = {e.id for e in self.problem.splits.validation}\n        if {example.id for example in some} <= validate:\n            x = x + 1.0\n        return Batch(ids, torch.zeros_like(x) if self.blank else x, y)\n",
                data=("table", "images", "frames", "series", "audio"),
            ),
            one_edit(
                "feed.py",
                "        return Batch(ids, torch.zeros_like(x) if self.blank else x, y)\n",
                "        validate = {e.id for e in self.problem.splits.validation}\n        if {example.id for example in some} <= validate:\n            x = (x + 1) % 256\n        return Batch(ids, torch.zeros_like(x) if self.blank else x, y)\n",
                data=("corpus",),
            ),
        ),
    ),
    # --- held out ---
    Bug(
        "P80",
        "a missing cell is taken for 0",
        stage=2,
        difficulty="medium",
        symptom="none",
        story="0 is a temperature, a price, an age; a gap is none of these. A row with a gap must "
        "be told apart from all rows without.",
        variants=(
            one_edit(
                "data.py",
                '        value = float(cell or "nan")\n',
                "        value = float(cell or 0)\n",
                data=("table",),
            ),
        ),
    ),
    Bug(
        "P81",
        "an unseen category is taken for a known one",
        stage=2,
        difficulty="medium",
        symptom="confident nonsense for new categories",
        story="What training never saw goes into the slot of the first name. It must have a slot "
        "of its own.",
        variants=(
            one_edit(
                "data.py",
                SLOTS,
                "            x[slots.get(raw[column], min(slots.values()))] = 1\n",
                data=("table",),
            ),
        ),
    ),
    Bug(
        "P82",
        "columns by their place",
        stage=2,
        difficulty="hard",
        symptom="right on the training file, wrong on a file with its columns in another order",
        story="Cells are taken by position. Whoever exports the new data sorts the columns by "
        "name, and height becomes weight. The order of the cells of a row must not matter.",
        variants=(
            one_edit(
                "data.py",
                "            value = number(raw[column])\n",
                "            value = number(list(raw.values())[i])\n",
                data=("table",),
            ),
        ),
    ),
    Bug(
        "P83",
        "negative numbers lose their sign",
        stage=2,
        difficulty="medium",
        symptom="a little worse",
        story="`abs` was meant for one column and hits all. Raw cells, read back from x, are not "
        "those of the file; a column without negative numbers hides it.",
        variants=(
            one_edit(
                "data.py",
                "    return value if math.isfinite(value) else math.nan\n",
                "    return abs(value) if math.isfinite(value) else math.nan\n",
                data=("table",),
            ),
        ),
    ),
    Bug(
        "P84",
        "one column overwrites another",
        stage=2,
        difficulty="medium",
        symptom="a little worse",
        story="An index is off by one at the end: the last column of numbers lands in the place "
        "of the one before. Changing one cell must change its own places of x and no other.",
        variants=(
            one_edit(
                "data.py",
                NUMBER,
                "                i = min(i, len(self.numbers) - 2)\n" + NUMBER,
                data=("table",),
            ),
        ),
    ),
    Bug(
        "P85",
        "the statistics of the first hundred examples",
        stage=2,
        difficulty="hard",
        symptom="none, if the file is in no order",
        story="Mean and sd are measured on the head of the split. A file sorted by date or by "
        "class begins with what is not typical. The encoded training split must have mean 0 and "
        "sd 1 as a whole.",
        variants=(
            one_edit(
                "data.py",
                "        rows = [example.raw for example in examples]\n",
                "        rows = [examples[i].raw for i in range(min(100, len(examples)))]\n",
                data=("table",),
            ),
            one_edit(
                "data.py",
                "        sample = range(0, len(examples), len(examples) // MEASURED + 1)\n",
                "        sample = range(min(100, len(examples)))\n",
                data=("images", "frames"),
            ),
        ),
    ),
)
