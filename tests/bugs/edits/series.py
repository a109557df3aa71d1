"""Healthy edits of forecasts."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

KIND = "series-forecasting"

EDITS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "H26",
        "each window in its own spread",
        KIND,
        "Kim et al. 2022 (RevIN): the net sees a window divided by its spread, and its "
        "answer is multiplied by it; the bias stays outside, so the start is the constant.",
        (
            Edit(
                "model.py",
                "from torch.nn.functional import pad\n",
                "from torch.nn.functional import linear, pad\n",
            ),
            Edit(
                "model.py",
                "PATCH = 4  # steps that the stem reads at once\n",
                "PATCH = 4  # steps that the stem reads at once\n"
                "LEAST = 0.1  # spread of a window, training sds: a flat one is not blown up\n",
            ),
            Edit(
                "model.py",
                "        h = pad(x - x[..., -1:], (self.before, 0)).unflatten(2, (-1, PATCH))\n",
                "        spread = x.std(2, correction=0, keepdim=True).clamp_min(LEAST)\n"
                "        away = (x - x[..., -1:]) / spread\n"
                "        h = pad(away, (self.before, 0)).unflatten(2, (-1, PATCH))\n",
            ),
            Edit(
                "model.py",
                "        return self.head(h[:, :, -1]).mT",
                "        far = linear(h[:, :, -1], self.head.weight)\n"
                "        return (far * spread + self.head.bias).mT",
            ),
        ),
    ),
    HealthyEdit(
        "H27",
        "the hour of the day as an input",
        KIND,
        "Sine and cosine of the hour stand beside the channels: known of every step, never "
        "forecast. Each channel is still forecast from its own past.",
        (
            Edit(
                "read.py",
                "        return dict(zip(self.channels, steps, strict=True))\n\n"
                "    def future",
                "        hours = [int(time[11:13]) for time in self.times[now - lookback : now]]\n"
                "        turn = 2 * np.pi * np.array(hours) / 24\n"
                '        clock = {"sine of hour": np.sin(turn), "cosine of hour": np.cos(turn)}\n'
                "        return dict(zip(self.channels, steps, strict=True)) | clock\n\n"
                "    def future",
            ),
            Edit(
                "read.py",
                "Values = dict",
                "CLOCK = 2  # channels of `past` that no `future` has, the last ones\n"
                "Values = dict",
            ),
            Edit(
                "model.py",
                "from torch import Tensor, nn\n",
                "import torch\nfrom torch import Tensor, nn\n",
            ),
            Edit(
                "model.py",
                "from .data import Inputs\n",
                "from .data import Inputs\nfrom .read import CLOCK\n",
            ),
            Edit(
                "model.py",
                "        return self.head(x - x[..., -1:]).mT",
                "        x = x[:, :-CLOCK]\n        return self.head(x - x[..., -1:]).mT",
            ),
            Edit(
                "model.py",
                "        self.stem = nn.Linear(PATCH, width)",
                "        self.stem = nn.Linear((1 + CLOCK) * PATCH, width)",
            ),
            Edit(
                "model.py",
                "        h = pad(x - x[..., -1:], (self.before, 0)).unflatten(2, (-1, PATCH))\n"
                "        h = self.body(self.stem(h))  # [batch, channels, 1, width]\n",
                "        x, clock = x[:, :-CLOCK], x[:, -CLOCK:]\n"
                "        h = pad(x - x[..., -1:], (self.before, 0)).unflatten(2, (-1, PATCH))\n"
                "        clock = pad(clock, (self.before, 0)).unflatten(2, (-1, PATCH))\n"
                "        clock = clock.transpose(1, 2).flatten(2)[:, None]  # of each patch\n"
                "        h = torch.cat([h, clock.expand(-1, h.shape[1], -1, -1)], 3)\n"
                "        h = self.body(self.stem(h))  # [batch, channels, 1, width]\n",
            ),
            Edit(
                "baselines.py",
                "    past = known.x - since_last(problem) * known.x[..., -1:]  # as the linear net has it\n",
                "    past = known.x[:, : known.y.shape[2]]  # without the clock\n"
                "    past = past - since_last(problem) * past[..., -1:]  # as the linear net has it\n",
            ),
            Edit(
                "baselines.py",
                "    past = x - since_last(problem) * x[..., -1:]\n",
                "    x = x[:, : len(problem.target.sd)]  # without the clock\n"
                "    past = x - since_last(problem) * x[..., -1:]\n",
            ),
        ),
    ),
)
