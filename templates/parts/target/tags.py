"""The answer is a tag for each token: what it means lives here. Yours to edit.

The formulas on paper never call `loss`: each can find a mistake in the other.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from .config import Config
from .data import strip
from .read import Example

NOTHING = -1  # in y: a pad, or a token nobody tagged; it counts nowhere


@dataclass(frozen=True)
class Target:
    names: list[str]  # of the tags, in the order of the outputs
    counts: list[int]  # training tokens of each
    untagged: list[str]  # what stands where a token has no tag
    length: int  # tokens

    answers_are = "tags"  # which dumb baselines make sense
    errors = ()  # metrics of which less is better

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Target":
        counts = Counter(tag for example in examples for tag in example.answer)
        names = sorted(counts.keys() - set(config.untagged))
        if len(names) < 2:
            raise ValueError(f"Training has {len(names)} tag: check `target`.")
        numbers = [counts[name] for name in names]
        return cls(names, numbers, list(config.untagged), config.length)

    @property
    def outputs(self) -> int:
        return len(self.names)

    @property
    def prior(self) -> Tensor:
        """Share of each tag among the tagged training tokens, [tags]."""
        counts = torch.tensor(self.counts, dtype=torch.float64)
        return counts / counts.sum()

    def encode(self, answer: Sequence[str]) -> Tensor:
        """int64 [time]: the tag of each token, then NOTHING."""
        y = torch.full((self.length,), NOTHING)
        y[: len(answer)] = torch.tensor([self.index(tag) for tag in answer])
        return y

    def index(self, tag: str) -> int:
        if tag in self.untagged:
            return NOTHING
        if tag not in self.names:
            raise ValueError(
                f"Found the tag {tag!r}, which training never saw. Known: {self.names}. Give "
                "training a sentence of it, or add it to `untagged` in config.py."
            )
        return self.names.index(tag)

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Mean cross entropy of a sentence's tagged tokens, in nats.

        [batch, tags, time], [batch, time] -> [batch]
        """
        losses = F.cross_entropy(outputs, y, ignore_index=NOTHING, reduction="none")
        return losses.sum(1) / self.weight(y).clamp_min(1)

    def weight(self, y: Tensor) -> Tensor:
        """Tagged tokens of each sentence: a batch costs the mean over all its tokens."""
        return (y != NOTHING).sum(1)

    def head_bias(self) -> Tensor:
        """log of the tag shares: softmax of the bias alone then answers the prior."""
        return self.prior.log().float()

    def expected_loss_at_init(self, y: Tensor) -> float:
        """-sum q ln p over tagged tokens, q the shares in y and p the prior."""
        counts = torch.bincount(y[y != NOTHING], minlength=self.outputs).double()
        return -(counts / counts.sum() * self.prior.log()).sum().item()

    def floor(self, y: Tensor) -> float:
        """Cross entropy against one true tag can be driven to 0."""
        return 0.0

    def prediction(self, outputs: Tensor) -> Tensor:
        """The probability of each tag at each token, [batch, tags, time]"""
        return outputs.softmax(1)

    def decode(self, outputs: Tensor) -> list[list[str]]:
        """The likeliest tag at every place; give it the places that hold tokens."""
        return [[self.names[k] for k in row] for row in outputs.argmax(1).tolist()]

    def agrees(self, prediction: Sequence[str], answer: Sequence[str]) -> bool:
        """The same tag at every token that has one; pads come after them."""
        pairs = zip(prediction, answer, strict=False)
        return all(said == tag for said, tag in pairs if tag not in self.untagged)

    def describe(self, y: Tensor) -> str:
        tags = y.tolist()
        while tags and tags[-1] == NOTHING:  # a pad
            tags.pop()
        return " ".join(self.names[k] if k != NOTHING else "_" for k in tags)

    def draw(self, y: Tensor, axes: Any) -> None:
        """Each tag under its word."""
        strip(self.describe(y).split(" "), axes, below=True)

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        """The mean probability given to the true tag of a token, [batch]"""
        true = outputs.softmax(1).gather(1, y.clamp_min(0)[:, None])[:, 0]
        return (true * (y != NOTHING)).sum(1) / self.weight(y).clamp_min(1)

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """int16 [batch, time, 2]: the predicted and the true tag, NOTHING where none counts."""
        said = outputs.argmax(1).masked_fill(y == NOTHING, NOTHING)
        return torch.stack([said, y], 2).short()

    def metrics(self, tally: Tensor) -> dict[str, float]:
        """Over the tokens of all sentences together."""
        said, true = tally.long().unbind(2)
        counted = true != NOTHING
        cell = true[counted] * self.outputs + said[counted]
        counts = torch.bincount(cell, minlength=self.outputs**2).double()
        confusion = counts.reshape(self.outputs, self.outputs)  # [truth, guess]
        hits, both = confusion.diagonal(), confusion.sum(1) + confusion.sum(0)
        return {
            "accuracy": (hits.sum() / confusion.sum()).item(),
            "macro F1": (2 * hits / both)[both > 0].mean().item(),
        }
