"""How the recipe sees train_digits.py, which knows nothing of it: all of it is offered.

python -m nn_recipe check --project audit
"""

import math
from dataclasses import dataclass
from typing import Any

from sklearn.datasets import load_digits

from nn_recipe.adopt import Adapter, Knobs, OneClass, script

digits = script("train_digits.py")
FILES = {part: ["train_digits.py"] for part in ("data", "model", "loss", "optimiser")}
TRUTH = load_digits().target  # read by another way than the script's own


@dataclass(frozen=True)
class Config(Knobs):
    epochs: int = 10
    learning_rate: float = 0.1
    weight_decay: float = 5e-4
    clip: float = 5.0
    dropout: float = 0.25


class Audit(Adapter):
    answers = OneClass

    @property
    def args(self) -> Any:
        args, config = digits.get_args([]), self.config
        args.epochs, args.lr, args.dropout = (
            config.epochs,
            config.learning_rate,
            config.dropout,
        )
        args.weight_decay, args.grad_clip = config.weight_decay, config.clip
        return args

    def data(self, split: str) -> Any:
        train, validation = digits.get_loaders(self.args)
        return {"train": train, "validation": validation}.get(split)

    def answer(self, split: str, i: int) -> Any:
        return TRUTH[self.given[split].dataset.indices[i]]

    def build(self) -> Any:
        return digits.Net(self.config.dropout)

    def loss(self) -> Any:
        return digits.F.cross_entropy

    def optimizer(self, net: Any) -> Any:
        return digits.get_optimizer(net, self.args)

    def step(self, net: Any, optimizer: Any, x: Any, y: Any) -> None:
        digits.train_one_epoch(net, [(x, y)], optimizer, self.args)

    def fit(self, net: Any, loader: Any, validation: Any) -> None:
        digits.fit(net, loader, validation, self.args, verbose=False)

    def evaluation(self, net: Any, loader: Any) -> float:
        return digits.evaluate(net, loader)[0]

    def declared_rate(self, step: int) -> float:
        share = (step // self.steps_per_epoch) / self.config.epochs
        return self.config.learning_rate * (1 + math.cos(math.pi * share)) / 2


def project(**changes: Any) -> Audit:
    return Audit(Config(**changes))
