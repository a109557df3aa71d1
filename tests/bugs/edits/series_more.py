"""More healthy edits of forecasts."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

KIND = "series-forecasting"

EDITS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "H28",
        "absolute errors",
        KIND,
        "A burst of demand should not rule the loss: absolute error, whose best constant is "
        "the median distance at each step ahead. The metrics are the same.",
        (
            Edit(
                "target.py",
                "bias: list[float]  # for each step ahead, the mean distance",
                "bias: list[float]  # for each step ahead, the median distance",
            ),
            Edit(
                "target.py",
                """        sums = counts = torch.zeros(config.horizon, dtype=torch.float64)
        for example in examples:  # one at a time: together they need not fit in memory
            y = plain.encode(example.answer).double()
            sums, counts = sums + y.nansum(1), counts + y.isfinite().sum(1)
        return cls(sds, usual, (sums / counts.clamp_min(1)).tolist())
""",
                """        some = range(0, len(examples), len(examples) // MOST + 1)
        y = torch.stack([plain.encode(examples[i].answer) for i in some])
        medians = y.transpose(0, 1).flatten(1).nanmedian(1).values  # [horizon]
        return cls(sds, usual, medians.nan_to_num().tolist())
""",
            ),
            Edit(
                "target.py",
                "NAMED = 8",
                "MOST = 20_000  # windows that the medians are taken of\nNAMED = 8",
            ),
            Edit(
                "target.py",
                '"""Mean squared error of the known values: [batch, horizon, channels] -> [batch]"""\n'
                "        return self.error(outputs, y).square().sum((1, 2)) / self.weight(y)",
                '"""Mean absolute error of the known values: [batch, horizon, channels] -> [batch]"""\n'
                "        return self.error(outputs, y).abs().sum((1, 2)) / self.weight(y)",
            ),
            Edit(
                "target.py",
                '"""[horizon]: the mean distance in training,',
                '"""[horizon]: the median distance in training,',
            ),
            Edit(
                "target.py",
                '"""What always answering the mean distance costs: its variance, about 2 far ahead."""',
                '"""What always answering the median distance costs: the mean gap to it."""',
            ),
            Edit("target.py", "np.nanmean(gaps**2)", "np.nanmean(abs(gaps))"),
            Edit("target.py", "A squared error can be", "An absolute error can be"),
            Edit(
                "config.py",
                "    # picks the best weights; what papers report: squared error in training sds\n"
                '    watch: str = "scaled MSE"',
                "    # picks the best weights: what the loss is, too\n"
                '    watch: str = "scaled MAE"',
            ),
            Edit(
                "baselines.py",
                'REFERENCE = ("ridge regression", "scaled MSE")',
                'REFERENCE = ("ridge regression", "scaled MAE")',
            ),
        ),
    ),
    HealthyEdit(
        "H29",
        "a GRU over patches, and no field for width or depth",
        KIND,
        "One recurrent net of a fixed size in place of the TCN: 64 units that read four "
        "steps at once, and train longer. The config loses the two fields that nothing reads.",
        (
            Edit(
                "config.py",
                "    width: int = 64  # numbers that describe a stretch of the past\n"
                "    depth: int = 1  # residual blocks per halving of the steps: don't be a hero\n",
                "",
            ),
            Edit("config.py", "steps: int = 300", "steps: int = 1000"),
            Edit(
                "config.py",
                "learning_rate: float = 1e-3",
                "learning_rate: float = 3e-3",
            ),
            Edit("config.py", "about 10 times", "about 33 times"),
            Edit(
                "config.py",
                "a net this small takes 1e-3",
                "a net this small takes 3e-3",
            ),
            Edit(
                "model.py",
                "        return TCN(inputs, outputs, width=TINY, depth=1)\n"
                "    return TCN(inputs, outputs, config.width, config.depth)",
                "        return Recurrent(outputs, TINY)\n"
                "    return Recurrent(outputs, UNITS)",
            ),
            Edit(
                "model.py",
                "PATCH = 4  # steps that the stem reads at once\n",
                "UNITS = 64\nDAY = 24  # steps that the head sees, too\nPATCH = 4  # steps that the stem reads at once\n",
            ),
            Edit(
                "model.py",
                "class TCN(",
                '''class Recurrent(nn.Module):
    """[batch, channels, lookback] -> [batch, horizon, channels]; after Lin et al. 2023, SegRNN

    A GRU reads the patches in order; the answer is read off where it ends, and off the
    last day itself, as an autoregression has it (Lai et al. 2018, LSTNet).
    """

    def __init__(self, horizon: int, units: int):
        super().__init__()
        self.stem = nn.Linear(PATCH, units)
        self.body = nn.GRU(units, units, batch_first=True)
        self.head = nn.Linear(units + DAY, horizon)

    def forward(self, x: Tensor) -> Tensor:
        away = x - x[..., -1:]
        h = pad(away, (-x.shape[2] % PATCH, 0)).unflatten(2, (-1, PATCH))
        _, end = self.body(self.stem(h).relu().flatten(0, 1))  # [1, batch * channels, units]
        end = end[0].unflatten(0, x.shape[:2])
        return self.head(torch.cat([end, away[..., -DAY:]], 2)).mT


class TCN(''',
            ),
        ),
    ),
    HealthyEdit(
        "H30",
        "AMSGrad, a rate that falls on a plateau, and jitter",
        KIND,
        "Three evaluations without a better loss halve the rate; how often is kept with the "
        "optimizer, so that a resume goes on alike. Training windows get a little noise.",
        (
            Edit(
                "config.py",
                "    evaluate_every: int = 30",
                "    # evaluations without a better loss that halve the learning rate\n"
                "    patience: int = 3\n"
                "    # sd of the noise on a training window, in training sds\n"
                "    jitter: float = 0.03\n"
                "    evaluate_every: int = 30",
            ),
            Edit(
                "train.py",
                '            group["lr"] = learning_rate_at(step, config)\n',
                '            group["lr"] = learning_rate_at(step, config) * group["factor"]\n',
            ),
            Edit(
                "train.py",
                "            evaluation = evaluate(net, validation) if validation else None\n",
                "            evaluation = evaluate(net, validation) if validation else None\n"
                "            if WORLD == 1:\n"
                "                on_a_plateau(optimizer, evaluation, config)\n",
            ),
            Edit(
                "train.py",
                "history.losses += log(pending, done, config, run)",
                'history.losses += log(pending, done, config, run, group["factor"])',
            ),
            Edit(
                "train.py",
                "config: Config, run: Run | None) -> list[float]:",
                "config: Config, run: Run | None, factor=1.0):",
            ),
            Edit(
                "train.py",
                '"learning rate": learning_rate_at(done - 1, config),\n',
                '"learning rate": learning_rate_at(done - 1, config) * factor,\n',
            ),
            Edit(
                "train.py",
                "        each, weights = target.loss(net(x), y), target.weight(y)\n",
                "        x = x + config.jitter * torch.randn(x.shape).to(x)\n"
                "        each, weights = target.loss(net(x), y), target.weight(y)\n",
            ),
            Edit(
                "train.py",
                '[{"params": p, "weight_decay": decay} for decay, p in groups.items()]\n',
                "[\n"
                '        {"params": p, "weight_decay": decay, **PLATEAU} for decay, p in groups.items()\n'
                "    ]\n",
            ),
            Edit(
                "train.py",
                "    return AdamW(settings, lr=config.learning_rate, betas=config.betas, fused=fused)",
                '    more = {"betas": config.betas, "amsgrad": True, "fused": fused}\n'
                "    return AdamW(settings, lr=config.learning_rate, **more)",
            ),
            Edit(
                "train.py",
                "Step = tuple",
                "# of the rate; the least loss, and evaluations since then\n"
                'PLATEAU = {"factor": 1.0, "least": math.inf, "since": 0}\n'
                "Step = tuple",
            ),
            Edit(
                "train.py",
                "def learning_rate_at(",
                '''def on_a_plateau(optimizer: Optimizer, evaluation, config: Config) -> None:
    """Halve the rate where the validation loss has stopped falling."""
    loss = evaluation.values()["loss"] if evaluation else -math.inf
    for group in optimizer.param_groups:
        better = loss < group["least"]
        group["least"] = min(loss, group["least"])
        group["since"] = 0 if better or not evaluation else group["since"] + 1
        if group["since"] >= config.patience:
            group["factor"], group["since"] = group["factor"] / 2, 0


def learning_rate_at(''',
            ),
        ),
        add=("distributed", "accumulate"),
    ),
)
