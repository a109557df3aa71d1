"""Twelve healthy edits by a second stranger, who had not read the checks either."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

BATCH = "        batch, done = batch.to(device), step + 1\n"
STEP = "def train_step(\n"


def on_the_way(name: str, function: str) -> tuple[Edit, ...]:
    """What the training loop alone does to a batch; the seed of (seed, step) is set by then."""
    now = f"        batch, done = {name}(batch.to(device)), step + 1\n"
    return (
        Edit("train.py", BATCH, now),
        Edit("train.py", STEP, function + "\n\n" + STEP),
    )


EDITS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "J01",
        "the calibration error and Brier's score",
        "tabular-classification",
        "How far the net's probabilities can be trusted: two more metrics. The expected "
        "calibration error of Guo et al. 2017, each bin weighted by how many examples are in it, "
        "and the squared distance of the probabilities from the truth (Brier 1950); of both less "
        "is better. The tally holds what they need, so that intervals and dumb baselines have "
        "them, too.",
        (
            Edit(
                "target.py",
                "    errors = ()  # metrics of which less is better\n",
                '    errors = ("calibration error", "Brier score")  # of which less is better\n',
            ),
            Edit(
                "target.py",
                '        """[batch, 2]: the true class, and the one that is answered."""\n'
                "        return torch.stack([y, outputs.argmax(1)], 1)\n",
                '        """[batch, 4]: the true class, the one that is answered, how sure it is, Brier."""\n'
                "        p = outputs.double().softmax(1)\n"
                "        brier = (p - F.one_hot(y, self.outputs)).square().sum(1)\n"
                "        return torch.stack([y.double(), p.argmax(1).double(), p.amax(1), brier], 1)\n",
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
                '            "calibration error": calibration_error(tally),\n'
                '            "Brier score": tally[:, 3].mean().item(),\n        }\n\n\n'
                "def calibration_error(tally: Tensor) -> float:\n"
                '    """Guo et al. 2017: how far sureness and accuracy are apart, in ten bins."""\n'
                "    truth, guess, sure = tally[:, :3].unbind(1)\n"
                "    bins = (sure * BINS).long().clamp_max(BINS - 1)\n"
                "    right = torch.bincount(bins, (truth == guess).double(), BINS)\n"
                "    said = torch.bincount(bins, sure, BINS)\n"
                "    return ((right - said).abs().sum() / len(tally)).item()\n",
            ),
            Edit(
                "target.py",
                "from .read import Example\n",
                "from .read import Example\n\nBINS = 10  # of the calibration error\n",
            ),
        ),
    ),
    HealthyEdit(
        "J02",
        "a range with each forecast",
        "tabular-regression",
        "How sure is each forecast? A second output is the logarithm of the variance, learnt by "
        "the likelihood of a normal distribution (Nix and Weigend 1994), whose best constant is "
        "the training mean and a variance of 1. predict says the 95 % range, evaluate how many "
        "fall into it. The variance has a floor, and so has the loss; the dumb models have the "
        "variance of all.",
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
                "        sd = (outputs[:, 1:].clamp_min(LEAST) / 2).exp()\n"
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
        "J03",
        "shifted by a pixel at most",
        "image-classification",
        "Augmentation: in training each picture is moved by up to one pixel across and down, the "
        "ground moving in. A digit stays what it is. It happens in the loop, after the seed of "
        "(seed, step) is set: the same bits for any number of workers and after a resume, and "
        "validation, test and predict see what is in the file.",
        on_the_way(
            "shifted",
            '''def shifted(batch: Batch) -> Batch:
    """Each picture up to one pixel across and down; the border goes on."""
    (n, channels, height, width), device = batch.x.shape, batch.x.device
    x = nn.functional.pad(batch.x, (1, 1, 1, 1), mode="replicate")
    down, right = torch.randint(3, (2, n, 1), device=device)
    rows = (down + torch.arange(height, device=device))[:, None, :, None]
    columns = (right + torch.arange(width, device=device))[:, None, None]
    channel = torch.arange(channels, device=device)[:, None, None]
    each = torch.arange(n, device=device)[:, None, None, None]
    return Batch(batch.ids, x[each, channel, rows, columns], batch.y)
''',
        ),
    ),
    HealthyEdit(
        "J04",
        "a label that is there weighs what its absence does",
        "image-multilabel",
        "Rare labels should be found: of each label the yes weigh as much as the no, in the loss "
        "(`pos_weight`), its best constant and its formula. What such a net says is shifted by "
        "the logarithm of that weight; answers, probabilities and metrics take the shift out, so "
        "that a half is a half again.",
        (
            Edit(
                "target.py",
                '        """Mean binary cross entropy of the labels, in nats: [batch, labels] -> [batch]"""\n'
                "        y = y.to(outputs)\n"
                '        return F.binary_cross_entropy_with_logits(outputs, y, reduction="none").mean(1)\n',
                '        """Mean weighted cross entropy of the labels, in nats: [batch, labels] -> [batch]"""\n'
                "        weight, y = self.more.to(outputs), y.to(outputs)\n"
                "        return F.binary_cross_entropy_with_logits(\n"
                '            outputs, y, reduction="none", pos_weight=weight\n'
                "        ).mean(1)\n\n"
                "    @property\n"
                "    def more(self) -> Tensor:\n"
                '        """How much more a yes weighs than a no: without / with, [labels]"""\n'
                "        return (1 - self.prior) / self.prior\n\n"
                "    def plain(self, outputs: Tensor) -> Tensor:\n"
                '        """Logits as if each answer had weighed the same."""\n'
                "        return outputs - self.more.log().to(outputs)\n",
            ),
            Edit(
                "target.py",
                '        """ln(with / without) of each label: its sigmoid is the label\'s share."""\n'
                "        return torch.logit(self.prior).float()\n",
                '        """0: weighted, yes and no are as many, of each label."""\n'
                "        return (torch.logit(self.prior) + self.more.log()).float()\n",
            ),
            Edit(
                "target.py",
                '        """-q ln p - (1 - q) ln(1 - p), the mean over labels: q the share in y, p the prior."""\n'
                "        q, p = y.double().mean(0), self.prior\n"
                "        return -(q * p.log() + (1 - q) * (1 - p).log()).mean().item()\n",
                '        """(w q + 1 - q) ln 2, the mean over labels: q the share in y, w the weight of a yes."""\n'
                "        q, w = y.double().mean(0), self.more\n"
                "        return ((w * q + 1 - q) * math.log(2)).mean().item()\n",
            ),
            Edit(
                "target.py",
                "        return outputs.sigmoid()\n",
                "        return self.plain(outputs).sigmoid()\n",
            ),
            Edit(
                "target.py",
                "        return [self.written(row) for row in outputs > 0]\n",
                "        return [self.written(row) for row in self.plain(outputs) > 0]\n",
            ),
            Edit(
                "target.py",
                "        there = outputs.sigmoid()\n",
                "        there = self.prediction(outputs)\n",
            ),
            Edit(
                "target.py",
                '        """[batch, labels, 2]: logit and truth."""\n'
                "        return torch.stack([outputs.double(), y.double()], 2)\n",
                '        """[batch, labels, 2]: logit and truth."""\n'
                "        return torch.stack([self.plain(outputs.double()), y.double()], 2)\n",
            ),
            Edit(
                "target.py",
                "from collections import Counter\n",
                "import math\nfrom collections import Counter\n",
            ),
        ),
    ),
    HealthyEdit(
        "J05",
        "an average of the weights",
        "image-regression",
        "An exponential average of the weights and of the norms' statistics validates, is kept as "
        "best.pt and is what the training returns, as in Polyak and Juditsky 1992; at first it is "
        "nearly a plain mean, so that the first weights are soon forgotten. It is in last.pt, and "
        "a resumed training goes on with it.",
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
                '    """A step of the exponential average; at first nearly a plain mean."""\n'
                "    share = 1 - min(AVERAGED, done / (done + 9))\n"
                "    now = net.state_dict()\n"
                "    for name, kept in average.state_dict().items():  # buffers as well\n"
                "        if kept.is_floating_point():\n"
                "            kept.lerp_(now[name], share)\n"
                "        else:\n"
                "            kept.copy_(now[name])\n",
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
        "J06",
        "mirrored and upside down, mask and all",
        "image-segmentation",
        "A mirrored drawing is a drawing: in training half of the pairs are mirrored and half are "
        "turned over, the mask along the same axis as the picture, counted from the end, as a "
        "mask has no channels. In the loop, after the seed of (seed, step) is set; evaluation "
        "and predict see what is in the file.",
        on_the_way(
            "flipped",
            '''def flipped(batch: Batch) -> Batch:
    """Half of the pictures mirrored, half upside down, and their masks with them."""
    x, y = batch.x, batch.y
    for axis in (-1, -2):  # width, height of both
        over = (torch.rand(len(x), device=x.device) < 0.5)[:, None, None]
        x = x.flip(axis).where(over[:, None], x)
        y = y.flip(axis).where(over, y)
    return Batch(batch.ids, x, y)
''',
        ),
    ),
    HealthyEdit(
        "J07",
        "letterboxed, boxes and all",
        "image-detection",
        "Upright pictures are to come, and things should keep their shape: x is a square of 64, "
        "into which each picture is fitted whole, with an even rim. One function says by how much "
        "it is scaled and where it begins; the picture, the boxes of y and the way back of the "
        "predictions, cut at the border of the picture, all ask it.",
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
                "    across, down, left, top = fitted(found.width, found.height, height, width)\n"
                "    found = found.resize((across, down), Image.Resampling.BILINEAR)\n"
                '    whole = Image.new(mode, (width, height), GREY if mode == "L" else (GREY,) * 3)\n'
                "    whole.paste(found, (left, top))\n"
                "    return whole\n\n\n"
                "def fitted(across: int, down: int, height: int, width: int) -> tuple[int, ...]:\n"
                '    """Width and height of a picture of this size within x, and where it begins there."""\n'
                "    by = min(width / across, height / down)\n"
                "    across, down = max(1, round(by * across)), max(1, round(by * down))\n"
                "    return across, down, (width - across) // 2, (height - down) // 2\n",
            ),
            Edit(
                "read.py",
                "Box = tuple[str, float,",
                "GREY = 114  # of the rim around a picture of another shape than x\n"
                "Box = tuple[str, float,",
            ),
            Edit(
                "target.py",
                "        across, down = self.size[1] / answer.width, self.size[0] / answer.height\n",
                "        across, down, west, north = self.place(answer.width, answer.height)\n",
            ),
            Edit(
                "target.py",
                "            corners = left * across, top * down, right * across, bottom * down\n",
                "            corners = [left * across + west, top * down + north]\n"
                "            corners += [right * across + west, bottom * down + north]\n",
            ),
            Edit(
                "target.py",
                "    def asked(self, y: Tensor, dtype=torch.float64) -> tuple[Tensor, Tensor, Tensor]:\n",
                "    def place(self, width: int, height: int) -> tuple[float, ...]:\n"
                '        """A picture of this size in x: its scale across and down, and where it begins."""\n'
                "        across, down, left, top = fitted(width, height, *self.size)\n"
                "        return across / width, down / height, left, top\n\n"
                "    def asked(self, y: Tensor, dtype=torch.float64) -> tuple[Tensor, Tensor, Tensor]:\n",
            ),
            Edit(
                "target.py",
                "        across, down = width / self.size[1], height / self.size[0]\n"
                "        return detections.scaled(prediction, across, down, self.first)\n",
                "        across, down, left, top = self.place(width, height)\n"
                '        begins = {"xmin": left, "xmax": left, "ymin": top, "ymax": top}\n'
                '        ends = {"x": width * across, "y": height * down}\n'
                "        inner = [\n"
                "            box | {c: min(max(box[c] - b, 0.0), ends[c[0]]) for c, b in begins.items()}\n"
                "            for box in prediction\n"
                "        ]\n"
                "        return detections.scaled(inner, 1 / across, 1 / down, self.first)\n",
            ),
            Edit(
                "target.py",
                "from .read import Example, Truth, size\n",
                "from .read import Example, Truth, fitted, size\n",
            ),
        ),
    ),
    HealthyEdit(
        "J08",
        "a rate of its own for the embedding",
        "text-classification",
        "Embeddings learn slower: rare words make large steps. The optimizer has a group for them "
        "that remembers its share of the rate, and the loop multiplies what warmup and schedule "
        "say by it in each step. The linear net has no embedding, and one rate.",
        (
            Edit(
                "config.py",
                "    warmup: float = 0.05  # share of the steps over which the rate rises from 0\n",
                "    # of the embedding, as a share of learning_rate: rare words make large steps\n"
                "    stem_rate: float = 0.5\n"
                "    warmup: float = 0.05  # share of the steps over which the rate rises from 0\n",
            ),
            Edit(
                "train.py",
                '            group["lr"] = learning_rate_at(step, config)\n',
                '            group["lr"] = learning_rate_at(step, config) * group["share"]\n',
            ),
            Edit(
                "train.py",
                "    groups: dict[float, list[nn.Parameter]] = {}  # decay -> whom it is for\n"
                "    for p in net.parameters():\n"
                "        decay = config.weight_decay if p.ndim > 1 else 0.0\n"
                "        groups.setdefault(decay, []).append(p)\n"
                '    settings = [{"params": p, "weight_decay": decay} for decay, p in groups.items()]\n',
                "    # decay, share of the rate -> whom they are for\n"
                "    groups: dict[tuple[float, float], list[nn.Parameter]] = {}\n"
                '    stem, rate = getattr(net, "stem", None), config.learning_rate\n'
                "    slow = {*stem.parameters()} if isinstance(stem, nn.Embedding) else set()\n"
                "    for p in net.parameters():\n"
                "        decay = config.weight_decay if p.ndim > 1 else 0.0\n"
                "        share = config.stem_rate if p in slow else 1.0\n"
                "        groups.setdefault((decay, share), []).append(p)\n"
                "    settings = [\n"
                '        {"params": p, "weight_decay": decay, "share": share, "lr": rate * share}\n'
                "        for (decay, share), p in groups.items()\n"
                "    ]\n",
            ),
        ),
    ),
    HealthyEdit(
        "J09",
        "the whole sentence, forwards and backwards",
        "text-tagging",
        "A bidirectional GRU reads the whole sentence (Huang et al. 2015) after the window. It is "
        "given packed sequences, so that the backward one begins at the last token and no pad is "
        "felt; a sentence without a token counts as one of one. `reach` says that a tag sees all.",
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
                "from torch import Tensor, nn\n",
                "from torch import Tensor, nn\n"
                "from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence\n",
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
                "        half = width // 2\n"
                "        self.around = nn.GRU(width, half, batch_first=True, bidirectional=True)\n",
            ),
            Edit(
                "model.py",
                "            h = window(h, real)\n"
                "        return self.head(self.norm(h) * real).mT\n",
                "            h = window(h, real)\n"
                "        h = (h + self.sentence(h, real)) * real\n"
                "        return self.head(self.norm(h) * real).mT\n\n"
                "    def sentence(self, h: Tensor, real: Tensor) -> Tensor:\n"
                '        """What the GRU says of each token, from both sides; it never enters the pads."""\n'
                "        places = torch.arange(1, h.shape[1] + 1, device=h.device)\n"
                "        lengths = (real[:, :, 0] * places).amax(1).clamp_min(1).long().cpu()\n"
                "        packed = pack_padded_sequence(h, lengths, True, enforce_sorted=False)\n"
                "        said = self.around(packed)[0]\n"
                "        return pad_packed_sequence(said, True, total_length=h.shape[1])[0]\n",
            ),
        ),
    ),
    HealthyEdit(
        "J10",
        "places by rotation",
        "language-model",
        "Rotary places (Su et al. 2021) instead of learned ones: queries and keys are turned by "
        "an angle that grows with the place in the window, so that their product knows how far "
        "apart two bytes are. Nothing looks ahead, and there are context * width weights less.",
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
                "    Parameters: depth * 12 * width^2 + (512 + context) * width, and biases and norms.\n",
                "    Places are rotations, as in RoFormer.\n"
                "    Parameters: depth * 12 * width^2 + 512 * width, and biases and norms.\n",
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
    """By angles that grow with the place: Su et al. 2021, "RoFormer", section 3.2.

    [batch, heads, time, size] -> the same
    """
    half = h.shape[-1] // 2
    speeds = 10_000 ** (-torch.arange(half, device=h.device) / half)
    places = torch.arange(h.shape[2], device=h.device)
    angles = (places[:, None] * speeds).to(h)  # [time, half]
    one, other = h.split(half, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([one * cos - other * sin, one * sin + other * cos], -1)


def first_weights(net: nn.Module, width: int, depth: int) -> None:
''',
            ),
        ),
    ),
    HealthyEdit(
        "J11",
        "bands and moments are hidden",
        "audio-classification",
        "SpecAugment (Park et al. 2019): in training up to a fifth of the bands and up to a fifth "
        "of the frames of each clip are set to 0, the mean of each band. The last row, which says "
        "where there is sound, stays as it is. In the loop, after the seed of (seed, step) is "
        "set; evaluation and predict hear everything.",
        on_the_way(
            "hidden",
            '''def hidden(batch: Batch) -> Batch:
    """Some neighbouring bands and frames of each clip at their mean: Park et al. 2019."""
    x = batch.x.clone()
    heard = x[:, :-1]  # a view; the last row says where there is sound
    for axis, side in ((1, heard.shape[1]), (2, heard.shape[2])):
        most = side // 5
        length, first = torch.rand(2, len(x), 1, device=x.device)
        length = (length * (most + 1)).floor()
        first = (first * (side - length + 1)).floor()
        place = torch.arange(side, device=x.device)
        gone = (first <= place) & (place < first + length)  # [batch, side]
        heard.masked_fill_(gone[:, :, None] if axis == 1 else gone[:, None], 0.0)
    return Batch(batch.ids, x, batch.y)
''',
        ),
    ),
    HealthyEdit(
        "J12",
        "a straight way beside the net",
        "series-forecasting",
        "Lai et al. 2018 (LSTNet) set a linear autoregression beside the net, for what is linear "
        "need not go through it: a weighted sum of how far each past value of the channel is from "
        "its last one is added to each step ahead. Its weights begin at 0, so that the first "
        "answer is the best constant, as before.",
        (
            Edit(
                "model.py",
                "        self.head = nn.Linear(width, horizon)\n",
                "        self.straight = nn.Linear(lookback, horizon, bias=False)\n"
                "        nn.init.zeros_(self.straight.weight)\n"
                "        self.head = nn.Linear(width, horizon)\n",
            ),
            Edit(
                "model.py",
                "        h = pad(seen(x, self.forecast), (self.before, 0)).unflatten(3, (-1, PATCH))\n",
                "        far = seen(x, self.forecast)  # [batch, forecast, 1 + covariates, lookback]\n"
                "        h = pad(far, (self.before, 0)).unflatten(3, (-1, PATCH))\n",
            ),
            Edit(
                "model.py",
                "        return self.head(h[:, :, -1]).mT\n",
                "        return (self.head(h[:, :, -1]) + self.straight(far[:, :, 0])).mT\n",
            ),
            Edit(
                "model.py",
                "    Parameters: levels * (2 + 4 * depth) * width^2 + width * horizon, and biases and norms;\n",
                "    Beside it goes a linear autoregression, as in Lai et al. 2018 (LSTNet).\n"
                "    Parameters: levels * (2 + 4 * depth) * width^2 + (width + lookback) * horizon, and more;\n",
            ),
        ),
    ),
)
