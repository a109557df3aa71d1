"""Healthy edits of image-multilabel, H38 to H42, and image-regression, H43 to H46."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

FLIPPED = '''\
"""Training pictures mirrored and with more or less contrast: their labels stay."""

import torch
from torch import Tensor

CONTRAST = 0.1  # sd of the factor


def augmented(x: Tensor, generator: torch.Generator) -> Tensor:
    mirrored = torch.rand(len(x), 1, 1, 1, generator=generator) < 0.5
    factor = 1 + CONTRAST * torch.randn(len(x), 1, 1, 1, generator=generator)
    return torch.where(mirrored, x.flip(3), x) * factor
'''

CONVNEXT = '''\
class Block(nn.Module):
    """h + f(h) of ConvNeXt (Liu et al. 2022): each channel on its own over 5 x 5, a norm over
    all channels, four times as wide and back. Twice the channels are half the resolution.
    """

    def __init__(self, before: int, after: int):
        super().__init__()
        self.shrink: nn.Module = nn.Identity()
        if before != after:
            smaller = nn.Conv2d(before, after, kernel_size=2, stride=2)
            self.shrink = nn.Sequential(nn.GroupNorm(1, before), smaller)
        self.deep = nn.Conv2d(after, after, 5, padding=2, groups=after)
        self.norm = nn.GroupNorm(1, after)
        self.wide = nn.Conv2d(after, 4 * after, kernel_size=1)
        self.back = nn.Conv2d(4 * after, after, kernel_size=1)
        self.scale = nn.Parameter(torch.full((after, 1, 1), 0.1))

    def forward(self, h: Tensor) -> Tensor:
        h = self.shrink(h)
        f = self.back(F.gelu(self.wide(self.norm(self.deep(h)))))
        return h + self.scale * f
'''

RESIDUAL = '''\
class Block(nn.Module):
    """shortcut(h) + f(h), f two convolutions; twice the channels are half the resolution."""

    def __init__(self, before: int, after: int):
        super().__init__()
        stride = 1 if before == after else 2
        self.first = nn.Conv2d(before, after, 3, stride, padding=1, bias=False)
        self.second = nn.Conv2d(after, after, 3, padding=1, bias=False)
        self.norm1, self.norm2 = nn.BatchNorm2d(after), nn.BatchNorm2d(after)
        self.shortcut: nn.Module = nn.Identity()
        if before != after:
            wider = nn.Conv2d(before, after, 1, stride, bias=False)
            self.shortcut = nn.Sequential(wider, nn.BatchNorm2d(after))

    def forward(self, h: Tensor) -> Tensor:
        f = self.norm1(self.first(h)).relu()
        f = self.norm2(self.second(f))
        return (self.shortcut(h) + f).relu()
'''

BALANCED = '''\
    @property
    def balance(self) -> Tensor:
        """What a label that is there counts: the root of without / with, [labels]."""
        return (1 / self.prior - 1).sqrt()

    @property
    def first_p(self) -> Tensor:
        """The constant of least weighted cost: w q / (w q + 1 - q)."""
        held = self.balance * self.prior
        return held / (held + 1 - self.prior)

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Mean weighted binary cross entropy of the labels: [batch, labels] -> [batch]"""
        y, more = y.to(outputs), self.balance.to(outputs)
        return F.binary_cross_entropy_with_logits(
            outputs, y, reduction="none", pos_weight=more
        ).mean(1)
'''

SHAKEN = '''\
"""Training pictures a little brighter, of more contrast, and noisy: the needle stays."""

import torch

from .feed import Batch


def augmented(batch: Batch) -> Batch:
    """Never mirrored or turned: that is another reading."""
    x, one = batch.x, (len(batch.ids), 1, 1, 1)
    factor = 1 + 0.1 * torch.randn(one, device=x.device)
    offset = 0.1 * torch.randn(one, device=x.device)
    return Batch(batch.ids, factor * x + offset + 0.05 * torch.randn_like(x), batch.y)
