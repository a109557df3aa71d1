"""Healthy edits of image-segmentation, H47 to H51, and image-detection, H52 to H55."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

DICE = '''\
    def training_loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Cross entropy and half a soft Dice loss (Milletari et al. 2016): [batch]

        Dice looks at each class of a picture alike, however few its pixels; it is 0 at the
        floor as well. What validates is the cross entropy alone.
        """
        counted = (y != VOID)[:, None]
        true = F.one_hot(y.clamp_min(0), self.outputs).movedim(3, 1) * counted
        p = outputs.softmax(1) * counted
        both, sizes = (p * true).sum((2, 3)), (p + true).sum((2, 3))
        dice = (2 * both + 1) / (sizes + 1)
        return self.loss(outputs, y) + (1 - dice).mean(1) / 2

    def weight(self'''

TURNED = '''\
"""Training pictures and their masks, turned and mirrored together."""

import torch

from .feed import Batch


def augmented(batch: Batch) -> Batch:
    """Each pair by one of the eight symmetries of a square."""
    turns = torch.randint(4, (len(batch.ids),)).tolist()
    mirrored = (torch.rand(len(batch.ids)) < 0.5).tolist()
    xs, ys = [], []
    for x, y, turn, mirror in zip(batch.x, batch.y, turns, mirrored, strict=True):
        x, y = torch.rot90(x, turn, (1, 2)), torch.rot90(y, turn, (0, 1))
        xs.append(x.flip(2) if mirror else x)
        ys.append(y.flip(1) if mirror else y)
    return Batch(batch.ids, torch.stack(xs), torch.stack(ys))
'''

MIRRORED = '''\
"""Training pictures and their boxes, half of them mirrored."""

import torch

from .feed import Batch


def augmented(batch: Batch) -> Batch:
    """Left and right change places; rows of y without a box stay as they are."""
    x, y, width = batch.x, batch.y, batch.x.shape[3]
    mirror = torch.rand(len(x), device=x.device) < 0.5
    other = y.clone()
    other[..., 0], other[..., 2] = width - y[..., 2], width - y[..., 0]
    there = mirror[:, None, None] & (y[..., 4:] >= 0)
    x = torch.where(mirror[:, None, None, None], x.flip(3), x)
    return Batch(batch.ids, x, torch.where(there, other, y))
'''

LION = '''\
"""Lion (Chen et al. 2023): steps of one size, in the direction of a mean of the gradients."""

import torch
from torch.optim import Optimizer


class Lion(Optimizer):
    def __init__(self, params, lr: float, betas=(0.9, 0.99), weight_decay: float = 0.0):
        defaults = {"lr": lr, "betas": betas, "weight_decay": weight_decay}
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            rate, (now, later) = group["lr"], group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["mean"] = torch.zeros_like(p)
                mean = state["mean"]
                p.mul_(1 - rate * group["weight_decay"])
                p.sub_(rate * torch.lerp(p.grad, mean, now).sign())
                mean.lerp_(p.grad, 1 - later)
'''

RARITY = '''\
    @cached_property
    def chances(self) -> Tensor:
        """How often a picture is drawn: as its rarest class asks (Gupta et al. 2019, LVIS)."""
        kinds = [self.problem.target.encode(e.answer)[:, 4] for e in self.examples]
        n = len(self.problem.target.names)
        held = F.one_hot(torch.stack(kinds).long() + 1, n + 1)[..., 1:].amax(1).float()
        rare = held.mean(0).clamp_min(1e-3).rsqrt()  # [classes]
        return (held * rare).amax(1).clamp_min(1)

    def epoch(self'''

EDITS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        id="H47",
        name="a Dice loss beside cross entropy, in training",
        kind="image-segmentation",
        story="The usual pair for masks whose classes differ in size. Both go to 0 where the "
        "answer is right; validation still speaks of cross entropy.",
        edits=(
            Edit("target.py", "    def weight(self", DICE),
            Edit(
                "train.py",
                "each, weights = target.loss(net(x), y), target.weight(y)",
                "each, weights = target.training_loss(net(x), y), target.weight(y)",
            ),
        ),
        add=("accumulate",),
    ),
    HealthyEdit(
        id="H48",
        name="pixels of rare classes count more",
        kind="image-segmentation",
        story="Cross entropy weighted by the root of 1 / share. A picture weighs what its "
        "pixels weigh together; bias and loss at the start follow on paper.",
        edits=(
            Edit(
                "target.py",
                "losses = F.cross_entropy(outputs, y, ignore_index=VOID, "
                'reduction="none")\n',
                'how = {"ignore_index": VOID, "reduction": "none"}\n'
                "        balance = self.balance.to(outputs)\n"
                "        losses = F.cross_entropy(outputs, y, weight=balance, **how)\n",
            ),
            Edit(
                "target.py",
                "return losses.flatten(1).sum(1) / self.weight(y).clamp_min(1)",
                "return losses.flatten(1).sum(1) / self.weight(y).clamp_min(1e-6)",
            ),
            Edit(
                "target.py",
                '        """Counted pixels of each picture: a batch costs the mean over all its '
                'pixels."""\n'
                "        return (y != VOID).flatten(1).sum(1).float()\n",
                '        """Of all counted pixels of a picture together, [batch]"""\n'
                "        each = self.balance.to(y.device).float()[y.clamp_min(0)]\n"
                "        return (each * (y != VOID)).flatten(1).sum(1)\n\n"
                "    @property\n"
                "    def balance(self) -> Tensor:\n"
                '        """What a pixel of each class counts: 1 on average, in training."""\n'
                "        rare = self.prior.rsqrt()\n"
                "        return rare / rare.dot(self.prior)\n",
            ),
            Edit(
                "target.py",
                '        """log of the class shares: softmax of the bias alone then answers the '
                'prior."""\n        return self.prior.log().float()\n',
                '        """log of the weighted class shares, which sum to 1."""\n'
                "        return (self.balance * self.prior).log().float()\n",
            ),
            Edit(
                "target.py",
                '        """-sum q ln p over counted pixels, q the shares in y and p the '
                'prior."""\n',
                '        """-sum q ln p, q the weighted shares in y and p those in training."""\n',
            ),
            Edit(
                "target.py",
                "        counts = torch.bincount(y[y != VOID], minlength=self.outputs).double()\n"
                "        return -(counts / counts.sum() * self.prior.log()).sum().item()\n",
                "        counts = torch.bincount(y[y != VOID], minlength=self.outputs).double()\n"
                "        counts *= self.balance\n"
                "        p = self.balance * self.prior\n"
                "        return -(counts / counts.sum() * p.log()).sum().item()\n",
            ),
            Edit(
                "target.py",
                "        return (true * (y != VOID)).flatten(1).sum(1) / "
                "self.weight(y).clamp_min(1)\n",
                "        counted = (y != VOID).flatten(1)\n"
                "        return (true.flatten(1) * counted).sum(1) / "
                "counted.sum(1).clamp_min(1)\n",
            ),
        ),
    ),
    HealthyEdit(
        id="H49",
        name="training pairs turned and mirrored",
        kind="image-segmentation",
        story="Drawings of shapes have no up or down; a picture and its mask move together, "
        "void pixels with them. Validation stays as it is.",
        edits=(
            Edit(
                "train.py",
                "from .config import Config\n",
                "from .augment import augmented\nfrom .config import Config\n",
            ),
            Edit(
                "train.py",
                "batch, done = batch.to(device), step + 1",
                "batch, done = augmented(batch).to(device), step + 1",
            ),
        ),
        files={"augment.py": TURNED},
    ),
    HealthyEdit(
        id="H50",
        name="in evaluation the mean with the mirrored picture",
        kind="image-segmentation",
        story="Test-time augmentation inside the net, so that evaluate and predict agree: "
        "the logits of the picture and those of its mirror image, mirrored back.",
        edits=(
            Edit(
                "model.py",
                "    def forward(self, x: Tensor) -> Tensor:\n"
                "        levels = [self.first(self.stem(x))]",
                "    def forward(self, x: Tensor) -> Tensor:\n"
                "        if self.training:\n"
                "            return self.once(x)\n"
                "        return (self.once(x) + self.once(x.flip(3)).flip(3)) / 2\n\n"
                "    def once(self, x: Tensor) -> Tensor:\n"
                "        levels = [self.first(self.stem(x))]",
            ),
        ),
    ),
    HealthyEdit(
        id="H51",
        name="GroupNorm, any list of channels, gradients in less memory",
        kind="image-segmentation",
        story="Batches of 8 are few for BatchNorm; GroupNorm asks for more steps. `levels` in config.py takes the place of "
        "width and depth; in training the way down is computed again for its gradient, which "
        "changes no number and halves what is kept.",
        edits=(
            Edit(
                "config.py",
                "    width: int = 16  # channels at full size; each level down doubles them\n"
                "    depth: int = 2  # levels down, each at half the size: don't be a hero\n",
                "    # channels at full size, at half, at a quarter\n"
                "    levels: tuple[int, ...] = (16, 32, 64)\n",
            ),
            Edit("config.py", "steps: int = 400", "steps: int = 700"),
            Edit(
                "model.py",
                "from torch import Tensor, nn\n",
                "from torch import Tensor, nn\nfrom torch.utils.checkpoint import checkpoint\n",
            ),
            Edit(
                "model.py",
                "return UNet(channels, outputs, width=TINY, depth=1)",
                "return UNet(channels, outputs, (TINY, 2 * TINY))",
            ),
            Edit(
                "model.py",
                "return UNet(channels, outputs, config.width, config.depth)",
                "return UNet(channels, outputs, config.levels)",
            ),
            Edit(
                "model.py",
                "    def __init__(self, channels: int, outputs: int, width: int, depth: int):\n"
                "        super().__init__()\n"
                "        wide = [width * 2**level for level in range(depth + 1)]\n",
                "    def __init__(self, channels: int, outputs: int, wide: tuple[int, ...]):\n"
                "        super().__init__()\n"
                "        width, pairs = wide[0], list(zip(wide, wide[1:], strict=False))\n",
            ),
            Edit(
                "model.py",
                "            nn.BatchNorm2d(width), nn.ReLU(), Layer",
                "            nn.GroupNorm(4, width), nn.ReLU(), Layer",
            ),
            Edit(
                "model.py",
                "            nn.Sequential(nn.MaxPool2d(2), Layer(n, 2 * n), "
                "Layer(2 * n, 2 * n))\n"
                "            for n in wide[:-1]\n",
                "            nn.Sequential(nn.MaxPool2d(2), Layer(n, m), Layer(m, m))\n"
                "            for n, m in pairs\n",
            ),
            Edit(
                "model.py",
                "nn.ModuleList(Layer(2 * n, n) for n in reversed(wide[:-1]))",
                "nn.ModuleList(Layer(m, n) for n, m in reversed(pairs))",
            ),
            Edit(
                "model.py",
                "nn.Sequential(Layer(2 * n, n), Layer(n, n)) for n in reversed(wide[:-1])",
                "nn.Sequential(Layer(2 * n, n), Layer(n, n)) for n, _ in reversed(pairs)",
            ),
            Edit(
                "model.py",
                "            levels.append(down(levels[-1]))  # twice the channels, half the "
                "side\n",
                "            if self.training:\n"
                "                levels.append(checkpoint(down, levels[-1], "
                "use_reentrant=False))\n"
                "            else:\n"
                "                levels.append(down(levels[-1]))\n",
            ),
            Edit(
                "model.py",
                "super().__init__(convolution, nn.BatchNorm2d(after), nn.ReLU())",
                "super().__init__(convolution, nn.GroupNorm(4, after), nn.ReLU())",
            ),
        ),
    ),
    HealthyEdit(
        id="H52",
        name="training pictures and boxes mirrored",
        kind="image-detection",
        story="Discs, squares and bars are the same in a mirror; left and right of a box "
        "change places with the picture.",
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
        files={"augment.py": MIRRORED},
    ),
    HealthyEdit(
        id="H53",
        name="absolute errors of boxes, and their median at first",
        kind="image-detection",
        story="A box that is far off pulls no more than another. The constant of least cost "
        "is the median of each number, which takes the place of the mean.",
        edits=(
            Edit(
                "target.py",
                "    mean: list[float]  # of what places say of their boxes, in training\n",
                "    median: list[float]  # of what places say of their boxes, in training\n",
            ),
            Edit(
                "target.py",
                "return replace(empty, mean=boxes[speaks].mean(0).tolist())",
                "return replace(empty, median=boxes[speaks].quantile(0.5, 0).tolist())",
            ),
            Edit(
                "target.py",
                '"""Focal loss of all places and squared errors of those with a box, over '
                "boxes + 1.\n",
                '"""Focal loss of all places and absolute errors of those with a box, over '
                "boxes + 1.\n",
            ),
            Edit(
                "target.py",
                "errors = (said - boxes).square().sum(2) * speaks",
                "errors = (said - boxes).abs().sum(2) * speaks",
            ),
            Edit(
                "target.py",
                "* len(self.names) + self.mean)",
                "* len(self.names) + self.median)",
            ),
            Edit(
                "target.py",
                '"""Each class as unlikely as PRIOR, and the mean box."""',
                '"""Each class as unlikely as PRIOR, and the median box."""',
            ),
            Edit(
                "target.py",
                "n1 a (1-p)^g (-ln p) + n0 (1-a) p^g (-ln(1-p)), p the PRIOR, and the boxes'\n"
                "        variance; all over boxes + pictures.",
                "n1 a (1-p)^g (-ln p) + n0 (1-a) p^g (-ln(1-p)), p the PRIOR, and how far\n"
                "        boxes are from their median; all over boxes + pictures.",
            ),
            Edit(
                "target.py",
                "(boxes[speaks] - boxes.new_tensor(self.mean)).square().sum().item()",
                "(boxes[speaks] - boxes.new_tensor(self.median)).abs().sum().item()",
            ),
        ),
    ),
    HealthyEdit(
        id="H54",
        name="Lion, written by hand",
        kind="image-detection",
        story="An optimizer of its own file, a tenth of Adam's rate, and a cosine; its one "
        "mean is in the state, so that a resumed run is the same to the bit.",
        edits=(
            Edit(
                "train.py",
                "from torch.optim import AdamW, Optimizer\n",
                "from torch.optim import Optimizer\n",
            ),
            Edit(
                "train.py",
                "from .machine import RANK",
                "from .lion import Lion\nfrom .machine import RANK",
            ),
            Edit("train.py", "config: Config) -> AdamW:", "config: Config) -> Lion:"),
            Edit(
                "train.py",
                "    fused = next(net.parameters()).device.type in "
                '("cpu", "cuda")  # saves 120 us a step\n'
                "    return AdamW(settings, lr=config.learning_rate, betas=config.betas, "
                "fused=fused)\n",
                "    return Lion(settings, lr=config.learning_rate, betas=config.betas)\n",
            ),
            Edit(
                "config.py",
                "learning_rate: float = 3e-3",
                "learning_rate: float = 3e-4",
            ),
            Edit(
                "config.py",
                "betas: tuple[float, float] = (0.9, 0.999)  # share of the past in Adam's two "
                "means",
                "betas: tuple[float, float] = (0.9, 0.99)  # share of the past: in a step, "
                "after it",
            ),
            Edit(
                "config.py",
                '["constant", "wsd", "cosine"] = "constant"',
                '["constant", "wsd", "cosine"] = "cosine"',
            ),
        ),
        files={"lion.py": LION},
        add=("distributed", "schedule"),
    ),
    HealthyEdit(
        id="H55",
        name="pictures with rare classes are drawn more often",
        kind="image-detection",
        story="A training epoch draws with replacement, in proportion to what the rarest "
        "class of a picture asks; still a function of seed and epoch. Evaluation sees "
        "every picture once.",
        edits=(
            Edit(
                "feed.py",
                "from dataclasses import dataclass\n\nimport torch\n",
                "from dataclasses import dataclass\nfrom functools import cached_property\n\n"
                "import torch\nimport torch.nn.functional as F\n",
            ),
            Edit("feed.py", "    def epoch(self", RARITY),
            Edit(
                "feed.py",
                "order = torch.randperm(len(self), generator=generator)",
                "how = {'replacement': True, 'generator': generator}\n"
                "        order = torch.multinomial(self.chances, len(self), **how)",
            ),
        ),
    ),
)
