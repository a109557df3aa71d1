"""One training that goes on at a constant rate, and the averages of its weights meanwhile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import (
    AveragedModel,
    get_ema_multi_avg_fn,
    get_swa_multi_avg_fn,
    update_bn,
)

from ..contract import Feed, Project, Run
from ..trials.asked import How

Kind = Literal["equal average", "moving average", "last", "best"]
MEMORY = 5  # the moving average forgets within this part of the steps: 1/5


@dataclass(frozen=True)
class Averaged:
    """`config.steps` steps, over the last `steps` of which the weights are averaged.

    Equally (stochastic weight averaging, Izmailov et al. 2018) and exponentially. Plain weights of the
    same training stand beside them: the last ones, and those that validated best.
    """

    steps: int
    kind: Kind = "equal average"

    def __call__(
        self, project: Project, net: nn.Module, train: Feed, validation: Feed, run: Run
    ) -> Mapping[How | None, str]:
        decay = 1 - min(1.0, MEMORY / self.steps)
        averages = {
            "equal average": AveragedModel(net, multi_avg_fn=get_swa_multi_avg_fn()),
            "moving average": AveragedModel(
                net, multi_avg_fn=get_ema_multi_avg_fn(decay)
            ),
        }
        first = project.config.steps - self.steps

        def look(done: int, net: nn.Module) -> None:
            if done > first:
                for one in averages.values():
                    one.update_parameters(net)

        project.train(net, train, validation, run, look=look)
        for kind, one in averages.items():
            update_bn(one_epoch(train, project.device), one)
            saved = run.checkpoint("last") | {"net": one.module.state_dict()}
            run.save(kind, {k: v for k, v in saved.items() if k != "optimizer"})
        return {replace(self, kind=kind): kind for kind in (*averages, "last", "best")}  # type: ignore[dict-item]


def one_epoch(train: Feed, device: torch.device) -> Iterator[Tensor]:
    """x as training sees it: statistics of a norm belong to the weights that were averaged.

    Those of the weights on the way are of none of them (a silent bug: nothing breaks).
    """
    return (batch.x.to(device) for batch in train.training(0, len(train.epoch(0))))
