"""The answer is one class out of several: what it means lives here. Yours to edit.

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
    names: list[str]  # of the classes, in the order of the outputs
    counts: list[int]  # training answers of each class

    answers_are = "classes"  # which dumb baselines make sense
    errors = ()  # metrics of which less is better

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Target":
        counts = Counter(str(example.answer) for example in examples)
        if len(counts) < 2:
            raise ValueError(f"Found {list(counts)}, needed 2 classes: check `target`.")
        names = sorted(counts)
        return cls(names, [counts[name] for name in names])

    @property
    def outputs(self) -> int:
        return len(self.names)

    @property
    def prior(self) -> Tensor:
        """Share of each class among the training answers, [classes]."""
        counts = torch.tensor(self.counts, dtype=torch.float64)
        return counts / counts.sum()

    def encode(self, answer: str) -> Tensor:
        """The index of the class, int64."""
        if str(answer) not in self.names:
            raise ValueError(
                f"Found the class {answer!r}, which training never saw. Known: {self.names}. "
                "Give it a known name (in the data, or by `same_answer` where config.py has "
                "it), or give training an example."
            )
        return torch.tensor(self.names.index(str(answer)))

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Cross entropy in nats: [batch, classes], [batch] -> [batch]"""
        return F.cross_entropy(outputs, y, reduction="none")

    def weight(self, y: Tensor) -> Tensor:
        return torch.ones(len(y), device=y.device)

    def head_bias(self) -> Tensor:
        """log of the class shares: softmax of the bias alone then answers the prior."""
        return self.prior.log().float()

    def expected_loss_at_init(self, y: Tensor) -> float:
        """-sum q ln p of the shares in y and in training: ln(classes) if all are equal."""
        counts = torch.bincount(y.flatten(), minlength=self.outputs).double()
        return -(counts / y.numel() * self.prior.log()).sum().item()

    def floor(self, y: Tensor) -> float:
        """Cross entropy against one true class can be driven to 0."""
        return 0.0

    def prediction(self, outputs: Tensor) -> Tensor:
        """The probability of each class, [batch, classes]"""
        return outputs.softmax(1)

    def decode(self, outputs: Tensor) -> list[str]:
        return [self.names[i] for i in outputs.argmax(1).tolist()]

    def describe(self, y: Tensor) -> str:
        return self.names[int(y)]

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        """The probability given to the true class, [batch]"""
        return outputs.softmax(1).gather(1, y[:, None])[:, 0]

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, 2]: the true class, and the one that is answered."""
        return torch.stack([y, outputs.argmax(1)], 1)

    def metrics(self, tally: Tensor) -> dict[str, float]:
        """Accuracy, and two that do not reward always answering the majority."""
        pairs = tally[:, 0] * self.outputs + tally[:, 1]
        counts = torch.bincount(pairs, minlength=self.outputs**2).double()
        confusion = counts.reshape(self.outputs, self.outputs)  # [truth, guess]
        hits, true = confusion.diagonal(), confusion.sum(1)
        both = true + confusion.sum(0)  # 0 where a class does not occur at all
        return {
            "accuracy": (hits.sum() / len(tally)).item(),
            "balanced accuracy": (hits / true)[true > 0].mean().item(),  # mean recall
            "macro F1": (2 * hits / both)[both > 0].mean().item(),
        }
