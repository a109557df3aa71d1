"""Healthy edits of texts that belong to a class."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

KIND = "text-classification"

EDITS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "H13",
        "character trigrams of each word",
        KIND,
        "Bojanowski et al. 2017: a word is the sum of its pieces, now also of its first "
        "eight trigrams; an unused place is 0 and adds nothing.",
        (
            Edit(
                "data.py",
                "MOST = 20_000",
                "GRAMS = 8  # trigrams of a word at most\nMOST = 20_000",
            ),
            Edit(
                "data.py",
                '"""x: int64 [length, 3], word, ending and shape of each token, then 0: pads.\n',
                '"""x: int64 [length, 3 + GRAMS], word, ending, shape and trigrams of each token.\n\n'
                "    0 where there is no trigram, or no token.\n",
            ),
            Edit(
                "data.py",
                "known: list[list[str]]  # words, endings, shapes: the",
                "known: list[list[str]]  # words, endings, shapes, trigrams: the",
            ),
            Edit("data.py", "for sort in range(3)]", "for sort in range(4)]"),
            Edit(
                "data.py", "return (self.length, 3)", "return (self.length, 3 + GRAMS)"
            ),
            Edit("data.py", "[[0] * 3] * (", "[[0] * (3 + GRAMS)] * ("),
            Edit(
                "data.py",
                "        pieces = enumerate(cut(token))\n"
                '        return [self.ids.get(piece, self.ids[piece[0], ""]) for piece in pieces]',
                "        pieces = [(sort, p) for sort in range(4) for p in pieces_of(token, sort)]\n"
                '        ids = [self.ids.get(piece, self.ids[piece[0], ""]) for piece in pieces]\n'
                "        return ids + [0] * (3 + GRAMS - len(ids))",
            ),
            Edit(
                "data.py",
                "for word, ending, shape in rows]",
                "for word, ending, shape, *_ in rows]",
            ),
            Edit(
                "data.py",
                "def kind(letter",
                '''def pieces_of(token: str, sort: int) -> list[str]:
    """Its word, ending or shape; or its trigrams: <ru, run, uns, ns> of runs."""
    if sort < 3:
        return [cut(token)[sort]]
    marked = f"<{token.lower()}>"
    return [marked[i : i + 3] for i in range(len(token))][:GRAMS]


def kind(letter''',
            ),
            Edit(
                "data.py",
                "        counts[cut(token)[sort]] += times\n",
                "        for piece in pieces_of(token, sort):\n"
                "            counts[piece] += times\n",
            ),
            Edit(
                "model.py",
                "        h = self.stem(x).sum(2) + self.places",
                "        pieces = self.stem(x) * (x != 0)[..., None]  # 0 is no piece\n"
                "        h = pieces.sum(2) + self.places",
            ),
        ),
    ),
    HealthyEdit(
        "H14",
        "a bidirectional LSTM",
        KIND,
        "In a file of its own: packed, so that no pad is read; the answer is read off the "
        "largest value of each channel over the real places.",
        (
            Edit(
                "model.py",
                "from .config import Config\n",
                "from .blocks import BiLSTM\nfrom .config import Config\n",
            ),
            Edit(
                "model.py",
                "return Encoder(inputs, outputs, width=TINY, depth=1)",
                "return BiLSTM(inputs.tokens, outputs, width=TINY)",
            ),
            Edit(
                "model.py",
                "return Encoder(inputs, outputs, config.width, config.depth)",
                "return BiLSTM(inputs.tokens, outputs, config.width, config.depth)",
            ),
        ),
        {"blocks.py": '''"""A recurrent net that reads a text from both ends."""

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class BiLSTM(nn.Module):
    """[batch, time, pieces] -> [batch, outputs]; Conneau et al. 2017, with max pooling."""

    ordered = True  # a promise: the same words in another order are another text

    def __init__(self, tokens: int, outputs: int, width: int, depth: int = 1):
        super().__init__()
        self.stem = nn.Embedding(tokens, width)
        nn.init.normal_(self.stem.weight, std=3**-0.5)  # the sum of three has an sd of 1
        both = {"bidirectional": True, "batch_first": True}
        self.body = nn.LSTM(width, width // 2, depth, **both)
        self.head = nn.Linear(width, outputs)

    def forward(self, x: Tensor) -> Tensor:
        real = x[:, :, 0] != 0  # [batch, time]
        lengths = real.sum(1).clamp_min(1)
        h = self.stem(x).sum(2)
        packed = pack_padded_sequence(h, lengths.cpu(), True, enforce_sorted=False)
        h, _ = pad_packed_sequence(self.body(packed)[0], True, total_length=x.shape[1])
        places = torch.arange(x.shape[1], device=x.device)
        pads = places[None, :, None] >= lengths[:, None, None]
        return self.head(h.masked_fill(pads, -torch.inf).amax(1))
'''},
    ),
    HealthyEdit(
        "H15",
        "word dropout and early stopping",
        KIND,
        "In training 10 % of the words are as if unknown (Iyyer et al. 2015), so endings "
        "and shapes are learnt; five evaluations without a better one end the training.",
        (
            Edit(
                "config.py",
                "    depth: int = 1",
                "    # share of the words that are unknown to a training step\n"
                "    word_dropout: float = 0.1\n"
                "    # evaluations without a better one that end the training\n"
                "    patience: int = 5\n"
                "    depth: int = 1",
            ),
            Edit(
                "model.py",
                "width=TINY, depth=1)",
                "TINY, 1, config.word_dropout)",
            ),
            Edit(
                "model.py",
                "config.width, config.depth)",
                "config.width, config.depth, config.word_dropout)",
            ),
            Edit(
                "model.py",
                "First weights as in GPT-2; no dropout, which is stage 4's business.",
                "First weights as in GPT-2; dropout of whole words alone.",
            ),
            Edit(
                "model.py",
                "    def __init__(self, inputs: Inputs, outputs: int, width: int, depth: int):\n"
                "        super().__init__()\n",
                "    def __init__(\n"
                "        self, inputs: Inputs, outputs: int, width: int, depth: int, drop: float\n"
                "    ):\n"
                "        super().__init__()\n"
                '        self.unknown, self.drop = inputs.ids[0, ""], drop\n',
            ),
            Edit(
                "model.py",
                "        h = self.stem(x).sum(2) + self.places",
                "        if self.training and self.drop:\n"
                "            lost = real & (torch.rand(real.shape, device=x.device) < self.drop)\n"
                "            word = x[:, :, :1].masked_fill(lost[:, :, None], self.unknown)\n"
                "            x = torch.cat([word, x[:, :, 1:]], 2)\n"
                "        h = self.stem(x).sum(2) + self.places",
            ),
            Edit(
                "train.py",
                "    evaluation: Evaluation | None = None  # of these weights\n",
                "    evaluation: Evaluation | None = None  # of these weights\n"
                "    since: int = 0  # evaluations since then\n",
            ),
            Edit(
                "train.py",
                "first, history.best = restore(",
                "first, history.best, history.since = restore(",
            ),
            Edit(
                "train.py",
                "            keep(problem, net, optimizer, done, evaluation, history, run)\n",
                "            keep(problem, net, optimizer, done, evaluation, history, run)\n"
                "        if WORLD == 1 and history.since >= config.patience:\n"
                "            break\n",
            ),
            Edit(
                "train.py",
                '        history.evaluations.append((done, values["loss"]))\n',
                '        history.evaluations.append((done, values["loss"]))\n'
                "        history.since += 1\n",
            ),
            Edit(
                "train.py",
                "            history.best, history.evaluation = rank, evaluation\n",
                "            history.best, history.evaluation = rank, evaluation\n"
                "            history.since = 0\n",
            ),
            Edit(
                "train.py",
                '        run.save("last", saved)\n',
                '        run.save("last", saved | {"since": history.since})\n',
            ),
            Edit(
                "train.py",
                "-> tuple[int, tuple[float, float]]:\n"
                '    """Weights and optimizer as they were in last.pt; the steps done, the rank of best.pt."""',
                "-> tuple[int, tuple[float, float], int]:\n"
                '    """Weights and optimizer of last.pt; steps done, rank of best.pt, age of it."""',
            ),
            Edit(
                "train.py",
                'return last["step"], run.checkpoint("best")["rank"]',
                'return last["step"], run.checkpoint("best")["rank"], last["since"]',
            ),
        ),
        add=("distributed",),
    ),
)
