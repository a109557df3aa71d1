"""A checkpoint: everything needed to go on training, or to predict without the data."""

import dataclasses
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ..config import Config
from .contract import Inputs, Problem, Target, state


@dataclass
class Checkpoint:
    """Weights, optimizer and everything `predict` needs: no data, no code that is not yours."""

    step: int  # steps done
    net: dict[str, torch.Tensor]
    optimizer: dict[str, Any]
    config: dict[str, Any]
    inputs: dict[str, Any]
    target: dict[str, Any]
    score: float = float("inf")  # of `config.watch` on validation; less is better
    loss: float = float("inf")  # on validation
    best: "Checkpoint | None" = field(default=None, repr=False)

    @property
    def rank(self) -> tuple[float, float]:
        """Less is better; where the watched metric is level, as accuracy often is, the loss."""
        return self.score, self.loss

    @classmethod
    def of(
        cls,
        problem: Problem,
        net: nn.Module,
        optimizer: torch.optim.Optimizer,
        step: int,
    ) -> "Checkpoint":
        """A copy: what training does to the weights afterwards does not reach it."""
        return cls(
            step=step,
            net={
                name: value.detach().cpu().clone()
                for name, value in net.state_dict().items()
            },
            optimizer=copied(optimizer.state_dict()),
            config=dataclasses.asdict(problem.config),
            inputs=state(problem.inputs),
            target=state(problem.target),
        )

    def restore(self, net: nn.Module, optimizer: torch.optim.Optimizer) -> int:
        """Put weights and optimizer back; returns the number of steps already done."""
        net.load_state_dict(self.net)
        optimizer.load_state_dict(copied(self.optimizer))
        return self.step

    def parts(self) -> tuple[Config, Inputs, Target, nn.Module]:
        """Config, inputs, target and the net with these weights, from the checkpoint alone."""
        from .. import data, model, target

        known = {f.name for f in dataclasses.fields(Config)}
        unknown = set(self.config) - known
        if unknown:
            raise ValueError(
                f"The checkpoint was saved with {sorted(unknown)}, which config.py no longer has. "
                "Put the field back, or train again."
            )
        config = Config(**self.config)
        inputs, goal = data.Inputs(**self.inputs), target.Target(**self.target)
        net = model.build(inputs, goal.outputs, config)
        net.load_state_dict(self.net)
        return config, inputs, goal, net.eval()

    def save(self, path: Path) -> None:
        """Write it whole or not at all: a kill in between leaves the old file."""
        fields = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        fields["best"] = None  # best.pt lies beside
        temporary = path.with_suffix(".part")
        with open(temporary, "wb") as file:
            torch.save(fields, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)

    @classmethod
    def load(cls, path: Path) -> "Checkpoint":
        return cls(**torch.load(path, weights_only=True, map_location="cpu"))


def copied(value: Any) -> Any:
    """The same nest of dicts and lists, with tensors of its own."""
    if isinstance(value, torch.Tensor):
        return value.detach().clone()
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value
