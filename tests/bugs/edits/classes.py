"""Healthy edits of a table whose answer is a class."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

KIND = "tabular-classification"

EDITS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "H01",
        "two ratios of columns as inputs",
        KIND,
        "An oenologist looks at the share of flavanoids in the phenols and at the colour for "
        "a hue; both follow from a row's own cells, when it is read.",
        (
            Edit(
                "read.py",
                'Example(f"{path.name}:{i}", raw, answer) for i',
                'Example(f"{path.name}:{i}", with_ratios(raw), answer) for i',
            ),
            Edit(
                "read.py",
                "def fault(",
                '''def with_ratios(raw: dict[str, str | None]) -> dict[str, str | None]:
    """Two columns more: what the tasters compare. A row that lacks a part lacks the ratio."""

    def ratio(over: str, under: str) -> str | None:
        try:
            return repr(float(raw[over] or "") / float(raw[under] or ""))
        except (KeyError, ValueError, ZeroDivisionError):
            return None

    return raw | {
        "flavanoids_per_phenol": ratio("flavanoids", "total_phenols"),
        "color_per_hue": ratio("color_intensity", "hue"),
    }


def fault(''',
            ),
        ),
    ),
    HealthyEdit(
        "H02",
        "BatchNorm and dropout",
        KIND,
        "The net of the paper as it was published: BatchNorm in place of LayerNorm, dropout "
        "in each block. In evaluation no example sees another one.",
        (
            Edit(
                "config.py",
                "    # residual blocks of two layers",
                "    # share of the units that a training step leaves out\n"
                "    dropout: float = 0.1\n"
                "    # residual blocks of two layers",
            ),
            Edit(
                "model.py",
                "section 3.2; without dropout, and with LayerNorm: no example ever sees "
                "another one.",
                "section 3.2, with its BatchNorm and its dropout.",
            ),
            Edit(
                "model.py",
                "width=TINY, depth=1)",
                "TINY, 1, config.dropout)",
            ),
            Edit(
                "model.py",
                "config.width, config.depth)",
                "config.width, config.depth, config.dropout)",
            ),
            Edit(
                "model.py",
                "    def __init__(self, columns: int, outputs: int, width: int, depth: int):",
                "    def __init__(\n"
                "        self, columns: int, outputs: int, width: int, depth: int, drop: float\n"
                "    ):",
            ),
            Edit(
                "model.py",
                "*(Block(width) for _ in range(depth)))\n"
                "        self.norm = nn.LayerNorm(width)",
                "*(Block(width, drop) for _ in range(depth)))\n"
                "        self.norm = nn.BatchNorm1d(width)",
            ),
            Edit(
                "model.py",
                "    def __init__(self, width: int):\n"
                "        super().__init__()\n"
                "        self.norm = nn.LayerNorm(width)",
                "    def __init__(self, width: int, drop: float):\n"
                "        super().__init__()\n"
                "        self.norm = nn.BatchNorm1d(width)\n"
                "        self.drop = nn.Dropout(drop)",
            ),
            Edit(
                "model.py",
                "return h + self.narrow(self.widen(self.norm(h)).relu())",
                "return h + self.narrow(self.drop(self.widen(self.norm(h)).relu()))",
            ),
        ),
    ),
    HealthyEdit(
        "H03",
        "mixup",
        KIND,
        "Zhang et al. 2018: each training row is blended with another one of its batch, and "
        "the loss is the same blend of the two losses. Evaluation sees plain rows.",
        (
            Edit(
                "config.py",
                "    # examples per step, of 178",
                "    # Beta(a, a) draws how much of a row is another one; 0 is off\n"
                "    mixup: float = 0.2\n"
                "    # examples per step, of 178",
            ),
            Edit(
                "train.py",
                "        each, weights = target.loss(net(x), y), target.weight(y)\n",
                "        x, mate, kept = blended(x, config.mixup)\n"
                "        outputs, weights = net(x), target.weight(y)\n"
                "        each = kept * target.loss(outputs, y)\n"
                "        each = each + (1 - kept) * target.loss(outputs, y[mate])\n",
            ),
            Edit(
                "train.py",
                "def new_optimizer(",
                '''def blended(x: Tensor, strength: float) -> tuple[Tensor, Tensor, float]:
    """x and a share of another example of the batch; which one, and the share that is kept."""
    if not strength:
        return x, torch.arange(len(x), device=x.device), 1.0
    kept = torch.distributions.Beta(strength, strength).sample().item()
    mate = torch.randperm(len(x)).to(x.device)
    return kept * x + (1 - kept) * x[mate], mate, kept


def new_optimizer(''',
            ),
        ),
    ),
    HealthyEdit(
        "H04",
        "quantiles in place of standardisation",
        KIND,
        "Each column becomes normally distributed (the quantile transform of scikit-learn): "
        "outliers are the outermost ranks. The knots come from training alone.",
        (
            Edit(
                "data.py",
                "import math\nfrom collections.abc import Sequence\n"
                "from dataclasses import dataclass\n",
                "import math\nfrom collections.abc import Sequence\n"
                "from dataclasses import dataclass\n"
                "from statistics import NormalDist\n",
            ),
            Edit(
                "data.py",
                '''each asinh((cell - middle) / spread), standardised.

    Straight within some four quartile distances of the median, a logarithm beyond, where one
    cell of a million would drown all others.
    """

    numbers: dict[str, list[float]]  # column -> middle, spread, then mean and sd
