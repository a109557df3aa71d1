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
)
