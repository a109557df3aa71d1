"""More blind bugs of texts."""

import re
from collections import defaultdict
from zlib import crc32

from scaffolder.bugs.bug import Edit

from ..edits.edit import HealthyEdit
from .tables_and_series import stored

GIVEN = 16  # numbers of a given word
OPENINGS = [
    "Me again",
    "Second letter",
    "Please answer",
    "Still waiting",
    "Good morning",
]
ENDS = ["nobody came yet", "when at last", "do something now", "nothing has happened"]


def with_reminders() -> str:
    """Who waits too long writes again, twice: the same tenant, thing and telephone."""
    rows, more = stored("text-classification", "notes.tsv"), []
    for i, row in enumerate(rows):
        answer, _, text = row.partition("\t")
        if tel := re.search(r"Tel\. \d+", text):
            for k in (3 * i, 3 * i + 1):
                more.append(
                    f"{answer}\t{OPENINGS[k % 5]}, {tel[0]}, {ENDS[k // 5 % 4]}."
                )
    return "\n".join([*rows, *more]) + "\n"


def vectors() -> str:
    """Of each word, what stands beside it in the sentences, in GIVEN numbers."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0] * GIVEN)
    before = after = ""
    words = [row.split("\t") for row in stored("text-tagging", "errands.conllu")]
    forms = [cells[1].lower() if len(cells) > 1 else "" for cells in words]
    for before, word, after in zip(forms, forms[1:], forms[2:], strict=False):
        for side in ("<" + before[-2:], ">" + after[-2:]) if word else ():
            for k in range(GIVEN):
                sums[word][k] += 1 if crc32(f"{side} {k}".encode()) & 64 else -1
    rows = []
    for word, row in sorted(sums.items()):
        size = (sum(v * v for v in row) / GIVEN) ** 0.5 or 1.0
        rows.append(" ".join([word, *(f"{v / size:.2f}" for v in row)]))
    return "\n".join(rows) + "\n"


BUGS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "N10",
        "texts are tidied for the training alone",
        "text-classification",
        "Signs, digits and capitals say nothing of what is broken, so they are taken out, in "
        "load.py, where the three parts come from; `predict` calls `read`, which never heard of "
        "it. Validation is as good as before. New notes come with commas, numbers and shapes "
        "that the net knows as unknown at best, and every word at another place. No test of the "
        "project fails. (family 2) In load.py.",
        (
            Edit(
                "load.py",
                "from collections.abc import Sequence\n"
                "from dataclasses import dataclass, field\n",
                "import html\nimport re\nfrom collections.abc import Sequence\n"
                "from dataclasses import dataclass, field, replace\n",
            ),
            Edit(
                "load.py",
                "    found = read(place(config.data), config)\n",
                "    found = [tidy(example) for example in read(place(config.data), config)]\n",
            ),
            Edit(
                "load.py",
                "def load(config: Config) -> Splits:\n",
                "def tidy(example: Example) -> Example:\n"
                '    """Words in small letters and nothing else."""\n'
                '    words = re.findall(r"[^\\W\\d_]+", html.unescape(example.raw or ""))\n'
                '    return replace(example, raw=" ".join(words).lower())\n\n\n'
                "def load(config: Config) -> Splits:\n",
            ),
        ),
    ),
    HealthyEdit(
        "N11",
        "clipped before the loss scale is taken out",
        "text-classification",
        "Mixed precision by hand: the loss times 1024, so that small gradients survive, and the "
        "gradients divided by it again, after they were clipped. Their norm is a thousand times "
        "too large there, so each step's gradient is cut to the same length, the noise at the "
        "end as well as the first ones; what metrics.csv calls norm and clipped share is "
        "divided before, and looks healthy. No test of the project fails. (family 9) In "
        "train.py.",
        (
            Edit(
                "train.py",
                "Step = tuple[Tensor, Tensor]",
                "SCALE = 1024.0  # of the loss: or small gradients are 0 in half precision\n"
                "Step = tuple[Tensor, Tensor]",
            ),
            Edit(
                "train.py",
                """        each, weights = target.loss(net(x), y), target.weight(y)
        loss = each.dot(weights.to(each)) / total
        loss.backward()
""",
                """        with torch.autocast(x.device.type, torch.bfloat16):
            outputs = net(x).float()
        each, weights = target.loss(outputs, y), target.weight(y)
        loss = each.dot(weights.to(each)) / total
        (SCALE * loss).backward()
