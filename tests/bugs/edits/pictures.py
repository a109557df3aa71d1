"""Healthy edits of image-classification, H31 to H37."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

KIND = "image-classification"

SHIFTED = '''\
"""Training pictures, moved by up to a pixel: the digit stays what it is."""

import torch
import torch.nn.functional as F

from .feed import Batch

MOST = 1  # pixels, each way


def augmented(batch: Batch) -> Batch:
    """Each picture by an amount of its own; what comes in repeats the border."""
    x = batch.x
    n, channels, height, width = x.shape
    padded = F.pad(x, [MOST] * 4, mode="replicate")
    down, across = torch.randint(2 * MOST + 1, (2, n, 1), device=x.device)
    rows = (down + torch.arange(height, device=x.device))[:, None, :, None]
    columns = (across + torch.arange(width, device=x.device))[:, None, None, :]
    picture = torch.arange(n, device=x.device)[:, None, None, None]
    channel = torch.arange(channels, device=x.device)[None, :, None, None]
    return Batch(batch.ids, padded[picture, channel, rows, columns], batch.y)
'''

VIT = '''\
"""A small vision transformer (Dosovitskiy et al. 2021): patches, attention, their mean."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

PATCH = 2  # pixels


class ViT(nn.Module):
    """[batch, channels, size, size] -> [batch, outputs]"""

    def __init__(self, channels: int, size: int, outputs: int, config):
        super().__init__()
        width = config.width
        self.stem = nn.Conv2d(channels, width, PATCH, PATCH)
        self.place = nn.Parameter(0.02 * torch.randn((size // PATCH) ** 2, width))
        layers = (Layer(width, config.heads) for _ in range(config.depth))
        self.layers = nn.Sequential(*layers)
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, outputs)

    def forward(self, x: Tensor) -> Tensor:
        h = self.stem(x).flatten(2).mT + self.place  # [batch, patches, width]
        return self.head(self.norm(self.layers(h)).mean(1))


class Layer(nn.Module):
    """Attention, then two linear maps; the norm comes before each (Xiong et al. 2020)."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.wide, self.back = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, h: Tensor) -> Tensor:
        split = self.qkv(self.norm1(h)).unflatten(2, (3, self.heads, -1))
        q, k, v = split.permute(2, 0, 3, 1, 4)  # [batch, heads, patches, -1] each
        seen = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
        h = h + self.out(seen)
        return h + self.back(F.gelu(self.wide(self.norm2(h))))
'''

ONE_CYCLE = """\
    if config.schedule == "onecycle":  # Smith and Topin 2018
        top = max(1, round(0.3 * config.steps))
        if step < top:
            share = 0.04 + 0.96 * (1 - math.cos(math.pi * (step + 1) / top)) / 2
        else:
            done = (step + 1 - top) / max(1, config.steps - top)
            share = 0.001 + 0.999 * (1 + math.cos(math.pi * done)) / 2
    elif step < warmup:
"""

AVERAGED = '''\
"""The moving average of the weights: it validates better than the weights themselves."""

from copy import deepcopy

import torch
from torch import nn


class Averaged:
    """A net of its own; numbers that are no floats (BatchNorm's count) are copied."""

    def __init__(self, net: nn.Module, decay: float):
        self.net, self.decay = deepcopy(net).eval().requires_grad_(False), decay

    @torch.no_grad()
    def update(self, net: nn.Module, done: int) -> None:
        """At first a shorter memory: the random weights are soon forgotten."""
        decay = min(self.decay, (1 + done) / (10 + done))
        pairs = zip(self.net.state_dict().values(), net.state_dict().values())
        for mean, now in pairs:
            if mean.is_floating_point():
                mean.lerp_(now, 1 - decay)
            else:
                mean.copy_(now)
'''

MIXUP = '''\
"""Mixup (Zhang et al. 2018): of two pictures a mean, and the same mean of their classes."""

import torch
import torch.nn.functional as F
from torch.distributions import Beta

from .feed import Batch


def mixed(batch: Batch, classes: int, alpha: float) -> Batch:
    """y becomes probabilities, [batch, classes], which cross entropy takes as well."""
    share = Beta(alpha, alpha).sample().to(batch.x)
    other = torch.randperm(len(batch.ids), device=batch.x.device)
    y = F.one_hot(batch.y, classes).to(batch.x)
    x = torch.lerp(batch.x[other], batch.x, share)
    return Batch(batch.ids, x, torch.lerp(y[other], y, share))
'''

EDITS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        id="H31",
        name="training pictures shifted by a pixel",
        kind=KIND,
        story="Crops with padding are the usual augmentation of digits; validation and "
        "prediction see the pictures as they are, and each step's draw follows its seed.",
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
        ),
        files={"augment.py": SHIFTED},
    ),
    HealthyEdit(
        id="H32",
        name="a small vision transformer",
        kind=KIND,
        story="Patches of 2 x 2, three layers of attention, a mean over the patches: as good "
        "as the residual net here. Cosine decay, as transformers like it.",
        edits=(
            Edit("config.py", "width: int = 32", "width: int = 64\n    heads: int = 4"),
            Edit("config.py", "depth: int = 1", "depth: int = 3"),
            Edit(
                "config.py",
                '["constant", "wsd", "cosine"] = "constant"',
                '["constant", "wsd", "cosine"] = "cosine"',
            ),
            Edit(
                "model.py",
                "from .config import Config\n",
                "from .blocks import ViT\nfrom .config import Config\n",
            ),
            Edit(
                "model.py",
                "    return ResidualCNN(inputs, outputs, config.width, config.depth)\n",
                "    return ViT(inputs.shape[0], inputs.size, outputs, config)\n",
            ),
        ),
        files={"blocks.py": VIT},
        add=("schedule",),
    ),
    HealthyEdit(
        id="H33",
        name="SGD with Nesterov's momentum and one cycle",
        kind=KIND,
        story="What residual nets were published with: momentum .9, a rate of .1 that rises "
        "over 30 % of the steps and falls to nearly 0, and a little weight decay.",
        edits=(
            Edit("train.py", "import AdamW, Optimizer", "import SGD, Optimizer"),
            Edit("train.py", "config: Config) -> AdamW:", "config: Config) -> SGD:"),
            Edit(
                "train.py",
                "    fused = next(net.parameters()).device.type in "
                '("cpu", "cuda")  # saves 120 us a step\n'
                "    return AdamW(settings, lr=config.learning_rate, betas=config.betas, "
                "fused=fused)\n",
                "    how = {'momentum': config.momentum, 'nesterov': True}\n"
                "    return SGD(settings, lr=config.learning_rate, **how)\n",
            ),
            Edit("train.py", "    if step < warmup:\n", ONE_CYCLE),
            Edit(
                "config.py",
                "    betas: tuple[float, float] = (0.9, 0.999)  # share of the past in "
                "Adam's two means\n",
                "    momentum: float = 0.9  # share of the past in the step\n",
            ),
            Edit(
                "config.py", "learning_rate: float = 1e-3", "learning_rate: float = 0.1"
            ),
            Edit(
                "config.py", "weight_decay: float = 0.0", "weight_decay: float = 5e-4"
            ),
            Edit(
                "config.py",
                'Literal["constant", "wsd", "cosine"] = "constant"',
                'Literal["constant", "wsd", "cosine", "onecycle"] = "onecycle"',
            ),
        ),
        add=("schedule",),
    ),
    HealthyEdit(
        id="H34",
        name="a moving average of the weights is what validates and is kept",
        kind=KIND,
        story="best.pt holds the average that was evaluated; last.pt holds the weights that "
        "train on, and the average beside them, so that a resumed run is the same to the bit.",
        edits=(
            Edit(
                "train.py",
                "from .evaluate import Evaluation, evaluate\n",
                "from .ema import Averaged\nfrom .evaluate import Evaluation, evaluate\n",
            ),
            Edit(
                "config.py",
                "    weight_decay:",
                "    average: float = 0.98  # share of the past in the mean of the weights\n"
                "    weight_decay:",
            ),
            Edit(
                "train.py",
                "    if resume and run:\n"
                "        first, history.best = restore(problem, net, optimizer, run)\n",
                "    mean = Averaged(net, config.average)\n"
                "    if resume and run:\n"
                "        first, history.best = restore(problem, net, optimizer, run)\n"
                '        mean.net.load_state_dict(run.checkpoint("last")["mean"])\n',
            ),
            Edit(
                "train.py",
                "        look(done, net)\n",
                "        mean.update(net, done)\n        look(done, net)\n",
            ),
            Edit(
                "train.py",
                "            evaluation = evaluate(net, validation) if validation else None\n"
                "            keep(problem, net, optimizer, done, evaluation, history, run)\n"
                "    return history\n",
                "            evaluation = evaluate(mean.net, validation) if validation else None\n"
                "            keep(problem, net, mean, optimizer, done, evaluation, history, run)\n"
                "    net.load_state_dict(mean.net.state_dict())  # what the caller gets\n"
                "    return history\n",
            ),
            Edit(
                "train.py",
                "def keep(problem, net, optimizer, done, evaluation, history, run: Run | None)"
                " -> None:\n",
                "def keep(\n    problem, net, mean, optimizer, done, evaluation, history, "
                "run: Run | None\n) -> None:\n",
            ),
            Edit(
                "train.py",
                'run.save("best", saved | {"rank": rank})',
                'run.save("best", saved | {"rank": rank, "net": mean.net.state_dict()})',
            ),
            Edit(
                "train.py",
                'run.save("last", saved)',
                'run.save("last", saved | {"mean": mean.net.state_dict()})',
            ),
        ),
        files={"ema.py": AVERAGED},
    ),
    HealthyEdit(
        id="H35",
        name="label smoothing, with the formulas on paper",
        kind=KIND,
        story="Szegedy et al. 2016: .05 of each answer is spread over all classes. The first "
        "bias, the loss at the start and the floor follow from the smoothed shares.",
        edits=(
            Edit(
                "target.py",
                "\n@dataclass(frozen=True)\n",
                "SMOOTH = 0.05  # of an answer goes to all classes alike\n\n\n"
                "@dataclass(frozen=True)\n",
            ),
            Edit(
                "target.py",
                'F.cross_entropy(outputs, y, reduction="none")',
                'F.cross_entropy(outputs, y, reduction="none", label_smoothing=SMOOTH)',
            ),
            Edit(
                "target.py",
                "        return counts / counts.sum()\n",
                "        return self.smoothed(counts / counts.sum())\n\n"
                "    def smoothed(self, shares: Tensor) -> Tensor:\n"
                "        return (1 - SMOOTH) * shares + SMOOTH / self.outputs\n",
            ),
            Edit(
                "target.py",
                "return -(counts / y.numel() * self.prior.log()).sum().item()",
                "shares = self.smoothed(counts / y.numel())\n"
                "        return -(shares * self.prior.log()).sum().item()",
            ),
            Edit(
                "target.py",
                '        """Cross entropy against one true class can be driven to 0."""\n'
                "        return 0.0\n",
                '        """The entropy of a smoothed answer."""\n'
                "        one = torch.eye(self.outputs, dtype=torch.float64)[0]\n"
                "        return -torch.xlogy(self.smoothed(one), self.smoothed(one))"
                ".sum().item()\n",
            ),
        ),
    ),
    HealthyEdit(
        id="H36",
        name="mixup",
        kind=KIND,
        story="Training batches hold means of two pictures, and y the same mean of their "
        "classes; cross entropy of probabilities is the right loss. Evaluation is as before.",
        edits=(
            Edit(
                "config.py",
                "    weight_decay:",
                "    mixup: float = 0.2  # both shapes of the Beta from which shares come\n"
                "    weight_decay:",
            ),
            Edit(
                "train.py",
                "from .problem import Problem\n",
                "from .mixup import mixed\nfrom .problem import Problem\n",
            ),
            Edit(
                "train.py",
                "        batch, done = batch.to(device), step + 1\n",
                "        batch, done = batch.to(device), step + 1\n"
                "        if config.mixup:\n"
                "            batch = mixed(batch, problem.target.outputs, config.mixup)\n",
            ),
        ),
        files={"mixup.py": MIXUP},
    ),
    HealthyEdit(
        id="H37",
        name="the slope of the brightness as a second channel",
        kind=KIND,
        story="A derived channel: how steep the picture is at each pixel. It is standardised "
        "as the pixels are, by training pictures alone, and never drawn.",
        edits=(
            Edit(
                "data.py",
                "plain = cls(config.image_size, [0.0] * config.channels, "
                "[1.0] * config.channels)",
                "channels = config.channels + 1\n"
                "        plain = cls(config.image_size, [0.0] * channels, [1.0] * channels)",
            ),
            Edit(
                "data.py", "if len(self.mean) == 1 else", "if len(self.mean) == 2 else"
            ),
            Edit(
                "data.py",
                "        return (x / 255 - per_channel(self.mean)) / per_channel(self.sd)\n",
                "        x = with_slope(x / 255)\n"
                "        return (x - per_channel(self.mean)) / per_channel(self.sd)\n",
            ),
            Edit(
                "data.py",
                "        x = x.cpu() * per_channel(self.sd) + per_channel(self.mean)\n",
                "        x = (x.cpu() * per_channel(self.sd) + per_channel(self.mean))[:-1]\n",
            ),
            Edit(
                "data.py",
                "def per_channel(",
                "def with_slope(x: Tensor) -> Tensor:\n"
                '    """One channel more: the length of the gradient, the mean over colours."""\n'
                "    down, across = torch.gradient(x, dim=(1, 2))\n"
                "    return torch.cat([x, torch.hypot(down, across).mean(0, keepdim=True)])\n"
                "\n\ndef per_channel(",
            ),
        ),
    ),
)
