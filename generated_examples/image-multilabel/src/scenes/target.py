"""The answer is any number of labels: what it means lives here. Yours to edit.

The formulas on paper never call `loss`: each can find a mistake in the other.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from .config import Config
from .read import Example


@dataclass(frozen=True)
class Target:
    """One yes or no per label: a softmax would let only one of them be true."""

    labels: list[str]  # in the order of the outputs
    separator: str  # between the labels of one answer: "cat|dog"
    counts: list[int]  # training answers that hold each label
    answers: int  # training answers

    answers_are = "labels"  # which dumb baselines make sense
    errors = ()  # metrics of which less is better

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Target":
        labels = list(config.labels)
        empty = cls(labels, config.label_separator, [], len(examples))
        found = Counter(label for e in examples for label in empty.split(e.answer))
        counts = [found[label] for label in labels]
        if not any(0 < count < len(examples) for count in counts):
            raise ValueError(
                f"Found no label that some training answers hold and others do not: "
                f"{dict(found)}. Check `columns`, `labels` and `label_separator` in config.py."
            )
        return cls(labels, empty.separator, counts, len(examples))

    @property
    def outputs(self) -> int:
        return len(self.labels)

    @property
    def prior(self) -> Tensor:
        """Share of the training answers that hold each label, [labels]; never 0 or 1."""
        counts = torch.tensor(self.counts, dtype=torch.float64)
        return counts.clamp(0.5, self.answers - 0.5) / self.answers

    def split(self, answer: str) -> set[str]:
        """The labels of an answer; "" has none."""
        found = {label.strip() for label in str(answer).split(self.separator)} - {""}
        if unknown := found - set(self.labels):
            raise ValueError(
                f"Found the labels {sorted(unknown)}, needed some of {self.labels}: add "
                "them to `labels` in config.py."
            )
        return found

    def encode(self, answer: str) -> Tensor:
        """1 for each label that the answer holds, float32 [labels]."""
        held = self.split(answer)
        return torch.tensor([float(label in held) for label in self.labels])

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Mean binary cross entropy of the labels, in nats: [batch, labels] -> [batch]"""
        y = y.to(outputs)
        return F.binary_cross_entropy_with_logits(outputs, y, reduction="none").mean(1)

    def weight(self, y: Tensor) -> Tensor:
        return torch.ones(len(y), device=y.device)

    def head_bias(self) -> Tensor:
        """ln(with / without) of each label: its sigmoid is the label's share."""
        return torch.logit(self.prior).float()

    def expected_loss_at_init(self, y: Tensor) -> float:
        """-q ln p - (1 - q) ln(1 - p), the mean over labels: q the share in y, p the prior."""
        q, p = y.double().mean(0), self.prior
        return -(q * p.log() + (1 - q) * (1 - p).log()).mean().item()

    def floor(self, y: Tensor) -> float:
        """Each yes or no can be driven to certainty."""
        return 0.0

    def prediction(self, outputs: Tensor) -> Tensor:
        """The probability of each label, [batch, labels]"""
        return outputs.sigmoid()

    def decode(self, outputs: Tensor) -> list[str]:
        """The labels that are more likely there than not: "cat|dog"."""
        return [self.written(row) for row in outputs > 0]

    def written(self, held: Tensor) -> str:
        pairs = zip(self.labels, held.tolist(), strict=True)
        return self.separator.join(label for label, there in pairs if there)

    def agrees(self, prediction: str, answer: str) -> bool:
        """The same labels, in any order."""
        return self.split(prediction) == self.split(answer)

    def describe(self, y: Tensor) -> str:
        return self.written(y) or "no label"

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        """The mean probability given to what is true of each label, [batch]"""
        there = outputs.sigmoid()
        return torch.where(y > 0, there, 1 - there).mean(1)

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, labels, 2]: logit and truth."""
        return torch.stack([outputs.double(), y.double()], 2)

    def metrics(self, tally: Tensor) -> dict[str, float]:
        """How well each label ranks the pictures; what a threshold of 1/2 gets right."""
        logit, truth = tally.unbind(2)
        guess, there = logit > 0, truth > 0
        hits, both = (guess & there).sum(0), guess.sum(0) + there.sum(0)
        ranked = map(average_precision, logit.T, there.T)
        each = dict(zip(self.labels, ranked, strict=True))
        precisions = torch.tensor([*each.values()], dtype=torch.float64)
        return {
            "mean average precision": precisions.nanmean().item(),
            "macro F1": (2 * hits / both)[both > 0].mean().item(),
            "label accuracy": (guess == there).double().mean().item(),
            "exact match": (guess == there).all(1).double().mean().item(),
        } | {f"AP {label}": value for label, value in each.items()}


def average_precision(score: Tensor, positive: Tensor) -> float:
    """Precision at each level of the score, weighted by the share found there: as in
    scikit-learn pictures of one score come together. nan without a positive one."""
    levels, level = score.unique(return_inverse=True)  # ascending
    found = torch.bincount(level, positive.double(), len(levels)).flip(0)
    shown = torch.bincount(level, minlength=len(levels)).flip(0)
    precision = found.cumsum(0) / shown.cumsum(0)
    return ((precision * found).sum() / found.sum()).item()
