"""More healthy edits of a table whose answer is a number."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

KIND = "tabular-regression"

EDITS: tuple[HealthyEdit, ...] = (
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
        add=("accumulate",),
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
                "    learning_rate: float = 3e-4  # size of a step; Adam is safe: 3e-4, before any tuning\n",
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
        add=("schedule",),
    ),
)
