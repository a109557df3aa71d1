"""The answer is the next byte, at every place of a window: y, its loss, its formulas.

Yours to edit. The formulas on paper never call `loss`: each can find a mistake in the other.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from .config import Config
from .read import Example

BYTES = 256
TRACE = 1e-3  # of a byte: one that training never saw costs some 20 nats
COUNTED = 100_000  # windows, spread over the training text: more change the third digit


@dataclass(frozen=True)
class Target:
    counts: list[int]  # how often each byte is the next one in training

    answers_are = "tokens"  # which dumb baselines make sense
    errors = ("bits per byte", "perplexity")  # metrics of which less is better

    @classmethod
    def from_training(cls, examples: Sequence[Example], config: Config) -> "Target":
        if not len(examples):
            raise ValueError(
                f"Training has no {config.context} bytes: shorten `context`."
            )
        counts: Counter[int] = Counter()
        for i in range(0, len(examples), len(examples) // COUNTED + 1):
            counts.update(examples[i].answer)
        return cls([counts[byte] for byte in range(BYTES)])

    @property
    def outputs(self) -> int:
        return BYTES

    @property
    def prior(self) -> Tensor:
        """Share of each byte, [256]; a trace of each is added, so that none is impossible."""
        counts = torch.tensor(self.counts, dtype=torch.float64) + TRACE
        return counts / counts.sum()

    def encode(self, answer: bytes) -> Tensor:
        """int64 [context]"""
        return torch.tensor(list(answer))

    def loss(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Cross entropy in nats per byte: [batch, 256, context], [batch, context] -> [batch]"""
        return F.cross_entropy(outputs, y, reduction="none").mean(1)

    def weight(self, y: Tensor) -> Tensor:
        return torch.ones(len(y), device=y.device)

    def head_bias(self) -> Tensor:
        """log of the byte shares: softmax of the bias alone then answers the unigram."""
        return self.prior.log().float()

    def expected_loss_at_init(self, y: Tensor) -> float:
        """-sum q ln p, q the shares in y and p the prior; about the unigram entropy.

        ln(256) = 5.545 would be the loss of a net that knows no byte is rare.
        """
        counts = torch.bincount(y.flatten(), minlength=BYTES).double()
        return -(counts / y.numel() * self.prior.log()).sum().item()

    def floor(self, y: Tensor) -> float:
        """What stays open to a net that reads from the left: windows that begin alike.

        Of c windows with one beginning, n of which go on with the same byte, each costs
        ln(c / n) there. The first byte of x, which is not in y, may tell some of them apart.
        """
        windows = [tuple(window) for window in y.tolist()]
        begin: Counter[Any] = Counter(w[:t] for w in windows for t in range(len(w) + 1))
        ways = [
            (begin[w[:t]], begin[w[: t + 1]]) for w in windows for t in range(len(w))
        ]
        return math.fsum(math.log(c / n) for c, n in ways) / len(ways)

    def prediction(self, outputs: Tensor) -> Tensor:
        """The probability of each byte at each place, [batch, 256, context]"""
        return outputs.softmax(1)

    def decode(self, outputs: Tensor) -> list[str]:
        """The likeliest next byte at every place, as text."""
        return [text(row) for row in outputs.argmax(1)]

    def agrees(self, prediction: str, answer: bytes) -> bool:
        """From the middle on: the first bytes of a window have too little before them."""
        said = prediction.encode("utf8", "backslashreplace")
        meant = text(self.encode(answer)).encode("utf8", "backslashreplace")
        return said[-(len(meant) // 2) :] == meant[-(len(meant) // 2) :]

    def describe(self, y: Tensor) -> str:
        return repr(text(y))[1:-1]

    def draw(self, y: Tensor, axes: Any) -> None:
        """The answer under the input: each byte is one place to the left."""
        said = self.describe(y)
        lines = [said[i : i + 32] for i in range(0, len(said), 32)]
        style = {"family": "monospace", "size": 7, "va": "top", "color": "tab:orange"}
        axes.text(0, 0.45, "\n".join(lines), **style)

    def watch(self, outputs: Tensor, y: Tensor) -> Tensor:
        """The mean probability given to the true byte, [batch]"""
        return outputs.softmax(1).gather(1, y[:, None])[:, 0].mean(1)

    def tally(self, outputs: Tensor, y: Tensor) -> Tensor:
        """[batch, 2]: nats per byte, share of bytes guessed right."""
        hits = (outputs.argmax(1) == y).double().mean(1)
        return torch.stack([self.loss(outputs.double(), y), hits], 1)

    def metrics(self, tally: Tensor) -> dict[str, float]:
        """Bits per byte is nats / ln 2; perplexity counts the bytes it hesitates between."""
        nats, hits = tally.double().mean(0).tolist()
        return {
            "bits per byte": nats / math.log(2),
            "perplexity": math.exp(min(nats, 700.0)),
            "accuracy": hits,
        }


def text(y: Tensor) -> str:
    return bytes(y.tolist()).decode("utf8", "backslashreplace")
