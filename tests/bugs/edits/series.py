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
                "        h = pad(seen(x, self.forecast), (self.before, 0)).unflatten(3, (-1, PATCH))\n",
                "        spread = x.std(2, correction=0, keepdim=True).clamp_min(LEAST)\n"
                "        away = seen(x / spread, self.forecast)\n"
                "        h = pad(away, (self.before, 0)).unflatten(3, (-1, PATCH))\n",
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
        "Sine and cosine of the hour stand beside the channels, as covariates do: known of "
        "every step, never forecast.",
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
        ),
    ),
)
