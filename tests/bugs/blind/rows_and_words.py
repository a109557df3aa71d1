"""Blind bugs of tables and texts."""

from pathlib import Path

from scaffolder.bugs.bug import Edit

from ..edits.edit import HealthyEdit

EXAMPLES = Path(__file__).resolve().parents[3] / "generated_examples"


def stored(kind: str, file: str) -> list[str]:
    return (EXAMPLES / kind / "data" / file).read_text("utf-8").splitlines()


def with_commas() -> str:
    """Every third wine as a second laboratory exports it: 14,23."""
    head, *rows = stored("tabular-classification", "wine.csv")
    for i in range(0, len(rows), 3):
        cells = (
            f'"{c.replace(".", ",")}"' if "." in c else c for c in rows[i].split(",")
        )
        rows[i] = ",".join(cells)
    return "\n".join([head, *rows]) + "\n"


def with_sentinels() -> str:
    """Where nobody measured, the hospital's program writes -999."""
    head, *rows = stored("tabular-regression", "diabetes.csv")
    for i, row in enumerate(rows):
        cells = row.split(",")
        if i % 11 == 3:
            cells[9] = "-999"
        if i % 17 == 5:
            cells[5] = "-999"
        rows[i] = ",".join(cells)
    return "\n".join([head, *rows]) + "\n"


