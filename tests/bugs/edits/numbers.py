"""Healthy edits of a table whose answer is a number."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

KIND = "tabular-regression"

EDITS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "H07",
        "the root of the answer is learnt",
        KIND,
        "Progression is skewed and never negative: its root is nearly symmetric. Metrics "
        "and predictions are in the unit of the file. `number` moves to a file of its own.",
        (
            Edit(
                "config.py",
                "    seed: int = 1337",
                "    # y is the answer to this power: 0.5 straightens a skewed one, 1 leaves it\n"
                "    power: float = 0.5\n"
                "    seed: int = 1337",
            ),
            Edit(
                "target.py",
                "from contextlib import suppress\nfrom dataclasses import dataclass\n",
                "from dataclasses import dataclass\n",
            ),
            Edit(
                "target.py",
                "from .config import Config\n",
                "from .cells import number\nfrom .config import Config\n",
            ),
            Edit(
                "target.py",
                "a share of it\n",
                "a share of it\n    power: float  # y is the answer to this power\n",
            ),
            Edit(
                "target.py",
                "cls(0.0, 1.0, config.logarithm), [e.answer for e in examples]",
                "cls(0.0, 1.0, config.logarithm, config.power), [\n"
                "            e.answer for e in examples\n"
                "        ]",
            ),
            Edit(
                "target.py",
                "return cls(y.mean().item(), y.std(correction=0).item(), config.logarithm)",
                "settings = config.logarithm, config.power\n"
                "        return cls(y.mean().item(), y.std(correction=0).item(), *settings)",
            ),
            Edit(
                "target.py",
                "return math.log(found) if self.logarithm else found",
                "if self.power != 1 and found < 0:\n"
                '            raise ValueError(f"{answer!r} has no root: set power = 1.")\n'
                "        return math.log(found) if self.logarithm else found**self.power",
            ),
            Edit(
                "target.py",
                "return value.exp() if self.logarithm else value",
                "if self.power != 1:\n"
                "            value = value.clamp_min(0) ** (1 / self.power)\n"
                "        return value.exp() if self.logarithm else value",
            ),
            Edit(
                "target.py",
                '''

def number(answer: object) -> float:
    """The answer as a float; text with a number in it counts."""
    with suppress(ValueError):
        if math.isfinite(value := float(str(answer))):
            return value
    raise ValueError(
        f"Found {answer!r}, needed a number: add it to `missing`, or mend the file."
    )
''',
                "",
            ),
        ),
        {"cells.py": '''"""Cells of the file as numbers."""

import math
from contextlib import suppress


def number(answer: object) -> float:
    """The answer as a float; text with a number in it counts."""
    with suppress(ValueError):
        if math.isfinite(value := float(str(answer))):
            return value
    raise ValueError(
        f"Found {answer!r}, needed a number: add it to `missing`, or mend the file."
    )
'''},
    ),
    HealthyEdit(
        "H08",
        "Huber loss",
        KIND,
        "Beyond one sd an error counts by its size, not its square. The best constant is "
        "Huber's location of the training answers, found by reweighting.",
        (
            Edit(
                "target.py",
                "import torch\nfrom torch import Tensor\n",
                "import torch\nimport torch.nn.functional as F\nfrom torch import Tensor\n",
            ),
            Edit(
                "target.py",
                "@dataclass(frozen=True)\n",
                "DELTA = 1.0  # training sds: a larger error counts by its size\n\n\n"
                "@dataclass(frozen=True)\n",
            ),
            Edit(
                "target.py",
                "a share of it\n",
                "a share of it\n    centre: float  # the best constant, in units of y\n",
            ),
            Edit(
                "target.py",
                "cls(0.0, 1.0, config.logarithm), [",
                "cls(0.0, 1.0, config.logarithm, 0.0), [",
            ),
            Edit(
                "target.py",
                "        return cls(y.mean().item(), y.std(correction=0).item(), config.logarithm)\n",
                "        mean, sd = y.mean().item(), y.std(correction=0).item()\n"
                "        return cls(mean, sd, config.logarithm, location((y - mean) / sd))\n",
            ),
            Edit(
                "target.py",
                '        """Squared error in units of sd squared: [batch, 1], [batch, 1] -> [batch]"""',
                '        """Huber\'s loss in units of sd: [batch, 1], [batch, 1] -> [batch]"""',
            ),
            Edit(
                "target.py",
                "return (outputs - y).square()[:, 0]",
                'return F.huber_loss(outputs, y, reduction="none", delta=DELTA)[:, 0]',
            ),
            Edit(
                "target.py",
                '        """0: the training mean, in the units of y."""\n'
                "        return torch.zeros(1)",
                '        """Huber\'s location: between the mean and the median of training."""\n'
                "        return torch.tensor([self.centre])",
            ),
            Edit(
                "target.py",
                '''        """What always answering the mean costs: the variance, 1 on the training split."""
        return y.double().square().mean().item()
''',
                '''        """What always answering the centre costs: half a square, or a line beyond."""
        far = (y.double() - self.centre).abs()
        near = far.clamp_max(DELTA)
        return (near.square() / 2 + DELTA * (far - near)).mean().item()
''',
            ),
            Edit(
                "target.py", "A squared error can be", "An error however counted can be"
            ),
            Edit(
                "target.py",
                "def number(answer",
                '''def location(y: Tensor) -> float:
    """Where Huber's loss is least: a mean in which far answers weigh less."""
    centre = y.median()
    for _ in range(100):
        weights = DELTA / (y - centre).abs().clamp_min(DELTA)
        centre = weights.dot(y) / weights.sum()
    return centre.item()


def number(answer''',
            ),
        ),
    ),
    HealthyEdit(
        "H09",
        "three quantiles in place of one number",
        KIND,
        "The net answers the 10, 50 and 90 % quantiles under the pinball loss (Koenker and "
        "Bassett 1978); the median is the prediction, the others its range.",
        (
            Edit(
                "target.py",
                "@dataclass(frozen=True)\n",
                "QUANTILES = (0.1, 0.5, 0.9)  # the middle one is the prediction\n"
                "MIDDLE = 1\n\n\n"
                "@dataclass(frozen=True)\n",
            ),
            Edit(
                "target.py",
                "a share of it\n",
                "a share of it\n"
                "    constants: list[float]  # quantiles of the training answers, units of y\n",
            ),
            Edit(
                "target.py",
                "cls(0.0, 1.0, config.logarithm), [",
                "cls(0.0, 1.0, config.logarithm, []), [",
            ),
            Edit(
                "target.py",
                "        return cls(y.mean().item(), y.std(correction=0).item(), config.logarithm)\n",
                "        mean, sd = y.mean().item(), y.std(correction=0).item()\n"
                "        shares = torch.tensor(QUANTILES, dtype=torch.float64)\n"
                "        constants = ((y - mean) / sd).quantile(shares).tolist()\n"
                "        return cls(mean, sd, config.logarithm, constants)\n",
            ),
            Edit("target.py", "        return 1\n", "        return len(QUANTILES)\n"),
            Edit(
                "target.py",
                '''        """Squared error in units of sd squared: [batch, 1], [batch, 1] -> [batch]"""
        if outputs.shape != y.shape:  # [batch, 1] - [batch] would be [batch, batch]
            raise ValueError(f"outputs {outputs.shape} and y {y.shape} must match")
        return (outputs - y).square()[:, 0]
''',
                '''        """Mean pinball loss in sds: [batch, quantiles], [batch, 1] -> [batch]"""
        if y.shape != (len(outputs), 1):  # [batch] would broadcast
            raise ValueError(f"outputs {outputs.shape} and y {y.shape} must match")
        below, shares = y - outputs, outputs.new_tensor(QUANTILES)
        return torch.maximum(shares * below, (shares - 1) * below).mean(1)
''',
            ),
            Edit(
                "target.py",
                '        """0: the training mean, in the units of y."""\n'
                "        return torch.zeros(1)",
                '        """The quantiles of training, in the units of y."""\n'
                "        return torch.tensor(self.constants)",
            ),
            Edit(
                "target.py",
                '''        """What always answering the mean costs: the variance, 1 on the training split."""
        return y.double().square().mean().item()
''',
                '''        """What always answering the quantiles of training costs."""
        return sum(
            ((q - (y.double() < c).double()) * (y.double() - c)).mean().item()
            for q, c in zip(QUANTILES, self.constants, strict=True)
        ) / len(QUANTILES)
''',
            ),
            Edit("target.py", "A squared error can be", "A pinball loss can be"),
            Edit(
                "target.py",
                "return outputs  # the distance to the training mean in training sds, [batch, 1]",
                "return outputs  # distances to the training mean in sds, [batch, quantiles]",
            ),
            Edit(
                "target.py",
                "return self.in_its_unit(outputs)[:, 0].tolist()",
                "return self.in_its_unit(outputs)[:, MIDDLE].tolist()",
            ),
            Edit(
                "target.py",
                "return self.in_its_unit(outputs)[:, 0]\n",
                "return self.in_its_unit(outputs)[:, MIDDLE]\n",
            ),
            Edit(
                "target.py",
                '''        """[batch, 2]: predicted and true number, in their own unit."""
        return torch.cat([self.in_its_unit(outputs), self.in_its_unit(y)], 1)
''',
                '''        """[batch, 3]: predicted and true number in their unit; is it in the range?"""
        said, true = self.in_its_unit(outputs), self.in_its_unit(y)
        inside = (said[:, :1] <= true) & (true <= said[:, -1:])
        return torch.cat([said[:, MIDDLE : MIDDLE + 1], true, inside.double()], 1)
''',
            ),
            Edit(
                "target.py",
                "guess, truth = tally.double().unbind(1)",
                "guess, truth, inside = tally.double().unbind(1)",
            ),
            Edit(
                "target.py",
                "if squares else math.nan,\n",
                'if squares else math.nan,\n            "inside": inside.mean().item(),\n',
            ),
            Edit(
                "baselines.py",
                "[:, None].float()",
                "[:, None].float()\n"
                "        outputs = outputs.expand(-1, problem.target.outputs)  # no range",
            ),
        ),
    ),
    HealthyEdit(
        "H10",
        "an embedding for a column of names",
        KIND,
        "Sex is a code, not a size: it goes into an embedding, the numbers straight into "
        "the stem. A code that training never saw has a row of its own.",
        (
            Edit(
                "config.py",
                "categorical: tuple[str, ...] = ()",
                'categorical: tuple[str, ...] = ("sex",)',
            ),
            Edit(
                "data.py",
                "    numbers: dict[str, list[float]]  # column -> middle, spread, then mean and sd\n",
                "    numbers: dict[str, list[float]]  # column -> middle, spread, then mean and sd\n"
                "    names: dict[str, list[str]]  # column -> its cells; x holds 1 + which, 0: new\n",
            ),
            Edit(
                "data.py",
                "columns = [name for name in rows[0] if name not in config.drop]\n"
                "        return cls({c: scale(np.array([number(r, c) for r in rows])) for c in columns})",
                "aside = {*config.drop, *config.categorical}\n"
                "        columns = [name for name in rows[0] if name not in aside]\n"
                "        scales = {c: scale(np.array([number(r, c) for r in rows])) for c in columns}\n"
                '        cells = {c: {r[c] or "" for r in rows} for c in config.categorical}\n'
                "        return cls(scales, {c: sorted(found) for c, found in cells.items()})",
            ),
            Edit(
                "data.py",
                "return (len(self.numbers),)",
                "return (len(self.numbers) + len(self.names),)",
            ),
            Edit(
                "data.py",
                "        return torch.tensor(x, dtype=torch.float32)",
                '        known = ((known, raw[c] or "") for c, known in self.names.items())\n'
                "        x += [k.index(cell) + 1 if cell in k else 0 for k, cell in known]\n"
                "        return torch.tensor(x, dtype=torch.float32)",
            ),
            Edit(
                "data.py",
                "        return cells\n",
                "        for code, (column, known) in zip(\n"
                "            values[len(self.numbers) :], self.names.items(), strict=True\n"
                "        ):\n"
                '            cells[column] = ["(new)", *known][round(code)]\n'
                "        return cells\n",
            ),
            Edit(
                "model.py",
                '    if config.model == "tiny":\n'
                "        return ResidualMLP(columns, outputs, width=TINY, depth=1)\n"
                "    return ResidualMLP(columns, outputs, config.width, config.depth)",
                "    kinds = [1 + len(known) for known in inputs.names.values()]\n"
                '    if config.model == "tiny":\n'
                "        return ResidualMLP(columns, kinds, outputs, width=TINY, depth=1)\n"
                "    return ResidualMLP(columns, kinds, outputs, config.width, config.depth)",
            ),
            Edit(
                "model.py",
                "    def __init__(self, columns: int, outputs: int, width: int, depth: int):\n"
                "        super().__init__()\n"
                "        self.stem = nn.Linear(columns, width)",
                "    def __init__(\n"
                "        self, columns: int, kinds: list[int], outputs: int, width: int, depth: int\n"
                "    ):\n"
                "        super().__init__()\n"
                "        self.numbers = columns - len(kinds)  # the codes come after them\n"
                "        self.kinds = nn.ModuleList(nn.Embedding(kind, EMBEDDED) for kind in kinds)\n"
                "        self.stem = nn.Linear(self.numbers + len(kinds) * EMBEDDED, width)",
            ),
            Edit(
                "model.py",
                "        h = self.body(self.stem(x))  # [batch, width]",
                "        codes = x[:, self.numbers :].long().unbind(1)\n"
                "        named = [kind(c) for kind, c in zip(self.kinds, codes, strict=True)]\n"
                "        x = torch.cat([x[:, : self.numbers], *named], 1)\n"
                "        h = self.body(self.stem(x))  # [batch, width]",
            ),
            Edit(
                "model.py",
                "from torch import Tensor, nn\n",
                "import torch\nfrom torch import Tensor, nn\n",
            ),
            Edit(
                "model.py",
                "\n\ndef build(",
                "\nEMBEDDED = 4  # numbers that stand for a code\n\n\ndef build(",
            ),
        ),
    ),
    HealthyEdit(
        "H11",
        "gaps: an indicator for each column, and training with some",
        KIND,
        "New patients come without some laboratory values. A missing cell is the mean and a "
        "flag beside it; training hides 5 % of the cells, as the file has no gaps itself.",
        (
            Edit(
                "config.py",
                "    seed: int = 1337",
                "    # share of the cells that a training step hides\n"
                "    hidden: float = 0.05\n"
                "    seed: int = 1337",
            ),
            Edit(
                "data.py",
                '"""x: float32 [columns], each asinh((cell - middle) / spread), standardised.\n',
                '"""x: float32 [2 * columns]: each asinh((cell - middle) / spread), standardised,\n'
                "    0 where a cell is missing; then for each column whether it is.\n",
            ),
            Edit(
                "data.py",
                "return (len(self.numbers),)",
                "return (2 * len(self.numbers),)",
            ),
            Edit(
                "data.py",
                "        return torch.tensor(x, dtype=torch.float32)",
                "        values = torch.tensor(x, dtype=torch.float32)\n"
                "        return torch.cat([values.nan_to_num(0), values.isnan().float()])",
            ),
            Edit(
                "data.py",
                "        cells, values = {}, x.tolist()\n",
                "        values, gaps = x.chunk(2)\n"
                "        cells, values = {}, values.masked_fill(gaps > 0.5, math.nan).tolist()\n",
            ),
            Edit(
                "data.py",
                "value if abs(value) > 1e-6 * spread else 0:.5g",
                "0 if abs(value) <= 1e-6 * spread else value:.5g",
            ),
            Edit(
                "data.py",
                "for c, cell in self.cells(x).items()], x.tolist())",
                "for c, cell in self.cells(x).items()], x.chunk(2)[0].tolist())",
            ),
            Edit(
                "data.py",
                '    """The cell as a number; whoever leaves one out has to say what it should be."""\n'
                "    try:\n"
                '        value = float(raw[column] or "nan")\n',
                '    """The cell as a number, nan where it is empty."""\n'
                "    if column in raw and not raw[column]:\n"
                "        return math.nan\n"
                "    try:\n"
                '        value = float(raw[column] or "nan")\n',
            ),
            Edit("data.py", "row, or say in data.py what a gap means.", "row."),
            Edit(
                "data.py",
                '    """Middle, spread, and the mean and sd of what asinh makes of the values."""\n',
                '    """Middle, spread, and the mean and sd of what asinh makes of the values."""\n'
                "    values = values[~np.isnan(values)]\n",
            ),
            Edit(
                "train.py",
                "from .config import Config\n",
                "from .augment import hidden\nfrom .config import Config\n",
            ),
            Edit(
                "train.py",
                "target.loss(net(x), y), target.weight(y)",
                "target.loss(net(hidden(x, config)), y), target.weight(y)",
            ),
        ),
        {"augment.py": '''"""What training alone does to x."""

import torch
from torch import Tensor

from .config import Config


def hidden(x: Tensor, config: Config) -> Tensor:
    """Some cells more are missing: 0 for their value, 1 for their flag."""
    values, gaps = x.chunk(2, dim=1)
    gone = torch.rand(values.shape).to(x.device) < config.hidden
    return torch.cat([values.masked_fill(gone, 0), gaps.masked_fill(gone, 1)], 1)
'''},
    ),
    HealthyEdit(
        "H12",
        "SGD with Nesterov momentum, one cycle, clipping by value",
        KIND,
        "Smith and Topin 2018: the rate rises over 30 % of the steps and falls to nothing. "
        "Each entry of the gradient is clipped by itself; the log has the norm before it.",
        (
            Edit(
                "config.py",
                'schedule: Literal["constant", "wsd", "cosine"] = "constant"',
                'schedule: Literal["constant", "wsd", "cosine", "onecycle"] = "onecycle"',
            ),
            Edit(
                "config.py",
                "    # Adam is safe: 3e-4, before any tuning\n"
                "    learning_rate: float = 3e-4\n",
                "    # the peak of the cycle, for SGD\n"
                "    learning_rate: float = 2e-2\n",
            ),
            Edit(
                "config.py",
                "    betas: tuple[float, float] = (0.9, 0.999)  # share of the past in Adam's two means\n",
                "    momentum: float = 0.9  # share of the past steps in a step\n",
            ),
            Edit(
                "config.py",
                "clip: float = 1.0  # largest norm of the gradient; the",
                "clip: float = 1.0  # largest entry of the gradient; the",
            ),
            Edit(
                "train.py",
                "from torch.optim import AdamW, Optimizer",
                "from torch.optim import SGD, Optimizer",
            ),
            Edit(
                "train.py",
                "    norm = nn.utils.clip_grad_norm_(trained, config.clip)  # never the loss\n",
                "    norm = nn.utils.get_total_norm([p.grad for p in trained if p.grad is not None])\n"
                "    nn.utils.clip_grad_value_(trained, config.clip)  # never the loss\n",
            ),
            Edit(
                "train.py",
                "def new_optimizer(net: nn.Module, config: Config) -> AdamW:\n"
                '    """Adam is safe (recipe 3.3). Decay',
                "def new_optimizer(net: nn.Module, config: Config) -> SGD:\n"
                '    """SGD with Nesterov momentum. Decay',
            ),
            Edit(
                "train.py",
                '    fused = next(net.parameters()).device.type in ("cpu", "cuda")  # saves 120 us a step\n'
                "    return AdamW(settings, lr=config.learning_rate, betas=config.betas, fused=fused)",
                '    momentum = {"momentum": config.momentum, "nesterov": True}\n'
                "    return SGD(settings, lr=config.learning_rate, **momentum)",
            ),
            Edit(
                "train.py",
                "    warmup, share = round(config.warmup * config.steps), 1.0\n",
                "    warmup, share = round(config.warmup * config.steps), 1.0\n"
                '    if config.schedule == "onecycle":\n'
                "        rise = 0.3 * config.steps\n"
                "        left = (config.steps - step) / (config.steps - rise)\n"
                "        done = (step + 1) / rise if step < rise else left\n"
                "        return config.learning_rate * 0.5 * (1 - math.cos(math.pi * min(1.0, done)))\n",
            ),
            Edit(
                "train.py",
                '            "clipped share": (norms > config.clip).float().mean().item(),\n',
                '            "largest gradient norm": norms.max().item(),\n',
            ),
        ),
    ),
)
