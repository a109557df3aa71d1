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
                "    depth: int = 1",
                "    # share of the units that a training step leaves out\n"
                "    dropout: float = 0.1\n"
                "    depth: int = 1",
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
                "    batch_size: int = 32",
                "    # Beta(a, a) draws how much of a row is another one; 0 is off\n"
                "    mixup: float = 0.2\n"
                "    batch_size: int = 32",
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
        add=("accumulate",),
    ),
)