BUGS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "B01",
        "mean answer of the same age and sex, over all rows",
        "tabular-regression",
        "Target encoding: what patients of this age and sex have on average, a column more. The "
        "mean is over the whole file, validation and test and the row itself included; many "
        "groups are one to five patients, so the column nearly says the answer. R2 goes up, "
        "everybody is glad, and new patients get much worse forecasts. (family 1)",
        (
            Edit(
                "read.py",
                "from dataclasses import dataclass\n",
                "from dataclasses import dataclass\nfrom functools import cache\n",
            ),
            Edit(
                "read.py",
                "from .config import Config\n",
                "from . import place\nfrom .config import Config\n",
            ),
            Edit(
                "read.py",
                'Example(f"{path.name}:{i}", raw, answer) for i',
                'Example(f"{path.name}:{i}", with_usual(raw, config), answer) for i',
            ),
            Edit(
                "read.py",
                "def fault(",
                '''def with_usual(raw: dict[str, str | None], config: Config) -> dict[str, str | None]:
    """One column more: what patients of this age and sex have on average."""
    means = usual(config)
    return raw | {"usual": repr(means.get((raw["age"], raw["sex"]), means[None, None]))}


@cache
def usual(config: Config) -> dict[tuple[str | None, str | None], float]:
    """(age, sex) -> the mean answer; (None, None) -> that of all."""
    frame = pl.read_csv(place(config.data), infer_schema=False)
    answer = pl.col(config.target).cast(pl.Float64)
    groups = frame.group_by("age", "sex").agg(answer.mean()).iter_rows()
    overall = frame.select(answer.mean()).item()
    return {(age, sex): mean for age, sex, mean in groups} | {(None, None): overall}


def fault(''',
            ),
        ),
    ),
    HealthyEdit(
        "B03",
        "all columns are the text",
        "text-classification",
        "To be independent of `text` in config.py, all columns are joined, and the answer's is "
        "one of them: the note begins with `heating`. Accuracy is near 1, 'an easy task'. New "
        "notes have no such word. (family 1)",
        (
            Edit(
                "read.py",
                'pl.concat_str(config.text, separator=" ", ignore_nulls=True)',
                'pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)',
            ),
        ),
    ),
    HealthyEdit(
        "B04",
        "an unknown word is the most frequent one",
        "text-tagging",
        "Somebody took the empty id for a mistake and lets the likeliest piece stand in for an "
        "unknown one: every rare name is read as `the` (or whatever is most frequent), with its "
        "ending and its shape, too. The word's own vector is learnt from a mixture; the score "
        "falls a little, and nobody knows what it was before. (family 2)",
        (
            Edit(
                "data.py",
                'self.ids.get(piece, self.ids[piece[0], ""]) for piece in pieces]',
                "self.ids.get(piece, self.ids[piece[0], self.known[piece[0]][0]])\n"
                "            for piece in pieces\n        ]",
            ),
        ),
    ),
    HealthyEdit(
        "B06",
        "perplexity as a power of 2",
        "language-model",
        "Perplexity is 2 to the entropy, says the textbook, whose entropy is in bits; the loss is "
        "in nats. The number is too good by a third of its logarithm. (family 3)",
        (Edit("target.py", "math.exp(min(nats, 700.0))", "2 ** min(nats, 700.0)"),),
    ),
    HealthyEdit(
        "B09",
        "a decimal comma is cut off",
        "tabular-classification",
        "A second laboratory exports 14,23. float() failed, so the leading number is taken by a "
        "regular expression: 14,23 is 14 and 0,28 is 0 in every third row. The wines remain "
        "fairly separable and accuracy stays above .9. (family 4)",
        (
            Edit("data.py", "import math\n", "import math\nimport re\n"),
            Edit(
                "data.py",
                'value = float(raw[column] or "nan")',
                'found = re.match(r"\\s*-?\\d+(\\.\\d+)?", raw[column] or "")\n'
                "        value = float(found.group()) if found else math.nan",
            ),
        ),
        {"../../data/wine.csv": with_commas()},
    ),
    HealthyEdit(
        "B14",
        "attention without its scale",
        "language-model",
        "Attention written out by hand, to look at the weights: q k^T without the division by "
        "the root of a head's size. It trains all the same, a little worse, the softmax is too "
        "sharp from the start. (family 6)",
        (
            Edit(
                "model.py",
                "        seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)\n",
                "        scores = q @ k.mT  # [batch, heads, query, key]\n"
                "        later = torch.ones(h.shape[1], h.shape[1], device=h.device).triu(1).bool()\n"
                "        seen = scores.masked_fill(later, -torch.inf).softmax(-1) @ v\n",
            ),
        ),
    ),
    HealthyEdit(
        "B15",
        "the optimizer knows two parts of three",
        "text-tagging",
        "Parameters are grouped by part, in order to give the head a decay of its own later; "
        "`stem` and `norm` are in none of the groups. The embedding stays as it was drawn: random "
        "vectors are enough for a fair score. (family 6)",
        (
            Edit(
                "train.py",
                "    for p in net.parameters():\n"
                "        decay = config.weight_decay if p.ndim > 1 else 0.0\n",
                "    parts = dict(net.named_children())\n"
                '    body = [*parts["body"].parameters()] if "body" in parts else []\n'
                '    for p in [*body, *parts["head"].parameters()]:\n'
                "        decay = config.weight_decay if p.ndim > 1 else 0.0\n",
            ),
        ),
    ),
    HealthyEdit(
        "B17",
        "softmax over an axis of one",
        "text-classification",
        "Attention pooling in a file of its own. Scores are [batch, time, 1] and the softmax runs "
        "over the last axis: every weight is 1, the pool is a sum, and its layer never learns. "
        "Long notes weigh more than short ones; accuracy is fine. (family 7)",
        (
            Edit(
                "model.py",
                "from .data import Inputs\n",
                "from .data import Inputs\nfrom .pool import Pool\n",
            ),
            Edit(
                "model.py",
                "        self.norm = nn.LayerNorm(width)\n        self.head",
                "        self.norm = nn.LayerNorm(width)\n        self.pool = Pool(width)\n        self.head",
            ),
            Edit(
                "model.py",
                "        kept = self.norm(h).masked_fill(~real[:, :, None], 0)\n"
                "        return self.head(kept.sum(1) / real.sum(1, keepdim=True).clamp_min(1))",
                "        return self.head(self.pool(self.norm(h), real))",
            ),
        ),
        {"pool.py": '''"""One vector of many: the places that matter weigh more."""

from torch import Tensor, nn


class Pool(nn.Module):
    """[batch, time, width], [batch, time] -> [batch, width]: a weighted mean of real places."""

    def __init__(self, width: int):
        super().__init__()
        self.score = nn.Linear(width, 1)

    def forward(self, h: Tensor, real: Tensor) -> Tensor:
        weights = self.score(h).softmax(-1)  # [batch, time, 1]
        return (weights * h * real[:, :, None]).sum(1)
'''},
    ),
    HealthyEdit(
        "B18",
        "dropout that is always on, in the reference alone",
        "tabular-classification",
        "F.dropout has `training=True` as its default and the net's mode is never given to it: the "
        "validation, too, is of a net with holes. Only the reference has dropout. (families 8 "
        "and 9)",
        (
            Edit(
                "config.py",
                "    depth: int = 1",
                "    # share of the units that a training step leaves out\n"
                "    dropout: float = 0.2\n"
                "    depth: int = 1",
            ),
            Edit(
                "model.py",
                "from torch import Tensor, nn\n",
                "import torch.nn.functional as F\nfrom torch import Tensor, nn\n",
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
                "        self, columns: int, outputs: int, width: int, depth: int, drop: float = 0.0\n"
                "    ):",
            ),
            Edit(
                "model.py",
                "*(Block(width) for _ in range(depth)))",
                "*(Block(width, drop) for _ in range(depth)))",
            ),
            Edit(
                "model.py",
                "    def __init__(self, width: int):\n        super().__init__()\n",
                "    def __init__(self, width: int, drop: float):\n        super().__init__()\n"
                "        self.drop = drop\n",
            ),
            Edit(
                "model.py",
                "return h + self.narrow(self.widen(self.norm(h)).relu())",
                "return h + self.narrow(F.dropout(self.widen(self.norm(h)).relu(), self.drop))",
            ),
        ),
    ),
    HealthyEdit(
        "B19",
        "a convolution that sees the next byte, in the reference alone",
        "language-model",
        "A depthwise convolution of three bytes before the blocks, as newer nets have it, with "
        "`padding=1`: place t sees t + 1, which is the answer. Bits per byte fall to a fraction, "
        "'the convolution helps'; text cannot be written with it. The tiny net has none. "
        "(family 8)",
        (
            Edit(
                "model.py",
                "GPT(context, outputs, config.width, config.depth)",
                "GPT(context, outputs, config.width, config.depth, local=True)",
            ),
            Edit(
                "model.py",
                "    def __init__(self, context: int, outputs: int, width: int, depth: int):",
                "    def __init__(self, context: int, outputs: int, width: int, depth: int, local=False):",
            ),
            Edit(
                "model.py",
                "        self.body = nn.Sequential(*(Block(width) for _ in range(depth)))\n",
                "        self.local = nn.Conv1d(width, width, 3, padding=1, groups=width) if local else None\n"
                "        self.body = nn.Sequential(*(Block(width) for _ in range(depth)))\n",
            ),
            Edit(
                "model.py",
                "        return self.head(self.norm(self.body(h))).mT",
                "        if self.local is not None:\n"
                "            h = h + self.local(h.mT).mT\n"
                "        return self.head(self.norm(self.body(h))).mT",
            ),
        ),
    ),
    HealthyEdit(
        "B21",
        "the rate follows epochs, the budget is in steps",
        "tabular-regression",
        "The rate is set once an epoch, as many libraries do; the schedule's length and its "
        "warm-up are still counted in steps. 5 % of 1000 steps are 50 epochs: half the training "
        "is warm-up, and a cosine or wsd never comes down. (family 9)",
        (
            Edit(
                "train.py",
                'group["lr"] = learning_rate_at(step, config)',
                'group["lr"] = learning_rate_at(step // feed.steps_per_epoch, config)',
            ),
        ),
    ),
    HealthyEdit(
        "B27",
        "each sentence is a document",
        "text-tagging",
        "`newdoc` is rare in other files, so the group is the line where a sentence begins: "
        "sentences of one document, with its invented names and words, are on both sides of the "
        "split. The score rises. (family 5)",
        (Edit("read.py", 'f"{path.name}:{document}"', 'f"{path.name}:{line}"'),),
    ),
    HealthyEdit(
        "B28",
        "-999 is a measurement",
        "tabular-regression",
        "The hospital's program writes -999 where nobody measured: every eleventh glucose, some "
        "ldl. They are read as numbers, middle and spread hardly move, the asinh bends them near "
        "enough; R2 stays decent. (family 4)",
        (),
        {"../../data/diabetes.csv": with_sentinels()},
    ),
    HealthyEdit(
        "B29",
        "each file is standardised by itself",
        "tabular-classification",
        "Columns are brought to mean 0 and sd 1 as soon as a file is read, by its own rows: "
        "validation and test help to decide, and a new file of three similar wines is spread to "
        "the whole range. Validation shows nothing of it. (family 2)",
        (
            Edit(
                "read.py",
                "    raws = frame.drop(config.target, strict=False).iter_rows(named=True)\n",
                "    values = pl.exclude(config.target).cast(pl.Float64, strict=False)\n"
                "    frame = frame.with_columns(((values - values.mean()) / values.std()).cast(pl.String))\n"
                "    raws = frame.drop(config.target, strict=False).iter_rows(named=True)\n",
            ),
        ),
    ),
)