""",
            ),
            Edit(
                "train.py",
                "    norm = nn.utils.clip_grad_norm_(trained, config.clip)  # never the loss\n",
                "    norm = nn.utils.clip_grad_norm_(trained, config.clip) / SCALE  # never the loss\n"
                "    for p in trained:\n"
                "        if p.grad is not None:\n"
                "            p.grad /= SCALE\n",
            ),
        ),
        add=("accumulate",),
    ),
    HealthyEdit(
        "N12",
        "reminders of the same tenant",
        "text-classification",
        "The whole mailbox instead of its first letters: who waited too long wrote again, twice, "
        "a few words with the same telephone. They say nothing of what is broken, and have the "
        "answer of the first letter. They are no copies of it for the split, so that letters of "
        "one tenant are in all parts; a number that training knows says the answer in "
        "validation. New tenants get a guess. No test of the project fails. (family 10) In "
        "notes.tsv.",
        files={"../../data/notes.tsv": with_reminders()},
    ),
    HealthyEdit(
        "N13",
        "another split_seed is the same split",
        "text-tagging",
        "The key was shortened to the document when `digest` was tidied up. `--split-seed 1` to "
        "5 train and validate on the same sentences, to the last one: the five numbers of the "
        "report are equal but for nothing, 'stable against the split'. No test of the project "
        "fails. (family 3) In split.py.",
        (
            Edit(
                "split.py",
                'digest(f"{config.split_seed} {example.group}")',
                "digest(example.group)",
            ),
        ),
    ),
    HealthyEdit(
        "N14",
        "ties by the hash of a word",
        "text-tagging",
        "The known pieces as a set, then by their counts: pieces of one count, which are most, "
        "come in the order of their hash, and Python has another one in each process. The same "
        "command has another table, other first weights for a word and other numbers each time, "
        "under a fixed seed; two seeds differ as two runs do. `--resume` in a new process says "
        "that x has changed. In one process all is equal: no test of the project fails. "
        "(family 11) In data.py.",
        (
            Edit(
                "data.py",
                '    """The known pieces of a sort; ties by the alphabet, '
                'so that no file\'s order decides."""\n',
                '    """The known pieces of a sort, the most frequent first."""\n',
            ),
            Edit(
                "data.py",
                "    pieces = sorted(counts, key=lambda piece: (-counts[piece], piece))\n"
                "    return [piece for piece in pieces if counts[piece] >= OFTEN][:MOST]\n",
                "    known = {piece for piece, times in counts.items() if times >= OFTEN}\n"
                "    return sorted(known, key=counts.__getitem__, reverse=True)[:MOST]\n",
            ),
        ),
    ),
    HealthyEdit(
        "N15",
        "given vectors are one word further on",
        "text-tagging",
        "Vectors of words, made from much more text, are added in the first channels and kept "
        "fixed. Ids begin at 1 with the unknown word, and the known ones at 2; the table is "
        "filled from 1 on: each word has the vector of the next rarer one, and the unknown word "
        "that of the most frequent. The sample is easy enough to be right all the same; in earlier "
        "steps and on rarer words they do more harm than good, and 'given vectors do not help'. "
        "No test of the project fails. (family 6) In model.py.",
        (
            Edit(
                "config.py",
                "    width: int = 64",
                "    # fixed vectors, 16 numbers of each word, made from all our mails\n"
                '    vectors: str = "data/vectors.txt"\n'
                "    width: int = 64",
            ),
            Edit(
                "model.py",
                "from .config import Config\n",
                "from . import place\nfrom .config import Config\n",
            ),
            Edit(
                "model.py",
                "TINY = 64 ",
                "GIVEN = 16  # numbers of a vector\nTINY = 64 ",
            ),
            Edit(
                "model.py",
                """    if config.model == "tiny":
        return Tagger(inputs.tokens, outputs, width=TINY, depth=1)
    return Tagger(inputs.tokens, outputs, config.width, config.depth)
""",
                """    width, depth = config.width, config.depth
    if config.model == "tiny":
        width, depth = TINY, 1
    net = Tagger(inputs.tokens, outputs, width, depth)
    fill(net.stem.given, inputs, config)
    return net


def fill(given: Tensor, inputs: Inputs, config: Config) -> None:
    \"\"\"What others found out about our words.\"\"\"
    rows = place(config.vectors).read_text("utf-8").splitlines()
    known = {word: numbers for word, *numbers in map(str.split, rows)}
    for id, word in enumerate(inputs.known[0], 1):
        if word in known:
            given[id] = torch.tensor([float(number) for number in known[word]])
""",
            ),
            Edit(
                "model.py",
                "  # the sum of three has an sd of 1\n",
                "  # the sum of three has an sd of 1\n"
                '        self.register_buffer("given", torch.zeros(tokens, GIVEN))\n',
            ),
            Edit(
                "model.py",
                "        return super().forward(input).sum(2)\n",
                "        given = F.pad(self.given[input[..., 0]], (0, self.embedding_dim - GIVEN))\n"
                "        return super().forward(input).sum(2) + given\n",
            ),
        ),
        {"../../data/vectors.txt": vectors()},
    ),
    HealthyEdit(
        "N16",
        "a list times depth is one block",
        "language-model",
        "`[Block(width)] * depth` is one block, so many times: all have one set of weights, and "
        "more `depth` costs time and adds no parameter. `tiny` has a single block and is right; "
        "the reference has two and half the weights that its docstring counts. The curve over "
        "`depth` is flat: 'more capacity does not pay here'. No test of the project fails. "
        "(families 8 and 6) In model.py.",
        (
            Edit(
                "model.py",
                "nn.Sequential(*(Block(width) for _ in range(depth)))",
                "nn.Sequential(*[Block(width)] * depth)",
            ),
        ),
    ),
    HealthyEdit(
        "N17",
        "a tied head shrinks the embedding",
        "language-model",
        "The head shares its weights with the embedding, as GPT-2 has it. `init_well` then makes "
        "the head's weights a hundred times smaller, and with them the vector of each byte: "
        "beside those of the places they are nothing, and the first steps train a net that "
        "knows where it is and not what it reads. The loss begins where paper says and falls "
        "late: 2.8 after 30 steps where it was 2.2, and at the end 3 % more bits per byte. No "
        "test of the project fails. (family 6) In model.py.",
        (
            Edit(
                "model.py",
                "        self.head = nn.Linear(width, outputs)\n"
                "        first_weights(self, width, depth)\n",
                "        self.head = nn.Linear(width, outputs)\n"
                "        self.head.weight = self.stem.weight  # as in GPT-2\n"
                "        first_weights(self, width, depth)\n",
            ),
            Edit(
                "model.py",
                "First weights as there; no dropout,\n"
                "    which is stage 4's business, and no tied embedding, "
                "as the head has a start of its own.\n"
                "    Parameters: depth * 12 * width^2 + (512 + context) * width, and",
                "First weights and the tied\n"
                "    embedding as there; no dropout, which is stage 4's business.\n"
                "    Parameters: depth * 12 * width^2 + (256 + context) * width, and",
            ),
        ),
    ),
)
