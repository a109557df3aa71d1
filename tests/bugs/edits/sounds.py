"""Healthy edits of audio-classification, H56 to H60."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

KIND = "audio-classification"

SPECAUGMENT = '''\
"""SpecAugment (Park et al. 2019): a few bands and a few frames of a training clip go missing."""

import torch

from .feed import Batch

BANDS, FRAMES = 6, 5  # at most


def augmented(batch: Batch) -> Batch:
    """They become the mean of training, 0; the row that tells sound from padding stays."""
    x = batch.x.clone()
    clips, rows, frames = x.shape
    heard = x[:, :-1]
    for size, most, axis in ((rows - 1, BANDS, 1), (frames, FRAMES, 2)):
        wide = torch.randint(most + 1, (clips, 1), device=x.device)
        first = torch.rand(clips, 1, device=x.device) * (size - wide + 1)
        at = torch.arange(size, device=x.device)
        gone = (at >= first.floor()) & (at < first.floor() + wide)
        heard.masked_fill_(gone.unsqueeze(3 - axis), 0)
    return Batch(batch.ids, x, batch.y)
'''

GRU = '''\
"""A recurrent net over what two convolutions find in each frame of a clip."""

from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Recurrent(nn.Module):
    """[batch, bands + 1, frames] -> [batch, outputs]

    Convolutions see how the sound moves from band to band; the mean over all bands forgets
    the pitch of the voice; a GRU in both directions, and the mean over the frames with sound.
    What lies in the padding is 0 before each layer, and packed away.
    """

    ignores_padding = True

    def __init__(self, outputs: int, width: int, layers: int):
        super().__init__()
        self.stem = nn.Conv2d(1, width, 5, stride=(2, 1), padding=2, bias=False)
        self.norm = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 5, stride=(2, 1), padding=2, bias=False)
        self.norm2 = nn.BatchNorm2d(width)
        both = {"batch_first": True, "bidirectional": True, "num_layers": layers}
        self.gru = nn.GRU(width, width, **both)
        self.head = nn.Linear(2 * width, outputs)

    def forward(self, x: Tensor) -> Tensor:
        there = x[:, None, -1:]  # [batch, 1, 1, frames]
        h = self.norm(self.stem(x[:, None, :-1] * there)).relu() * there
        h = self.norm2(self.second(h)).relu()
        lengths = there.sum(3).flatten().clamp_min(1)
        how = {"batch_first": True, "enforce_sorted": False}
        packed = pack_padded_sequence(h.mean(2).mT, lengths.long().cpu(), **how)
        h, _ = pad_packed_sequence(self.gru(packed)[0], batch_first=True)
        return self.head(h.sum(1) / lengths[:, None])  # h is 0 in the padding
'''

PRETRAIN = '''\
"""The trunk learns without labels first: to tell the features of a clip from its spectrogram."""

import os

import torch
from torch import nn
from torch.optim import Adam

from . import ROOT, model
from .machine import fix_random_seed, use

STEPS, RATE = 200, 1e-3


def trunk_file(config):
    return ROOT / "runs" / f"trunk-{config.width}-{config.depth}-{config.split_seed}.pt"


def make(problem) -> None:
    """Once for each shape of the net and each split, from training clips alone."""
    from .feed import Feed

    device, inputs = use(problem.config), problem.inputs
    fix_random_seed(problem.config.seed)
    net = model.build(inputs, len(inputs.usual), problem.config).to(device).train()
    optimizer = Adam(net.parameters(), lr=RATE)
    for batch in Feed(problem.splits.train, problem).training(0, STEPS):
        x = batch.x.to(device)
        loss = nn.functional.mse_loss(net(x), inputs.features(x))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    file = trunk_file(problem.config)
    file.parent.mkdir(exist_ok=True)
    state = net.state_dict().items()
    part = file.with_suffix(f".{os.getpid()}")
    torch.save({k: v.cpu() for k, v in state if not k.startswith("head.")}, part)
    os.replace(part, file)


def load_trunk(net: nn.Module, config) -> None:
    """Every weight but the head's, none missing and none left over."""
    found = torch.load(trunk_file(config), weights_only=True)
    own = {k: v for k, v in net.state_dict().items() if k.startswith("head.")}
    net.load_state_dict(found | own, strict=True)


def freeze(net: nn.Module, frozen: bool) -> None:
    """While the head is new the trunk stays, its BatchNorm too."""
    for name, part in net.named_children():
        if name != "head":
            part.requires_grad_(not frozen).train(not frozen)