''',
                '''each as normal quantile of its training rank.

    Straight between the knots; what lies beyond the outermost ones is as they are.
    """

    numbers: dict[str, list[list[float]]]  # column -> knots in its unit, and as quantiles
''',
            ),
            Edit(
                "data.py",
                """            (math.asinh((number(raw, column) - middle) / spread) - mean) / sd
            for column, (middle, spread, mean, sd) in self.numbers.items()
""",
                """            np.interp(number(raw, column), knots, normal)
            for column, (knots, normal) in self.numbers.items()
""",
            ),
            Edit(
                "data.py",
                """        for i, (column, (middle, spread, mean, sd)) in enumerate(self.numbers.items()):
            value = middle + spread * math.sinh(values[i] * sd + mean)
            cells[column] = f"{value if abs(value) > 1e-6 * spread else 0:.5g}"
""",
                """        for i, (column, (knots, normal)) in enumerate(self.numbers.items()):
            cells[column] = f"{np.interp(values[i], normal, knots):.5g}"
""",
            ),
            Edit(
                "data.py",
                '''def scale(values: np.ndarray) -> list[float]:
    """Middle, spread, and the mean and sd of what asinh makes of the values."""
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75]).tolist()
    spread = 4 * (high - low) or values.std().item() or 1.0  # 0 if one value reigns
    bent = np.arcsinh((values - middle) / spread)
    return [middle, spread, bent.mean().item(), bent.std().item() or 1.0]
''',
                '''def scale(values: np.ndarray) -> list[list[float]]:
    """Some values in order, and the normal quantile of each; equal ones share their mean."""
    shares = np.linspace(0.01, 0.99, 50)
    knots, which = np.unique(np.quantile(values, shares), return_inverse=True)
    quantiles = [NormalDist().inv_cdf(share) for share in shares]
    normal = np.bincount(which, quantiles) / np.bincount(which)
    return [knots.tolist(), normal.tolist()]
''',
            ),
        ),
    ),
    HealthyEdit(
        "H05",
        "a running mean of the weights is evaluated",
        KIND,
        "An exponential mean of the weights (Polyak) is validated, saved as the net and used "
        "by predict; the raw weights go on training, and are saved for a resume.",
        (
            Edit("train.py", "import math\n", "import copy\nimport math\n"),
            Edit(
                "train.py",
                "    if resume and run:\n"
                "        first, history.best = restore(problem, net, optimizer, run)\n",
                "    smooth = copy.deepcopy(net)\n"
                "    if resume and run:\n"
                "        first, history.best = restore(problem, net, smooth, optimizer, run)\n",
            ),
            Edit(
                "train.py",
                "problem.target, config))\n",
                "problem.target, config))\n        follow(smooth, net, done)\n",
            ),
            Edit(
                "train.py",
                "evaluate(net, validation) if validation else None\n"
                "            keep(problem, net, optimizer, done,",
                "evaluate(smooth, validation) if validation else None\n"
                "            keep(problem, net, smooth, optimizer, done,",
            ),
            Edit(
                "train.py",
                "def new_optimizer(",
                '''@torch.no_grad()
def follow(smooth: nn.Module, net: nn.Module, done: int) -> None:
    """The mean of the weights over some hundred steps, fewer at first."""
    decay = min(0.99, (1 + done) / (10 + done))
    for mean, now in zip(smooth.parameters(), net.parameters(), strict=True):
        mean.lerp_(now, 1 - decay)


def new_optimizer(''',
            ),
            Edit(
                "train.py",
                "def keep(problem, net, optimizer, done, evaluation, history, run: Run | None) "
                "-> None:",
                "def keep(\n"
                "    problem, net, smooth, optimizer, done, evaluation, history, run: Run | None\n"
                ") -> None:",
            ),
            Edit(
                "train.py",
                '    saved |= {"net": net.state_dict(), "optimizer": optimizer.state_dict()}',
                '    saved |= {"net": smooth.state_dict(), "raw": net.state_dict()}\n'
                '    saved |= {"optimizer": optimizer.state_dict()}',
            ),
            Edit(
                "train.py",
                "def restore(problem, net, optimizer, run: Run)",
                "def restore(problem, net, smooth, optimizer, run: Run)",
            ),
            Edit(
                "train.py",
                '    net.load_state_dict(last["net"])\n',
                '    net.load_state_dict(last["raw"])\n'
                '    smooth.load_state_dict(last["net"])\n',
            ),
        ),
    ),
    HealthyEdit(
        "H06",
        "label smoothing, in the loss and in every formula",
        KIND,
        "Szegedy et al. 2016: 5 % of each answer is spread over all classes. The best "
        "constant, its loss and the floor are those of the smoothed answers.",
        (
            Edit(
                "config.py",
                "    seed: int = 1337",
                "    # share of an answer that is spread over all classes\n"
                "    label_smoothing: float = 0.05\n"
                "    seed: int = 1337",
            ),
            Edit(
                "target.py",
                "from collections import Counter\n",
                "import math\nfrom collections import Counter\n",
            ),
            Edit(
                "target.py",
                "    counts: list[int]  # training answers of each class\n",
                "    counts: list[int]  # training answers of each class\n"
                "    smoothing: float  # share of an answer that all classes get\n",
            ),
            Edit(
                "target.py",
                "[counts[name] for name in names])",
                "[counts[name] for name in names], config.label_smoothing)",
            ),
            Edit(
                "target.py",
                "    def encode(self",
                '''    def smooth(self, shares: Tensor) -> Tensor:
        """What is asked for where the classes have these shares."""
        return (1 - self.smoothing) * shares + self.smoothing / self.outputs

    def encode(self''',
            ),
            Edit(
                "target.py",
                'return F.cross_entropy(outputs, y, reduction="none")',
                'smoothing = {"label_smoothing": self.smoothing, "reduction": "none"}\n'
                "        return F.cross_entropy(outputs, y, **smoothing)",
            ),
            Edit(
                "target.py",
                'log of the class shares: softmax of the bias alone then answers the prior."""\n'
                "        return self.prior.log().float()",
                'log of the smoothed class shares: the best constant under this loss."""\n'
                "        return self.smooth(self.prior).log().float()",
            ),
            Edit(
                "target.py",
                "return -(counts / y.numel() * self.prior.log()).sum().item()",
                "shares = self.smooth(counts / y.numel())\n"
                "        return -(shares * self.smooth(self.prior).log()).sum().item()",
            ),
            Edit(
                "target.py",
                '''        """Cross entropy against one true class can be driven to 0."""
        return 0.0
''',
                '''        """The entropy of a smoothed answer: no net gets below it."""
        shares = self.smooth(torch.eye(self.outputs, dtype=torch.float64)[0])
        return math.fsum(-p * math.log(p) for p in shares.tolist() if p)
''',
            ),
        ),
    ),
)