'''

EDITS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        id="H38",
        name="training pictures mirrored, of more or less contrast",
        kind="image-multilabel",
        story="Discs, squares and upright triangles are the same in a mirror. The draw is a "
        "function of seed, step and process, in the feed, whatever the workers do.",
        edits=(
            Edit(
                "feed.py",
                "            yield from (self[some] for some in chosen)\n",
                "            step = first - len(chosen)\n"
                "            for step, batch in enumerate((self[some] for some in chosen), step):\n"
                "                chance = torch.Generator()\n"
                "                chance.manual_seed(mix(self.config.seed, step, RANK))\n"
                "                x = augmented(batch.x, chance)\n"
                "                yield Batch(batch.ids, x, batch.y)\n",
            ),
            Edit(
                "feed.py",
                "from .machine import RANK, WORLD, mix\n",
                "from .augment import augmented\nfrom .machine import RANK, WORLD, mix\n",
            ),
        ),
        files={"augment.py": FLIPPED},
        add=("distributed",),
    ),
    HealthyEdit(
        id="H39",
        name="a label that is there counts more, the rarer it is",
        kind="image-multilabel",
        story="pos_weight, the root of without / with. The bias, the loss at the start and "
        "the floor follow on paper; the average precision ranks, and asks for no threshold.",
        edits=(
            Edit(
                "target.py",
                "    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:\n"
                '        """Mean binary cross entropy of the labels, in nats: '
                '[batch, labels] -> [batch]"""\n'
                "        y = y.to(outputs)\n"
                "        return F.binary_cross_entropy_with_logits(outputs, y, "
                'reduction="none").mean(1)\n',
                BALANCED,
            ),
            Edit(
                "target.py",
                '        """ln(with / without) of each label: its sigmoid is the label\'s '
                'share."""\n        return torch.logit(self.prior).float()\n',
                '        """Its sigmoid is the best constant, under these weights."""\n'
                "        return torch.logit(self.first_p).float()\n",
            ),
            Edit(
                "target.py",
                '        """-q ln p - (1 - q) ln(1 - p), the mean over labels: q the share in '
                'y, p the prior."""\n'
                "        q, p = y.double().mean(0), self.prior\n"
                "        return -(q * p.log() + (1 - q) * (1 - p).log()).mean().item()\n",
                '        """-w q ln p - (1 - q) ln(1 - p), the mean over labels; q the share '
                'in y."""\n'
                "        q, p = y.double().mean(0), self.first_p\n"
                "        held = self.balance * q * p.log()\n"
                "        return -(held + (1 - q) * (1 - p).log()).mean().item()\n",
            ),
        ),
    ),
    HealthyEdit(
        id="H40",
        name="ConvNeXt's blocks, and GroupNorm behind the stem",
        kind="image-multilabel",
        story="Depthwise convolutions, GELU, a learnt scale on each branch, no BatchNorm: a "
        "net whose training and evaluation are the same function.",
        edits=(
            Edit(
                "model.py",
                "from torch import Tensor, nn\n",
                "import torch\nimport torch.nn.functional as F\nfrom torch import Tensor, nn\n",
            ),
            Edit("model.py", RESIDUAL, CONVNEXT),
            Edit(
                "model.py",
                "self.norm = nn.BatchNorm2d(width)\n",
                "self.norm = nn.GroupNorm(min(8, width), width)\n",
            ),
            Edit(
                "model.py",
                "        self.head = nn.Linear(wide, outputs)\n",
                "        self.last = nn.LayerNorm(wide)\n"
                "        self.head = nn.Linear(wide, outputs)\n",
            ),
            Edit(
                "model.py",
                "return self.head(h.mean((2, 3)))",
                "return self.head(self.last(h.mean((2, 3))))",
            ),
        ),
    ),
    HealthyEdit(
        id="H41",
        name="bfloat16 in training, and each gradient clipped by itself",
        kind="image-multilabel",
        story="The forward pass under autocast, the loss in float32, evaluation in float32. "
        "No element of a gradient is larger than `clip`; the log says the largest before.",
        edits=(
            Edit(
                "train.py",
                "        each, weights = target.loss(net(x), y), target.weight(y)\n",
                "        with torch.autocast(x.device.type, dtype=torch.bfloat16):\n"
                "            outputs = net(x)\n"
                "        each, weights = target.loss(outputs.float(), y), target.weight(y)\n",
            ),
            Edit(
                "train.py",
                "    norm = nn.utils.clip_grad_norm_(trained, config.clip)  # never the loss\n",
                "    grads = [p.grad for p in trained if p.grad is not None]\n"
                "    norm = nn.utils.get_total_norm(grads, float('inf'))  # the largest\n"
                "    nn.utils.clip_grad_value_(trained, config.clip)  # never the loss\n",
            ),
            Edit("train.py", '"gradient norm": norms', '"largest gradient": norms'),
            Edit(
                "config.py",
                "clip: float = 1.0  # largest norm of the gradient; the loss is never clipped",
                "clip: float = 0.5  # largest element of a gradient; the loss is never clipped",
            ),
        ),
        add=("accumulate",),
    ),
    HealthyEdit(
        id="H42",
        name="of each label a threshold, chosen on validation",
        kind="image-multilabel",
        story="best.pt carries, of each label, the logit from which on a yes has the best F1 "
        "on validation; `predict` and the metrics of `evaluate` use it. The test split has "
        "no say. test_predict_answers_as_evaluate_does compares with thresholds of 0: it has "
        "to take the problem of the run.",
        edits=(
            Edit(
                "target.py",
                "    answers: int  # training answers\n",
                "    answers: int  # training answers\n"
                "    thresholds: list[float]  # logits from which on the answer is yes\n",
            ),
            Edit(
                "target.py",
                "empty = cls(labels, config.label_separator, [], len(examples))",
                "even = [0.0] * len(labels)\n"
                "        empty = cls(labels, config.label_separator, [], len(examples), even)",
            ),
            Edit(
                "target.py",
                "return cls(labels, empty.separator, counts, len(examples))",
                "return cls(labels, empty.separator, counts, len(examples), even)",
            ),
            Edit(
                "target.py",
                "        return [self.written(row) for row in outputs > 0]\n",
                "        least = outputs.new_tensor(self.thresholds)\n"
                "        return [self.written(row) for row in outputs > least]\n",
            ),
            Edit(
                "target.py",
                "guess, there = logit > 0, truth > 0\n",
                "guess, there = logit > logit.new_tensor(self.thresholds), truth > 0\n",
            ),
            Edit(
                "target.py",
                "    def agrees(",
                "    def best_thresholds(self, tally: Tensor) -> list[float]:\n"
                '        """Of each label the one of best F1; halfway to the next logit."""\n'
                "        found = []\n"
                "        for logit, truth in zip(*(t.T for t in tally.unbind(2)), strict=True):\n"
                "            levels = logit.unique()\n"
                "            between = (levels[1:] + levels[:-1]) / 2\n"
                "            said, there = logit > between[:, None], truth > 0\n"
                "            f1 = 2 * (said & there).sum(1) / (said.sum(1) + there.sum())\n"
                "            found.append(between[f1.argmax()].item() if len(between) else 0.0)\n"
                "        return found\n\n"
                "    def agrees(",
            ),
            Edit(
                "train.py",
                "import dataclass, field\n",
                "import dataclass, field, replace\n",
            ),
            Edit(
                "train.py",
                '                run.save("best", saved | {"rank": rank})\n',
                "                least = problem.target.best_thresholds(evaluation.tally)\n"
                "                target = replace(problem.target, thresholds=least)\n"
                "                state = replace(problem, target=target).state()\n"
                '                run.save("best", saved | {"rank": rank, "problem": state})\n',
            ),
        ),
    ),
    HealthyEdit(
        id="H43",
        name="Huber's loss",
        kind="image-regression",
        story="Large errors pull in proportion, no longer by their square. The constant of "
        "least cost is no mean any more: it is found once, and is the first bias.",
        edits=(
            Edit(
                "target.py",
                "import torch\nfrom torch import Tensor\n",
                "import torch\nimport torch.nn.functional as F\nfrom torch import Tensor\n",
            ),
            Edit(
                "target.py",
                "    logarithm: bool  # y is the logarithm of the answer: its error is a share "
                "of it\n",
                "    logarithm: bool  # y is the logarithm of the answer: its error is a share "
                "of it\n"
                "    start: float  # the y of least loss, in training\n",
            ),
            Edit(
                "target.py",
                "plain, answers = cls(0.0, 1.0, config.logarithm), [e.answer for e in examples]",
                "plain = cls(0.0, 1.0, config.logarithm, 0.0)\n"
                "        answers = [e.answer for e in examples]",
            ),
            Edit(
                "target.py",
                "        return cls(y.mean().item(), y.std(correction=0).item(), "
                "config.logarithm)\n",
                "        mean, sd, start = y.mean(), y.std(correction=0), 0.0\n"
                "        for _ in range(100):  # the mean, were far answers at a distance of 1\n"
                "            start += ((y - mean) / sd - start).clamp(-1, 1).mean().item()\n"
                "        return cls(mean.item(), sd.item(), config.logarithm, start)\n",
            ),
            Edit(
                "target.py",
                '"""Squared error in units of sd squared: [batch, 1], [batch, 1] -> [batch]"""',
                '"""Half the squared error, in sds, up to 1; from there on linear: [batch]"""',
            ),
            Edit(
                "target.py",
                "return (outputs - y).square()[:, 0]",
                'return F.huber_loss(outputs, y.to(outputs), reduction="none")[:, 0]',
            ),
            Edit(
                "target.py",
                '        """0: the training mean, in the units of y."""\n'
                "        return torch.zeros(1)\n",
                "        return torch.tensor([self.start])\n",
            ),
            Edit(
                "target.py",
                '        """What always answering the mean costs: the variance, 1 on the training '
                'split."""\n'
                "        return y.double().square().mean().item()\n",
                '        """What always answering `start` costs."""\n'
                "        away = (y.double() - self.start).abs()\n"
                "        return away.where(away > 1, (away.square() + 1) / 2).sub(0.5)"
                ".mean().item()\n",
            ),
        ),
    ),
    HealthyEdit(
        id="H44",
        name="a mean and a variance",
        kind="image-regression",
        story="The net says how sure it is: the negative log likelihood of a normal "
        "distribution, whose variance is a softplus and never below .01 of training's. At "
        "first it answers mean 0 and variance 1, what all answers together have.",
        edits=(
            Edit(
                "target.py",
                "import torch\nfrom torch import Tensor\n",
                "import torch\nimport torch.nn.functional as F\nfrom torch import Tensor\n",
            ),
            Edit(
                "target.py",
                "\n@dataclass(frozen=True)\n",
                "LEAST = 0.01  # variance, in units of sd squared: no answer is surer\n"
                "ONE = math.log(math.expm1(1 - LEAST))  # the output that is a variance of 1\n\n\n"
                "@dataclass(frozen=True)\n",
            ),
            Edit("target.py", "        return 1\n", "        return 2\n"),
            Edit(
                "target.py",
                '        """Squared error in units of sd squared: [batch, 1], [batch, 1] -> '
                '[batch]"""\n'
                "        if outputs.shape != y.shape:  # [batch, 1] - [batch] would be "
                "[batch, batch]\n"
                '            raise ValueError(f"outputs {outputs.shape} and y {y.shape} must '
                'match")\n'
                "        return (outputs - y).square()[:, 0]\n",
                '        """-ln of the density of y, in nats: [batch, 2], [batch, 1] -> '
                '[batch]"""\n'
                "        mean, variance = outputs[:, :1], LEAST + F.softplus(outputs[:, 1:])\n"
                '        how = {"full": True, "reduction": "none"}\n'
                "        return F.gaussian_nll_loss(mean, y.to(mean), variance, **how)[:, 0]\n",
            ),
            Edit(
                "target.py",
                '        """0: the training mean, in the units of y."""\n'
                "        return torch.zeros(1)\n",
                '        """Mean and variance of training, in the units of y."""\n'
                "        return torch.tensor([0.0, ONE])\n",
            ),
            Edit(
                "target.py",
                '        """What always answering the mean costs: the variance, 1 on the training '
                'split."""\n'
                "        return y.double().square().mean().item()\n",
                '        """(ln 2 pi + y squared) / 2, the mean."""\n'
                "        return (math.log(2 * math.pi) + y.double().square().mean().item()) / 2\n",
            ),
            Edit(
                "target.py",
                '        """A squared error can be driven to 0."""\n        return 0.0\n',
                '        """No error, and the least variance."""\n'
                "        return math.log(2 * math.pi * LEAST) / 2\n",
            ),
            Edit(
                "target.py",
                "return outputs  # the distance to the training mean in training sds, "
                "[batch, 1]",
                "return torch.cat([outputs[:, :1], LEAST + F.softplus(outputs[:, 1:])], 1)",
            ),
            Edit(
                "target.py",
                "torch.cat([self.in_its_unit(outputs), self.in_its_unit(y)], 1)",
                "torch.cat([self.in_its_unit(outputs[:, :1]), self.in_its_unit(y)], 1)",
            ),
            Edit(
                "baselines.py",
                '    """In the units of y, [n, 1]"""\n'
                "    return torch.from_numpy(model.predict(features))[:, None].float()\n",
                '    """In the units of y, and a variance of 1, [n, 2]"""\n'
                "    guess = torch.from_numpy(model.predict(features))[:, None].float()\n"
                "    return torch.cat([guess, torch.full_like(guess, ONE)], 1)\n",
            ),
            Edit(
                "baselines.py",
                "from .problem import Problem\n",
                "from .problem import Problem\nfrom .target import ONE\n",
            ),
        ),
    ),
    HealthyEdit(
        id="H45",
        name="noise and brightness in training, and a cosine with restarts",
        kind="image-regression",
        story="A camera's light and noise change, the reading does not. Loshchilov and Hutter "
        "2017: the rate falls by a cosine three times, the best weights of all are kept.",
        edits=(
            Edit(
                "train.py",
                "from .config import Config\n",
                "from .augment import augmented\nfrom .config import Config\n",
            ),
            Edit(
                "train.py",
                "batch, done = batch.to(device), step + 1",
                "batch, done = augmented(batch.to(device)), step + 1",
            ),
            Edit(
                "train.py",
                '    elif config.schedule == "wsd":\n',
                '    elif config.schedule == "restarts":\n'
                "        length = max(1, math.ceil((config.steps - warmup) / config.cycles))\n"
                "        done = (step - warmup) % length / length\n"
                "        share = 0.01 + 0.99 * (1 + math.cos(math.pi * done)) / 2\n"
                '    elif config.schedule == "wsd":\n',
            ),
            Edit(
                "config.py",
                'Literal["constant", "wsd", "cosine"] = "constant"',
                'Literal["constant", "wsd", "cosine", "restarts"] = "restarts"\n'
                "    cycles: int = 3  # of the cosine with restarts",
            ),
        ),
        files={"augment.py": SHAKEN},
        add=("schedule",),
    ),
    HealthyEdit(
        id="H46",
        name="a net that knows the place of a pixel, and RMSprop",
        kind="image-regression",
        story="CoordConv (Liu et al. 2018): across and down are two channels more, and the "
        "last map is read place by place instead of as a mean: a needle's angle is a matter "
        "of place. RMSprop with momentum is what such nets had before Adam.",
        edits=(
            Edit(
                "model.py",
                "from torch import Tensor, nn\n",
                "import torch\nfrom torch import Tensor, nn\n",
            ),
            Edit(
                "model.py",
                "self.stem = nn.Conv2d(channels, width, stride + 2, stride, 1, bias=False)\n",
                "ramp = torch.linspace(-1, 1, size).expand(1, size, size)\n"
                '        self.register_buffer("place", torch.cat([ramp, ramp.mT]))\n'
                "        self.stem = nn.Conv2d(channels + 2, width, stride + 2, stride, 1, "
                "bias=False)\n",
            ),
            Edit(
                "model.py",
                "        self.head = nn.Linear(wide, outputs)\n\n"
                "    def forward(self, x: Tensor) -> Tensor:\n"
                "        h = self.pool(self.norm(self.stem(x)).relu())  "
                "# [batch, width, side, side]\n",
                "        self.few = nn.Sequential(nn.Conv2d(wide, 16, kernel_size=1), nn.ReLU())\n"
                "        self.places = nn.AdaptiveAvgPool2d(4)\n"
                "        self.head = nn.Linear(16 * 4 * 4, outputs)\n\n"
                "    def forward(self, x: Tensor) -> Tensor:\n"
                "        x = torch.cat([x, self.place.expand(len(x), -1, -1, -1)], 1)\n"
                "        h = self.pool(self.norm(self.stem(x)).relu())\n",
            ),
            Edit(
                "model.py",
                "return self.head(h.mean((2, 3)))",
                "return self.head(self.places(self.few(h)).flatten(1))",
            ),
            Edit("train.py", "import AdamW, Optimizer", "import Optimizer, RMSprop"),
            Edit(
                "train.py", "config: Config) -> AdamW:", "config: Config) -> RMSprop:"
            ),
            Edit(
                "train.py",
                "    fused = next(net.parameters()).device.type in "
                '("cpu", "cuda")  # saves 120 us a step\n'
                "    return AdamW(settings, lr=config.learning_rate, betas=config.betas, "
                "fused=fused)\n",
                "    momentum, alpha = config.betas\n"
                "    how = {'alpha': alpha, 'momentum': momentum, 'eps': 1e-6}\n"
                "    return RMSprop(settings, lr=config.learning_rate, **how)\n",
            ),
            Edit(
                "config.py",
                "learning_rate: float = 1e-3",
                "learning_rate: float = 2e-4",
            ),
            Edit(
                "config.py",
                "betas: tuple[float, float] = (0.9, 0.999)  # share of the past in Adam's two "
                "means",
                "betas: tuple[float, float] = (0.9, 0.99)  # momentum; share of the past in the "
                "squares",
            ),
        ),
    ),
)
