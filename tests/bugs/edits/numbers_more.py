"""More healthy edits of a table whose answer is a number."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

KIND = "tabular-regression"

EDITS: tuple[HealthyEdit, ...] = (
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
)
