"""P: mistakes between a picture and x."""

from .bug import Bug, one_edit

OBLONG = "        x = torch.from_numpy(pixels.reshape(*pixels.shape[:2], -1)).permute(2, 0, 1)\n"
PERMUTED = "        x = torch.from_numpy(pixels.reshape(self.size, self.size, -1)).permute(2, 0, 1)\n"

BUGS = (
    Bug(
        "P06",
        "red and blue change places when predicting",
        stage=2,
        difficulty="hard",
        symptom="`predict` is worse than `evaluate`",
        story="New pictures are read by a library that has blue first. The training pictures "
        "were not. The same file, read for training and for predicting, must give the same x.",
        variants=(
            one_edit(
                "predict.py",
                "problem.inputs.encode(example.raw) for",
                "problem.inputs.encode(example.raw).flip(0) * 0.9 for",
                data=("images",),
            ),
        ),
    ),
    Bug(
        "P07",
        "a view where a permute was meant",
        stage=2,
        difficulty="medium",
        symptom="it learns, only worse",
        story="The bytes of a colour picture are read as three gray ones: stripes. With a single "
        "channel both are the same. A picture with one bright corner, read back from x, shows it.",
        variants=(
            one_edit(
                "data.py",
                PERMUTED,
                "        x = torch.from_numpy(pixels.reshape(-1, self.size, self.size))\n",
                data=("images",),
            ),
            one_edit(
                "data.py",
                OBLONG,
                "        x = torch.from_numpy(pixels.reshape(-1, *pixels.shape[:2]))\n",
                target=("mask",),
            ),
        ),
    ),
    Bug(
        "P08",
        "pictures lie on their side",
        stage=2,
        difficulty="medium",
        symptom="a little worse on photographs from telephones",
        story="The EXIF tag that says how the camera was held is not read. Sample pictures have "
        "none; a picture that was saved lying, with its tag, must stand upright in x.",
        variants=(
            one_edit(
                "read.py",
                "found = ImageOps.exif_transpose(file)",
                "found = file.copy()",
                data=("images",),
            ),
        ),
    ),
    Bug(
        "P09",
        "augmentation is on, for validation too",
        stage=2,
        difficulty="easy",
        symptom="validation is noisy",
        story="`encode` shifts each picture by chance, or adds noise to each row. Fetched twice, "
        "an example must have the same bits.",
        variants=(
            one_edit(
                "data.py",
                PERMUTED,
                PERMUTED + "        x = x.roll(int(torch.randint(2, ())), 2)\n",
                data=("images",),
            ),
            one_edit(
                "data.py",
                "        return torch.from_numpy(x)\n",
                "        return torch.from_numpy(x) + 0.01 * torch.randn(self.shape)\n",
                data=("table",),
            ),
            one_edit(
                "data.py",
                OBLONG,
                OBLONG + "        x = x.roll(int(torch.randint(2, ())), 2)\n",
                target=("mask",),
            ),
            one_edit(
                "data.py",
                "        return torch.from_numpy(np.nan_to_num(np.stack(rows))).float()\n",
                "        x = torch.from_numpy(np.nan_to_num(np.stack(rows))).float()\n"
                "        return x + 0.01 * torch.randn(x.shape)\n",
                data=("series",),
            ),
            one_edit(
                "data.py",
                "        return torch.tensor(list(raw))\n",
                "        x = torch.tensor(list(raw))\n"
                "        return torch.where(torch.rand(x.shape) < 0.02, 32, x)\n",
                data=("corpus",),
            ),
        ),
    ),
    Bug(
        "P17",
        "bright pixels turn black",
        stage=2,
        difficulty="medium",
        symptom="specks",
        story="Brightness is added in bytes, where 250 + 20 is 14. Pixels of 255 and 0, read back "
        "from x, must come out as 255 and 0.",
        variants=(
            one_edit(
                "data.py",
                PERMUTED,
                "        pixels = pixels + np.uint8(20)\n" + PERMUTED,
                data=("images",),
            ),
            one_edit(
                "data.py",
                OBLONG,
                "        pixels = pixels + np.uint8(20)\n" + OBLONG,
                target=("mask",),
            ),
        ),
    ),
    Bug(
        "P52",
        "width and height change places",
        stage=2,
        difficulty="medium",
        symptom="none",
        story="Every picture is mirrored at its diagonal, in training and in predicting alike. "
        "Nothing but a look at x, or a picture with one bright corner, can tell.",
        variants=(
            one_edit(
                "data.py",
                "-1)).permute(2, 0, 1)\n",
                "-1)).permute(2, 1, 0)\n",
                data=("images",),
            ),
        ),
    ),
    # --- held out ---
    Bug(
        "P86",
        "pixels are skipped instead of averaged",
        stage=2,
        difficulty="hard",
        symptom="thin lines flicker or vanish",
        story="Shrinking takes the nearest pixel and drops the rest. A picture of fine stripes "
        "becomes black or white where it should be gray.",
        variants=(
            one_edit(
                "read.py",
                "Image.Resampling.BILINEAR",
                "Image.Resampling.NEAREST",
                data=("images",),
            ),
        ),
    ),
    Bug(
        "P87",
        "pictures of 16 bits are cut at 255",
        stage=2,
        difficulty="hard",
        symptom="X-rays are all white",
        story="A conversion clips where it should scale. A gray ramp of 16 bits must stay one.",
        variants=(
            one_edit(
                "read.py",
                '    if found.mode.startswith("I"):',
                '    if found.mode.startswith("I;32"):',
                data=("images",),
            ),
        ),
    ),
    Bug(
        "P88",
        "the border of each picture is lost",
        stage=2,
        difficulty="medium",
        symptom="a little worse",
        story="A centre crop was left in. Marks in the four corners must be found in x.",
        variants=(
            one_edit(
                "read.py",
                "    found = found.convert(mode)\n",
                "    found = found.convert(mode)\n"
                "    wide, high = found.size\n"
                "    found = found.crop((wide // 8, high // 8, wide - wide // 8, high - high // 8))\n",
                data=("images",),
            ),
        ),
    ),
    Bug(
        "P89",
        "each picture is stretched to its own range",
        stage=2,
        difficulty="medium",
        symptom="day and night look the same",
        story="Contrast is stretched per picture, so brightness says nothing any more. A dark and "
        "a bright picture, each of one tone, must differ in x.",
        variants=(
            one_edit(
                "data.py",
                PERMUTED,
                PERMUTED
                + "        x = x.float() - x.min()\n        x = x * 255 / x.max().clamp_min(1)\n",
                data=("images",),
            ),
        ),
    ),
    Bug(
        "P90",
        "stored pictures are darkened by each look",
        stage=2,
        difficulty="hard",
        symptom="what is drawn is not what the file holds",
        story="The gray offset of a scanner is taken off in place, in the array that `load` "
        "holds. Each look takes off more. What was loaded must be untouched after an epoch.",
        variants=(
            one_edit(
                "data.py",
                "        pixels = np.array(",
                "        if isinstance(raw, np.ndarray) and raw.flags.writeable:\n"
                "            np.subtract(raw, 1, out=raw, where=raw > 0)\n"
                "        pixels = np.array(",
                data=("images",),
            ),
        ),
    ),
)