'''

EDITS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        id="H56",
        name="SpecAugment",
        kind=KIND,
        story="Bands and frames of training clips are masked by the mean; the last row, which "
        "says where there is sound, stays. Validation hears all.",
        edits=(
            Edit(
                "train.py",
                "from .config import Config\n",
                "from .augment import augmented\nfrom .config import Config\n",
            ),
            Edit(
                "train.py",
                "batch, done = batch.to(device), step + 1",
                "batch, done = augmented(batch.to(device)), step + 1",
            ),
        ),
        files={"augment.py": SPECAUGMENT},
    ),
    HealthyEdit(
        id="H57",
        name="a GRU over the frames",
        kind=KIND,
        story="Calls rise and fall: a recurrent net in both directions reads what two "
        "convolutions find in each frame, packed, so that padding is never seen.",
        edits=(
            Edit(
                "model.py",
                "from .config import Config\n",
                "from .blocks import Recurrent\nfrom .config import Config\n",
            ),
            Edit(
                "model.py",
                "    return ResidualCNN(outputs, config.width, config.depth)\n",
                "    return Recurrent(outputs, config.width, config.depth)\n",
            ),
        ),
        files={"blocks.py": GRU},
    ),
    HealthyEdit(
        id="H58",
        name="half the rate where validation no longer gets better",
        kind=KIND,
        story="As ReduceLROnPlateau does, from the evaluations of the run, which the "
        "checkpoint keeps: a resumed run is the same to the bit. The first process decides.",
        edits=(
            Edit(
                "config.py",
                "    warmup:",
                "    patience: int = 2  # evaluations without a lower loss that halve the rate\n"
                "    warmup:",
            ),
            Edit(
                "train.py",
                '            group["lr"] = learning_rate_at(step, config)\n',
                '            group["lr"] = learning_rate_at(step, config) * share\n',
            ),
            Edit(
                "train.py",
                "    pending: list[Step] = []\n    if not first:\n",
                "    pending: list[Step] = []\n"
                "    if resume and run:\n"
                '        history.evaluations += run.checkpoint("last")["evaluations"]\n'
                "    share = 0.5 ** plateaus(history.evaluations, config.patience)\n"
                "    if not first:\n",
            ),
            Edit(
                "train.py",
                "            history.losses += log(pending, done, config, run)\n",
                "            history.losses += log(pending, done, share, config, run)\n",
            ),
            Edit(
                "train.py",
                "            keep(problem, net, optimizer, done, evaluation, history, run)\n",
                "            keep(problem, net, optimizer, done, evaluation, history, run)\n"
                "        if saves:\n"
                "            halved = plateaus(history.evaluations, config.patience)\n"
                "            told = torch.tensor(float(halved), device=device)  # 0 but in the first\n"
                "            share = 0.5 ** (mean_over_processes(told).item() * WORLD)\n",
            ),
            Edit(
                "train.py",
                "def log(pending: list[Step], done: int, config: Config, run: Run | None) -> "
                "list[float]:\n",
                "def plateaus(evaluations: list[tuple[int, float]], patience: int) -> int:\n"
                '    """How often so many evaluations in a row had no lower loss."""\n'
                "    best, since, found = math.inf, 0, 0\n"
                "    for _, loss in evaluations:\n"
                "        since = 0 if loss < best else since + 1\n"
                "        best = min(best, loss)\n"
                "        if since == patience:\n"
                "            found, since = found + 1, 0\n"
                "    return found\n\n\n"
                "def log(\n"
                "    pending: list[Step], done: int, share: float, config: Config, "
                "run: Run | None\n"
                ") -> list[float]:\n",
            ),
            Edit(
                "train.py",
                '"learning rate": learning_rate_at(done - 1, config),',
                '"learning rate": learning_rate_at(done - 1, config) * share,',
            ),
            Edit(
                "train.py",
                '        run.save("last", saved)\n',
                '        run.save("last", saved | {"evaluations": history.evaluations})\n',
            ),
        ),
        add=("distributed",),
    ),
    HealthyEdit(
        id="H59",
        name="a trunk that learnt without labels, frozen at first",
        kind=KIND,
        story="Pre-trained on the training clips to tell their cepstral features, loaded "
        "strictly, frozen for a fifth of the steps while the new head learns; then all "
        "trains, the trunk at half the rate.",
        edits=(
            Edit(
                "problem.py",
                "from . import model\n",
                "from . import model, pretrain\n",
            ),
            Edit(
                "problem.py",
                "        return cls(config, splits, inputs, Target.from_training(known, config))\n",
                "        found = cls(config, splits, inputs, Target.from_training(known, config))\n"
                '        if config.model == "reference" and not '
                "pretrain.trunk_file(config).exists():\n"
                "            pretrain.make(found)\n"
                "        return found\n",
            ),
            Edit(
                "problem.py",
                "        init_well(net, self.target)\n",
                "        file = pretrain.trunk_file(self.config)\n"
                '        if self.config.model == "reference" and file.exists():\n'
                "            pretrain.load_trunk(net, self.config)\n"
                "        init_well(net, self.target)\n",
            ),
            Edit(
                "config.py",
                "    warmup:",
                "    frozen: float = 0.2  # share of the steps in which the head alone trains\n"
                "    trunk_rate: float = 0.5  # of the trunk, as a share of the head's\n"
                "    warmup:",
            ),
            Edit(
                "train.py",
                "from .problem import Problem\n",
                "from .pretrain import freeze\nfrom .problem import Problem\n",
            ),
            Edit(
                "train.py",
                '            group["lr"] = learning_rate_at(step, config)\n',
                '            group["lr"] = learning_rate_at(step, config) * group["share"]\n'
                '        if config.model == "reference" and WORLD == 1:\n'
                "            freeze(net, frozen=step < config.frozen * config.steps)\n",
            ),
            Edit(
                "train.py",
                "    groups: dict[float, list[nn.Parameter]] = {}  # decay -> whom it is for\n"
                "    for p in net.parameters():\n"
                "        decay = config.weight_decay if p.ndim > 1 else 0.0\n"
                "        groups.setdefault(decay, []).append(p)\n"
                '    settings = [{"params": p, "weight_decay": decay} for decay, p in '
                "groups.items()]\n",
                "    groups: dict[tuple[float, float], list[nn.Parameter]] = {}\n"
                "    for name, p in net.named_parameters():\n"
                "        decay = config.weight_decay if p.ndim > 1 else 0.0\n"
                '        share = 1.0 if name.startswith("head.") else config.trunk_rate\n'
                "        groups.setdefault((decay, share), []).append(p)\n"
                "    settings = [\n"
                '        {"params": p, "weight_decay": decay, "share": share}\n'
                "        for (decay, share), p in groups.items()\n"
                "    ]\n",
            ),
        ),
        files={"pretrain.py": PRETRAIN},
        add=("distributed",),
    ),
    HealthyEdit(
        id="H60",
        name="early stopping, dropout before the head, and more that is measured",
        kind=KIND,
        story="As many steps as it takes: training ends when five evaluations in a row were "
        "no better. The worst class has a metric of its own, the log a column more.",
        edits=(
            Edit("config.py", "steps: int = 300", "steps: int = 900"),
            Edit(
                "config.py",
                "    warmup:",
                "    patience: int = 5  # evaluations without a better one, then it ends\n"
                "    dropout: float = 0.2  # share of what the head reads, in training\n"
                "    warmup:",
            ),
            Edit(
                "model.py",
                "return ResidualCNN(outputs, width=TINY, depth=1, stages=2)",
                "return ResidualCNN(outputs, width=TINY, depth=1, dropout=0, stages=2)",
            ),
            Edit(
                "model.py",
                "return ResidualCNN(outputs, config.width, config.depth)",
                "return ResidualCNN(outputs, config.width, config.depth, config.dropout)",
            ),
            Edit(
                "model.py",
                "def __init__(self, outputs: int, width: int, depth: int, stages: int = 3):",
                "def __init__(self, outputs: int, width: int, depth: int, dropout, stages=3):",
            ),
            Edit(
                "model.py",
                "        self.body = nn.ModuleList(blocks)\n",
                "        self.body = nn.ModuleList(blocks)\n"
                "        self.dropout = nn.Dropout(dropout)\n",
            ),
            Edit(
                "model.py",
                "        return self.head(h.mean(2).sum(2) / there.sum((2, 3)).clamp_min(1))\n",
                "        h = h.mean(2).sum(2) / there.sum((2, 3)).clamp_min(1)\n"
                "        return self.head(self.dropout(h))\n",
            ),
            Edit(
                "target.py",
                '            "macro F1":',
                '            "worst recall": (hits / true)[true > 0].min().item(),\n'
                '            "macro F1":',
            ),
            Edit(
                "train.py",
                "    best: tuple[float, float] | None = None  # rank of the weights in best.pt\n",
                "    best: tuple[float, float] | None = None  # rank of the weights in best.pt\n"
                "    best_step: int = 0\n",
            ),
            Edit(
                "train.py",
                "        first, history.best = restore(problem, net, optimizer, run)\n",
                "        first, history.best = restore(problem, net, optimizer, run)\n"
                '        history.best_step = run.checkpoint("best")["step"]\n',
            ),
            Edit(
                "train.py",
                "            keep(problem, net, optimizer, done, evaluation, history, run)\n",
                "            keep(problem, net, optimizer, done, evaluation, history, run)\n"
                "            waited = (done - history.best_step) / config.evaluate_every\n"
                "            if WORLD == 1 and evaluation and waited >= config.patience:\n"
                "                break\n",
            ),
            Edit(
                "train.py",
                "            history.best, history.evaluation = rank, evaluation\n",
                "            history.best, history.evaluation = rank, evaluation\n"
                "            history.best_step = done\n",
            ),
            Edit(
                "train.py",
                '            "clipped share":',
                '            "largest gradient norm": norms.max().item(),\n'
                '            "clipped share":',
            ),
        ),
        add=("distributed",),
    ),
)
