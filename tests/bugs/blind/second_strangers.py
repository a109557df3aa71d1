"""Twenty bugs by a second stranger, who had not read the checks either."""

from scaffolder.bugs.bug import Edit

from ..edits.edit import HealthyEdit

BATCH = "        batch, done = batch.to(device), step + 1\n"
STEP = "def train_step(\n"


def on_the_way(name: str, function: str, more: str = "") -> tuple[Edit, ...]:
    """What the training loop alone does to a batch."""
    edits = [
        Edit(
            "train.py",
            BATCH,
            f"        batch, done = {name}(batch.to(device)), step + 1\n",
        ),
        Edit("train.py", STEP, function + "\n\n" + STEP),
    ]
    if more:
        edits.append(
            Edit(
                "train.py",
                "COOLDOWN = 0.2  # of the steps:",
                more + "COOLDOWN = 0.2  # of the steps:",
            )
        )
    return tuple(edits)


BUGS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "Q01",
        "what a cell usually means, itself included",
        "tabular-classification",
        "Target encoding (Micci-Barreca 2001): beside its number, a wine's proline says how often "
        "each cultivar had this value in training. The row itself is among those counted, and "
        "most values occur once: for a training row the new columns are its own answer. Nothing "
        "of validation leaks; the net learns to read the answer off, training costs nothing, and "
        "what validates has the shares of all in these columns. Training and validation loss "
        "part, and with `--steps` to spare it leans on what new wines do not have. The sample is "
        "easy enough to be right all the same.",
        (
            Edit(
                "data.py",
                "import math\nfrom collections.abc import Sequence\n",
                "import math\nfrom collections import Counter, defaultdict\n"
                "from collections.abc import Sequence\n",
            ),
            Edit(
                "data.py",
                "from .read import Example\n",
                'from .read import Example\n\nUSUAL = "proline"  # whose values say which cultivar it usually is\n',
            ),
            Edit(
                "data.py",
                "    numbers: dict[str, list[float]]  # column -> middle, spread, then mean and sd\n",
                "    numbers: dict[str, list[float]]  # column -> middle, spread, then mean and sd\n"
                '    usual: dict[str, list[float]]  # value of USUAL -> share of each answer; "": of all\n',
            ),
            Edit(
                "data.py",
                "        return cls({c: scale(np.array([number(r, c) for r in rows])) for c in columns})\n",
                "        scales = {c: scale(np.array([number(r, c) for r in rows])) for c in columns}\n"
                "        return cls(scales, shares(examples))\n",
            ),
            Edit(
                "data.py",
                "        return (len(self.numbers),)\n",
                '        return (len(self.numbers) + len(self.usual[""]),)\n',
            ),
            Edit(
                "data.py",
                "        return torch.tensor(x, dtype=torch.float32)\n",
                '        x += self.usual.get(raw[USUAL] or "", self.usual[""])\n'
                "        return torch.tensor(x, dtype=torch.float32)\n",
            ),
            Edit(
                "data.py",
                '            cells[column] = f"{value if abs(value) > 1e-6 * spread else 0:.5g}"\n',
                '            cells[column] = f"{value if abs(value) > 1e-6 * spread else 0:.5g}"\n'
                "        for k, share in enumerate(values[len(self.numbers) :], 1):\n"
                '            cells[f"{USUAL} of class {k}"] = f"{share:.2g}"\n',
            ),
            Edit(
                "data.py",
                "def number(raw: dict[str, str | None], column: str) -> float:\n",
                '''def shares(examples: Sequence[Example]) -> dict[str, list[float]]:
    """Of the rows with a value of USUAL, the share of each answer; of all rows as ""."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        for key in ("", example.raw[USUAL] or ""):
            counts[key][str(example.answer)] += 1
    names = sorted(counts[""])
    return {
        key: [found[name] / found.total() for name in names]
        for key, found in counts.items()
    }


def number(raw: dict[str, str | None], column: str) -> float:
''',
            ),
        ),
    ),
    HealthyEdit(
        "Q02",
        "the calibration error of empty bins",
        "tabular-classification",
        "How far the net's probabilities can be trusted: the expected calibration error of Guo et "
        "al. 2017 as another metric. It is the gap of each of ten bins, weighted by how many "
        "examples are in it; here the mean over the ten bins, of which most are empty and have "
        "no gap: a net that is sure of everything has two full bins, and a tenth of each one's "
        "gap, as it were. The reported number is wrong, up to ten times too small.",
        (
            Edit(
                "target.py",
                "    errors = ()  # metrics of which less is better\n",
                '    errors = ("calibration error",)  # metrics of which less is better\n',
            ),
            Edit(
                "target.py",
                '        """[batch, 2]: the true class, and the one that is answered."""\n'
                "        return torch.stack([y, outputs.argmax(1)], 1)\n",
                '        """[batch, 3]: the true class, the one that is answered, how sure it is."""\n'
                "        sure, guess = outputs.double().softmax(1).max(1)\n"
                "        return torch.stack([y.double(), guess.double(), sure], 1)\n",
            ),
            Edit(
                "target.py",
                "        pairs = tally[:, 0] * self.outputs + tally[:, 1]\n",
                "        pairs = (tally[:, 0] * self.outputs + tally[:, 1]).long()\n",
            ),
            Edit(
                "target.py",
                '            "macro F1": (2 * hits / both)[both > 0].mean().item(),\n        }\n',
                '            "macro F1": (2 * hits / both)[both > 0].mean().item(),\n'
                '            "calibration error": calibration_error(tally),\n        }\n\n\n'
                "def calibration_error(tally: Tensor) -> float:\n"
                '    """Guo et al. 2017: how far sureness and accuracy are apart, in ten bins."""\n'
                "    truth, guess, sure = tally.unbind(1)\n"
                "    bins = (sure * BINS).long().clamp_max(BINS - 1)\n"
                "    size = torch.bincount(bins, minlength=BINS).clamp_min(1)\n"
                "    right = torch.bincount(bins, (truth == guess).double(), BINS) / size\n"
                "    said = torch.bincount(bins, sure, BINS) / size\n"
                "    return (right - said).abs().mean().item()\n",
            ),
            Edit(
                "target.py",
                "from .read import Example\n",
                "from .read import Example\n\nBINS = 10  # of the calibration error\n",
            ),
        ),
    ),
    HealthyEdit(
        "Q03",
        "the variance where the sd belongs",
        "tabular-regression",
        "How sure is each forecast? A second output is the logarithm of the variance, learnt by "
        "the likelihood of a normal distribution (Nix and Weigend 1994). The loss is right; "
        "`interval`, which says the 95 % range in predict and counts how many fall into it, takes "
        "exp of that output for the sd, without the half. Variances are below 1 in training sds, "
        "so the ranges are too narrow: of the validation .84 fall into them, where it is .93 with "
        "the half.",
        (
            Edit(
                "target.py",
                "from .read import Example\n",
                "from .read import Example\n\n"
                "LEAST = -2.0  # of the log variance: nobody foresees it better than to 0.37 sds\n",
            ),
            Edit("target.py", "        return 1\n", "        return 2\n"),
            Edit(
                "target.py",
                '        """Squared error in units of sd squared: [batch, 1], [batch, 1] -> [batch]"""\n'
                "        if outputs.shape != y.shape:  # [batch, 1] - [batch] would be [batch, batch]\n"
                '            raise ValueError(f"outputs {outputs.shape} and y {y.shape} must match")\n'
                "        return (outputs - y).square()[:, 0]\n",
                '        """-ln of the normal density, but for a constant: [batch, 2], [batch, 1] -> [batch]"""\n'
                "        if outputs.shape != (len(y), 2) or y.shape[1:] != (1,):\n"
                '            raise ValueError(f"outputs {outputs.shape} and y {y.shape} must match")\n'
                "        mean, log_variance = outputs[:, 0], outputs[:, 1].clamp_min(LEAST)\n"
                "        error = (mean - y[:, 0]).square()\n"
                "        return (log_variance + error / log_variance.exp()) / 2\n",
            ),
            Edit(
                "target.py",
                '        """0: the training mean, in the units of y."""\n        return torch.zeros(1)\n',
                '        """0, 0: the training mean, and a variance of 1, in the units of y."""\n'
                "        return torch.zeros(2)\n",
            ),
            Edit(
                "target.py",
                '        """What always answering the mean costs: the variance, 1 on the training split."""\n'
                "        return y.double().square().mean().item()\n",
                '        """What always answering mean and sd of training costs: 1/2 there."""\n'
                "        return y.double().square().mean().item() / 2\n",
            ),
            Edit(
                "target.py",
                '        """A squared error can be driven to 0."""\n        return 0.0\n',
                '        """Without an error, as sure as one may be."""\n        return LEAST / 2\n',
            ),
            Edit(
                "target.py",
                "        return outputs  # the distance to the training mean in training sds, [batch, 1]\n",
                "        return outputs  # distance to the training mean in sds, log of its variance\n",
            ),
            Edit(
                "target.py",
                "        return self.in_its_unit(outputs)[:, 0].tolist()\n",
                "        return self.in_its_unit(outputs)[:, 0].tolist()\n\n"
                "    def interval(self, outputs: Tensor) -> Tensor:\n"
                '        """[batch, 2]: between them are 95 of 100, in their own unit."""\n'
                "        sd = outputs[:, 1:].clamp_min(LEAST).exp()\n"
                "        around = torch.tensor([-1.96, 1.96]).to(outputs)\n"
                "        return self.in_its_unit(outputs[:, :1] + around * sd)\n",
            ),
            Edit(
                "target.py",
                '        """[batch, 2]: predicted and true number, in their own unit."""\n'
                "        return torch.cat([self.in_its_unit(outputs), self.in_its_unit(y)], 1)\n",
                '        """[batch, 4]: predicted and true number and the range, in their own unit."""\n'
                "        both = self.in_its_unit(torch.cat([outputs[:, :1], y], 1))\n"
                "        return torch.cat([both, self.interval(outputs)], 1)\n",
            ),
            Edit(
                "target.py",
                "        guess, truth = tally.double().unbind(1)\n",
                "        guess, truth, low, high = tally.double().unbind(1)\n",
            ),
            Edit(
                "target.py",
                '            "MAE": error.abs().mean().item(),\n',
                '            "coverage": ((low <= truth) & (truth <= high)).double().mean().item(),\n'
                '            "MAE": error.abs().mean().item(),\n',
            ),
            Edit(
                "predict.py",
                '    return ({"prediction": answer} for answer in problem.target.decode(outputs))\n',
                "    ranges = problem.target.interval(outputs).tolist()\n"
                "    for answer, (low, high) in zip(\n"
                "        problem.target.decode(outputs), ranges, strict=True\n    ):\n"
                '        yield {"prediction": answer, "low": low, "high": high}\n',
            ),
            Edit(
                "baselines.py",
                "        yield name, judged([(asked, outputs)], problem.target)\n",
                "        outputs = torch.cat([outputs, torch.zeros_like(outputs)], 1)\n"
                "        yield name, judged([(asked, outputs)], problem.target)\n",
            ),
        ),
    ),
    HealthyEdit(
        "Q04",
        "winsorised, the truth included",
        "tabular-regression",
        "A few patients with extreme answers should not pull the squared error: training answers "
        "are brought into the range of their middle nine tenths. It is done in `value`, by which "
        "validation and test answers go as well, and with them the truth that the metrics are of: "
        "a tenth of the patients, the hardest ones, have a milder truth than they had. MAE and "
        "RMSE are measured against numbers nobody had: 51.2 and 60.8, where 53.7 and 65.4 would be "
        "said of the net without it.",
        (
            Edit(
                "target.py",
                "    logarithm: bool  # y is the logarithm of the answer: its error is a share of it\n",
                "    logarithm: bool  # y is the logarithm of the answer: its error is a share of it\n"
                "    low: float  # answers beyond these pull too hard: they count as these\n"
                "    high: float\n",
            ),
            Edit(
                "target.py",
                "        plain, answers = cls(0.0, 1.0, config.logarithm), [e.answer for e in examples]\n",
                "        answers = [e.answer for e in examples]\n"
                "        found = torch.tensor([number(a) for a in answers], dtype=torch.float64)\n"
                "        ends = found.quantile(torch.tensor(MIDDLE, dtype=torch.float64)).tolist()\n"
                "        plain = cls(0.0, 1.0, config.logarithm, *ends)\n",
            ),
            Edit(
                "target.py",
                "        return cls(y.mean().item(), y.std(correction=0).item(), config.logarithm)\n",
                "        mean, sd = y.mean().item(), y.std(correction=0).item()\n"
                "        return cls(mean, sd, config.logarithm, *ends)\n",
            ),
            Edit(
                "target.py",
                "        found = number(answer)\n",
                "        found = min(max(number(answer), self.low), self.high)\n",
            ),
            Edit(
                "target.py",
                "from .read import Example\n",
                "from .read import Example\n\nMIDDLE = [0.05, 0.95]  # shares of the training answers\n",
            ),
        ),
    ),
    HealthyEdit(
        "Q05",
        "drawn with replacement, the same each time",
        "image-classification",
        "Rare digits as often as frequent ones: an epoch draws with replacement, by weights of 1 "
        "over the count. The generator is seeded by `seed` alone, 'or it would not repeat', and "
        "no more by the epoch: each epoch draws the same pictures, in the same order. What was "
        "not drawn the first time, some 37 % of the training pictures, is never trained on. The "
        "accuracy is that of two thirds of the data.",
        (
            Edit(
                "feed.py",
                "from collections.abc import Iterator, Sequence\n",
                "from collections import Counter\nfrom collections.abc import Iterator, Sequence\n",
            ),
            Edit(
                "feed.py",
                '        """The indices of each step. Sizes differ by one at most: no straggler at the end."""\n'
                "        generator = torch.Generator().manual_seed(mix(self.config.seed, epoch))\n"
                "        order = torch.randperm(len(self), generator=generator)\n",
                '        """The indices of each step: each answer comes as often as any other."""\n'
                "        counts = Counter(example.answer for example in self.examples)\n"
                "        chances = torch.tensor([1 / counts[e.answer] for e in self.examples])\n"
                "        generator = torch.Generator().manual_seed(mix(self.config.seed))\n"
                "        order = chances.multinomial(len(self), True, generator=generator)\n",
            ),
        ),
    ),
    HealthyEdit(
        "Q06",
        "stochastic depth is not made up for",
        "image-classification",
        "Huang et al. 2016, 'Deep Networks with Stochastic Depth': in training each picture skips "
        "a block's two convolutions with a chance of one half. At the end all of them are there, "
        "and must count half, or the kept ones twice in training. Neither is done: in evaluation "
        "and in predict each sum is larger than any that the next layers and norms have learnt. "
        "Training looks well; validation costs twice as much as without (tiny: .20 for .09 nats).",
        (
            Edit(
                "model.py",
                "from torch import Tensor, nn\n",
                "import torch\nfrom torch import Tensor, nn\n",
            ),
            Edit(
                "model.py",
                "TINY = 16 ",
                "SURVIVES = 0.5  # chance that a block is there, in training\nTINY = 16 ",
            ),
            Edit(
                "model.py",
                "        f = self.norm2(self.second(f))\n        return (self.shortcut(h) + f).relu()\n",
                "        f = self.norm2(self.second(f))\n"
                "        if self.training:  # Huang et al. 2016: some go without\n"
                "            f = f * (torch.rand(len(f), 1, 1, 1, device=f.device) < SURVIVES)\n"
                "        return (self.shortcut(h) + f).relu()\n",
            ),
        ),
    ),
    HealthyEdit(
        "Q07",
        "two scenes in one, and the labels of a third",
        "image-multilabel",
        "More crowded scenes: half of the training pictures get another one laid over them, pixel "
        "by pixel what stands out more, and the labels of both. The partner is drawn twice, once "
        "for the pictures and once for the labels: the labels that are added are those of some "
        "other picture. A third of what the net is told is there is not, and it learns to say "
        "yes too easily: the tiny net's mean average precision is .87, without .93.",
        on_the_way(
            "crowded",
            '''def crowded(batch: Batch) -> Batch:
    """Half of the pictures with another one over them: what stands out more is seen."""
    x, y, n = batch.x, batch.y, len(batch.ids)
    both = torch.rand(n, device=x.device) < 0.5
    over = x[torch.randperm(n, device=x.device)]
    more = y[torch.randperm(n, device=x.device)]
    seen = over.where(over.abs() > x.abs(), x)
    x = seen.where(both[:, None, None, None], x)
    return Batch(batch.ids, x, y.maximum(more).where(both[:, None], y))
''',
        ),
    ),
    HealthyEdit(
        "Q08",
        "brighter, and cut as if it were 0 to 1",
        "image-regression",
        "Light and contrast vary: in training they are drawn for each picture, and pixels cut to "
        "0..1, as everybody does. But x is standardised by then: the ground, below 0, becomes an "
        "even 0, and what is brighter than one sd, needle and ring, an even 1. Validation has "
        "the full range, five times as bright, that no layer and no BatchNorm has seen: its "
        "error is a multiple of the one in training.",
        on_the_way(
            "lit",
            '''def lit(batch: Batch) -> Batch:
    """Another light on each picture: contrast by a fifth, brightness by a tenth."""
    shape = (2, len(batch.ids), 1, 1, 1)
    contrast, light = 2 * torch.rand(shape, device=batch.x.device) - 1
    x = batch.x * (1 + 0.2 * contrast) + 0.1 * light
    return Batch(batch.ids, x.clamp(0, 1), batch.y)
''',
        ),
    ),
    HealthyEdit(
        "Q09",
        "an average of the weights without the norms' statistics",
        "image-regression",
        "An exponential average of the weights validates and is kept as best.pt, as in Polyak and "
        "Juditsky 1992. `parameters()` does not hold the running mean and variance of a "
        "BatchNorm: in the averaged net they stay 0 and 1, as at first. Training is as before; "
        "validation, best.pt and predict are of weights between statistics that do not belong to "
        "them, and the reported error is several times too large.",
        (
            Edit(
                "train.py",
                "from collections.abc import Callable\n",
                "from collections.abc import Callable\nfrom copy import deepcopy\n",
            ),
            Edit(
                "train.py",
                "COOLDOWN = 0.2  # of the steps:",
                "AVERAGED = 0.98  # share of the past in the average of the weights\n"
                "COOLDOWN = 0.2  # of the steps:",
            ),
            Edit(
                "train.py",
                "    if resume and run:\n"
                "        first, history.best = restore(problem, net, optimizer, run)\n",
                "    average = deepcopy(net).requires_grad_(False)\n"
                "    if resume and run:\n"
                "        first, history.best = restore(problem, net, optimizer, run)\n"
                '        average.load_state_dict(run.checkpoint("last")["average"])\n',
            ),
            Edit(
                "train.py",
                "        look(done, net)\n",
                "        follow(average, net, done)\n        look(done, net)\n",
            ),
            Edit(
                "train.py",
                "            evaluation = evaluate(net, validation) if validation else None\n"
                "            keep(problem, net, optimizer, done, evaluation, history, run)\n"
                "    return history\n",
                "            evaluation = evaluate(average, validation) if validation else None\n"
                "            keep(problem, net, average, optimizer, done, evaluation, history, run)\n"
                "    net.load_state_dict(average.state_dict())\n"
                "    return history\n\n\n"
                "@torch.no_grad()\n"
                "def follow(average: nn.Module, net: nn.Module, done: int) -> None:\n"
                '    """A step of the exponential average; at first a plain mean."""\n'
                "    share = 1 - min(AVERAGED, done / (done + 9))\n"
                "    for kept, now in zip(average.parameters(), net.parameters(), strict=True):\n"
                "        kept.lerp_(now, share)\n",
            ),
            Edit(
                "train.py",
                "def keep(problem, net, optimizer, done, evaluation, history, run: Run | None) -> None:\n",
                "def keep(\n"
                "    problem, net, average, optimizer, done, evaluation, history, run: Run | None\n"
                ") -> None:\n",
            ),
            Edit(
                "train.py",
                '    saved |= {"net": net.state_dict(), "optimizer": optimizer.state_dict()}\n',
                '    saved |= {"net": net.state_dict(), "optimizer": optimizer.state_dict()}\n'
                '    saved |= {"average": average.state_dict()}\n',
            ),
            Edit(
                "train.py",
                '                run.save("best", saved | {"rank": rank})\n',
                '                run.save("best", saved | {"net": saved["average"], "rank": rank})\n',
            ),
        ),
        add=("schedule",),
    ),
    HealthyEdit(
        "Q10",
        "axis 2 of the picture and axis 2 of the mask",
        "image-segmentation",
        "Upside down a drawing is a drawing: half of the training pairs are turned over, picture "
        "and mask, by `flip(2)`. A picture is [batch, channels, height, width], a mask [batch, "
        "height, width]: there axis 2 is the width, and the mask is mirrored left to right. Half "
        "of the training pictures have their mask elsewhere; the net hedges, and mean IoU falls.",
        on_the_way(
            "turned",
            '''def turned(batch: Batch) -> Batch:
    """Half of the pictures upside down, and their masks with them."""
    over = torch.rand(len(batch.ids), device=batch.x.device) < 0.5
    x = batch.x.flip(2).where(over[:, None, None, None], batch.x)
    y = batch.y.flip(2).where(over[:, None, None], batch.y)
    return Batch(batch.ids, x, y)
''',
        ),
    ),
    HealthyEdit(
        "Q11",
        "masks made smaller like pictures",
        "image-segmentation",
        "24 x 24 pixels train in half of the time. So that nothing thin is lost, the mask is made "
        "smaller as the picture is, by means, and rounded to whole classes: between the ground "
        "and class 2 there is now a rim of class 1, and the pixels of no class at the borders "
        "count as ground or as the class below. Small shapes are told to have rims of another "
        "kind; evaluation at the size of the masks has the right truth, and IoU falls by more "
        "than the smaller size costs.",
        (
            Edit(
                "config.py",
                "    # size of x in pixels; height, width: nothing is resized\n"
                "    image_size: tuple[int, int] = (32, 32)\n",
                "    # size of x in pixels; height, width: half the time of 32 x 32\n"
                "    image_size: tuple[int, int] = (24, 24)\n",
            ),
            Edit(
                "target.py",
                '        """The class of each pixel, VOID where none counts: int64 [height, width].\n\n'
                "        Resized to the nearest pixel: a mean of classes 2 and 4 is not class 3.\n"
                '        """\n'
                "        stored, (height, width) = codes(answer), self.size\n"
                "        down = (2 * np.arange(height) + 1) * stored.shape[0] // (2 * height)\n"
                "        right = (2 * np.arange(width) + 1) * stored.shape[1] // (2 * width)\n"
                "        stored = stored[down[:, None], right]\n",
                '        """The class of each pixel, VOID where none counts: int64 [height, width].\n\n'
                "        Made smaller as the picture is: no thin thing falls between two pixels.\n"
                '        """\n'
                "        stored = codes(answer)\n",
            ),
            Edit(
                "target.py",
                "        return torch.tensor([known[code] for code in ascending])[where]\n",
                "        y = torch.tensor([known[code] for code in ascending])[where].double()\n"
                '        how: dict[str, Any] = {"mode": "bilinear", "antialias": True}\n'
                "        return F.interpolate(y[None, None], self.size, **how)[0, 0].round().long()\n",
            ),
        ),
    ),
    HealthyEdit(
        "Q12",
        "letterboxed, but for the boxes",
        "image-detection",
        "Upright pictures are to come, and things should keep their shape: x is a square of 64 "
        "now, into which each picture is fitted whole, with an even rim above and below. The "
        "boxes are scaled as before, across and down each by its own factor, as if the picture "
        "had been stretched: near the upper and lower border they are up to eight pixels off, "
        "and a third too high. `locate` stretches back, so that predictions are wrong and look "
        "right on average; mAP falls, that of strict overlaps most.",
        (
            Edit(
                "config.py",
                "    # size of x in pixels; height, width: nothing is resized\n"
                "    image_size: tuple[int, int] = (48, 64)\n",
                "    # size of x in pixels; height, width: pictures keep their shape, with a rim\n"
                "    image_size: tuple[int, int] = (64, 64)\n",
            ),
            Edit(
                "read.py",
                '    """Converted and resized: bilinear over all pixels that a new one covers."""\n'
                "    found = Image.fromarray(raw.squeeze()).convert(mode)\n"
                "    return found.resize((width, height), Image.Resampling.BILINEAR)\n",
                '    """Converted, and as large as fits in, in the middle of an even grey."""\n'
                "    found = Image.fromarray(raw.squeeze()).convert(mode)\n"
                "    by = min(width / found.width, height / found.height)\n"
                "    across, down = round(by * found.width), round(by * found.height)\n"
                "    found = found.resize((across, down), Image.Resampling.BILINEAR)\n"
                '    whole = Image.new(mode, (width, height), GREY if mode == "L" else (GREY,) * 3)\n'
                "    whole.paste(found, ((width - across) // 2, (height - down) // 2))\n"
                "    return whole\n",
            ),
            Edit(
                "read.py",
                "Box = tuple[str, float,",
                "GREY = 114  # of the rim around a picture of another shape than x\n"
                "Box = tuple[str, float,",
            ),
        ),
    ),
    HealthyEdit(
        "Q13",
        "a rate of its own, for one line",
        "text-classification",
        "Embeddings are to learn slower: rare words make large steps. The optimizer has a group "
        "for them with `stem_rate` times the learning rate. The loop sets the rate of every group "
        "in each step, warmup and schedule, to one and the same: the groups differ until then and "
        "never in a step. `stem_rate` does nothing; a search over it is flat but for nothing, and "
        "the paper says that it does not matter.",
        (
            Edit(
                "config.py",
                "    warmup: float = 0.05  # share of the steps over which the rate rises from 0\n",
                "    # of the embedding, as a share of learning_rate: rare words make large steps\n"
                "    stem_rate: float = 0.1\n"
                "    warmup: float = 0.05  # share of the steps over which the rate rises from 0\n",
            ),
            Edit(
                "train.py",
                "    groups: dict[float, list[nn.Parameter]] = {}  # decay -> whom it is for\n"
                "    for p in net.parameters():\n"
                "        decay = config.weight_decay if p.ndim > 1 else 0.0\n"
                "        groups.setdefault(decay, []).append(p)\n"
                '    settings = [{"params": p, "weight_decay": decay} for decay, p in groups.items()]\n',
                "    # decay, rate -> whom they are for\n"
                "    groups: dict[tuple[float, float], list[nn.Parameter]] = {}\n"
                '    stem, rate = getattr(net, "stem", None), config.learning_rate\n'
                "    slow = {*stem.parameters()} if isinstance(stem, nn.Embedding) else set()\n"
                "    for p in net.parameters():\n"
                "        decay = config.weight_decay if p.ndim > 1 else 0.0\n"
                "        own = rate * config.stem_rate if p in slow else rate\n"
                "        groups.setdefault((decay, own), []).append(p)\n"
                "    settings = [\n"
                '        {"params": p, "weight_decay": decay, "lr": own}\n'
                "        for (decay, own), p in groups.items()\n"
                "    ]\n",
            ),
        ),
    ),
    HealthyEdit(
        "Q14",
        "patience with an error that falls",
        "language-model",
        "Training ends when four evaluations in a row bring nothing better, to save the nights. "
        "Better is larger, as with an accuracy; what is watched here is bits per byte, and each "
        "that is smaller than the first counts as one more without progress: training ends at "
        "the fifth evaluation, after 375 of 600 steps, whatever `steps` says, in the midst of "
        "learning. The reported bits per byte are those of a net that is not done.",
        (
            Edit(
                "config.py",
                "    log_every: int = 10  # steps between two rows of metrics.csv\n",
                "    patience: int = 4  # evaluations in a row without a better one: it is over\n"
                "    log_every: int = 10  # steps between two rows of metrics.csv\n",
            ),
            Edit(
                "train.py",
                "    pending: list[Step] = []\n",
                "    pending: list[Step] = []\n    highest, waited = -math.inf, 0\n",
            ),
            Edit(
                "train.py",
                "            keep(problem, net, optimizer, done, evaluation, history, run)\n",
                "            keep(problem, net, optimizer, done, evaluation, history, run)\n"
                "            if evaluation:\n"
                "                value = evaluation.values()[config.watch]\n"
                "                waited = 0 if value > highest else waited + 1\n"
                "                highest = max(highest, value)\n"
                "            if waited >= config.patience:\n"
                "                break\n",
            ),
        ),
    ),
    HealthyEdit(
        "Q15",
        "the weights of the tags in another order",
        "text-tagging",
        "Rare tags should count: each token weighs 1 over the share of its tag. The weights are "
        "made of `most_common()`, the most frequent tag first; the outputs are in the order of "
        "the alphabet. So each tag has the weight of another one: some rare ones hardly count, "
        "some frequent ones count most. Bias and formula are made of the same weights, and agree. "
        "Macro F1, for which it was done, gets worse where sentences are hard.",
        (
            Edit(
                "target.py",
                "    length: int  # tokens\n",
                "    length: int  # tokens\n    weights: list[float]  # of a token of each tag\n",
            ),
            Edit(
                "target.py",
                "        return cls(names, numbers, list(config.untagged), config.length)\n",
                "        often = [n for tag, n in counts.most_common() if tag in names]\n"
                "        weights = [sum(numbers) / (len(names) * n) for n in often]\n"
                "        return cls(names, numbers, list(config.untagged), config.length, weights)\n",
            ),
            Edit(
                "target.py",
                '        """Mean cross entropy of a sentence\'s tagged tokens, in nats.\n',
                '        """Weighted mean of the cross entropy of a sentence\'s tagged tokens, in nats.\n',
            ),
            Edit(
                "target.py",
                '        losses = F.cross_entropy(outputs, y, ignore_index=NOTHING, reduction="none")\n'
                "        return losses.sum(1) / self.weight(y).clamp_min(1)\n",
                "        weights = torch.tensor(self.weights).to(outputs)\n"
                "        losses = F.cross_entropy(\n"
                '            outputs, y, weights, ignore_index=NOTHING, reduction="none"\n'
                "        )\n"
                "        return losses.sum(1) / self.weight(y).clamp_min(1e-6)\n",
            ),
            Edit(
                "target.py",
                '        """Tagged tokens of each sentence: a batch costs the mean over all its tokens."""\n'
                "        return (y != NOTHING).sum(1)\n",
                '        """Of all tokens of each sentence: a batch costs the mean over all its tokens."""\n'
                "        weights = torch.tensor(self.weights, device=y.device)\n"
                "        return (weights[y.clamp_min(0)] * (y != NOTHING)).sum(1)\n",
            ),
            Edit(
                "target.py",
                '        """log of the tag shares: softmax of the bias alone then answers the prior."""\n'
                "        return self.prior.log().float()\n",
                '        """log of the weighted tag shares: the best constant answer."""\n'
                "        return self.weighted.log().float()\n\n"
                "    @property\n"
                "    def weighted(self) -> Tensor:\n"
                '        """Share of each tag, its tokens weighted, [tags]."""\n'
                "        shares = self.prior * torch.tensor(self.weights, dtype=torch.float64)\n"
                "        return shares / shares.sum()\n",
            ),
            Edit(
                "target.py",
                "        return -(counts / counts.sum() * self.prior.log()).sum().item()\n",
                "        counts *= torch.tensor(self.weights, dtype=torch.float64)\n"
                "        return -(counts / counts.sum() * self.weighted.log()).sum().item()\n",
            ),
            Edit(
                "target.py",
                "        return (true * (y != NOTHING)).sum(1) / self.weight(y).clamp_min(1)\n",
                "        tagged = y != NOTHING\n"
                "        return (true * tagged).sum(1) / tagged.sum(1).clamp_min(1)\n",
            ),
        ),
    ),
    HealthyEdit(
        "Q16",
        "read backwards and not turned round again",
        "text-tagging",
        "The whole sentence instead of a window: one GRU reads it forwards, another one backwards, "
        "and what both say of a token is added. The second gets the sentence reversed, and its "
        "answers are never reversed again: the first token gets what was known of the last one, "
        "and what comes after a token it never sees. The tag depends on a token at the mirrored "
        "place; the pads, which stand in front of a reversed sentence, are felt as well: another "
        "`length` is another answer. The sample, whose tags hang on the words beside them, is "
        "right all the same; a tag that hangs on what comes later cannot be learnt.",
        (
            Edit(
                "model.py",
                "        return Tagger(inputs.tokens, outputs, width=TINY, depth=1)\n"
                "    return Tagger(inputs.tokens, outputs, config.width, config.depth)\n",
                "        return Tagger(inputs, outputs, width=TINY, depth=1)\n"
                "    return Tagger(inputs, outputs, config.width, config.depth)\n",
            ),
            Edit(
                "model.py",
                "    def __init__(self, tokens: int, outputs: int, width: int, depth: int):\n"
                "        super().__init__()\n"
                "        steps = [2**i for i in range(depth)]\n"
                "        self.reach = sum(steps)  # places to each side\n"
                "        self.stem = Pieces(tokens, width)\n",
                "    def __init__(self, inputs: Inputs, outputs: int, width: int, depth: int):\n"
                "        super().__init__()\n"
                "        steps = [2**i for i in range(depth)]\n"
                "        self.reach = inputs.length  # places to each side: all\n"
                "        self.stem = Pieces(inputs.tokens, width)\n"
                "        self.onwards = nn.GRU(width, width, batch_first=True)\n"
                "        self.backwards = nn.GRU(width, width, batch_first=True)\n",
            ),
            Edit(
                "model.py",
                "            h = window(h, real)\n",
                "            h = window(h, real)\n"
                "        before, after = self.onwards(h)[0], self.backwards(h.flip(1))[0]\n"
                "        h = (h + before + after) * real\n",
            ),
        ),
    ),
    HealthyEdit(
        "Q17",
        "turned by the number of the head",
        "language-model",
        "Rotary places (Su et al. 2021) instead of learned ones: queries and keys are turned by an "
        "angle that grows with the place. `turned` counts along the second axis, as in the paper's "
        "[batch, time, heads, size]; here heads come before time. All places of a head are turned "
        "alike, which cancels between query and key: the net does not know where anything stands "
        "but for what the causal mask tells. Nothing leaks; after 60 steps the tiny net needs 2.34 bits per byte, turned rightly "
        "2.03.",
        (
            Edit(
                "model.py",
                "        self.places = nn.Parameter(torch.zeros(context, width))\n",
                "",
            ),
            Edit(
                "model.py",
                "        h = self.stem(x) + self.places[: x.shape[1]]  # [batch, time, width]\n",
                "        h = self.stem(x)  # [batch, time, width]\n",
            ),
            Edit(
                "model.py",
                "        seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)\n",
                "        q, k = turned(q), turned(k)\n"
                "        seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)\n",
            ),
            Edit(
                "model.py",
                "def first_weights(net: nn.Module, width: int, depth: int) -> None:\n",
                '''def turned(h: Tensor) -> Tensor:
    """By angles that grow with the place: Su et al. 2021, "RoFormer", section 3.2."""
    half = h.shape[-1] // 2
    speeds = 10_000 ** (-torch.arange(half, device=h.device) / half)
    places = torch.arange(h.shape[1], device=h.device)
    angles = (places[:, None] * speeds)[:, None].to(h)  # [places, 1, half]
    one, other = h.split(half, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([one * cos - other * sin, one * sin + other * cos], -1)


def first_weights(net: nn.Module, width: int, depth: int) -> None:
''',
            ),
        ),
    ),
    HealthyEdit(
        "Q18",
        "another rate by the line between two samples",
        "audio-classification",
        "A voice is below 1 kHz, says the practitioner: 2,000 Hz are enough, and half the work. "
        "Resampling by Fourier transform is slow, so the samples are read off at the new moments "
        "with `np.interp`. Without a low-pass before it all that is above 1 kHz is folded down "
        "into what is left, at wrong frequencies, in training and in new clips alike. The net "
        "hears sounds that are not there; what was faint below is drowned, and voices that were "
        "recorded with more treble are told worse.",
        (
            Edit(
                "config.py",
                "    sample_rate: int = 4000  # Hz: most clips have 4,000, others from 4,000 to 8,000\n",
                "    # Hz: clips have 4,000 to 8,000; a voice needs no more than this\n"
                "    sample_rate: int = 2000\n",
            ),
            Edit(
                "config.py",
                "    bands: int = 40  # of equal width in mel, up to 2,000 Hz\n",
                "    # of equal width in mel, up to 1,000 Hz\n    bands: int = 24\n",
            ),
            Edit("read.py", "from scipy.signal import resample\n", ""),
            Edit(
                "read.py",
                '    """The same sound at another rate; what the lower rate cannot hold is gone, not folded.\n\n'
                "    By Fourier transform, the ideal low-pass. Zeros at the end make both lengths whole, so\n"
                "    that the pitch stays exact; they are cut off again.\n"
                '    """\n'
                "    common = math.gcd(before, after)\n"
                "    up, down = after // common, before // common\n"
                "    blocks = -(-len(samples) // down)\n"
                "    whole = np.pad(samples, (0, blocks * down - len(samples)))\n"
                "    return resample(whole, blocks * up)[: math.ceil(len(samples) * up / down)]\n",
                '    """The same sound at another rate: its values at the moments of the new samples."""\n'
                "    moments = np.arange(math.ceil(len(samples) * after / before)) / after\n"
                "    return np.interp(moments, np.arange(len(samples)) / before, samples)\n",
            ),
        ),
    ),
    HealthyEdit(
        "Q19",
        "the hour by the number of the step",
        "series-forecasting",
        "The hour of the day, as sine and cosine, beside the channels. It is the number of the "
        "step in its file modulo 24: right in tank.csv, which begins at midnight, in training, "
        "validation and test. A new file begins whenever somebody cut it off: its hours are "
        "shifted, by up to twelve, and the net takes morning for evening. Every reported number "
        "is right; `predict` on the last days, cut at noon, is wrong.",
        (
            Edit(
                "read.py",
                "        return dict(zip(self.channels, steps, strict=True))\n\n    def future",
                "        turn = 2 * np.pi * np.arange(now - lookback, now) / 24  # hours of the day\n"
                '        clock = {"sine of hour": np.sin(turn), "cosine of hour": np.cos(turn)}\n'
                "        return dict(zip(self.channels, steps, strict=True)) | clock\n\n"
                "    def future",
            ),
        ),
    ),
    HealthyEdit(
        "Q20",
        "smoothed around each step",
        "series-forecasting",
        "The sensor is noisy: what the net sees is smoothed by a running mean of five steps, the "
        "answers stay as measured. The five lie around their step, two of them after it: the last "
        "known values of a window are partly made of the first two that it is to forecast. The "
        "reported errors of the first steps are too good, as are those of the dumb baselines. At "
        "the end of a file there is nothing to come: in use the forecast is worse than without.",
        (
            Edit(
                "read.py",
                "    times, filled = map(str, frame[time]), frame.select(pl.all().forward_fill())\n",
                "    times, filled = map(str, frame[time]), frame.select(pl.all().forward_fill())\n"
                "    smooth = pl.exclude(time).rolling_mean(SMOOTH, min_samples=1, center=True)\n"
                "    filled = filled.with_columns(smooth)\n",
            ),
            Edit(
                "read.py",
                "Values = dict[str, np.ndarray]",
                "SMOOTH = 5  # steps of a running mean: the sensor is noisy\n"
                "Values = dict[str, np.ndarray]",
            ),
        ),
    ),
)
