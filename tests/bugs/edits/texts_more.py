"""More healthy edits of texts that belong to a class."""

from scaffolder.bugs.bug import Edit

from .edit import HealthyEdit

KIND = "text-classification"

EDITS: tuple[HealthyEdit, ...] = (
    HealthyEdit(
        "H16",
        "word vectors from the texts alone, frozen at first",
        KIND,
        "The embedding starts as the SVD of which pieces occur together in the training "
        "texts (Levy and Goldberg 2014), kept in a file; a fifth of the steps leave it alone.",
        (
            Edit(
                "config.py",
                "    depth: int = 1",
                "    # share of the steps that leave the word vectors as they were given\n"
                "    frozen: float = 0.2\n"
                "    depth: int = 1",
            ),
            Edit(
                "problem.py",
                "from .target import Target\n\nSHRINK",
                "from .target import Target\nfrom .vectors import begin_with_vectors\n\nSHRINK",
            ),
            Edit(
                "problem.py",
                "        init_well(net, self.target)\n",
                "        begin_with_vectors(net, self.inputs, self.splits.train)\n"
                "        init_well(net, self.target)\n",
            ),
            Edit(
                "train.py",
                "        batch, done = batch.to(device), step + 1\n",
                "        if isinstance(net.stem, nn.Embedding):\n"
                "            net.stem.requires_grad_(step >= config.frozen * config.steps)\n"
                "        batch, done = batch.to(device), step + 1\n",
            ),
        ),
        {
            "vectors.py": '''"""Word vectors that no answer was needed for: which pieces stand in the same texts."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import torch
from torch import Tensor, nn

from .data import Inputs
from . import ROOT
from .read import Example

FOLDER = ROOT / "data" / "vectors"
STD = 0.02  # as the other first weights


def begin_with_vectors(net: Any, inputs: Inputs, examples: Sequence[Example]) -> None:
    """Load them, every row and column; make the file if it is not there."""
    if not isinstance(net.stem, nn.Embedding) or not len(examples):
        return
    width = net.stem.embedding_dim
    said = repr((inputs, width, [example.raw for example in examples])).encode()
    path = FOLDER / f"{blake2b(said, digest_size=8).hexdigest()}.pt"
    if not path.is_file():
        FOLDER.mkdir(exist_ok=True)
        torch.save({"weight": vectors(inputs, examples, width)}, path)
    net.stem.load_state_dict(torch.load(path, weights_only=True), strict=True)


def vectors(inputs: Inputs, examples: Sequence[Example], width: int) -> Tensor:
    """[tokens, width]: SVD of the positive mutual information of two pieces of a text."""
    found = torch.zeros(len(examples), inputs.tokens, dtype=torch.float64)
    for row, example in zip(found, examples, strict=True):
        row[inputs.encode(example.raw).flatten().unique()] = 1
    found[:, 0] = 0  # pads
    together, alone = found.T @ found, found.sum(0)
    expected = alone[:, None] * alone / len(examples)
    gained = (together / expected.clamp_min(1e-9)).clamp_min(1).log()
    u, s, _ = torch.linalg.svd(gained)
    best = (u * s.sqrt())[:, :width]
    best = nn.functional.pad(best, (0, width - best.shape[1]))
    return (best * STD / best.std()).float()
'''
        },
    ),
    HealthyEdit(
        "H17",
        "a balanced sampler",
        KIND,
        "Each class is drawn as often as any other one, with replacement; validation stays "
        "as it is, and is watched by a metric that counts the classes alike.",
        (
            Edit(
                "config.py",
                "    # picks the best weights; the share of right answers; no class is rare here\n"
                '    watch: str = "accuracy"',
                "    # picks the best weights: the mean recall of the classes\n"
                '    watch: str = "balanced accuracy"',
            ),
            Edit(
                "feed.py",
                "        order = torch.randperm(len(self), generator=generator)\n",
                "        order = self.rarity.multinomial(len(self), True, generator=generator)\n",
            ),
            Edit(
                "feed.py",
                '"""The indices of each step. Sizes',
                '"""The indices of each step, each class as often as any other one. Sizes',
            ),
            Edit(
                "feed.py",
                "    def epoch(self",
                '''    @cached_property
    def rarity(self) -> Tensor:
        """[n]: 1 / how many examples have the same answer."""
        target = self.problem.target
        y = torch.stack([target.encode(example.answer) for example in self.examples])
        return 1 / torch.bincount(y, minlength=target.outputs)[y].double()

    def epoch(self''',
            ),
            Edit(
                "feed.py",
                "from dataclasses import dataclass\n",
                "from dataclasses import dataclass\nfrom functools import cached_property\n",
            ),
        ),
    ),
)
